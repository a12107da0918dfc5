import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { mergeCustomers } from '../../identity/actions.ts'
import { requestKinds } from '../../privacy/privacy.ts'
import { createTag, tagCustomers } from '../../tags/actions.ts'
import { createPreferenceLink, publishWording, readConsents, recordConsent } from '../actions.ts'
import { preferenceToken } from './preference-token.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

const linkOf = async (id: string) => new URL((await world.act(createPreferenceLink, { id })).url).pathname
const open = async (url: string, headers: Record<string, string> = {}) => (await world.http()).inject({ url, headers })
const send = async (url: string, pairs: [string, string][]) =>
  (await world.http()).inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': '手机浏览器' },
    payload: new URLSearchParams(pairs).toString(),
  })
const records = async (id: string) => (await world.ask(readConsents, { id })).records
const state = async (id: string, purpose: string, channel: string) =>
  (await world.ask(readConsents, { id })).lines.find((line) => line.purpose === purpose && line.channel === channel)?.state ?? null

test('opening the page changes nothing and shows nothing of the person but their switches', async () => {
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn', phone: '+8613800138000', emailConsent: 'granted', note: '难缠' })
  const before = await records(id)
  const page = await open(await linkOf(id))
  expect(page.statusCode).toBe(200)
  expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  expect(page.body).toContain('value="marketing:email" checked')
  expect(page.body).toContain('value="marketing:sms">')
  expect(page.body).not.toContain('marketing:wechat')
  for (const secret of ['王芳', 'fang@', '13800138000', '难缠', id]) expect(page.body, secret).not.toContain(secret)
  expect(await records(id)).toEqual(before)
  expect((await open(`${await linkOf(id)}?lang=en`)).body).toContain('What would you like to get from us?')
  expect((await open(await linkOf(id), { 'accept-language': 'en-GB,en' })).body).toContain('lang="en"')
})

test('what is ticked and unticked is written down with the words that were shown; what is left alone stays', async () => {
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn', phone: '+8613800138000', emailConsent: 'granted' })
  const page = await send(`${await linkOf(id)}?lang=en`, [
    ['do', 'keep'],
    ['was-on', 'marketing:email'],
    ['was-off', 'surveys:sms'],
    ['on', 'surveys:sms'],
    ['was-on', 'personalisation:'],
  ])
  expect(page.body).toContain('Saved')
  expect([await state(id, 'marketing', 'email'), await state(id, 'surveys', 'sms'), await state(id, 'service', 'email')]).toEqual([
    'withdrawn',
    'given',
    null,
  ])
  const all = await records(id)
  expect(all.find(({ purpose }) => purpose === 'surveys')).toMatchObject({
    how: 'preferences',
    language: 'en',
    version: 1,
    ip: '127.0.0.1',
    agent: '手机浏览器',
  })
  const { rows } = await sql`select email_consent, no_personalisation from customers where id = ${id}`.execute(world.db)
  expect(rows).toEqual([{ email_consent: 'withdrawn', no_personalisation: true }])
  const again = await send(await linkOf(id), [
    ['do', 'keep'],
    ['was-on', 'marketing:email'],
  ])
  expect(again.body).toContain('没有改动')
  expect(await records(id)).toHaveLength(all.length)
})

test('a page that was opened long ago does not undo what was said elsewhere since', async () => {
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn' })
  await world.act(recordConsent, { id, purpose: 'marketing', channels: ['email'], state: 'given', how: 'spoken' })
  await send(await linkOf(id), [
    ['do', 'keep'],
    ['was-off', 'marketing:email'],
    ['was-off', 'surveys:email'],
    ['on', 'surveys:email'],
  ])
  expect([await state(id, 'marketing', 'email'), await state(id, 'surveys', 'email')]).toEqual(['given', 'given'])
})

test('one button stops everything, as easily as it was begun', async () => {
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn', emailConsent: 'granted' })
  await send(await linkOf(id), [['do', 'stop']])
  expect([await state(id, 'marketing', 'email'), await state(id, 'service', 'email'), await state(id, 'personalisation', '')]).toEqual([
    'withdrawn',
    'refused',
    'refused',
  ])
})

