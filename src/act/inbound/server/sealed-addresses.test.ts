import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ImapServer, serveImap } from '../../../../test/imap-server.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readConsents } from '../../../know/consent/actions.ts'
import { readSealing, renewContactKey, sealContacts } from '../../../know/sealing/actions.ts'
import { contactsTick } from '../../../know/sealing/server/contacts-tick.ts'
import { saveMailInbox } from '../../../know/shop/mail-setup.ts'
import { usualInboxLimits } from '../../../platform/channels/imap-inbox.ts'
import { createChannelAccount } from '../../channels/actions.ts'
import { hear } from '../../channels/server/hear.ts'
import { listMessages, readMessage, sendMessage } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { listEmailHolds, listInbound, releaseEmailHold } from '../actions.ts'
import { holdAddress } from '../../../know/contact-points/server/hold-address.ts'
import { readOnce } from './inbox-tick.ts'

let world: World
let server: ImapServer
let templateId = ''
let sms = ''
beforeAll(async () => {
  world = await makeWorld()
  server = await serveImap()
  await world.act(saveMailInbox, server.inbox)
  await world.mailServer()
  templateId = (await world.act(createTemplate, { name: '上新', subject: '{{name}}，新茶到了', body: '您好 {{name}}' })).id
  sms = (
    await world.act(createChannelAccount, {
      channel: 'sms',
      vendor: 'aliyun-sms',
      name: '短信',
      isOn: true,
      delivery: 'at-most-once',
      perSecond: null,
      cost: 5,
      settings: { accessKeyId: 'LTAI5tTestTest', signName: '山前茶事' },
      secrets: { accessKeySecret: 's' },
    })
  ).id
  for (const kind of ['phone', 'email', 'wechat']) await world.act(sealContacts, { kind, sealed: true })
  for (let round = 0; (await world.ask(readSealing)).contacts.some(({ work }) => work !== null); round++) {
    if (round > 30) throw new Error('the turning over does not come to rest')
    while (await contactsTick.run(world.services));
    world.pass({ amount: 1, unit: 'minutes' })
  }
})
afterAll(async () => {
  await server.end()
  await world.end()
})

const linesWith = async (...texts: readonly string[]) => {
  const { rows } = await sql<{
    name: string
  }>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and c.relkind = 'r' order by 1`.execute(
    world.db,
  )
  const found: string[] = []
  for (const { name } of rows)
    for (const { text } of (await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} t`.execute(world.db)).rows)
      if (texts.some((each) => text.toLowerCase().includes(each))) found.push(`${name}: ${text}`)
  return found
}
const readInbox = async () => {
  while (await readOnce(world.services, undefined, { limits: { ...usualInboxLimits, connectMs: 1_000, answerMs: 1_000 } }));
}
const sendAll = async () => {
  while (await sendDue(world.services));
}
const mail = (head: Record<string, string>, body = '') =>
  `${Object.entries({ 'Content-Type': 'text/plain; charset=utf-8', ...head })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}\r\n`
const marketing = async (customerId: string, channel: string) =>
  (await world.ask(readConsents, { id: customerId })).lines.find((line) => line.purpose === 'marketing' && line.channel === channel)?.state

