import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readTimeline, updateCustomer } from '../../../know/customers/actions.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { listMessages } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { createJourney, enterJourney, readJourney, startJourney } from '../actions.ts'
import { singlesOut } from '../singles-out.ts'
import { advanceDue } from './advance-due.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
  await world.mailServer()
})
afterEach(() => world.end())

let number = 0
const somebody = (fields: object = {}) =>
  world.customer({ name: '王芳', email: `fang${++number}@shop.cn`, emailConsent: 'granted', ...fields })
const template = async (kind: string) =>
  (await world.act(createTemplate, { name: `模板${++number}`, subject: '您好', body: '您好', kind })).id
const bought = (customerId: string) =>
  world.system((ctx) =>
    ctx.record({
      customerId,
      kind: 'purchase.made',
      occurredAt: ctx.now,
      payload: { amount: 10_000, currency: 'CNY' },
      key: `p${++number}`,
    }),
  )
async function start(definition: object): Promise<string> {
  const { id } = await world.act(createJourney, { name: `旅程${++number}`, definition })
  await world.act(startJourney, { id })
  return id
}
const turn = async () => {
  await world.settle()
  while ((await advanceDue(world.services)) > 0);
  while (await sendDue(world.services));
  await world.settle()
}
const send = (templateId: string) => ({ id: 'hello', kind: 'send', templateId, next: null })
const keptOut = async (id: string) => (await world.ask(readTimeline, { id, kind: 'journey.kept-out' })).facts.map((fact) => fact.payload)

test('a marketing journey that chooses people lets nobody in who refuses that, and their timeline says so each time', async () => {
  const segment = await world.act(createSegment, { name: '杭州', rule: { all: [{ field: 'city', op: 'is', value: '杭州市' }] } })
  const id = await start({ trigger: { kind: 'segment', segment: segment.id }, steps: [send(await template('marketing'))] })
  const yes = await somebody({ city: '杭州市' })
  const no = await somebody({ city: '杭州市', noPersonalisation: true })
  await turn()
  expect((await world.ask(readJourney, { id })).counts).toMatchObject({ entered: 1 })
  expect(world.mailer.sent).toHaveLength(1)
  expect(await keptOut(no)).toEqual([{ journey: id, name: expect.any(String), reason: 'no-personalisation' }])
  expect(await keptOut(yes)).toEqual([])
  await world.act(enterJourney, { id, customerIds: [no] })
  await turn()
  expect(await keptOut(no)).toHaveLength(2)
  expect(world.mailer.sent).toHaveLength(1)
})

test('what answers an act of theirs, and service notices, still reach them', async () => {
  const no = await somebody({ noPersonalisation: true })
  await start({ trigger: { kind: 'event', event: 'purchase.made' }, steps: [send(await template('marketing'))] })
  await start({
    trigger: { kind: 'event', event: 'purchase.made' },
    audience: { field: 'name', op: 'is-known' },
    steps: [send(await template('service'))],
  })
  await bought(no)
  await turn()
  expect(world.mailer.sent).toHaveLength(2)
  expect(await keptOut(no)).toEqual([])
})

test('who refuses while under way gets no more of it, and the outbox says why', async () => {
  const id = await somebody()
  await start({
    trigger: { kind: 'event', event: 'purchase.made' },
    audience: { field: 'name', op: 'is-known' },
    steps: [{ id: 'week', kind: 'wait', duration: { amount: 7, unit: 'days' }, next: 'hello' }, send(await template('marketing'))],
  })
  await bought(id)
  await turn()
  await world.act(updateCustomer, { id, noPersonalisation: true })
  world.pass({ amount: 8, unit: 'days' })
  await turn()
  expect(world.mailer.sent).toEqual([])
  expect((await world.ask(listMessages)).rows.map((row) => row.reason?.code)).toEqual(['no-personalisation'])
})

test.each([
  [{ trigger: { kind: 'segment', segment: 's' } }, true],
  [{ trigger: { kind: 'stage', stages: ['loyal'] } }, true],
  [{ trigger: { kind: 'by-hand', segment: 's' } }, true],
  [{ trigger: { kind: 'by-hand' } }, false],
  [{ trigger: { kind: 'event', event: 'purchase.made' } }, false],
  [{ trigger: { kind: 'event', event: 'purchase.made' }, audience: { field: 'spend', op: 'at-least', value: 1 } }, true],
  [{ trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind: 'branch' }] }, true],
] as const)('whether %j chooses people is said the same here and by the door of sending', async (definition, wanted) => {
  const whole = { reentry: 'once' as const, holdout: 0, steps: [], ...definition }
  expect(
    singlesOut({ ...whole, steps: [...whole.steps], audience: 'audience' in definition ? { ...definition.audience } : undefined }),
  ).toBe(wanted)
  const { singlesOutSql } = await import('../../messages/server/singles-out.ts')
  const { rows } = await sql<{
    is: boolean
  }>`select ${singlesOutSql(sql`j.definition`)} as is from (select ${JSON.stringify(whole)}::jsonb as definition) j`.execute(world.db)
  expect(rows[0]?.is ?? false).toBe(wanted)
})
