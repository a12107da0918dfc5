import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import type { ChannelOutcome } from '../../../platform/channels/channel.ts'
import {
  addChannelText,
  changeChannelAccount,
  changeChannelText,
  checkChannelAccount,
  createChannelAccount,
  deleteChannelAccount,
  deleteChannelText,
  listChannelAccounts,
  listChannelTexts,
  listSendingAccounts,
  testChannelAccount,
} from '../actions.ts'
import { channelKinds } from '../channel-kinds.ts'
import { channelsFeature } from './feature.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())
afterEach(async () => {
  world.channels.sent.length = 0
  world.channels.answer = () => ({ state: 'sent', reference: 'ok' })
  world.channels.check = async () => ({ state: 'sent', reference: 'ok' })
  await sql`delete from channel_accounts`.execute(world.db)
})

const settings = { accessKeyId: 'LTAI5tTestTest', signName: '山前茶事' }
const whole = { channel: 'sms', vendor: 'aliyun-sms', name: '主账号', settings, secrets: { accessKeySecret: 'ali-secret' } }
const create = async (more: object = {}) => (await world.act(createChannelAccount, { ...whole, ...more })).id
const listed = async (id: string) => (await world.ask(listChannelAccounts)).accounts.find((one) => one.id === id)
const stored = async (id: string) =>
  (await sql<{ settings: Record<string, string> }>`select settings from channel_accounts where id = ${id}`.execute(world.db)).rows[0]
    ?.settings ?? {}
const wrong = (code: string, path?: string) => ({ code, ...(path ? { details: expect.objectContaining({ path }) } : {}) })

test('a secret is kept sealed, and neither told nor audited', async () => {
  const id = await create()
  expect(JSON.stringify(await world.ask(listChannelAccounts))).not.toContain('ali-secret')
  expect(await listed(id)).toMatchObject({
    settings,
    kept: ['accessKeySecret'],
    state: 'unchecked',
    isDefault: true,
    delivery: 'at-most-once',
  })
  const { accessKeySecret = '' } = await stored(id)
  expect([accessKeySecret.includes('ali-secret'), world.services.secrets.open(accessKeySecret)]).toEqual([false, 'ali-secret'])
  const { rows } = await sql<{ line: string }>`select to_jsonb(a)::text as line from audit.lines a`
    .execute(world.db)
    .catch(() => ({ rows: [] }))
  expect(rows.map(({ line }) => line).join('\n')).not.toContain('ali-secret')
})

test('a secret that is left out stays, an empty one goes, and an old one follows nobody to another address', async () => {
  const id = await create()
  const before = (await stored(id))['accessKeySecret']
  await world.act(changeChannelAccount, { id, name: '改名', settings, secrets: {} })
  expect((await stored(id))['accessKeySecret']).toBe(before)
  const moved = { id, name: '改名', settings: { ...settings, endpoint: 'https://thief.test' } }
  await expect(world.act(changeChannelAccount, moved)).rejects.toMatchObject(wrong('channel.secret-needed', 'secrets.accessKeySecret'))
  await expect(
    world.act(changeChannelAccount, { ...moved, settings: { ...settings, accessKeyId: 'LTAI5tAnother' } }),
  ).rejects.toMatchObject(wrong('channel.secret-needed'))
  await world.act(changeChannelAccount, { ...moved, secrets: { accessKeySecret: 'new' } })
  await world.act(changeChannelAccount, { ...moved, secrets: { accessKeySecret: '' } })
  expect(await listed(id)).toMatchObject({ kept: [], state: 'incomplete' })
})

