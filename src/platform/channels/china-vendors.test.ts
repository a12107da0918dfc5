import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FakeVendors, fakeVendors, known, testId } from '../../../test/fake-vendors.ts'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import { makeSecrets } from '../actions/secrets.ts'
import { anywhere } from '../../../test/anywhere.ts'
import { makeGuardedFetch } from '../http/guarded-fetch.ts'
import { signedHost } from './call-vendor.ts'
import type { ChannelAccount, ChannelContent, Channels, Outgoing, TokenKeeper } from './channel.ts'
import { keepTokens } from './keep-tokens.ts'
import { lotReference } from './lot-mark.ts'
import { makeChannels } from './make-channels.ts'

const now = new Date('2026-06-15T04:00:00Z')
let fresh: FreshDatabase
let vendors: FakeVendors
let keeper: TokenKeeper
let channels: Channels

beforeAll(async () => {
  fresh = await freshDatabase()
  vendors = await fakeVendors(() => now)
  keeper = keepTokens(fresh.database, makeSecrets(Buffer.alloc(32, 7)), () => now)
  let nonce = 0
  // Whoever meets silence waits until the request is there, and not for a time that a busy machine may need for any answer.
  const fetch = makeGuardedFetch({ allowPrivate: true, mayReach: anywhere, bytes: 10_000, wholeMs: 60_000 })
  channels = makeChannels({
    fetch: async (address, asked) => {
      const waiting = new AbortController()
      vendors.onSilence = () => waiting.abort()
      return await fetch(address, { ...asked, signal: waiting.signal })
    },
    clock: () => now,
    newId: () => testId(nonce++),
    tokens: keeper,
  })
})
afterEach(() => {
  vendors.got.length = 0
  vendors.mischief.length = 0
  vendors.tokenMischief.length = 0
})
afterAll(async () => {
  await vendors.close()
  await fresh.drop()
})

