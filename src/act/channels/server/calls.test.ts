import { encrypt, getSignature } from '@wecom/crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { lotReference } from '../../../platform/channels/lot-mark.ts'
import { changeChannelAccount, createChannelAccount, listChannelAccounts, listFollowers, tieFollower } from '../actions.ts'
import { makeFollowHanded } from './follow-handed.ts'
import { lookAtFollowers } from './look-at-followers.ts'

const aesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const token = 'QDG6eK'
let world: World
let sms = ''
let tencent = ''
let wechat = ''
let wecom = ''

beforeAll(async () => {
  world = await makeWorld()
  const base = { isOn: true, delivery: 'at-most-once', perSecond: null, cost: 5 }
  const make = async (channel: string, vendor: string, settings: object, secrets: object) =>
    (await world.act(createChannelAccount, { ...base, channel, vendor, name: vendor, settings, secrets })).id
  sms = await make('sms', 'aliyun-sms', { accessKeyId: 'LTAI5tTestTest', signName: '山前茶事' }, { accessKeySecret: 's' })
  tencent = await make('sms', 'tencent-sms', { secretId: 'AKIDTestTest', sdkAppId: '1400006666', signName: '山前茶事' }, { secretKey: 's' })
  const callback = { callbackToken: token, encodingAesKey: aesKey }
  wechat = await make('wechat', 'wechat-service', { appId: 'wx1234567890abcdef' }, { appSecret: 's', ...callback })
  wecom = await make('wecom', 'wecom', { corpId: 'ww1234567890', agentId: '1000002', welcome: '欢迎' }, { secret: 's', ...callback })
})
afterAll(() => world.end())
beforeEach(() => {
  world.channels.whoIs = async () => null
})

const addressOf = async (id: string) => {
  const { accounts } = await world.ask(listChannelAccounts)
  return new URL(accounts.find((one) => one.id === id)?.callbackUrl ?? '')
}

