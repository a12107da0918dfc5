import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serveImap } from '../../../../test/imap-server.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { makeDkimKey } from '../../../platform/channels/dkim.ts'
import { saveSmtp } from '../actions.ts'
import { readMailSetup, removeDkim, removeMailInbox, saveDkim, saveMailInbox, saveMailSending, testMailInbox } from '../mail-setup.ts'
import { openInbox } from './mail-setup.ts'
import { openSmtp } from './open-smtp.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const smtp = { host: 'smtp.shop.test', port: 465, secure: true, user: 'hello@shop.test', password: 'x', from: '茶 <hello@shop.test>' }

test('a new installation signs nothing, reads no inbox, and sends a mail once at most', async () => {
  expect(await world.ask(readMailSetup)).toEqual({
    sending: { replyTo: '', bounceTo: '', delivery: 'at-most-once', perSecond: null, connections: 10 },
    dkim: null,
    domain: null,
    inbox: null,
  })
})

test('a key is made, its record shown, and kept sealed; the same domain keeps it', async () => {
  await world.act(saveSmtp, smtp)
  const made = await world.act(saveDkim, { domain: 'Shop.test', selector: 'regulars' })
  expect(made.recordName).toBe('regulars._domainkey.shop.test')
  expect(made.recordValue).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{300,}=*$/)
  expect((await world.act(saveDkim, { domain: 'shop.test', selector: 'regulars' })).recordValue).toBe(made.recordValue)
  expect((await world.act(saveDkim, { domain: 'shop.test', selector: 'other' })).recordValue).not.toBe(made.recordValue)
  expect(await world.ask(readMailSetup)).toMatchObject({ dkim: { domain: 'shop.test', selector: 'other' }, domain: 'shop.test' })
  const opened = await openSmtp(world.services, world.db)
  expect(opened?.dkim).toMatchObject({ domain: 'shop.test', privateKey: expect.stringContaining('BEGIN PRIVATE KEY') })
})

test('a pasted key is used; one that cannot sign is refused, and never told', async () => {
  const privateKey = makeDkimKey()
  await world.act(saveDkim, { domain: 'shop.test', selector: 'own', privateKey }, { key: 'dkim-1' })
  expect((await openSmtp(world.services, world.db))?.dkim?.privateKey).toBe(privateKey)
  await expect(world.act(saveDkim, { domain: 'shop.test', selector: 'own', privateKey: 'no key' })).rejects.toThrow('dkim.no-key')
  await expect(world.act(saveDkim, { domain: 'shop.test; p=x', selector: 'own' })).rejects.toThrow('input.invalid')
  const middle = privateKey.split('\n')[5] ?? ''
  for (const table of ['settings', 'audit.entries', 'action_keys']) {
    const { rows } = await sql`select 1 from ${sql.raw(table)} t where t::text like ${`%${middle}%`}`.execute(world.db)
    expect(rows, table).toEqual([])
  }
  await world.act(removeDkim, {})
  expect((await openSmtp(world.services, world.db))?.dkim).toBeUndefined()
})

test('how mail leaves is kept and used', async () => {
  const sending = { replyTo: 'answers@shop.test', bounceTo: 'bounces@shop.test', delivery: 'at-least-once', perSecond: 20, connections: 4 }
  await world.act(saveMailSending, sending)
  expect((await world.ask(readMailSetup)).sending).toEqual(sending)
  expect(await openSmtp(world.services, world.db)).toMatchObject({
    replyTo: 'answers@shop.test',
    bounceTo: 'bounces@shop.test',
    connections: 4,
  })
  for (const wrong of [{ replyTo: 'nobody' }, { perSecond: 0 }, { connections: 0 }, { delivery: 'twice' }])
    await expect(world.act(saveMailSending, { ...sending, ...wrong })).rejects.toThrow('input.invalid')
})

test('the inbox is tried against its server; its password stays here', async () => {
  await expect(world.act(testMailInbox, {})).rejects.toThrow('inbox.missing')
  const server = await serveImap()
  try {
    const { password: _, ...inbox } = server.inbox
    await expect(world.act(saveMailInbox, inbox)).rejects.toThrow('smtp.password-needed')
    await world.act(saveMailInbox, { ...inbox, password: 'wrong' })
    expect(await world.act(testMailInbox, {})).toMatchObject({ opened: false, words: { zh: expect.stringContaining('授权码') } })
    await world.act(saveMailInbox, { ...inbox, password: 'right' })
    expect(await world.act(testMailInbox, {})).toMatchObject({ opened: true, words: { zh: expect.not.stringMatching(/[{}]/) } })
    await world.act(saveMailInbox, { ...inbox, folder: '退信' })
    expect(await world.act(testMailInbox, {})).toMatchObject({ opened: false, words: { en: expect.stringContaining('no folder “退信”') } })
    await expect(world.act(saveMailInbox, { ...inbox, host: 'imap.thief.test' })).rejects.toThrow('smtp.password-needed')
    expect(await openInbox(world.services, world.db)).toMatchObject({ password: 'right', since: new Date('2026-06-12T04:00:00Z') })
    expect((await world.ask(readMailSetup)).inbox).toEqual({ ...inbox, folder: '退信' })
    await world.act(removeMailInbox, {})
    expect((await world.ask(readMailSetup)).inbox).toBeNull()
  } finally {
    await server.end()
  }
})