let accounts = 0
/** An account that stands in the database, for its tokens hang on it. */
async function account(vendor: string, settings: Readonly<Record<string, unknown>>): Promise<ChannelAccount> {
  const id = testId(1_000 + accounts++)
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, created_at, updated_at) values (${id}, 'sms', ${vendor}, ${vendor}, '{}', ${now}, ${now})`.execute(
    fresh.database.db,
  )
  return { id, vendor, settings: { endpoint: vendors.url, ...settings } }
}

const sms: ChannelContent = { form: 'registered', code: 'SMS_1', parameters: { name: '王芳', code: '春茶' }, text: '王芳，春茶到了' }
const text: ChannelContent = { form: 'text', text: '王芳您好，春茶到了', url: 'https://shop.test/spring' }
const to = (address: string, content: ChannelContent = sms): Outgoing => ({ to: address, id: testId(1), content })

const kinds = [
  { vendor: 'aliyun-sms', settings: known.aliyun, message: to('+8613800138000') },
  { vendor: 'tencent-sms', settings: known.tencent, message: to('+8613800138000') },
  { vendor: 'wecom', settings: known.wecom, message: to('wmqfasd1e19', text) },
  { vendor: 'wechat-service', settings: known.wechat, message: to('oABC', sms) },
] as const

describe.each(kinds)('$vendor', ({ vendor, settings, message }) => {
  test('a message goes out signed, and the account passes its check', async () => {
    const mine = await account(vendor, settings)
    expect(await channels.send(mine, message)).toMatchObject({
      state: vendor === 'wecom' ? 'handed' : 'sent',
      reference: expect.stringMatching(/.+/),
    })
    expect(vendors.got).toHaveLength(1)
    expect(await channels.check(mine)).toMatchObject({ state: 'sent' })
  })

  test('a wrong secret lies with the account: the message waits', async () => {
    const wrong = await account(vendor, { ...settings, accessKeySecret: 'x', secretKey: 'x', secret: 'x', appSecret: 'x' })
    expect(await channels.send(wrong, message)).toMatchObject({ state: 'later', cause: 'sign-in' })
    expect(await channels.check(wrong)).toMatchObject({ state: 'later', cause: 'sign-in' })
    expect(vendors.got).toEqual([])
  })

  test.each([
    ['an empty body', { body: '' }, 'unknown', 'other'],
    ['a page in HTML for JSON', { body: '<html><h1>Welcome</h1></html>' }, 'unknown', 'other'],
    ['a list in place of an answer', { body: [] }, 'unknown', 'other'],
    ['a gateway that gave up', { status: 504, body: '<html>504</html>' }, 'unknown', 'other'],
    ['silence', 'silent', 'unknown', 'timeout'],
    ['a connection cut after the request went out', 'cut', 'unknown', 'connection'],
    ['too many requests', { status: 429, headers: { 'retry-after': '17' }, body: '' }, 'later', 'busy'],
    ['a service that is down', { status: 503, body: 'down' }, 'later', 'busy'],
    ['a redirect', { status: 302, headers: { location: 'https://evil.test/' }, body: '' }, 'later', 'connection'],
    ['a door that is shut', { status: 403, body: '<html>forbidden</html>' }, 'later', 'sign-in'],
    ['more than it may say', { body: 'x'.repeat(20_000) }, 'unknown', 'connection'],
  ] as const)('%s', async (_, mischief, state, cause) => {
    const mine = await account(vendor, settings)
    // Signed in before, so that the trouble meets the message.
    await channels.check(mine)
    vendors.mischief.push(mischief)
    expect(await channels.send(mine, message)).toMatchObject({ state, cause })
  })

  test.each([
    ['17', 17],
    ['Mon, 15 Jun 2026 04:02:00 GMT', 120],
    ['9999999', 86_400],
  ])('a vendor that says when to come again is believed: %s', async (said, retryAfterSeconds) => {
    const mine = await account(vendor, settings)
    await channels.check(mine)
    vendors.mischief.push({ status: 429, headers: { 'retry-after': said }, body: '' })
    expect(await channels.send(mine, message)).toMatchObject({ state: 'later', retryAfterSeconds })
  })

  test('a vendor that cannot be reached got nothing, so the message waits', async () => {
    const nowhere = { ...(await account(vendor, settings)), settings: { ...settings, endpoint: 'http://127.0.0.1:1' } }
    expect(await channels.send(nowhere, message)).toMatchObject({ state: 'later', cause: 'connection' })
  })

  test('a private address is refused where the own network is not allowed', async () => {
    const guarded = makeChannels({
      fetch: makeGuardedFetch({ allowPrivate: false, mayReach: anywhere, bytes: 10_000, wholeMs: 60_000 }),
      clock: () => now,
      newId: () => testId(5),
      tokens: keeper,
    })
    expect(await guarded.send(await account(vendor, settings), message)).toMatchObject({ state: 'later', cause: 'closed-address' })
    expect(vendors.got).toEqual([])
  })
})

describe('Alibaba Cloud', () => {
  test('the receiver, the registered text and our id reach the vendor', async () => {
    await channels.send(await account('aliyun-sms', known.aliyun), to('+8613800138000'))
    expect(vendors.got[0]?.query).toEqual({
      PhoneNumbers: '13800138000',
      SignName: '山前茶事',
      TemplateCode: 'SMS_1',
      TemplateParam: '{"name":"王芳","code":"春茶"}',
      OutId: testId(1),
    })
  })
  test.each([
    ['isv.BUSINESS_LIMIT_CONTROL', 'later', 'quota'],
    ['isv.DAY_LIMIT_CONTROL', 'later', 'quota'],
    ['isv.AMOUNT_NOT_ENOUGH', 'later', 'balance'],
    ['isv.MOBILE_NUMBER_ILLEGAL', 'refused', 'address'],
    ['isv.SMS_TEMPLATE_ILLEGAL', 'refused', 'content'],
    ['isv.TEMPLATE_MISSING_PARAMETERS', 'refused', 'content'],
    ['isv.SMS_SIGNATURE_ILLEGAL', 'later', 'not-allowed'],
    ['isp.RAM_PERMISSION_DENY', 'later', 'not-allowed'],
    // A word in what is filled in, and the server's own address: neither says anything of the phone.
    ['isv.BLACK_KEY_CONTROL_LIMIT', 'refused', 'content'],
    ['isv.DENY_IP_RANGE', 'later', 'not-allowed'],
    ['isv.SECURITY_FROZEN_ACCOUNT', 'later', 'not-allowed'],
    ['isv.SIGNATURE_BLACKLIST', 'later', 'not-allowed'],
    ['isp.SYSTEM_ERROR', 'later', 'busy'],
    ['Throttling.User', 'later', 'busy'],
    ['isv.SOMETHING_NEW', 'refused', 'other'],
  ])('%s inside a 200', async (Code, state, cause) => {
    vendors.mischief.push({ body: { Code, Message: '原因', RequestId: 'R' } })
    expect(await channels.send(await account('aliyun-sms', known.aliyun), to('+8613800138000'))).toMatchObject({
      state,
      cause,
      reason: `${Code} 原因`,
    })
  })
  test('many go in one request, each with words of their own, and each has its own reference that a receipt leads to', async () => {
    const mine = await account('aliyun-sms', known.aliyun)
    const phones = ['+8613800138000', '+8613800138001', '+8613800138002']
    const lot = phones.map((phone, i) => ({ ...to(phone, { ...sms, parameters: { name: `客户${i}`, code: '春茶' } }), id: testId(i) }))
    expect(new Set(lot.map((one) => channels.lotsOf(mine)?.keyOf(one))).size).toBe(1)
    const outcomes = await channels.sendLot(mine, lot)
    expect(vendors.got).toHaveLength(1)
    const { PhoneNumberJson = '', TemplateParamJson = '', OutId = '' } = vendors.got[0]?.query ?? {}
    expect(JSON.parse(PhoneNumberJson)).toEqual(['13800138000', '13800138001', '13800138002'])
    expect(JSON.parse(TemplateParamJson)).toMatchObject([{ name: '客户0' }, { name: '客户1' }, { name: '客户2' }])
    expect(outcomes).toEqual(phones.map((phone) => ({ state: 'sent', reference: lotReference(OutId, phone) })))
    expect(new Set(outcomes.map((one) => 'reference' in one && one.reference)).size).toBe(3)
  })
  test('a number for which the vendor turns the whole request away is found, and the others go', async () => {
    const mine = await account('aliyun-sms', known.aliyun)
    const lot = ['+8613800138000', '+861380', '+8613800138002', '+8613800138003'].map((phone, i) => ({ ...to(phone), id: testId(i) }))
    const outcomes = await channels.sendLot(mine, lot)
    expect(outcomes.map(({ state }) => state)).toEqual(['sent', 'refused', 'sent', 'sent'])
    expect(vendors.got).toHaveLength(5)
  })
  test('a request of many whose answer is lost leaves all in doubt, under the references of their receipts', async () => {
    vendors.mischief.push('cut')
    const lot = ['+8613800138000', '+8613800138001'].map((phone, i) => ({ ...to(phone), id: testId(i) }))
    const outcomes = await channels.sendLot(await account('aliyun-sms', known.aliyun), lot)
    expect(outcomes).toEqual([
      expect.objectContaining({ state: 'unknown', receipt: expect.stringMatching(/^lot-.+\.[0-9a-f]{4}$/) }),
      expect.objectContaining({ state: 'unknown' }),
    ])
  })
  test('a text that is not registered is not sent', async () => {
    expect(await channels.send(await account('aliyun-sms', known.aliyun), to('+8613800138000', text))).toMatchObject({
      state: 'refused',
      cause: 'content',
    })
    expect(vendors.got).toEqual([])
  })
})

describe('Tencent Cloud', () => {
  const numbered: ChannelContent = { ...sms, code: '1110', parameters: { '10': 'j', '2': 'b', '1': 'a' } }
  test('the parameters stand in the order of their numbers', async () => {
    const outcome = await channels.send(await account('tencent-sms', known.tencent), to('+8613800138000', numbered))
    expect(vendors.got[0]?.value).toMatchObject({
      PhoneNumberSet: ['+8613800138000'],
      TemplateId: '1110',
      TemplateParamSet: ['a', 'b', 'j'],
      SessionContext: testId(1),
    })
    expect(outcome).toMatchObject({ parts: 2 })
  })
  test.each([
    ['FailedOperation.InsufficientBalanceInSmsPackage', 'later', 'balance'],
    ['LimitExceeded.PhoneNumberThirtySecondLimit', 'later', 'quota'],
    ['LimitExceeded.PhoneNumberDailyLimit', 'later', 'quota'],
    ['InvalidParameterValue.IncorrectPhoneNumber', 'refused', 'address'],
    ['FailedOperation.PhoneNumberInBlacklist', 'refused', 'address'],
    ['FailedOperation.TemplateIncorrectOrUnapproved', 'refused', 'content'],
    ['FailedOperation.ContainSensitiveWord', 'refused', 'content'],
    ['FailedOperation.SignatureIncorrectOrUnapproved', 'later', 'not-allowed'],
    ['UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'later', 'not-allowed'],
    ['UnauthorizedOperation.ServiceSuspendDueToArrears', 'later', 'balance'],
    ['IpNotInWhitelist', 'later', 'not-allowed'],
    // One number abroad must not stop the account for everybody else.
    ['UnsupportedOperation.ChineseMainlandTemplateToGlobalPhone', 'refused', 'address'],
    ['UnsupportedOperation.UnsupportedRegion', 'refused', 'address'],
    ['UnsupportedOperation', 'later', 'not-allowed'],
    ['InternalError.Timeout', 'later', 'busy'],
  ])('%s, for the receiver alone or for the whole request', async (Code, state, cause) => {
    const mine = await account('tencent-sms', known.tencent)
    vendors.mischief.push({ body: { Response: { SendStatusSet: [{ SerialNo: '', Fee: 0, Code, Message: 'no' }], RequestId: 'R' } } })
    expect(await channels.send(mine, to('+8613800138000'))).toMatchObject({ state, cause })
    vendors.mischief.push({ body: { Response: { Error: { Code, Message: 'no' }, RequestId: 'R' } } })
    expect(await channels.send(mine, to('+8613800138000'))).toMatchObject({ state, cause })
  })
  test('those who are told the same go in one request, and each is answered by itself', async () => {
    const mine = await account('tencent-sms', known.tencent)
    const lot = ['+8613800138000', '+8613900000000', '+8613800138002'].map((phone, i) => ({ ...to(phone, numbered), id: testId(i) }))
    const outcomes = await channels.sendLot(mine, lot)
    expect(vendors.got[0]?.value).toMatchObject({ PhoneNumberSet: lot.map((one) => one.to) })
    expect(outcomes).toMatchObject([{ state: 'sent' }, { state: 'refused', cause: 'address' }, { state: 'sent' }])
    const { keyOf } = channels.lotsOf(mine) ?? { keyOf: () => null }
    const same = to('+8613800138000', numbered)
    expect(keyOf(same)).not.toBe(keyOf({ ...same, content: { ...sms, parameters: { '1': 'other' } } }))
    expect(keyOf({ ...same, to: '+14155550100' })).toBeNull()
  })
  test('a clock that is an hour off is told as trouble with signing in', async () => {
    vendors.now = () => new Date(now.getTime() + 3_600_000)
    expect(await channels.send(await account('tencent-sms', known.tencent), to('+8613800138000'))).toMatchObject({ cause: 'sign-in' })
    vendors.now = () => now
  })
})

describe('WeCom', () => {
  test('a message to a customer waits for the employee whom they know, and is followed until it went', async () => {
    const mine = await account('wecom', known.wecom)
    const handed = await channels.send(mine, { ...to('wmqfasd1e19', text), through: 'zhangsan' })
    expect(handed).toEqual({ state: 'handed', reference: 'msgGCAAAXtWyujaWJHDDGi0mACH71w' })
    expect(vendors.got[0]?.value).toMatchObject({
      external_userid: ['wmqfasd1e19'],
      sender: 'zhangsan',
      text: { content: '王芳您好，春茶到了' },
      attachments: [{ msgtype: 'link', link: { url: 'https://shop.test/spring' } }],
    })
    const reference = 'msgGCAAAXtWyujaWJHDDGi0mACH71w'
    vendors.confirmed = 0
    const followed = async (who: string) => (await channels.follow(mine, { reference, to: [who] })).get(who)
    expect(await followed('wmqfasd1e19')).toBeUndefined()
    vendors.confirmed = 1
    expect(await followed('wmqfasd1e19')).toEqual({ state: 'confirmed', at: now })
    vendors.confirmed = 3
    expect(await followed('wmqfasd1e19')).toMatchObject({ state: 'refused', cause: 'quota' })
    expect(await followed('somebody-else')).toBeUndefined()
  })
  test('whom one employee reached is reached, whatever the task of another says', async () => {
    const mine = await account('wecom', known.wecom)
    await channels.check(mine)
    const list = (userid: string, status: number) => ({
      errcode: 0,
      send_list: [{ external_userid: 'wm-1', userid, status, send_time: 1 }],
    })
    const tasks = ['zhangsan', 'lisi'].map((userid) => ({ userid, status: 2 }))
    vendors.mischief.push({ body: { errcode: 0, task_list: tasks } }, { body: list('zhangsan', 1) }, { body: list('lisi', 2) })
    const found = await channels.follow(mine, { reference: 'msg', to: ['wm-1', 'wm-2'] })
    expect([...found]).toEqual([['wm-1', { state: 'confirmed', at: new Date(1_000) }]])
  })
  test('a customer whom nobody has is told at once', async () => {
    const mine = await account('wecom', known.wecom)
    await channels.check(mine)
    vendors.mischief.push({ body: { errcode: 0, fail_list: ['wmqfasd1e19'], msgid: 'm' } })
    expect(await channels.send(mine, to('wmqfasd1e19', text))).toMatchObject({ state: 'refused', cause: 'address' })
  })
  test('customers of one employee who are told the same make one task, in which each is told apart', async () => {
    const mine = await account('wecom', known.wecom)
    const lot = ['wm-1', 'wm-nobody', 'wm-3'].map((one, i) => ({ ...to(one, text), id: testId(i), through: 'zhangsan' }))
    expect(await channels.sendLot(mine, lot)).toMatchObject([
      { state: 'handed' },
      { state: 'refused', cause: 'address' },
      { state: 'handed' },
    ])
    expect(vendors.got).toHaveLength(1)
    expect(vendors.got[0]?.value).toMatchObject({ external_userid: ['wm-1', 'wm-nobody', 'wm-3'], sender: 'zhangsan' })
    const keys = [...lot, { ...to('wm-4', text), through: 'lisi' }, to('user:zhangsan', text)].map((one) =>
      channels.lotsOf(mine)?.keyOf(one),
    )
    expect(new Set(keys.slice(0, 3)).size).toBe(1)
    expect(keys[3]).not.toBe(keys[0])
    expect(keys[4]).toBeNull()
  })
  test('what goes to an employee goes at once, and is refused for one who is not there', async () => {
    const mine = await account('wecom', known.wecom)
    expect(await channels.send(mine, to('user:zhangsan', text))).toMatchObject({ state: 'sent', reference: 'app-1' })
    expect(await channels.send(mine, to('user:nobody', text))).toMatchObject({ state: 'refused', cause: 'address' })
  })
  test('a picture is the cover of a link, for as a picture WeCom takes only what was uploaded to it', async () => {
    const mine = await account('wecom', known.wecom)
    const picture = 'https://shop.test/spring.jpg'
    await channels.send(mine, to('wmqfasd1e19', { form: 'text', text: '春茶到了', picture }))
    expect(vendors.got[0]?.value).toMatchObject({
      attachments: [{ msgtype: 'link', link: { title: '春茶到了', url: picture, picurl: picture } }],
    })
    await channels.send(
      mine,
      to('wmqfasd1e19', { form: 'text', text: '春茶到了', title: '茶'.repeat(60), url: 'https://shop.test/', picture }),
    )
    const sent = JSON.stringify(vendors.got[1]?.value)
    expect(sent).toContain(`"title":"${'茶'.repeat(42)}"`)
    expect(sent).toContain('"url":"https://shop.test/"')
  })
  test('a lot in which nobody can be reached is answered by one request', async () => {
    const mine = await account('wecom', known.wecom)
    await channels.check(mine)
    vendors.got.length = 0
    vendors.mischief.push({ body: { errcode: 41048, errmsg: 'no customer' } })
    const lot = ['wm-1', 'wm-2', 'wm-3', 'wm-4'].map((one, i) => ({ ...to(one, text), id: testId(i), through: 'zhangsan' }))
    expect(await channels.sendLot(mine, lot)).toEqual(Array.from({ length: 4 }, () => expect.objectContaining({ state: 'refused' })))
    expect(vendors.got).toEqual([])
    expect(vendors.mischief).toEqual([])
  })
  test('a welcome, and who somebody is', async () => {
    const mine = await account('wecom', known.wecom)
    expect(await channels.greet(mine, { code: 'CODE', text: '欢迎' })).toMatchObject({ state: 'sent' })
    expect(await channels.whoIs(mine, 'wmqfasd1e19')).toEqual({
      name: '李静',
      unionId: 'union-1',
      employee: 'zhangsan',
      phones: ['13800138000'],
    })
  })
  test.each([
    [45009, 'later', 'busy'],
    [60020, 'later', 'not-allowed'],
    [40096, 'refused', 'address'],
    [84061, 'refused', 'address'],
    [60111, 'refused', 'address'],
    [84074, 'later', 'not-allowed'],
    [48006, 'later', 'not-allowed'],
    // One employee who may not speak to customers is not the whole account.
    [610004, 'refused', 'address'],
    [41048, 'refused', 'other'],
    [41063, 'later', 'busy'],
    // Too long a text stays too long tomorrow.
    [45002, 'refused', 'content'],
    [85002, 'refused', 'content'],
    [-1, 'later', 'busy'],
  ])('errcode %d inside a 200', async (errcode, state, cause) => {
    const mine = await account('wecom', known.wecom)
    await channels.check(mine)
    vendors.mischief.push({ body: { errcode, errmsg: 'no' } })
    expect(await channels.send(mine, to('wmqfasd1e19', text))).toMatchObject({ state, cause })
  })
})

describe('the WeChat service account', () => {
  test('a template message names its fields, leads somewhere and is known by our id', async () => {
    const mine = await account('wechat-service', known.wechat)
    await channels.send(mine, to('oABC', { ...sms, parameters: { name: '王芳', 'code.DATA': '春茶' }, url: 'https://shop.test/spring' }))
    expect(vendors.got[0]?.value).toEqual({
      touser: 'oABC',
      template_id: 'SMS_1',
      url: 'https://shop.test/spring',
      client_msg_id: testId(1).replaceAll('-', ''),
      data: { name: { value: '王芳' }, code: { value: '春茶' } },
    })
  })
  test('plain text goes as a customer service message', async () => {
    const mine = await account('wechat-service', known.wechat)
    expect(await channels.send(mine, to('oABC', text))).toEqual({ state: 'sent', reference: testId(1) })
    expect(vendors.got[0]?.path).toBe('/cgi-bin/message/custom/send')
    expect(await channels.whoIs(mine, 'oABC')).toEqual({ unionId: 'union-1', phones: [] })
  })
  test('a picture goes as the cover of an article that leads to it', async () => {
    const mine = await account('wechat-service', known.wechat)
    const picture = 'https://shop.test/spring.jpg'
    await channels.send(mine, to('oABC', { form: 'text', text: '春茶到了', picture }))
    expect(vendors.got[0]?.value).toMatchObject({ msgtype: 'news', news: { articles: [{ url: picture, picurl: picture }] } })
  })
  test.each([
    [43004, 'refused', 'address'],
    [48002, 'refused', 'address'],
    [48008, 'later', 'not-allowed'],
    [45003, 'refused', 'content'],
    [45015, 'refused', 'quota'],
    [45047, 'refused', 'quota'],
    [45009, 'later', 'quota'],
    [45011, 'later', 'busy'],
    [40037, 'refused', 'content'],
    [40164, 'later', 'not-allowed'],
  ])('errcode %d inside a 200', async (errcode, state, cause) => {
    const mine = await account('wechat-service', known.wechat)
    await channels.check(mine)
    vendors.mischief.push({ body: { errcode, errmsg: 'no' } })
    expect(await channels.send(mine, to('oABC', text))).toMatchObject({ state, cause })
  })
})

test('the host that is signed is the vendor’s, unless another of the vendor’s own is asked', () => {
  const usual = 'https://dysmsapi.aliyuncs.com'
  expect(signedHost(new URL('https://proxy.firm.test/aliyun/'), usual)).toBe('dysmsapi.aliyuncs.com')
  expect(signedHost(new URL('https://dysmsapi.ap-southeast-1.aliyuncs.com/'), usual)).toBe('dysmsapi.ap-southeast-1.aliyuncs.com')
  expect(signedHost(new URL('https://dysmsapi.aliyuncs.com.evil.test/'), usual)).toBe('dysmsapi.aliyuncs.com')
  expect(signedHost(new URL('https://evilaliyuncs.com/'), usual)).toBe('dysmsapi.aliyuncs.com')
})

describe('access tokens', () => {
  test('a token is fetched once for many messages, and not shown in the database', async () => {
    const mine = await account('wecom', known.wecom)
    const before = vendors.tokens
    await Promise.all(Array.from({ length: 5 }, () => channels.send(mine, to('wmqfasd1e19', text))))
    await channels.send(mine, to('wmqfasd1e19', text))
    expect([vendors.tokens - before, vendors.got.length]).toEqual([1, 6])
    const { rows } = await sql<{ sealed: string }>`select sealed from channel_tokens where account_id = ${mine.id}`.execute(
      fresh.database.db,
    )
    expect(rows[0]?.sealed).not.toContain('token-')
  })

  test('two processes that need one at the same moment fetch one', async () => {
    const mine = await account('wechat-service', known.wechat)
    const other = makeChannels({
      fetch: makeGuardedFetch({ allowPrivate: true, mayReach: anywhere, bytes: 10_000, wholeMs: 60_000 }),
      clock: () => now,
      newId: () => testId(6),
      tokens: keepTokens(fresh.database, makeSecrets(Buffer.alloc(32, 7)), () => now),
    })
    const before = vendors.tokens
    vendors.tokenMischief.push('slow')
    const outcomes = await Promise.all([channels.send(mine, to('oABC')), other.send(mine, to('oABC'))])
    expect([outcomes.map(({ state }) => state), vendors.tokens - before]).toEqual([['sent', 'sent'], 1])
  })

  test.each(['wecom', 'wechat-service'] as const)('a token that the vendor ended early is fetched anew, once (%s)', async (vendor) => {
    const mine = await account(vendor, vendor === 'wecom' ? known.wecom : known.wechat)
    await channels.check(mine)
    const before = vendors.tokens
    vendors.endTokens()
    expect((await channels.send(mine, to('oABC', text))).state).not.toBe('later')
    expect(vendors.tokens - before).toBe(1)
  })

  test('a vendor that refuses every token is asked twice and no more', async () => {
    const mine = await account('wecom', known.wecom)
    await channels.check(mine)
    const before = vendors.tokens
    const refused = { body: { errcode: 40014, errmsg: 'invalid access_token' } }
    vendors.mischief.push(refused, refused)
    expect(await channels.send(mine, to('wmqfasd1e19', text))).toMatchObject({ state: 'later', cause: 'sign-in' })
    expect(vendors.tokens - before).toBe(1)
  })

  test.each([
    ['silence', 'silent'],
    ['a cut connection', 'cut'],
    ['HTML', { body: '<html></html>' }],
    ['an error', { body: { errcode: -1, errmsg: 'system busy' } }],
  ] as const)('%s while a token is fetched: nothing went out, and the next try fetches one', async (_, mischief) => {
    const mine = await account('wecom', known.wecom)
    vendors.tokenMischief.push(mischief)
    expect((await channels.send(mine, to('wmqfasd1e19', text))).state).toBe('later')
    expect(vendors.got).toEqual([])
    expect((await channels.send(mine, to('wmqfasd1e19', text))).state).toBe('handed')
  })

  test('a token that ends soon is not used', async () => {
    const mine = await account('wecom', known.wecom)
    await channels.check(mine)
    await sql`update channel_tokens set expires_at = ${new Date(now.getTime() + 60_000)} where account_id = ${mine.id}`.execute(
      fresh.database.db,
    )
    const before = vendors.tokens
    await channels.send(mine, to('wmqfasd1e19', text))
    expect(vendors.tokens - before).toBe(1)
  })
})

test('a vendor that nobody speaks to is told as such', async () => {
  expect(await channels.send({ id: testId(9), vendor: 'pigeon', settings: {} }, to('x'))).toMatchObject({
    state: 'refused',
    cause: 'not-allowed',
  })
})
