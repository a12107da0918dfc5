import { type AddressInfo, createServer } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { makeSmtpMailer } from '../../../platform/channels/smtp-mailer.ts'
import { runAction } from '../../../platform/actions/run-action.ts'
import { forgetShop } from '../../../platform/actions/services.ts'
import { readSettings, saveSending, saveShop, saveSmtp, testSmtp } from '../actions.ts'
import { inviteUser } from '../users.ts'
import { openSmtp } from './open-smtp.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
beforeEach(() => forgetShop(world.database))
afterAll(() => world.end())

const smtp = {
  host: 'smtp.shop.test',
  port: 465,
  secure: true,
  user: 'hello@shop.test',
  password: '授权码-7',
  from: '山前茶事 <hello@shop.test>',
}

test('a new installation has the usual rules and no mail server', async () => {
  expect(await world.ask(readSettings)).toEqual({
    shop: { name: '山前茶事', currency: 'CNY', timeZone: 'Asia/Shanghai' },
    currencyFixed: false,
    sending: { quietFrom: '21:00', quietTo: '09:00', capPerWeek: 3 },
    smtp: null,
  })
})

test('the shop is saved and holds at once', async () => {
  await world.act(saveShop, { name: '山后茶事', currency: 'HKD', timeZone: 'Asia/Hong_Kong' })
  expect((await world.ask(readSettings)).shop).toEqual({ name: '山后茶事', currency: 'HKD', timeZone: 'Asia/Hong_Kong' })
})

test.each([
  ['an empty name', { name: ' ' }],
  ['a currency that is none', { currency: 'ABC' }],
  ['an offset in place of a time zone', { timeZone: '+08:00' }],
  ['a time zone that is none', { timeZone: 'Asia/Atlantis' }],
  ['a field that nobody knows', { colour: 'red' }],
])('%s is refused', async (_, wrong) => {
  await expect(world.act(saveShop, { name: '茶', currency: 'CNY', timeZone: 'Asia/Shanghai', ...wrong })).rejects.toThrow('input.invalid')
})