test('a mail goes to a sealed address, and answers, bounces and goodbyes find whose it is', async () => {
  const id = await world.customer({ name: '王芳', email: 'wang@seal.test', phone: '+8613807771111', emailConsent: 'granted' })
  const { id: message } = await world.act(sendMessage, { customerId: id, templateId })
  await sendAll()
  expect(world.mailer.sent).toMatchObject([{ to: 'wang@seal.test', subject: '王芳，新茶到了' }])
  expect((await world.ask(listMessages)).rows[0]).toMatchObject({ address: 'wang@seal.test', state: 'sent' })
  expect(await world.ask(readMessage, { customerId: id, id: message })).toMatchObject({ address: 'wang@seal.test' })

  const file = await (await world.http()).inject({ url: '/api/messages/export?format=csv', headers: { 'x-test-role': 'owner' } })
  expect(file.body).toContain('wang@seal.test')

  server.put(mail({ From: '王芳 <Wang@seal.test>', Subject: '价格' }, '请回 wang@seal.test 或 138 0777 1111'))
  server.put(mail({ From: '王芳 <wang@seal.test>', Subject: 'Re: tea', 'In-Reply-To': `<${message}@shop.example>` }, 'TD'))
  server.put(mail({ From: 'Unknown <stranger@seal.test>', Subject: '您好' }, '我是 stranger@seal.test'))
  await readInbox()
  const { mails } = await world.ask(listInbound, { state: 'all' })
  expect(mails.map(({ kind, customerId, fromAddress }) => [kind, customerId, fromAddress])).toEqual(
    expect.arrayContaining([
      ['reply', id, 'wang@seal.test'],
      ['unsubscribe', id, 'wang@seal.test'],
      ['reply', null, 'stranger@seal.test'],
    ]),
  )
  expect(mails.find(({ subject }) => subject === '价格')?.body).toBe('请回 wang@seal.test 或 +8613807771111')
  expect(await marketing(id, 'email')).toBe('withdrawn')

  const report = [
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Final-Recipient: rfc822; wang@seal.test',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <wang@seal.test> unknown',
    '',
    '--b--',
  ].join('\r\n')
  server.put(
    mail(
      {
        From: 'MAILER-DAEMON@mx.test',
        Subject: 'Undelivered',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      report,
    ),
  )
  await readInbox()
  expect((await world.ask(listEmailHolds)).holds).toMatchObject([{ customerId: id, address: 'wang@seal.test' }])
  const service = (await world.act(createTemplate, { name: '服务', subject: '您的订单', body: '您好', kind: 'service' })).id
  await world.act(sendMessage, { customerId: id, templateId: service })
  await sendAll()
  expect((await world.ask(listMessages)).rows.find(({ templateId: of }) => of === service)?.reason?.code).toBe('address-bounced')
  expect(await world.act(releaseEmailHold, { customerId: id, address: 'wang@seal.test' })).toEqual({ released: true })
  world.mailer.answer = () => ({ state: 'refused', reason: '550 <wang@seal.test> no', cause: 'recipient' })
  await world.act(sendMessage, { customerId: id, templateId: service })
  await sendAll()
  await world.settle()
  await new Promise((resolve) => setTimeout(resolve, 900))
  expect(await linesWith('wang@seal', 'stranger@seal', '13807771111', '138 0777 1111')).toEqual([])
})

test('a word by SMS finds the customer of a sealed phone', async () => {
  const id = await world.customer({ name: '李', phone: '+8613807772222' })
  const account = { id: sms, channel: 'sms', vendor: 'aliyun-sms', name: '短信' }
  const word = (said: string, key: string) => ({ kind: 'word' as const, address: '+8613807772222', said, key, at: world.now() })
  await world.system((ctx) => hear(ctx, account, [word('还有茶吗，打 13807772222', 'k1'), word('TD', 'k2')]))
  expect(await marketing(id, 'sms')).toBe('refused')
  await world.settle()
  expect(await linesWith('13807772222')).toEqual([])
})

test('a bounce that comes in while addresses are turned over holds the address at once, and still once it is', async () => {
  const id = await world.customer({ name: '周', email: 'turning@sealed.example' })
  const held = async () =>
    (
      await sql`select 1 from email_holds h join customers c on c.id = h.customer_id and c.email = h.address
        where c.id = ${id} and h.held_at is not null`.execute(world.db)
    ).rows.length
  const work = async () => (await world.ask(readSealing)).contacts.find(({ kind }) => kind === 'email')?.work
  const until = async (isThere: () => Promise<boolean>) => {
    for (let round = 0; !(await isThere()); round++) {
      if (round > 60) throw new Error('the turning over does not come to rest')
      if (!(await contactsTick.run(world.services))) world.pass({ amount: 1, unit: 'minutes' })
    }
  }
  await world.act(renewContactKey, {})
  await until(async () => (await work())?.phase === 'values')
  const bounce = { kind: 'bounce', sort: 'hard', code: '5.1.1', said: 'no such user', recipient: null } as const
  await world.system((ctx) => holdAddress(ctx, id, 'turning@sealed.example', bounce))
  expect(await held()).toBe(1)
  await until(async () => (await work()) === null)
  expect(await held()).toBe(1)
})