test('a link that was altered, cut or made for something else leads nowhere', async () => {
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn' })
  const other = await world.customer({ name: '别人', email: 'other@shop.cn' })
  const token = preferenceToken(world.services.secrets, id)
  const bytes = Buffer.from(token, 'base64url')
  const swapped = Buffer.concat([Buffer.from(other.replaceAll('-', ''), 'hex'), bytes.subarray(16)]).toString('base64url')
  for (const bad of [swapped, token.slice(1), `${token}A`, 'x', '%00', token.toUpperCase()])
    for (const answer of [await open(`/preferences/${bad}`), await send(`/preferences/${bad}`, [['do', 'stop']])])
      expect(answer.statusCode, bad).toBe(404)
  expect((await open(`/u/${token}`)).statusCode).toBe(404)
  expect((await open(`/check/${token}`)).statusCode).toBe(404)
  expect(await records(other)).toEqual([])
  const strange = await send(`/preferences/${token}`, [
    ['do', 'keep'],
    ['was-off', "x'; drop table consents:email"],
    ['on', "x'; drop table consents:email"],
  ])
  expect(strange.statusCode).toBe(200)
  expect(await records(id)).toEqual([])
})

test('the link of one who was merged asks after whom they are now', async () => {
  const a = await world.customer({ name: '甲', email: 'a@shop.cn', emailConsent: 'granted' })
  const b = await world.customer({ name: '乙', phone: '+8613800138000' })
  const link = await linkOf(b)
  await world.act(mergeCustomers, { ids: [a, b], into: a })
  expect((await send(link, [['do', 'stop']])).statusCode).toBe(200)
  expect(await state(a, 'marketing', 'email')).toBe('withdrawn')
})

test('a child can only switch off; a wording that asks anew stands on the page unticked', async () => {
  const child = await world.customer({ name: '小明', email: 'ming@shop.cn', birthday: '2016-01-01' })
  const page = await send(await linkOf(child), [
    ['do', 'keep'],
    ['was-off', 'marketing:email'],
    ['on', 'marketing:email'],
  ])
  expect(page.body).toContain('监护人')
  expect(await records(child)).toEqual([])
  await send(await linkOf(child), [['do', 'stop']])
  expect(await state(child, 'service', 'email')).toBe('refused')
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn' })
  await world.act(recordConsent, { id, purpose: 'marketing', channels: ['email'], state: 'given', how: 'spoken' })
  await world.act(publishWording, { code: 'marketing', zh: '新的说法<b>', en: 'New words', changes: ['data'] })
  const { body } = await open(await linkOf(id))
  expect(body).toContain('新的说法&lt;b&gt;')
  expect(body).toContain('value="marketing:email">')
})

test('tags are shown where they are asked for, and those that are ticked go', async () => {
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn' })
  const tags = []
  for (const name of ['爱喝龙井', '价格敏感']) tags.push((await world.act(createTag, { name, colour: 'teal' })).id)
  for (const tag of tags) await world.act(tagCustomers, { id: tag, customerIds: [id] })
  const link = await linkOf(id)
  expect((await open(link)).body).not.toContain('价格敏感')
  expect((await open(`${link}?show=tags`)).body).toContain('价格敏感')
  const page = await send(`${link}?show=tags`, [
    ['do', 'tags'],
    ['tag', tags[1] ?? ''],
    ['tag', '0190a6e2-0000-7000-8000-000000000000'],
  ])
  expect(page.body).not.toContain('价格敏感')
  expect(page.body).toContain('爱喝龙井')
})

test('whatever a customer may ask of the firm has a button, and is opened by it once', async () => {
  const id = await world.customer({ name: '王芳', email: 'fang@shop.cn' })
  const ask: [string, string][] = [
    ['do', 'ask'],
    ['ask', 'erase'],
  ]
  expect((await send(await linkOf(id), ask)).body).toContain('已收到您的请求')
  await send(await linkOf(id), ask)
  const { rows } = await sql`select kind, door, state from privacy_requests where about_id = ${id}`.execute(world.db)
  expect(rows).toEqual([{ kind: 'erase', door: 'link', state: 'open' }])
  await send(await linkOf(id), [
    ['do', 'ask'],
    ['ask', 'everything'],
  ])
  expect((await sql`select 1 from privacy_requests`.execute(world.db)).rows).toHaveLength(1)
  const page = (await open(await linkOf(id))).body
  for (const kind of requestKinds) {
    expect(page).toContain(`name="ask" value="${kind}"`)
    await send(await linkOf(id), [
      ['do', 'ask'],
      ['ask', kind],
    ])
  }
  const { rows: all } = await sql<{ kind: string }>`select kind from privacy_requests where about_id = ${id} order by id`.execute(world.db)
  expect(all.map((row) => row.kind).toSorted()).toEqual([...requestKinds].toSorted())
})
