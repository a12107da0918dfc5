import { expect, test } from 'vitest'
import type { ChannelOutcome, Outgoing } from './channel.ts'
import { takeApart } from './take-apart.ts'

const lot = ['a', 'b', 'c', 'd'].map((id): Outgoing => ({ id, to: id, content: { form: 'text', text: '您好' } }))
const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

/** A vendor who turns lots away that name `b`; before it is spoken to about `d` alone, something happens. */
const send = (said: string[], happens: Error) => async (messages: readonly Outgoing[]) => {
  const ids = messages.map(({ id }) => id)
  if (ids.join('') === 'cd') throw happens
  const outcome: ChannelOutcome = ids.includes('b')
    ? { state: 'refused', reason: 'no such number', cause: 'address' }
    : { state: 'sent', reference: 'ok' }
  if (outcome.state === 'sent') said.push(...ids)
  return messages.map(() => outcome)
}

test('where the database goes away between the parts of a lot, those who were reached are told as sent and the others come later', async () => {
  const said: string[] = []
  const outcomes = await takeApart(lot, ['address'], send(said, away))
  expect(said).toEqual(['a'])
  expect(outcomes.map(({ state }) => state)).toEqual(['sent', 'refused', 'later', 'later'])
  expect(JSON.stringify(outcomes), 'where the database stands is nobody’s business').not.toContain('ECONNREFUSED')
})

test('what is no outage is not taken for silence', async () => {
  await expect(takeApart(lot, ['address'], send([], new Error('bug')))).rejects.toThrow('bug')
})