test('the currency stays once there are purchases; the rest may change', async () => {
  await world.act(saveShop, { name: '山前茶事', currency: 'CNY', timeZone: 'Asia/Shanghai' })
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    values (${world.services.newId()}, ${world.services.newId()}, 'purchase', 'test', 'A1', ${world.now()}, 100, 'CNY', ${world.now()})`.execute(
    world.db,
  )
  await expect(world.act(saveShop, { name: '茶', currency: 'JPY', timeZone: 'Asia/Shanghai' })).rejects.toThrow('shop.currency-fixed')
  await world.act(saveShop, { name: '茶', currency: 'CNY', timeZone: 'Asia/Tokyo' })
  expect(await world.ask(readSettings)).toMatchObject({
    shop: { name: '茶', currency: 'CNY', timeZone: 'Asia/Tokyo' },
    currencyFixed: true,
  })
})

test('sending rules are kept; times that are none are refused', async () => {
  await world.act(saveSending, { quietFrom: '22:30', quietTo: '08:00', capPerWeek: 1 })
  expect((await world.ask(readSettings)).sending).toEqual({ quietFrom: '22:30', quietTo: '08:00', capPerWeek: 1 })
  for (const wrong of [{ quietFrom: '24:00' }, { quietTo: '9:00' }, { capPerWeek: -1 }, { capPerWeek: 1.5 }]) {
    await expect(world.act(saveSending, { quietFrom: '21:00', quietTo: '09:00', capPerWeek: 3, ...wrong })).rejects.toThrow('input.invalid')
  }
})

test('the mail password is kept sealed and never told: not in answers, not in the audit log', async () => {
  await world.act(saveSmtp, smtp, { key: 'save-smtp-1' })
  const { password: _, ...open } = smtp
  expect((await world.ask(readSettings)).smtp).toEqual({ ...open, hasPassword: true })
  for (const table of ['settings', 'audit.entries', 'action_keys']) {
    const { rows } = await sql`select 1 from ${sql.raw(table)} t where t::text like ${'%授权码-7%'}`.execute(world.db)
    expect(rows, table).toEqual([])
  }
  expect(await openSmtp(world.services, world.db)).toEqual(smtp)
})

test('without a password the kept one stays, but it is not sent to another server or user', async () => {
  const { password: _, ...open } = smtp
  await world.act(saveSmtp, { ...open, port: 587, secure: false })
  expect(await openSmtp(world.services, world.db)).toMatchObject({ port: 587, password: smtp.password })
  await expect(world.act(saveSmtp, { ...open, host: 'smtp.thief.test' })).rejects.toThrow('smtp.password-needed')
  await expect(world.act(saveSmtp, { ...open, user: 'other' })).rejects.toThrow('smtp.password-needed')
  await world.act(saveSmtp, { ...open, password: '' })
  expect((await openSmtp(world.services, world.db))?.password).toBeUndefined()
})

test('a server without a user takes the place of one with a password, and no password is asked for or kept', async () => {
  await world.act(saveSmtp, smtp)
  const { password: _, ...open } = smtp
  await world.act(saveSmtp, { ...open, host: 'relay.shop.test', user: '' })
  expect(await openSmtp(world.services, world.db)).toMatchObject({ host: 'relay.shop.test' })
  expect((await openSmtp(world.services, world.db))?.password).toBeUndefined()
})

test.each([
  ['a sender that is no address', { from: '山前茶事' }],
  ['a sender with a line break', { from: 'a@b.com\r\nBcc: x@y.com' }],
  ['a host with a path', { host: 'smtp.shop.test/evil' }],
  ['a port out of range', { port: 70_000 }],
])('%s is refused', async (_, wrong) => {
  await expect(world.act(saveSmtp, { ...smtp, ...wrong })).rejects.toThrow('input.invalid')
})

/** Runs the test mail with the real mailer against whatever listens. */
async function tryMail(server: object, to = 'lin@shop.test') {
  const mailer = makeSmtpMailer({ connect: 500, answer: 500 })
  try {
    await world.act(saveSmtp, { ...smtp, host: '127.0.0.1', secure: false, user: '', password: '', ...server })
    const actor = { kind: 'user', id: 'user:owner', name: '林老板', role: 'owner' } as const
    return await runAction({ ...world.services, mailer }, { actor, source: 'app' }, testSmtp, { to })
  } finally {
    await mailer.close()
  }
}

test('a test mail arrives, and each trouble is said in words', async () => {
  const taken: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (_auth, _session, done) => done(new Error('Invalid credentials')),
    onRcptTo: (address, _session, done) => done(address.address.startsWith('nobody') ? new Error('No such user') : null),
    onData: (stream, _session, done) => {
      stream.on('data', (part: Buffer) => taken.push(part.toString())).on('end', () => done())
    },
  })
  server.on('error', () => {})
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const silent = createServer(() => {})
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  try {
    const sent = await tryMail({ port })
    expect(sent.sent).toBe(true)
    expect(taken.join('')).toContain('lin@shop.test')
    const said = async (settings: object, to?: string) => {
      const { sent: went, words } = await tryMail(settings, to)
      expect(went).toBe(false)
      expect(words.zh).not.toMatch(/[{}]|—/)
      return words.en
    }
    expect(await said({ port, host: 'no.such.invalid' })).toContain('no server no.such.invalid')
    expect(await said({ port: 1 })).toContain('refused the connection on port 1')
    expect(await said({ port: (silent.address() as AddressInfo).port })).toContain('did not answer')
    expect(await said({ port, secure: true })).toContain('encrypted connection')
    expect(await said({ port, user: 'hello', password: 'wrong' })).toContain('does not accept this user')
    expect(await said({ port }, 'nobody@shop.test')).toContain('refuses mail to nobody@shop.test')
  } finally {
    await new Promise<void>((done) => server.close(done))
    await new Promise<void>((done) => silent.close(() => done()))
  }
})

test('without a mail server a test mail says so', async () => {
  await sql`delete from settings where name = 'smtp'`.execute(world.db)
  await expect(world.act(testSmtp, { to: 'lin@shop.test' })).rejects.toThrow('smtp.missing')
})

test('an invitation is mailed when there is a server, and made all the same when there is none', async () => {
  const alone = await world.act(inviteUser, { name: '小陈', email: 'Chen@shop.test', role: 'member' })
  expect(alone).toMatchObject({ mailed: false, link: expect.stringMatching(/^http:\/\/regulars\.test\/join\?token=[\w-]{43}$/) })
  await world.act(saveSmtp, smtp)
  const mailed = await world.act(inviteUser, { name: '<b>小周</b>', email: 'zhou@shop.test', role: 'manager' })
  expect(mailed.mailed).toBe(true)
  const [mail] = world.mailer.sent
  expect(mail?.text).toContain(mailed.link)
  expect(mail?.html).not.toContain('<b>')
  await expect(world.act(inviteUser, { name: '又一个', email: 'chen@SHOP.test', role: 'member' })).rejects.toThrow('user.email-taken')
})
