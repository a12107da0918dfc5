import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FakeVendors, fakeVendors, known } from '../../../../test/fake-vendors.ts'
import { realChannels } from '../../../../test/real-channels.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { sendMessage } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { createChannelAccount, listChannelAccounts, tieFollower } from '../actions.ts'
import { makeFollowHanded } from './follow-handed.ts'

let world: World
let vendors: FakeVendors

/** The whole way: a template, the outbox, the real drivers over HTTP, and what the vendor tells afterwards. */
beforeAll(async () => {
  world = await makeWorld()
  vendors = await fakeVendors(() => world.now())
  Object.assign(world.channels, realChannels(world.services))
})
afterAll(async () => {
  await vendors.close()
  await world.end()
})

async function account(channel: string, vendor: string, settings: Record<string, string>, secrets: Record<string, string>) {
  const { id } = await world.act(createChannelAccount, {
    channel,
    vendor,
    name: vendor,
    settings: { ...settings, endpoint: vendors.url },
    secrets,
  })
  return id
}

async function leave(channel: string) {
  const feature = world.services.registry.features.find(({ name }) => name === 'messages')
  const tick = feature?.ticks?.find(({ name }) => name === `outbox-${channel}`)
  while (await tick?.run(world.services));
}

const registered = (code: string) => ({
  form: 'registered',
  texts: { zh: { code, text: '${name}，春茶到了', parameters: { name: '{{ name }}' } } },
})
const template = async (channel: string, content: object, kind = 'marketing') =>
  (await world.act(createTemplate, { name: `${channel} ${kind}`, channel, kind, content })).id

async function standing(id: string) {
  const { rows } = await sql<{
    state: string
    reason: { code: string } | null
    delivered_at: Date | null
  }>`select state, reason, delivered_at from messages where id = ${id}`.execute(world.db)
  return rows[0]
}

test('an SMS leaves signed, its receipt comes back, and a refusal stops the next one', async () => {
  const { accessKeyId, accessKeySecret, signName } = known.aliyun
  const sms = await account('sms', 'aliyun-sms', { accessKeyId, signName }, { accessKeySecret })
  const customerId = await world.customer({ name: '王芳', phone: '+8613800138000' })
  await world.act(recordConsent, { id: customerId, purpose: 'marketing', channels: ['sms'], state: 'given', how: 'paper' })
  world.pass({ amount: 1, unit: 'minutes' })
  const templateId = await template('sms', registered('SMS_154950909'))
  const { id } = await world.act(sendMessage, { customerId, templateId })
  await leave('sms')
  expect(await standing(id)).toMatchObject({ state: 'sent' })
  const [sent] = vendors.got
  expect(sent?.query).toMatchObject({
    PhoneNumbers: '13800138000',
    TemplateCode: 'SMS_154950909',
    TemplateParam: '{"name":"王芳"}',
    OutId: id,
  })

  const { accounts } = await world.ask(listChannelAccounts)
  const { pathname, search } = new URL(accounts.find((one) => one.id === sms)?.callbackUrl ?? '')
  const push = async (payload: object) =>
    (await world.http()).inject({ method: 'POST', url: `${pathname}${search}`, payload: JSON.stringify(payload) })
  const at = '2026-06-15 12:02:00'
  await push([
    {
      phone_number: '13800138000',
      send_time: at,
      report_time: at,
      success: true,
      err_code: 'DELIVERED',
      err_msg: '',
      sms_size: '1',
      biz_id: 'x',
      out_id: id,
    },
  ])
  expect((await standing(id))?.delivered_at).not.toBeNull()

  world.pass({ amount: 1, unit: 'days' })
  const next = await world.act(sendMessage, { customerId, templateId })
  await push([{ phone_number: '13800138000', send_time: at, content: '退订', sequence_id: 1 }])
  await leave('sms')
  expect(await standing(next.id)).toMatchObject({ state: 'skipped', reason: { code: 'consent-withdrawn' } })
  expect(vendors.got).toHaveLength(1)
})

test('a WeChat template message leaves by a token that was fetched for it', async () => {
  const { appId, appSecret } = known.wechat
  const wechat = await account('wechat', 'wechat-service', { appId }, { appSecret })
  const customerId = await world.customer({ name: '李静' })
  await world.act(tieFollower, { id: customerId, accountId: wechat, address: 'oLiJing' })
  const templateId = await template('wechat', registered('ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY'), 'service')
  const { id } = await world.act(sendMessage, { customerId, templateId })
  vendors.got.length = 0
  await leave('wechat')
  expect(await standing(id)).toMatchObject({ state: 'sent' })
  expect(vendors.got[0]?.value).toMatchObject({ touser: 'oLiJing', data: { name: { value: '李静' } } })
})

test('a WeCom message is handed to the employee whom the customer knows, and sent once they confirm it', async () => {
  const { corpId, agentId, secret } = known.wecom
  const wecom = await account('wecom', 'wecom', { corpId, agentId }, { secret })
  const customerId = await world.customer({ name: '赵敏' })
  await world.act(tieFollower, { id: customerId, accountId: wecom, address: 'wmqfasd1e19' })
  await sql`update channel_followers set employee = 'ZhangSan' where address = 'wmqfasd1e19'`.execute(world.db)
  const templateId = await template('wecom', { form: 'text', texts: { zh: { text: '{{ name }}，您好' } } }, 'service')
  const { id } = await world.act(sendMessage, { customerId, templateId })
  vendors.got.length = 0
  await leave('wecom')
  expect(await standing(id)).toMatchObject({ state: 'handed' })
  expect(vendors.got[0]?.value).toMatchObject({
    external_userid: ['wmqfasd1e19'],
    sender: 'ZhangSan',
    text: { content: expect.stringContaining('赵敏，您好') },
  })
  vendors.confirmed = 1
  await makeFollowHanded()(world.services)
  expect(await standing(id)).toMatchObject({ state: 'sent' })
})
