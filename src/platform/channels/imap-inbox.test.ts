import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { anywhere } from '../../../test/anywhere.ts'
import { type ImapServer, serveImap } from '../../../test/imap-server.ts'
import { checkInbox, type InboxLimits, type InboxSettings, readInbox } from './imap-inbox.ts'

let server: ImapServer
beforeEach(async () => {
  server = await serveImap()
})
afterEach(() => server.end())

const since = new Date('2026-06-14T00:00:00Z')
const limits: InboxLimits = { mails: 10, bytes: 1_000, connectMs: 400, answerMs: 400 }
const settings = (more: Partial<InboxSettings> = {}): InboxSettings => ({
  ...server.inbox,
  mayReach: anywhere,
  ...more,
})
const mailOf = (subject: string) => `From: wang@tea.test\r\nSubject: ${subject}\r\n\r\nhello\r\n`

test('mails are read oldest first, from the place on, and stay unread for people', async () => {
  for (const subject of ['a', 'b', 'c']) server.put(mailOf(subject))
  const first = await readInbox(settings(), null, since, { ...limits, mails: 2 })
  expect(first).toMatchObject({ uidValidity: '7', more: true, readTo: 2 })
  expect(first.mails.map(({ source }) => /Subject: (.)/.exec(source.toString())?.[1])).toEqual(['a', 'b'])
  expect(first.mails[0]).toMatchObject({ uid: 1, whole: true, receivedAt: new Date('2026-06-15T03:00:00Z') })
  const place = { uidValidity: '7', lastUid: 2 }
  expect((await readInbox(settings(), place, since, limits)).mails.map(({ uid }) => uid)).toEqual([3])
  // The newest mail is what `4:*` finds too; it is not read again.
  expect(await readInbox(settings(), { ...place, lastUid: 3 }, since, limits)).toMatchObject({ mails: [], more: false, readTo: null })
  expect(server.said.some((line) => /SELECT|STORE|BODY\[/.test(line))).toBe(false)
})

test('what lay there before is left alone, and a folder that was numbered anew is read from the same day on', async () => {
  server.put(mailOf('old'), new Date('2026-06-01T00:00:00Z'))
  server.put(mailOf('new'))
  expect((await readInbox(settings(), null, since, limits)).mails.map(({ uid }) => uid)).toEqual([2])
  server.uidValidity = 8
  const anew = await readInbox(settings(), { uidValidity: '7', lastUid: 900 }, since, limits)
  expect([anew.uidValidity, anew.mails.map(({ uid }) => uid)]).toEqual(['8', [2]])
})

test('of a giant mail only the beginning is read', async () => {
  server.put(`${mailOf('giant')}${'x'.repeat(100_000)}`)
  const { mails } = await readInbox(settings(), null, since, limits)
  expect([mails[0]?.whole, mails[0]?.source.length]).toEqual([false, 1_000])
})

test('ten thousand mails are read a portion at a time', async () => {
  for (let i = 0; i < 10_000; i++) server.put(mailOf(String(i)))
  const portion = await readInbox(settings(), { uidValidity: '7', lastUid: 9_970 }, since, { ...limits, mails: 25 })
  expect([portion.mails.length, portion.mails[0]?.uid, portion.more]).toEqual([25, 9_971, true])
})

test('a connection that breaks in the middle leaves what came before, and says so', async () => {
  for (let i = 0; i < 9; i++) server.put(mailOf(String(i)))
  let fetches = 0
  server.misbehave = (command, socket) => {
    if (command !== 'UID FETCH' || ++fetches < 2) return false
    socket.write('* 6 FETCH (UID 6 RFC822.SIZE 50 BODY[]<0> {50}\r\nFrom: wa')
    socket.destroy()
    return true
  }
  const portion = await readInbox(settings(), null, since, limits)
  expect(portion.mails.map(({ uid }) => uid)).toEqual([1, 2, 3, 4, 5])
  expect(portion).toMatchObject({ readTo: 5, failure: { cause: 'connection' } })
})

test('each trouble is told apart', async () => {
  const causeOf = async (more: Partial<InboxSettings>) => (await checkInbox(settings(more), limits))?.cause ?? null
  expect(await causeOf({})).toBeNull()
  expect(await causeOf({ password: 'wrong' })).toBe('sign-in')
  expect(await causeOf({ folder: '退信' })).toBe('folder')
  expect(await causeOf({ port: 1 })).toBe('connection')
  expect(await causeOf({ host: 'mail.invalid' })).toBe('host')
  expect(await causeOf({ secure: true })).toBe('tls')
  const silent = createServer(() => {})
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  expect(await causeOf({ port: (silent.address() as AddressInfo).port })).toBe('timeout')
  await new Promise<void>((done) => silent.close(() => done()))
  server.misbehave = (command) => command === 'EXAMINE'
  expect(await causeOf({})).toBe('connection')
})
