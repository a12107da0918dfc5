import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ImapServer, serveImap } from '../../../../test/imap-server.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readConsents } from '../../../know/consent/actions.ts'
import { readTimeline } from '../../../know/customers/actions.ts'
import { saveMailInbox } from '../../../know/shop/mail-setup.ts'
import { listTodos } from '../../../know/todos/actions.ts'
import { usualInboxLimits } from '../../../platform/channels/imap-inbox.ts'
import {
  answerInbound,
  finishInbound,
  linkInbound,
  listEmailHolds,
  listInbound,
  readInboxState,
  releaseEmailHold,
  reopenInbound,
} from '../actions.ts'
import { readOnce, readWhenDue } from './inbox-tick.ts'
import { makeWatch } from './watch-inbox.ts'

let world: World
let server: ImapServer
beforeEach(async () => {
  world = await makeWorld()
  server = await serveImap()
  await world.act(saveMailInbox, server.inbox)
})
afterEach(async () => {
  await server.end()
  await world.end()
})

const read = async () => {
  while (await readOnce(world.services, undefined, { limits: { ...usualInboxLimits, connectMs: 1_000, answerMs: 1_000 } }));
}

/** A customer, and a mail of ours that they got. */
async function sent(email = 'wang@tea.test', name = '王芳') {
  const customerId = await world.customer({ name, email, emailConsent: 'granted' })
  const id = world.services.newId()
  await sql`insert into messages (customer_id, id, channel, kind, key, mail_id, address, subject, state, created_at, sent_at)
    values (${customerId}, ${id}, 'email', 'marketing', ${id}, ${`<${id}@shop.test>`}, ${email}, '新茶', 'sent', ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  return { customerId, id, mailId: `<${id}@shop.test>` }
}

const mail = (head: Record<string, string>, body = '') =>
  `${Object.entries({ 'Content-Type': 'text/plain; charset=utf-8', ...head })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${body}\r\n`

const bounce = (mailId: string, status: string, said: string) =>
  mail(
    {
      From: 'MAILER-DAEMON@mx.test',
      To: 'hello@shop.test',
      Subject: 'Undelivered Mail Returned to Sender',
      'MIME-Version': '1.0',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
    },
    [
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.test',
      '',
      'Final-Recipient: rfc822; wang@tea.test',
      'Action: failed',
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${said}`,
      '',
      '--b',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${mailId}`,
      'Subject: tea',
      '',
      '--b--',
    ].join('\r\n'),
  )

const reply = (text: string, more: Record<string, string> = {}) =>
  mail({ From: '=?utf-8?B?546L6Iqz?= <wang@tea.test>', To: 'hello@shop.test', Subject: 'Re: tea', ...more }, text)

const state = async (id: string) => {
  const { rows } = await sql<{
    bounced_at: Date | null
    replied_at: Date | null
  }>`select bounced_at, replied_at from messages where id = ${id}`.execute(world.db)
  return rows[0]
}
const marketing = async (customerId: string) => {
  const { lines } = await world.ask(readConsents, { id: customerId })
  return lines.find(({ purpose, channel }) => purpose === 'marketing' && channel === 'email')?.state
}
const facts = async (customerId: string) => {
  const { rows } = await sql<{ kind: string }>`select kind from events where customer_id = ${customerId} order by seq`.execute(world.db)
  return rows.map(({ kind }) => kind)
}

test('an address that does not exist is held at once, and released by hand', async () => {
  const { customerId, id, mailId } = await sent()
  server.put(bounce(mailId, '5.1.1', '550 5.1.1 User unknown'))
  await read()
  expect((await state(id))?.bounced_at).not.toBeNull()
  expect(await world.ask(listEmailHolds)).toMatchObject({
    count: 1,
    holds: [{ customerId, address: 'wang@tea.test', sort: 'hard', code: '5.1.1' }],
  })
  expect(await facts(customerId)).toContain('message.bounced')
  expect(await world.act(releaseEmailHold, { customerId, address: 'Wang@tea.test' })).toEqual({ released: true })
  expect((await world.ask(listEmailHolds)).count).toBe(0)
  server.put(bounce(mailId, '5.1.1', '550 again'))
  await read()
  expect((await world.ask(listEmailHolds)).count).toBe(1)
})

test('addresses on hold are read page by page', async () => {
  const [one, other] = [await sent(), await sent('li@tea.test', '李')]
  for (const { customerId, mailId } of [one, other]) server.put(bounce(mailId, '5.1.1', `550 no ${customerId}`))
  await read()
  const first = await world.ask(listEmailHolds, { limit: 1 })
  const second = await world.ask(listEmailHolds, { limit: 1, after: first.next ?? '' })
  expect([...first.holds, ...second.holds].map(({ customerId }) => customerId).toSorted()).toEqual(
    [one.customerId, other.customerId].toSorted(),
  )
  expect(second.next).toBeNull()
})

test('a full mailbox is held after three mails in a row, and not where one was answered in between', async () => {
  const [first, third] = [await sent(), await sent('li@tea.test', '李')]
  const counts: number[] = []
  for (const n of [1, 2, 3]) {
    server.put(bounce(first.mailId, '5.2.2', `552 Over quota ${n}`))
    await read()
    counts.push((await world.ask(listEmailHolds)).count)
  }
  expect(counts).toEqual([0, 0, 1])
  for (const n of [1, 2]) server.put(bounce(third.mailId, '4.2.2', `452 full ${n}`))
  await read()
  server.put(mail({ From: 'li@tea.test', Subject: 'Re: tea', 'In-Reply-To': third.mailId }, '收到了'))
  server.put(bounce(third.mailId, '4.2.2', '452 full 3'))
  await read()
  expect((await world.ask(listEmailHolds, { customerId: third.customerId })).count).toBe(0)
})

test('a mail that was turned away for its content says nothing of the address', async () => {
  const { mailId, id } = await sent()
  server.put(bounce(mailId, '5.7.1', '550 5.7.1 rejected as spam'))
  await read()
  expect((await state(id))?.bounced_at).not.toBeNull()
  expect((await world.ask(listEmailHolds)).count).toBe(0)
})

test('an answer is an interaction with its own words alone, stands in the list, and becomes a to-do', async () => {
  const { customerId, id, mailId } = await sent()
  server.put(reply('还有货吗？<script>alert(1)</script>\r\n\r\n在 2026年6月15日，山前茶事写道：\r\n> 新茶', { 'In-Reply-To': mailId }))
  await read()
  expect((await state(id))?.replied_at).not.toBeNull()
  const { mails, open } = await world.ask(listInbound)
  expect(open).toBe(1)
  expect(mails[0]).toMatchObject({
    kind: 'reply',
    customerId,
    fromName: '王芳',
    messageId: id,
    messageSubject: '新茶',
    body: '还有货吗？<script>alert(1)</script>',
  })
  expect(await facts(customerId)).toEqual(expect.arrayContaining(['message.replied', 'interaction.recorded']))
  const timeline = await world.ask(readTimeline, { id: customerId })
  expect(JSON.stringify(timeline)).toContain('还有货吗？')
  expect(JSON.stringify(timeline)).not.toContain('写道')
  const { todoId } = await world.act(answerInbound, { id: mails[0]?.id })
  expect((await world.ask(listTodos, { customerId })).todos).toMatchObject([{ id: todoId, note: expect.stringContaining('还有货吗') }])
  expect((await world.ask(listInbound)).mails).toEqual([])
  await world.act(reopenInbound, { id: mails[0]?.id })
  expect((await world.ask(listInbound)).open).toBe(1)
  await world.act(finishInbound, { id: mails[0]?.id })
  expect((await world.ask(listInbound, { state: 'done', customerId })).mails).toMatchObject([{ doneByName: '老板' }])
})

test('who answers “退订” gets no more marketing from that moment on; who complains neither', async () => {
  const one = await sent()
  const two = await sent('li@tea.test', '李')
  server.put(reply('ＴＤ', { 'In-Reply-To': one.mailId }))
  server.put(
    mail(
      { From: 'fbl@isp.test', Subject: 'complaint', 'Content-Type': 'multipart/report; report-type=feedback-report; boundary=b' },
      `--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${two.mailId}\r\n\r\nhello\r\n--b--`,
    ),
  )
  expect([await marketing(one.customerId), await marketing(two.customerId)]).toEqual(['given', 'given'])
  await read()
  expect([await marketing(one.customerId), await marketing(two.customerId)]).toEqual(['withdrawn', 'withdrawn'])
  const { mails } = await world.ask(listInbound, { state: 'all' })
  expect(mails.map(({ kind, state: is }) => `${kind} ${is}`).sort()).toEqual(['complaint open', 'unsubscribe done'])
})

test('a program’s answer is no reply', async () => {
  const { id, mailId } = await sent()
  server.put(reply('我在休假', { 'In-Reply-To': mailId, 'Auto-Submitted': 'auto-replied' }))
  server.put(mail({ From: 'news@other.test', Subject: 'Sale', 'List-Id': '<news.other.test>' }, 'buy'))
  await read()
  expect((await state(id))?.replied_at).toBeNull()
  expect((await world.ask(listInbound, { state: 'all' })).mails.map(({ kind }) => kind)).toEqual(['auto-reply'])
})

test('a customer who writes by themselves is known by their address; a stranger waits to be', async () => {
  const customerId = await world.customer({ name: '王芳', email: 'wang@tea.test', emailConsent: 'granted' })
  server.put(reply('请问几点开门').replace('wang@', 'Wang@'))
  server.put(mail({ From: 'stranger@tea.test', Subject: '退订' }, '退订'))
  await read()
  const { mails, unknown } = await world.ask(listInbound)
  expect(unknown).toBe(1)
  expect(new Set(mails.map((one) => one.customerId))).toEqual(new Set([customerId, null]))
  const strange = mails.find((one) => one.customerId === null)
  await expect(world.act(answerInbound, { id: strange?.id })).rejects.toThrow('inbound.not-known')
  expect(await marketing(customerId)).toBe('given')
  await world.act(linkInbound, { id: strange?.id, customerId })
  expect(await marketing(customerId)).toBe('withdrawn')
  const other = await world.customer({ name: '李' })
  await expect(world.act(linkInbound, { id: strange?.id, customerId: other })).rejects.toThrow('inbound.known-already')
  expect((await world.ask(listInbound)).unknown).toBe(0)
})

test('each mail is handled once: read again, in a folder numbered anew, by two at once, and when killed at any point', async () => {
  const { customerId, mailId } = await sent()
  server.put(reply('一', { 'In-Reply-To': mailId, 'Message-ID': '<1@tea.test>' }))
  server.put(reply('二', { 'In-Reply-To': mailId, 'Message-ID': '<2@tea.test>' }))
  for (const point of ['read', 'taken', 'handled'] as const) {
    const killed = readOnce(world.services, undefined, {
      at: (now) => {
        if (now === point) throw new Error('killed')
      },
    })
    // A mail that cannot be handled is kept for a person; one that dies with the program is not.
    await killed.catch(() => {})
  }
  await Promise.all([read(), read()])
  server.uidValidity++
  await read()
  const { rows } = await sql<{ n: number }>`select count(*) as n from inbound_mails`.execute(world.db)
  expect(rows[0]?.n).toBe(2)
  expect((await facts(customerId)).filter((kind) => kind === 'message.replied')).toHaveLength(2)
})

test('a mail that cannot be handled is kept for a person, and those behind it are handled', async () => {
  const { customerId, mailId } = await sent()
  await sql`alter table email_holds add constraint never check (false) not valid`.execute(world.db)
  server.put(bounce(mailId, '5.1.1', '550 gone'))
  server.put(reply('你好', { 'In-Reply-To': mailId }))
  await read()
  const { mails } = await world.ask(listInbound)
  expect(mails.map((one) => one.customerId)).toEqual(expect.arrayContaining([null, customerId]))
  expect(world.problems).toHaveLength(1)
})

test('a server that drops, gives nothing or forgets us is told of, and the reading goes on from where it was', async () => {
  const { mailId } = await sent()
  for (let i = 0; i < 7; i++) server.put(reply(`第 ${i}`, { 'In-Reply-To': mailId }))
  let fetches = 0
  server.misbehave = (command, socket) => {
    if (command !== 'UID FETCH' || ++fetches !== 2) return false
    socket.destroy()
    return true
  }
  await read()
  expect(await world.ask(readInboxState)).toMatchObject({ isSet: true, failure: { cause: 'connection' }, caughtUpAt: null })
  expect((await world.ask(listInbound)).mails).toHaveLength(5)
  await read()
  expect((await world.ask(listInbound)).mails).toHaveLength(7)
  expect(await world.ask(readInboxState)).toMatchObject({ failure: null, caughtUpAt: world.now().toISOString() })
})

test('the inbox is read at once when it was set, and then once a minute', async () => {
  const reads = () => server.said.filter((line) => line.startsWith('EXAMINE')).length
  for (const [seconds, so] of [
    [0, 1],
    [10, 1],
    [55, 2],
  ] as const) {
    world.setTime(new Date(world.now().getTime() + seconds * 1_000))
    await readWhenDue(world.services)
    expect(reads()).toBe(so)
  }
  const { rows } = await sql<{ value: { port: number } }>`select value from settings where name = 'mail-inbox'`.execute(world.db)
  world.setTime(new Date(world.now().getTime() + 1_000))
  const inbox = { host: '127.0.0.1', port: rows[0]?.value.port, secure: false, user: 'hello@shop.test', folder: 'INBOX' }
  await world.act(saveMailInbox, inbox)
  await readWhenDue(world.services)
  expect(reads()).toBe(3)
})

test('a giant mail, a bomb of mails in mails and no mail at all do no harm', async () => {
  await sent()
  let bomb = 'hello'
  for (let i = 0; i < 100; i++) bomb = `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n${bomb}\r\n--b${i}--\r\n`
  server.put(`From: wang@tea.test\r\nSubject: bomb\r\n${bomb}`)
  server.put(`${reply('大')}${'x'.repeat(3_000_000)}`)
  server.put('\u0000\u0001\u0002')
  server.put('')
  server.put(reply('最后'))
  await read()
  expect(world.problems).toEqual([])
  const { mails } = await world.ask(listInbound)
  expect(mails.map(({ subject }) => subject)).toContain('bomb')
  expect(mails.at(0)?.customerId).not.toBeNull()
})

/** A busy machine takes its time; what is waited for comes by itself. */
const patient = { timeout: 20_000 }

test('an inbox that is watched is read as soon as something comes, by one worker alone', async () => {
  server.idles = true
  const { customerId, mailId } = await sent()
  const stopping = new AbortController()
  const watching = makeWatch()(world.services, stopping.signal)
  const idles = () => server.said.filter((command) => command.startsWith('IDLE')).length
  await vi.waitFor(() => expect(idles()).toBe(1), patient)
  expect(await makeWatch()(world.services)).toBe(false)
  server.put(mail({ From: 'wang@tea.test', To: 'hello@shop.test', Subject: 'Re: 新茶', 'In-Reply-To': mailId }, '还有货吗？'))
  await vi.waitFor(async () => expect((await world.ask(listInbound, {})).mails).toMatchObject([{ kind: 'reply', customerId }]), patient)
  stopping.abort()
  expect(await watching).toBe(false)
  expect(idles()).toBe(1)
})

test('a server that cannot tell, or ends the connection, leaves the reading of every minute', async () => {
  expect(await makeWatch()(world.services)).toBe(false)
  expect(server.said.some((command) => command.startsWith('IDLE'))).toBe(false)
  server.idles = true
  server.misbehave = (command, socket) => command === 'IDLE' && Boolean(socket.destroy())
  expect(await makeWatch()(world.services)).toBe(false)
  // One that promises to tell and then refuses is not asked over and over.
  const idles = () => server.said.filter((command) => command.startsWith('IDLE')).length
  const before = idles()
  server.misbehave = (command, socket, tag) => command === 'IDLE' && socket.write(`${tag} NO not now\r\n`)
  expect(await makeWatch()(world.services)).toBe(false)
  expect(idles()).toBe(before + 1)
  server.misbehave = null
  // Nobody holds the watch after that, and a round that is over is followed by the next.
  expect(await makeWatch({ forMs: 50 })(world.services)).toBe(true)
})

test('a program that stops does not wait for a mail server that says nothing', async () => {
  server.idles = true
  server.misbehave = () => true
  const stopping = new AbortController()
  const watching = makeWatch()(world.services, stopping.signal)
  await vi.waitFor(() => expect(server.said.length).toBeGreaterThan(0), patient)
  const begun = performance.now()
  stopping.abort()
  expect(await watching).toBe(false)
  expect(performance.now() - begun).toBeLessThan(5_000)
})