test('whoever gives a webhook another secret keeps the one before, which signs on until it is removed', async () => {
  const secretOf = (text: string) => `whsec_${Buffer.from(text.padEnd(32, '.')).toString('base64')}`
  const [first, second, third] = [secretOf('first'), secretOf('second'), secretOf('third')]
  const hook = { channel: 'webhook', vendor: 'webhook', name: 'ERP', settings: { address: 'https://erp.test/in' } }
  const id = await create({ ...hook, secrets: { secret: first } })
  const change = (secrets: object, to = hook.settings) => world.act(changeChannelAccount, { id, name: 'ERP', settings: to, secrets })
  const kept = async () => {
    const { secret, formerSecret } = await stored(id)
    return [secret, formerSecret].map((one) => (one === undefined ? null : world.services.secrets.open(one)))
  }
  await change({ secret: first })
  expect(await kept()).toEqual([first, null])
  await change({ secret: second })
  expect(await kept()).toEqual([second, first])
  await change({})
  expect(await kept()).toEqual([second, first])
  await change({ secret: third })
  expect(await kept()).toEqual([third, second])
  await change({ formerSecret: '' })
  expect(await kept()).toEqual([third, null])
  await change({ secret: first, formerSecret: second })
  expect(await kept()).toEqual([first, second])
  // Another receiver never knew the one before.
  await change({ secret: third, formerSecret: '' }, { address: 'https://other.test/in' })
  expect(await kept()).toEqual([third, null])
  // One that cannot be opened any more signs nothing, and is in nobody's way.
  await sql`update channel_accounts set settings = jsonb_set(settings, '{secret}', '"torn"') where id = ${id}`.execute(world.db)
  await change({ secret: second }, { address: 'https://other.test/in' })
  expect(await kept()).toEqual([second, null])
})

test.each([
  ['a vendor of another channel', { vendor: 'wecom' }, wrong('channel.unknown-vendor', 'vendor')],
  ['a vendor that is none', { vendor: 'pigeon' }, wrong('channel.unknown-vendor', 'vendor')],
  [
    'a signature with its brackets',
    { settings: { ...settings, signName: '【山前茶事】' } },
    wrong('channel.field-wrong', 'settings.signName'),
  ],
  [
    'an address that is none',
    { settings: { ...settings, endpoint: 'javascript:alert(1)' } },
    wrong('channel.field-wrong', 'settings.endpoint'),
  ],
  ['a channel without accounts', { channel: 'email' }, wrong('channel.unknown-vendor')],
  ['a cost below nothing', { cost: -1 }, wrong('input.invalid')],
])('%s is refused', async (_, more, problem) => {
  await expect(create(more)).rejects.toMatchObject(problem)
})

test('fields that the vendor does not know are not kept', async () => {
  const id = await create({ settings: { ...settings, evil: 'x' }, secrets: { accessKeySecret: 's', signName: 'other', more: 'x' } })
  expect(Object.keys(await stored(id)).sort()).toEqual(['accessKeyId', 'accessKeySecret', 'signName'])
})

test('one account of a channel is the default', async () => {
  const [first, second] = [await create(), await create({ name: '备用' })]
  expect([(await listed(first))?.isDefault, (await listed(second))?.isDefault]).toEqual([true, false])
  await world.act(changeChannelAccount, { id: second, name: '备用', settings, isDefault: true })
  expect([(await listed(first))?.isDefault, (await listed(second))?.isDefault]).toEqual([false, true])
})

test('the first account in use is the default, whatever stands there switched off', async () => {
  const off = await create({ name: '示例', settings: {}, secrets: {}, isOn: false })
  const own = await create({ name: '自己的' })
  expect([(await listed(off))?.isDefault, (await listed(own))?.isDefault]).toEqual([false, true])
  expect((await listed(await create({ name: '以后用', isOn: false })))?.isDefault).toBe(false)
})

test('a check says in words what is wrong, is kept, and lets what stood still go on', async () => {
  const id = await create()
  await sql`insert into message_outlets (key, stopped, stopped_at) values (${id}, '{"code":"account-off"}', ${world.now()})`.execute(
    world.db,
  )
  expect((await listed(id))?.state).toBe('stopped')
  world.channels.check = async () => ({ state: 'later', reason: 'SignatureDoesNotMatch x', cause: 'sign-in' })
  expect(await world.act(checkChannelAccount, { id })).toMatchObject({
    ok: false,
    words: { zh: expect.stringContaining('阿里云短信不认这组密钥') },
    answer: 'SignatureDoesNotMatch x',
  })
  expect((await listed(id))?.state).toBe('stopped')
  world.channels.check = async () => ({ state: 'sent', reference: 'ok' })
  expect(await world.act(checkChannelAccount, { id })).toMatchObject({ ok: true })
  expect(await listed(id)).toMatchObject({ state: 'ready', checkedAt: world.now().toISOString() })
  // Other settings were never checked.
  await world.act(changeChannelAccount, {
    id,
    name: '主账号',
    settings: { ...settings, signName: '新签名' },
    secrets: { accessKeySecret: 'x' },
  })
  expect((await listed(id))?.state).toBe('unchecked')
})

