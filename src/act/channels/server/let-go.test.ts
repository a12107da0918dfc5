import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { saveSmtp } from '../../../know/shop/actions.ts'
import { listMessages, sendMessage } from '../../messages/actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { changeChannelAccount, createChannelAccount } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const sendAll = async () => {
  while (await sendDue(world.services));
}
/** Until the next try is an hour away. */
async function tryInVain(): Promise<void> {
  await sendAll()
  for (const amount of [2, 6, 16]) {
    world.pass({ amount, unit: 'minutes' })
    await sendAll()
  }
}
const states = async (channel: string) =>
  (await world.ask(listMessages)).rows.filter((row) => row.channel === channel).map((row) => row.state)

test('what an account’s wrong key put off goes at once when the key is set right', async () => {
  const account = { name: '短信', settings: { accessKeyId: 'LTAI5tFakeFakeFake', signName: '山前茶事' }, isDefault: true }
  const vendor = { channel: 'sms', vendor: 'aliyun-sms' }
  const { id } = await world.act(createChannelAccount, { ...account, ...vendor, secrets: { accessKeySecret: 'wrong' } })
  const templateId = world.services.newId()
  await sql`insert into templates (id, name, subject, body, kind, channel, created_at, updated_at)
    values (${templateId}, '上新', '上新', '您好', 'marketing', 'sms', ${world.now()}, ${world.now()})`.execute(world.db)
  for (const phone of ['+8613800000001', '+8613800000002']) {
    const customerId = await world.customer({ phone })
    await world.act(recordConsent, { id: customerId, purpose: 'marketing', channels: ['sms'], state: 'given', how: 'spoken' })
    await world.act(sendMessage, { customerId, templateId })
  }
  world.channels.answer = () => ({ state: 'refused', reason: 'InvalidAccessKeyId', cause: 'sign-in' })
  await tryInVain()
  expect(await states('sms')).toEqual(['queued', 'queued'])
  world.channels.answer = () => ({ state: 'sent', reference: 'ok' })
  await sendAll()
  expect(await states('sms'), 'the next try is an hour away').toEqual(['queued', 'queued'])
  await world.act(changeChannelAccount, { id, ...account, secrets: { accessKeySecret: 'right' } })
  await sendAll()
  expect(await states('sms')).toEqual(['sent', 'sent'])
})

test('what a wrong password of the mail server put off goes at once when it is set right', async () => {
  const { id: templateId } = await world.act(createTemplate, { name: '邮件', subject: '新茶', body: '您好' })
  await world.mailServer()
  world.mailer.answer = () => ({ state: 'later', reason: '535 wrong password', cause: 'sign-in' })
  const customerId = await world.customer({ email: 'waits@tea.cn', emailConsent: 'granted' })
  await world.act(sendMessage, { customerId, templateId })
  await tryInVain()
  world.mailer.answer = () => ({ state: 'sent', reference: '250 ok' })
  await sendAll()
  expect(await states('email')).toEqual(['queued'])
  await world.act(saveSmtp, { host: 'mail.test', port: 587, secure: false, user: 'hello', password: 'right', from: 'hello@shop.test' })
  await sendAll()
  expect(await states('email')).toEqual(['sent'])
})