async function push(id: string, body: unknown) {
  const { pathname, search } = await addressOf(id)
  return (await world.http()).inject({
    method: 'POST',
    url: `${pathname}${search}`,
    payload: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
}

const seconds = () => String(Math.floor(world.now().getTime() / 1_000))

/** A call as WeChat and WeCom make it: encrypted, and signed over what is encrypted. */
async function call(id: string, message: string, more: { receiver?: string; at?: string; token?: string; encrypted?: string } = {}) {
  const receiver = more.receiver ?? (id === wecom ? 'ww1234567890' : 'wx1234567890abcdef')
  const encrypted = encrypt(aesKey, message, receiver)
  const timestamp = more.at ?? seconds()
  const signature = getSignature(more.token ?? token, timestamp, 'nonce', encrypted)
  return (await world.http()).inject({
    method: 'POST',
    url: `/in/channel/${id}?msg_signature=${signature}&timestamp=${timestamp}&nonce=nonce`,
    payload: `<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[${more.encrypted ?? encrypted}]]></Encrypt></xml>`,
    headers: { 'content-type': 'text/xml' },
  })
}

const wechatSays = (type: string, from: string, inner: string, at = seconds()) =>
  `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${at}</CreateTime><MsgType><![CDATA[${type}]]></MsgType>${inner}</xml>`
const wechatText = (from: string, text: string, id: string) =>
  wechatSays('text', from, `<Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId>`)

const factsOf = async (customerId: string, kind: string) => {
  const { rows } = await sql<{
    payload: Record<string, unknown>
  }>`select payload from events where customer_id = ${customerId} and kind = ${kind} order by seq`.execute(world.db)
  return rows.map((row) => row.payload)
}

async function consentOf(customerId: string, channel: string) {
  const { rows } = await sql<{ state: string; how: string; note: string | null }>`select state, how, note from consents
    where customer_id = ${customerId} and channel = ${channel} and purpose = 'marketing' order by at desc, id desc limit 1`.execute(
    world.db,
  )
  return rows[0]
}

let made = 0
const phone = () => `+86138001${String(38_000 + made++).padStart(5, '0')}`
const agreed = (id: string, channels: string[]) =>
  world.act(recordConsent, { id, purpose: 'marketing', channels, state: 'given', how: 'paper' })

/** A message that left. */
async function sentMessage(customerId: string, channel: string, account: string, reference: string, state = 'sent') {
  const id = world.services.newId()
  await sql`insert into messages (customer_id, id, channel, kind, key, state, account_id, reference, address, created_at, sent_at)
    values (${customerId}, ${id}, ${channel}, 'marketing', ${id}, ${state}, ${account}, ${reference}, 'wm1', ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  return id
}
const messageRow = async (id: string) => {
  const { rows } = await sql<{
    state: string
    delivered_at: Date | null
    bounced_at: Date | null
    replied_at: Date | null
  }>`select state, delivered_at, bounced_at, replied_at from messages where id = ${id}`.execute(world.db)
  return rows[0]
}

const reply = (number: string, content: string, sequence: number) => [
  {
    phone_number: number.slice(3),
    send_time: '2026-06-15 11:59:00',
    content,
    sign_name: '山前茶事',
    dest_code: '1',
    sequence_id: sequence,
  },
]

describe('SMS', () => {
  test('a reply “Ｔ Ｄ” takes marketing by SMS back at once, stands on the timeline, and e-mail stays', async () => {
    const number = phone()
    const id = await world.customer({ phone: number })
    await agreed(id, ['sms', 'email'])
    world.pass({ amount: 1, unit: 'minutes' })
    const message = await sentMessage(id, 'sms', sms, 'biz-1')
    const answer = await push(sms, reply(number, ' Ｔ Ｄ ', 1))
    expect([answer.statusCode, answer.json()]).toEqual([200, { code: 0, msg: '接收成功' }])
    expect(await consentOf(id, 'sms')).toMatchObject({ state: 'withdrawn', how: 'reply', note: 'Ｔ Ｄ' })
    expect(await consentOf(id, 'email')).toMatchObject({ state: 'given' })
    expect((await messageRow(message))?.replied_at).not.toBeNull()
    expect(await factsOf(id, 'message.replied')).toMatchObject([{ said: ' Ｔ Ｄ ', message }])
    expect(await factsOf(id, 'consent.recorded')).toHaveLength(2)
  })

  test('receipts of a lot find their messages by the phone, and settle those of which nobody knew', async () => {
    const id = await world.customer()
    const lot = 'lot-01920000-0000-7000-8000-00000000abcd'
    const [there, gone] = ['+8613900000001', '+8613900000002']
    const reached = await sentMessage(id, 'sms', sms, lotReference(lot, there), 'unknown')
    const bounced = await sentMessage(id, 'sms', sms, lotReference(lot, gone))
    const at = { report_time: '2026-06-15 12:00:10', biz_id: 'one-for-all', out_id: lot }
    const told = await push(sms, [
      { ...at, phone_number: '13900000001', success: true, err_code: 'DELIVERED' },
      { ...at, phone_number: '13900000002', success: false, err_code: 'MK:0001', err_msg: '空号' },
    ])
    expect(told.statusCode).toBe(200)
    expect(await messageRow(reached)).toMatchObject({ state: 'sent', delivered_at: expect.any(Date), bounced_at: null })
    expect(await messageRow(bounced)).toMatchObject({ delivered_at: null, bounced_at: expect.any(Date) })
  })

  test('a reply that comes twice is kept once', async () => {
    const number = phone()
    const id = await world.customer({ phone: number })
    for (let i = 0; i < 2; i++) expect((await push(sms, reply(number, '退订', 2))).statusCode).toBe(200)
    expect(await factsOf(id, 'channel.heard')).toHaveLength(1)
    expect(await factsOf(id, 'consent.recorded')).toHaveLength(1)
    // Another one later says the same again: nothing new about consent.
    await push(sms, reply(number, '退订', 3))
    expect(await factsOf(id, 'channel.heard')).toHaveLength(2)
    expect(await factsOf(id, 'consent.recorded')).toHaveLength(1)
  })

  test('the same call three times at once is kept once', async () => {
    const number = phone()
    const id = await world.customer({ phone: number })
    const answers = await Promise.all([1, 2, 3].map(() => push(sms, reply(number, '退订', 70))))
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect([(await factsOf(id, 'channel.heard')).length, (await factsOf(id, 'consent.recorded')).length]).toEqual([1, 1])
  })

  test('an ordinary reply leaves consent alone, and one from nobody we know does no harm', async () => {
    const number = phone()
    const id = await world.customer({ phone: number })
    await agreed(id, ['sms'])
    expect((await push(sms, reply(number, '谢谢，什么时候到货', 4))).statusCode).toBe(200)
    expect(await consentOf(id, 'sms')).toMatchObject({ state: 'given' })
    expect((await push(sms, reply('+8613999999999', 'TD', 5))).statusCode).toBe(200)
  })

  test('signs that no database keeps do no harm, and hide no refusal', async () => {
    const number = phone()
    const id = await world.customer({ phone: number })
    expect((await push(sms, reply(number, '退\u0000订\ud800\u200b', 9))).statusCode).toBe(200)
    expect(await consentOf(id, 'sms')).toMatchObject({ state: 'refused', note: '退订\ufffd' })
  })

  test('Tencent Cloud’s reply works alike', async () => {
    const number = phone()
    const id = await world.customer({ phone: number })
    const answer = await push(tencent, {
      extend: '',
      mobile: number.slice(3),
      nationcode: '86',
      sign: '山前茶事',
      text: 'R',
      time: Number(seconds()) - 5,
    })
    expect([answer.statusCode, answer.json()]).toEqual([200, { result: 0, errmsg: 'OK' }])
    expect(await consentOf(id, 'sms')).toMatchObject({ state: 'refused', how: 'reply' })
  })

  test('receipts are noted with their messages, and end the doubt about one whose answer was lost', async () => {
    const id = await world.customer({ phone: phone() })
    const [there, gone] = [await sentMessage(id, 'sms', sms, 'biz-there'), await sentMessage(id, 'sms', sms, 'biz-gone', 'unknown')]
    const receipt = { phone_number: '13800138000', send_time: '2026-06-15 11:00:00', report_time: '2026-06-15 11:00:05', sms_size: '1' }
    const body = [
      { ...receipt, success: true, err_code: 'DELIVERED', err_msg: '用户接收成功', biz_id: 'biz-there' },
      { ...receipt, success: false, err_code: 'MK:0001', err_msg: '空号', biz_id: 'unheard', out_id: gone },
    ]
    expect((await push(sms, body)).statusCode).toBe(200)
    expect((await messageRow(there))?.delivered_at).toEqual(new Date('2026-06-15T03:00:05Z'))
    expect(await messageRow(gone)).toMatchObject({ state: 'sent', bounced_at: new Date('2026-06-15T03:00:05Z') })
    expect(await factsOf(id, 'message.bounced')).toMatchObject([{ said: 'MK:0001 空号' }])
  })

  test('a receipt that comes before its message is written down is asked for again; one of another program’s message is not', async () => {
    const early = {
      user_receive_time: '2026-06-15 12:01:00',
      nationcode: '86',
      mobile: '13800138000',
      report_status: 'SUCCESS',
      errmsg: 'DELIVRD',
      description: '',
      sid: 'early',
    }
    world.setTime('2026-06-15T04:01:10Z')
    expect((await push(tencent, [early])).statusCode).toBe(503)
    const id = await world.customer({ phone: phone() })
    const message = await sentMessage(id, 'sms', tencent, 'early')
    expect((await push(tencent, [early])).statusCode).toBe(200)
    expect((await messageRow(message))?.delivered_at).not.toBeNull()
    expect((await push(tencent, [{ ...early, sid: 'not-ours', user_receive_time: '2026-06-15 11:00:00' }])).statusCode).toBe(200)
  })

  test.each([
    ['without its key', '', 403],
    ['with a wrong key', '?key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 403],
  ])('a call %s is refused', async (_, search, status) => {
    const { pathname } = await addressOf(sms)
    const answer = await (await world.http()).inject({
      method: 'POST',
      url: `${pathname}${search}`,
      payload: '[]',
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.statusCode).toBe(status)
  })

  test.each([['{'], ['{}'], ['"x"'], [''], ['<xml></xml>']])('a body that is no such call (%j) is told as such', async (payload) => {
    const { pathname, search } = await addressOf(sms)
    const answer = await (await world.http()).inject({
      method: 'POST',
      url: `${pathname}${search}`,
      payload,
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.statusCode, answer.json().error?.code ?? answer.json().code]).toEqual([400, 'channel.call-unreadable'])
  })

  test('an account that is not there has no door', async () => {
    for (const id of ['01920000-0000-7000-8000-00000000beef', 'x'])
      expect((await (await world.http()).inject({ method: 'POST', url: `/in/channel/${id}`, payload: '[]' })).statusCode).toBe(404)
  })
})

describe('WeChat', () => {
  test('the check of the address is answered with what it brought, if it is signed', async () => {
    const at = seconds()
    const ask = async (signature: string) =>
      (await world.http()).inject({
        url: `/in/channel/${wechat}?signature=${signature}&timestamp=${at}&nonce=n&echostr=4375120948345356249`,
      })
    const right = await ask(getSignature(token, at, 'n', ''))
    expect([right.statusCode, right.body]).toEqual([200, '4375120948345356249'])
    expect((await ask('0'.repeat(40))).statusCode).toBe(403)
  })

  test('WeCom’s check is decrypted', async () => {
    const at = seconds()
    const echo = encrypt(aesKey, '1234567890', 'ww1234567890')
    const url = `/in/channel/${wecom}?msg_signature=${getSignature(token, at, 'n', echo)}&timestamp=${at}&nonce=n&echostr=${encodeURIComponent(echo)}`
    const answer = await (await world.http()).inject({ url })
    expect([answer.statusCode, answer.body]).toEqual([200, '1234567890'])
  })

  test('a follower is tied by the union id, opens the window with a word, refuses with 退订, and goes', async () => {
    const id = await world.customer()
    await world.act(tieFollower, { id, accountId: wecom, address: 'wm-union' })
    world.channels.whoIs = async (account) => (account.vendor === 'wecom' ? null : { unionId: 'union-7', phones: [] })
    await sql`update channel_followers set union_id = 'union-7' where address = 'wm-union'`.execute(world.db)
    await world.act(tieFollower, { id, accountId: wecom, address: 'wm-union' })
    expect((await call(wechat, wechatSays('event', 'oUnion', '<Event><![CDATA[subscribe]]></Event>'))).body).toBe('success')
    await vi.waitFor(async () =>
      expect((await factsOf(id, 'channel.followed')).map((fact) => fact['channel'])).toEqual(['wecom', 'wechat']),
    )

    await agreed(id, ['wechat'])
    world.pass({ amount: 1, unit: 'minutes' })
    await call(wechat, wechatText('oUnion', '在吗', '100'))
    const { rows } = await sql<{ at: Date }>`select last_word_at as at from channel_followers where address = 'oUnion'`.execute(world.db)
    expect(rows[0]?.at).toEqual(world.now())
    expect(await factsOf(id, 'channel.heard')).toMatchObject([{ said: '在吗', channel: 'wechat', account: 'wechat-service' }])

    await call(wechat, wechatText('oUnion', 'T', '101'))
    expect(await consentOf(id, 'wechat')).toMatchObject({ state: 'given' })
    world.pass({ amount: 1, unit: 'minutes' })
    await call(wechat, wechatText('oUnion', '退订', '102'))
    expect(await consentOf(id, 'wechat')).toMatchObject({ state: 'withdrawn' })

    const keys = async () =>
      (
        await sql<{ key: string }>`select key from customer_identities where customer_id = ${id} and key like '%oUnion' order by 1`.execute(
          world.db,
        )
      ).rows.map((row) => row.key)
    world.pass({ amount: 1, unit: 'minutes' })
    await call(wechat, wechatSays('event', 'oUnion', '<Event><![CDATA[unsubscribe]]></Event>'))
    expect(await keys()).toEqual(['wechat-openid-left:oUnion'])
    expect(await factsOf(id, 'channel.left')).toHaveLength(1)
    world.pass({ amount: 1, unit: 'minutes' })
    await call(wechat, wechatSays('event', 'oUnion', '<Event><![CDATA[subscribe]]></Event>'))
    expect(await keys()).toEqual(['wechat-openid:oUnion'])
  })

  test('whoever wrote before anybody knew them is tied later by hand, and belongs to one customer', async () => {
    await call(wechat, wechatText('oStranger', '你好', '200'))
    const { accounts } = await world.ask(listChannelAccounts)
    expect(accounts.find((one) => one.id === wechat)?.strangers).toBe(1)
    const [first, second] = [await world.customer({ name: '赵一' }), await world.customer({ name: '钱二' })]
    await world.act(tieFollower, { id: first, accountId: wechat, address: 'oStranger' })
    await expect(world.act(tieFollower, { id: second, accountId: wechat, address: 'oStranger' })).rejects.toMatchObject({
      code: 'channel.address-taken',
    })
    // The vendor is asked afterwards who it is: that they follow is told once all the same.
    world.channels.whoIs = async () => ({ unionId: 'union-stranger', phones: [] })
    world.pass({ amount: 2, unit: 'minutes' })
    await lookAtFollowers(world.services)
    expect(await factsOf(first, 'channel.followed')).toHaveLength(1)
  })

  test('a template message that the follower blocked is told as bounced', async () => {
    const id = await world.customer()
    const message = await sentMessage(id, 'wechat', wechat, '200228332')
    await call(
      wechat,
      wechatSays(
        'event',
        'oX',
        '<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>200228332</MsgID><Status><![CDATA[failed:user block]]></Status>',
      ),
    )
    expect((await messageRow(message))?.bounced_at).not.toBeNull()
  })

  test.each([
    ['another token', { token: 'wrong' }],
    ['another receiver', { receiver: 'wx_of_another' }],
    ['a time an hour ago', { at: '1781492400' }],
    ['other content than was signed', { encrypted: encrypt(aesKey, '<xml></xml>', 'wx1234567890abcdef') }],
    ['no content', { encrypted: '' }],
    ['no base64', { encrypted: '!!!' }],
  ])('a call with %s is refused', async (_, more) => {
    expect((await call(wechat, wechatText('oEvil', '退订', '300'), more)).statusCode).toBe(403)
  })

  test('a message in the clear is refused, for nothing protects what it says', async () => {
    const at = seconds()
    const url = `/in/channel/${wechat}?signature=${getSignature(token, at, 'n', '')}&timestamp=${at}&nonce=n`
    const answer = await (await world.http()).inject({
      method: 'POST',
      url,
      payload: wechatText('oEvil', '退订', '301'),
      headers: { 'content-type': 'text/xml' },
    })
    expect(answer.statusCode).toBe(403)
  })

  test('an entity in what was decrypted is not read', async () => {
    expect((await call(wechat, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><a>&e;</a></xml>')).statusCode).toBe(400)
  })

  test('the same call again does nothing', async () => {
    const id = await world.customer()
    await world.act(tieFollower, { id, accountId: wechat, address: 'oTwice' })
    for (let i = 0; i < 3; i++) expect((await call(wechat, wechatText('oTwice', '你好', '400'))).body).toBe('success')
    expect(await factsOf(id, 'channel.heard')).toHaveLength(1)
  })
})

describe('WeCom', () => {
  const added = (address: string, at = seconds()) =>
    `<xml><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType><UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[${address}]]></ExternalUserID><WelcomeCode><![CDATA[CODE-${address}]]></WelcomeCode><CreateTime>${at}</CreateTime></xml>`

  test('somebody who adds an employee is welcomed, and is who has their phone', async () => {
    const number = phone()
    const id = await world.customer({ phone: number })
    const greetings: unknown[] = []
    world.channels.greet = async (_account, greeting) => (greetings.push(greeting), { state: 'sent', reference: 'ok' })
    world.channels.whoIs = async () => ({ name: '李静', phones: [number.slice(3)], employee: 'zhangsan' })
    expect((await call(wecom, added('wm-phone'))).body).toBe('success')
    await vi.waitFor(async () => expect(await factsOf(id, 'channel.followed')).toMatchObject([{ channel: 'wecom' }]), 30_000)
    expect(greetings).toEqual([{ code: 'CODE-wm-phone', text: '欢迎' }])
  })

  test('new contacts become customers where the firm wants it', async () => {
    const { accounts } = await world.ask(listChannelAccounts)
    const account = accounts.find((one) => one.id === wecom)
    if (!account) throw new Error('no account')
    const { name, isDefault, delivery, perSecond, cost, settings } = account
    await world.act(changeChannelAccount, {
      id: wecom,
      name,
      isOn: true,
      isDefault,
      delivery,
      perSecond,
      cost,
      settings: { ...settings, newCustomers: 'yes' },
    })
    world.channels.whoIs = async () => ({ name: '新来的周末', phones: [], employee: 'zhangsan' })
    await call(wecom, added('wm-new'))
    await vi.waitFor(async () => {
      const { rows } = await sql<{
        name: string
      }>`select c.name from identities i join customers c on c.id = i.customer_id where i.key = 'wecom:wm-new'`.execute(world.db)
      expect(rows).toEqual([{ name: '新来的周末' }])
    })
  })

  test('followers are listed by whether they are a customer, found by name, and linked by hand', async () => {
    const id = await world.customer({ name: '诸葛静' })
    for (const [address, name, left] of [
      ['wm-list-1', '静静', null],
      ['wm-list-2', '路人', null],
      ['wm-list-3', '走了的', world.now()],
    ])
      await sql`insert into channel_followers (account_id, address, name, employee, followed_at, left_at, looked_at)
        values (${wecom}, ${address}, ${name}, 'zhangsan', ${world.now()}, ${left}, ${world.now()})`.execute(world.db)
    await world.act(tieFollower, { id, accountId: wecom, address: 'wm-list-1' })
    const names = async (asked: object) =>
      (await world.ask(listFollowers, { id: wecom, search: 'zhangsan', ...asked })).rows.map(({ name }) => name)
    expect(await names({ standing: 'linked' })).toContain('静静')
    expect(await names({ standing: 'unlinked' })).toContain('路人')
    expect(await names({ standing: 'unlinked' })).not.toContain('静静')
    expect(await names({ standing: 'left' })).toEqual(['走了的'])
    expect(await names({ search: '诸葛静' })).toEqual(['静静'])
    const pages: string[] = []
    for (let after: string | undefined, i = 0; i < 20; i++) {
      const page = await world.ask(listFollowers, { id: wecom, limit: 1, ...(after ? { after } : {}) })
      pages.push(...page.rows.map(({ address }) => address))
      if (page.next === null) break
      after = page.next
    }
    expect(new Set(pages).size).toBe(pages.length)
    expect((await world.ask(listFollowers, { id: wecom })).counts?.all).toBe(pages.length)
    const wrong = world.ask(listFollowers, { id: wecom, after: 'yesterday somebody' })
    await expect(wrong).rejects.toMatchObject({ code: 'input.invalid' })
  })

  test('a message that an employee confirms is sent from then on; one that the vendor could not deliver is failed', async () => {
    const id = await world.customer()
    const [yes, no, waits] = [
      await sentMessage(id, 'wecom', wecom, 'msg-yes', 'handed'),
      await sentMessage(id, 'wecom', wecom, 'msg-no', 'handed'),
      await sentMessage(id, 'wecom', wecom, 'msg-waits', 'handed'),
    ]
    world.channels.follow = async (_account, { reference, to: [who = ''] }) => {
      if (reference === 'msg-yes') return new Map([[who, { state: 'confirmed', at: world.now() }]])
      return new Map(reference === 'msg-no' ? [[who, { state: 'refused', reason: 'status 3', cause: 'quota' }]] : [])
    }
    await makeFollowHanded()(world.services)
    expect([(await messageRow(yes))?.state, (await messageRow(no))?.state, (await messageRow(waits))?.state]).toEqual([
      'sent',
      'failed',
      'handed',
    ])
    world.pass({ amount: 31, unit: 'days' })
    await makeFollowHanded()(world.services)
    expect((await messageRow(waits))?.state).toBe('failed')
  })
})