test('accounts in use are checked once a day', async () => {
  const [id, off] = [await create(), await create({ isOn: false })]
  // To ask a robot is to speak in its group.
  await create({
    channel: 'dingtalk',
    vendor: 'dingtalk-robot',
    settings: {},
    secrets: { address: 'https://oapi.dingtalk.com/robot/send?access_token=x' },
  })
  let asked = 0
  world.channels.check = async (): Promise<ChannelOutcome> => (asked++, { state: 'later', reason: 'no', cause: 'balance' })
  const tick = channelsFeature.ticks?.find(({ name }) => name === 'check-channels')
  await tick?.run(world.services)
  await tick?.run(world.services)
  expect([asked, (await listed(id))?.state, (await listed(off))?.state]).toEqual([1, 'failed', 'off'])
  world.pass({ amount: 25, unit: 'hours' })
  await tick?.run(world.services)
  expect(asked).toBe(2)
})

test('an account whose secrets cannot be opened says so', async () => {
  const id = await create()
  await sql`update channel_accounts set settings = settings || '{"accessKeySecret":"v1.AAAA.AAAA.AAAA"}' where id = ${id}`.execute(world.db)
  expect((await listed(id))?.state).toBe('unreadable')
  expect(await world.act(checkChannelAccount, { id })).toMatchObject({ ok: false })
})

test('a test goes to oneself with a registered text, and says what became of it', async () => {
  const id = await create()
  await expect(world.act(testChannelAccount, { id, to: '13800138000' })).rejects.toMatchObject(wrong('channel.text-needed', 'textId'))
  await expect(world.act(testChannelAccount, { id })).rejects.toMatchObject(wrong('channel.field-missing', 'to'))
  const text = await world.act(addChannelText, { id, code: 'SMS_1', text: '${name}您好，{1}号{{thing1.DATA}}', purpose: 'service' })
  expect(await world.act(testChannelAccount, { id, to: '13800138000', textId: text.id })).toMatchObject({ ok: true })
  expect(world.channels.sent).toMatchObject([
    {
      to: '+8613800138000',
      account: { settings: { accessKeySecret: 'ali-secret' } },
      content: { form: 'registered', code: 'SMS_1', parameters: { name: '测试', '1': '测试', thing1: '测试' } },
    },
  ])
  world.channels.answer = () => ({ state: 'refused', reason: 'isv.MOBILE_NUMBER_ILLEGAL', cause: 'address' })
  expect(await world.act(testChannelAccount, { id, to: '13800138000', textId: text.id })).toMatchObject({
    ok: false,
    answer: 'isv.MOBILE_NUMBER_ILLEGAL',
  })
})

test('a test by a robot needs no receiver, one by WeCom goes to an employee', async () => {
  const robot = await create({
    channel: 'dingtalk',
    vendor: 'dingtalk-robot',
    settings: {},
    secrets: { address: 'https://oapi.dingtalk.com/robot/send?access_token=x' },
  })
  expect(await world.act(testChannelAccount, { id: robot })).toMatchObject({ ok: true })
  const wecom = await create({
    channel: 'wecom',
    vendor: 'wecom',
    settings: { corpId: 'ww1234567890', agentId: '1000002' },
    secrets: { secret: 's' },
  })
  await world.act(testChannelAccount, { id: wecom, to: 'zhangsan' })
  expect(world.channels.sent.map(({ to }) => to)).toEqual(['', 'user:zhangsan'])
})

