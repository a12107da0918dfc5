import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { customerAttention } from '../../attention/actions.ts'
import { listMessages, sendMessage } from '../../messages/actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { listEmailHolds, releaseEmailHold } from '../actions.ts'

let world: World
let templateId: string
beforeAll(async () => {
  world = await makeWorld()
  await world.mailServer()
  templateId = (await world.act(createTemplate, { name: '上新', subject: '新茶到了', body: '您好' })).id
})
afterAll(() => world.end())

let number = 0
const willing = () => world.customer({ email: `wang${++number}@tea.example`, emailConsent: 'granted' })
const send = (customerId: string) => world.act(sendMessage, { customerId, templateId })
const sendAll = async () => {
  while (await sendDue(world.services));
}

test('an address that the server turns away for good at the door is on hold like one whose mail came back, and one it says little of is not', async () => {
  const marketing = async (id: string) => (await world.ask(customerAttention, { customerId: id })).marketing[0]?.reason?.code ?? null
  const after = async (reason: string, cause: 'recipient' | 'other') => {
    world.mailer.answer = () => ({ state: 'refused', reason, cause })
    const id = await willing()
    await send(id)
    await sendAll()
    expect((await world.ask(listMessages, { customerId: id })).rows[0]?.state).toBe('failed')
    return [id, await marketing(id)] as const
  }
  const [gone, held] = await after('550 5.1.1 User unknown', 'recipient')
  expect(held).toBe('address-bounced')
  const { holds } = await world.ask(listEmailHolds)
  expect(holds.filter(({ customerId }) => customerId === gone)).toMatchObject([
    { sort: 'hard', code: '5.1.1', said: '550 5.1.1 User unknown' },
  ])
  // Nothing is said of the address: the content, a box that is full for now.
  for (const [reason, cause] of [
    ['550 5.7.1 rejected as spam', 'recipient'],
    ['552 5.2.2 mailbox full', 'recipient'],
    ['550 account disabled', 'other'],
    ['552 5.3.4 message size exceeds the limit', 'other'],
  ] as const)
    expect((await after(reason, cause))[1]).toBeNull()
  // However often: one address holds on, until what is said is about its mailbox.
  const sold = await willing()
  const refuseThrice = async (reason: string) => {
    world.mailer.answer = () => ({ state: 'refused', reason, cause: 'recipient' })
    for (const _ of [1, 2, 3]) {
      await send(sold)
      await sendAll()
    }
    return await marketing(sold)
  }
  for (const reason of ['550 relay not permitted', '550 sender not allowed', '554 5.7.1 Greylisted', '554 5.4.6 routing loop'])
    expect([reason, await refuseThrice(reason)]).toEqual([reason, null])
  expect(await refuseThrice('550 5.2.2 mailbox full')).toBe('address-bounced')
  world.mailer.answer = () => ({ state: 'sent', reference: '250 ok' })
  const before = world.mailer.sent.length
  await send(gone)
  await sendAll()
  expect(world.mailer.sent).toHaveLength(before)
  await world.act(releaseEmailHold, { customerId: gone, address: holds.find(({ customerId }) => customerId === gone)?.address ?? '' })
  expect(await marketing(gone)).toBeNull()
})