test('registered texts are listed for whoever writes templates, and a code stands once', async () => {
  const id = await create()
  const text = await world.act(addChannelText, { id, code: 'SMS_1', text: '${name}您好', purpose: 'marketing' })
  await expect(world.act(addChannelText, { id, code: 'SMS_1', text: 'x', purpose: 'service' })).rejects.toMatchObject(
    wrong('channel.text-there-already', 'code'),
  )
  const other = await world.act(addChannelText, { id, code: 'SMS_2', text: '二', purpose: 'service' })
  await expect(world.act(changeChannelText, { id: other.id, code: 'SMS_1', text: 'x', purpose: 'service' })).rejects.toMatchObject(
    wrong('channel.text-there-already'),
  )
  await world.act(changeChannelText, { id: text.id, code: 'SMS_1', text: '${name}，您好', purpose: 'marketing' })
  await world.act(deleteChannelText, { id: other.id })
  expect((await world.ask(listChannelTexts, { channel: 'sms' }, 'member')).texts).toMatchObject([
    { code: 'SMS_1', text: '${name}，您好', vendor: 'aliyun-sms', signName: '山前茶事', accountName: '主账号', isDefault: true },
  ])
  expect((await world.ask(listChannelTexts, { channel: 'wechat' }, 'member')).texts).toEqual([])
  const robot = await create({ channel: 'dingtalk', vendor: 'dingtalk-robot', settings: {}, secrets: {} })
  await expect(world.act(addChannelText, { id: robot, code: 'x', text: 'x', purpose: 'service' })).rejects.toMatchObject(
    wrong('channel.no-texts'),
  )
})

test('an account by which messages are still to leave stays', async () => {
  const id = await create()
  const customer = await world.customer()
  const message = world.services.newId()
  await sql`insert into messages (customer_id, id, channel, kind, key, state, account_id, created_at) values (${customer}, ${message}, 'sms', 'service', 'k', 'queued', ${id}, ${world.now()})`.execute(
    world.db,
  )
  await expect(world.act(deleteChannelAccount, { id })).rejects.toMatchObject({ code: 'channel.account-in-use', details: { count: 1 } })
  await sql`update messages set state = 'sent' where id = ${message}`.execute(world.db)
  await world.act(deleteChannelAccount, { id })
  expect(await listed(id)).toBeUndefined()
})

test('an account that a running journey names stays, and the answer names them', async () => {
  const id = await create()
  const journey = world.services.newId()
  const definition = { trigger: { kind: 'by-hand' }, steps: [{ id: 'a', kind: 'send', accountId: id }] }
  await sql`insert into journeys (id, name, state, definition, version, created_at, updated_at)
    values (${journey}, '老客关怀', 'live', ${JSON.stringify(definition)}::jsonb, 1, ${world.now()}, ${world.now()})`.execute(world.db)
  await expect(world.act(deleteChannelAccount, { id })).rejects.toMatchObject({
    code: 'channel.account-named',
    details: { names: { zh: '旅程“老客关怀”', en: 'the journey “老客关怀”' } },
  })
  await sql`delete from journeys where id = ${journey}`.execute(world.db)
  await world.act(deleteChannelAccount, { id })
  expect(await listed(id)).toBeUndefined()
})

test('members see no accounts', async () => {
  await expect(world.ask(listChannelAccounts, {}, 'member')).rejects.toMatchObject(wrong('access.denied'))
  await expect(world.act(createChannelAccount, whole, { role: 'member' })).rejects.toMatchObject(wrong('access.denied'))
})

test('every vendor has its words in both languages, fields of its own and a driver', async () => {
  const { channelDrivers } = await import('../../../platform/channels/drivers.ts')
  const vendors = Object.values(channelKinds).flatMap((kind) => kind.vendors)
  expect(vendors.map(({ name }) => name).filter((name) => !(name in channelDrivers))).toEqual([])
  for (const { fields, callback } of vendors) {
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length)
    const words = [...fields.flatMap(({ label, help }) => (help ? [label, help] : [label])), ...(callback?.steps ?? [])]
    expect(words.filter(({ zh, en }) => zh === '' || en === '')).toEqual([])
    const bound = fields.flatMap(({ pattern }) => (pattern ? [pattern.source] : []))
    expect(bound.filter((source) => !source.startsWith('^') || !source.endsWith('$'))).toEqual([])
  }
})

test('whoever plans what is sent may choose among accounts by name and price, and learns nothing of how they are set up', async () => {
  const first = await create({ cost: 5 })
  const second = await create({ name: '备用账号', isOn: false })
  const { accounts } = await world.ask(listSendingAccounts, { channel: 'sms' }, 'member')
  expect(accounts).toEqual([
    { id: first, channel: 'sms', name: '主账号', isOn: true, isDefault: true, cost: 5 },
    { id: second, channel: 'sms', name: '备用账号', isOn: false, isDefault: false, cost: 0 },
  ])
  expect((await world.ask(listSendingAccounts, { channel: 'wecom' }, 'member')).accounts).toEqual([])
})
