import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { addContactPoint, changeContactPoint, makePointPrimary, setPointConsent } from '../../contact-points/actions.ts'
import { createCustomer, readTimeline, updateCustomer } from '../../customers/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../../identity/actions.ts'
import {
  changePurpose,
  consentReach,
  createPurpose,
  listPurposes,
  publishWording,
  readConsents,
  recordConsent,
  saveConsentSettings,
} from '../actions.ts'
import { flushReadings } from '../../../platform/audit/note-reading.ts'
import { endConsents } from './end-consents.ts'
import { followNext } from './follow-tick.ts'
import { minorsTick } from './refresh-minors.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

let number = 0
const somebody = (fields: object = {}) => world.customer({ name: '王芳', email: `fang${++number}@shop.cn`, ...fields })
const record = (id: string, fields: object = {}) =>
  world.act(recordConsent, { id, purpose: 'marketing', channels: ['email'], state: 'given', how: 'spoken', ...fields })
const ofCustomer = async (id: string) =>
  (
    await sql<{
      email: string
      np: boolean
    }>`select email_consent as email, no_personalisation as np from customers where id = ${id}`.execute(world.db)
  ).rows[0]
const recordsOf = async (id: string) =>
  (
    await sql<
      Record<string, unknown>
    >`select purpose, channel, address, state, how from consents where customer_id = ${id} order by at, id`.execute(world.db)
  ).rows
const stateOf = async (id: string, purpose: string, channel: string) =>
  (await world.ask(readConsents, { id })).lines.find((line) => line.purpose === purpose && line.channel === channel)?.state ?? null
const found = async (rule: object) => {
  const app = await world.http()
  const answer = await app.inject({
    url: `/api/customers?rule=${encodeURIComponent(JSON.stringify(rule))}`,
    headers: { 'x-test-role': 'owner' },
  })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().rows.map((row: { id: string }) => row.id)
}

test('what was said when a customer is made stands as a record, with who said it and where; silence is none', async () => {
  const yes = await somebody({ emailConsent: 'granted' })
  const no = await somebody({ emailConsent: 'withdrawn', noPersonalisation: true })
  const silent = await somebody()
  expect(await recordsOf(yes)).toEqual([
    { purpose: 'marketing', channel: 'email', address: `fang${number - 2}@shop.cn`, state: 'given', how: 'app' },
  ])
  expect(await recordsOf(no)).toEqual([
    { purpose: 'marketing', channel: 'email', address: '', state: 'refused', how: 'app' },
    { purpose: 'personalisation', channel: '', address: '', state: 'refused', how: 'app' },
  ])
  expect(await recordsOf(silent)).toEqual([])
  expect(await ofCustomer(no)).toEqual({ email: 'withdrawn', np: true })
  const [one] = (await world.ask(readConsents, { id: yes })).records
  expect(one).toMatchObject({ byWhom: '老板', zone: 'Asia/Shanghai', version: null, counts: true })
})

test('a withdrawal is one more record that takes the place of the yes, and the column follows', async () => {
  const id = await somebody({ emailConsent: 'granted' })
  await world.act(updateCustomer, { id, emailConsent: 'withdrawn' })
  await world.act(updateCustomer, { id, emailConsent: 'withdrawn' })
  expect((await recordsOf(id)).map((row) => row['state'])).toEqual(['given', 'withdrawn'])
  expect(await ofCustomer(id)).toMatchObject({ email: 'withdrawn' })
  await world.act(updateCustomer, { id, emailConsent: 'granted' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
  await world.act(updateCustomer, { id, emailConsent: null })
  expect((await recordsOf(id)).at(-1)).toMatchObject({ state: 'expired' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'unknown' })
})

test('a yes was given for one address: another has none, the old one still has it; a no is for all', async () => {
  const id = await somebody({ email: 'old@shop.cn', emailConsent: 'granted' })
  await world.act(updateCustomer, { id, email: 'new@shop.cn' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'unknown' })
  await world.act(updateCustomer, { id, email: 'old@shop.cn' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
  await world.act(updateCustomer, { id, emailConsent: 'withdrawn' })
  await world.act(changeContactPoint, { id, kind: 'email', value: 'old@shop.cn', to: 'third@shop.cn' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'withdrawn' })
})

test('further addresses have a consent of their own, and bring it along when they become the primary one', async () => {
  const id = await somebody({ email: 'one@shop.cn', emailConsent: 'granted' })
  await world.act(addContactPoint, { id, kind: 'email', value: 'two@shop.cn', consent: 'withdrawn' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
  await world.act(makePointPrimary, { id, kind: 'email', value: 'two@shop.cn' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'withdrawn' })
  await world.act(makePointPrimary, { id, kind: 'email', value: 'one@shop.cn' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
})

test('a phone carries calls and messages; a no to one of them shows at the phone', async () => {
  const id = await somebody({ phone: '+8613800138000' })
  await world.act(setPointConsent, { id, kind: 'phone', value: '13800138000', consent: 'granted', how: '电话里说的' })
  expect([await stateOf(id, 'marketing', 'sms'), await stateOf(id, 'marketing', 'call')]).toEqual(['given', 'given'])
  await record(id, { channels: ['call'], state: 'withdrawn' })
  expect([await stateOf(id, 'marketing', 'sms'), await stateOf(id, 'marketing', 'call')]).toEqual(['given', 'withdrawn'])
  const { rows } = await sql<{ consent: string }>`select consent from contact_points where customer_id = ${id} and kind = 'phone'`.execute(
    world.db,
  )
  expect(rows).toEqual([{ consent: 'withdrawn' }])
})

test('a consent by hand keeps the wording of its day, its proof and its time; a time to come and a strange channel are refused', async () => {
  const id = await somebody()
  await record(id, { at: '2026-06-01T02:00:00Z', language: 'zh', note: '门店签的纸' })
  const [one] = (await world.ask(readConsents, { id })).records
  expect(one).toMatchObject({ version: 1, how: 'spoken', at: '2026-06-01T02:00:00.000Z', note: '门店签的纸', address: '' })
  expect(one?.wording?.zh).toContain('我同意')
  expect((await world.ask(readTimeline, { id, kind: 'consent.recorded' })).facts[0]?.payload).toMatchObject({
    purpose: '营销消息',
    state: 'given',
  })
  await expect(record(id, { at: '2026-06-16T02:00:00Z' })).rejects.toMatchObject({ code: 'consent.in-the-future' })
  await expect(record(id, { purpose: 'surveys', channels: ['post'] })).rejects.toMatchObject({ code: 'consent.channel-elsewhere' })
  await expect(record(id, { channels: [] })).rejects.toMatchObject({ code: 'consent.channel-elsewhere' })
  await expect(record(id, { purpose: 'nothing-such' })).rejects.toMatchObject({ code: 'consent.unknown-purpose' })
  await expect(record('0190a6e2-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'record.missing' })
  await expect(record(id, { evidence: ['0190a6e2-0000-7000-8000-000000000000'] })).rejects.toMatchObject({ code: 'file.missing' })
})

test('what was said earlier and is written down later does not undo what was said since', async () => {
  const id = await somebody({ emailConsent: 'withdrawn' })
  await record(id, { at: '2026-05-01T02:00:00Z' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'withdrawn' })
  await record(id)
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
})

test('a consent runs out with its term, at once for the door and with a record a little later', async () => {
  const id = await somebody()
  await record(id, { validUntil: '2026-06-20T00:00:00Z' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
  world.setTime('2026-06-20T00:00:01Z')
  expect(await stateOf(id, 'marketing', 'email')).toBe('expired')
  await endConsents(world.services)
  await endConsents(world.services)
  expect((await recordsOf(id)).map((row) => row['how'])).toEqual(['spoken', 'term-over'])
  expect(await ofCustomer(id)).toMatchObject({ email: 'unknown' })
})

test('a purpose that changes asks anew: earlier consents count no longer; the words alone change nothing', async () => {
  const id = await somebody()
  await record(id)
  await world.act(publishWording, { code: 'marketing', zh: '我同意接收消息。', en: 'I agree to messages.', changes: ['wording'] })
  expect(await stateOf(id, 'marketing', 'email')).toBe('given')
  const made = await world.act(publishWording, {
    code: 'marketing',
    zh: '我同意接收消息和来电。',
    en: 'I agree to messages and calls.',
    changes: ['method'],
  })
  expect(made).toEqual({ code: 'marketing', version: 3, asksAnew: true })
  expect(await stateOf(id, 'marketing', 'email')).toBe('expired')
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
  await world.system(followNext)
  expect(await ofCustomer(id)).toMatchObject({ email: 'unknown' })
  await record(id)
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
  const { purposes } = await world.ask(listPurposes)
  expect(purposes[0]?.wordings.map(({ version, asksAnew }) => [version, asksAnew])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ])
  await expect(
    world.act(publishWording, {
      code: 'marketing',
      zh: '我同意接收消息和来电。',
      en: 'I agree to messages and calls.',
      changes: ['wording'],
    }),
  ).rejects.toMatchObject({ code: 'consent.same-wording' })
})

test('the firm makes purposes of its own; those of the product cannot be retired, nor can members make any', async () => {
  const wording = { zh: '我同意把资料交给物流公司。', en: 'I agree that the carrier gets my details.' }
  const purpose = {
    code: 'carrier',
    name: { zh: '交给物流', en: 'To the carrier' },
    help: { zh: '', en: '' },
    channels: ['sms'],
    kind: 'share',
    wording,
  }
  await world.act(createPurpose, purpose)
  await expect(world.act(createPurpose, purpose)).rejects.toMatchObject({ code: 'consent.code-taken' })
  await expect(world.act(createPurpose, { ...purpose, code: 'other' }, { role: 'member' })).rejects.toMatchObject({ code: 'access.denied' })
  await expect(world.act(createPurpose, { ...purpose, code: "x'; drop" })).rejects.toMatchObject({ code: 'input.invalid' })
  const id = await somebody({ phone: '+8613800138001' })
  await record(id, { purpose: 'carrier', channels: ['sms'] })
  expect((await world.ask(readConsents, { id })).records[0]).toMatchObject({ purpose: 'carrier', kind: 'share' })
  await world.act(changePurpose, { code: 'carrier', retired: true })
  await expect(world.act(changePurpose, { code: 'service', retired: true })).rejects.toMatchObject({ code: 'consent.standing-purpose' })
})

test('a child’s own yes counts for nothing, a guardian’s does, and with the years the child becomes no adult by it', async () => {
  const id = await somebody({ birthday: '2014-03-01', emailConsent: 'granted' })
  await world.settle()
  expect(await ofCustomer(id)).toMatchObject({ email: 'unknown' })
  expect((await world.ask(readConsents, { id })).minor).toBe(true)
  expect((await world.ask(readConsents, { id })).records[0]).toMatchObject({ state: 'given', counts: false })
  await expect(record(id)).rejects.toMatchObject({ code: 'consent.guardian-needed', details: { age: 14 } })
  const guardian = { name: '王建国', relation: '父亲', contact: '13900139000', proof: '户口簿' }
  await record(id, { guardian })
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
  await world.act(updateCustomer, { id, emailConsent: 'withdrawn' })
  expect(await ofCustomer(id)).toMatchObject({ email: 'withdrawn' })
  await world.act(updateCustomer, { id, emailConsent: 'granted' })
  expect(await ofCustomer(id), 'the child cannot undo the no').toMatchObject({ email: 'withdrawn' })
  expect(await found({ field: 'isMinor', op: 'is', value: true })).toEqual([id])
  world.setTime('2028-03-02T00:00:00Z')
  await minorsTick(world.services)
  expect(await found({ field: 'isMinor', op: 'is', value: false })).toEqual([id])
  await record(id)
  expect(await ofCustomer(id)).toMatchObject({ email: 'granted' })
})

test('a birthday that comes to light later, or another age, makes a yes a child’s', async () => {
  const id = await somebody({ emailConsent: 'granted' })
  const older = await somebody({ emailConsent: 'granted', birthday: '2011-03-01' })
  await world.act(updateCustomer, { id, birthday: '2015-01-01' })
  expect([await ofCustomer(id), await ofCustomer(older)]).toMatchObject([{ email: 'unknown' }, { email: 'granted' }])
  await world.act(saveConsentSettings, { age: 16 })
  await world.system(followNext)
  expect(await ofCustomer(older)).toMatchObject({ email: 'unknown' })
  await expect(world.act(saveConsentSettings, { age: 3 })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('rules ask for consent by purpose and channel, and for no personalisation', async () => {
  const yes = await somebody({ phone: '+8613800138003' })
  const no = await somebody({ phone: '+8613800138004', noPersonalisation: true })
  await record(yes, { purpose: 'surveys', channels: ['sms'] })
  await record(no, { purpose: 'surveys', channels: ['sms'], state: 'refused' })
  expect(await found({ field: 'consents', op: 'agreed-to-any', value: ['surveys:sms', 'surveys:email'] })).toEqual([yes])
  expect(await found({ field: 'consents', op: 'agreed-to-all', value: ['surveys:sms', 'surveys:email'] })).toEqual([])
  expect(await found({ field: 'consents', op: 'agreed-to-none', value: ['surveys:sms'] })).toEqual([no])
  expect(await found({ field: 'consents', op: 'refused-any', value: ['surveys:sms'] })).toEqual([no])
  expect(await found({ field: 'noPersonalisation', op: 'is', value: true })).toEqual([no])
  await world.act(updateCustomer, { id: yes, phone: '+8613800138005' })
  expect(await found({ field: 'consents', op: 'agreed-to-any', value: ['surveys:sms'] }), 'by hand it was said of every number').toEqual([
    yes,
  ])
  const app = await world.http()
  const strange = encodeURIComponent(JSON.stringify({ field: 'consents', op: 'agreed-to-any', value: ['x:y'] }))
  expect((await app.inject({ url: `/api/customers?rule=${strange}`, headers: { 'x-test-role': 'owner' } })).statusCode).toBe(400)
})

test('on a merge the stricter wins for each purpose and channel; parting gives each back what they had said', async () => {
  const a = await somebody({ phone: '+8613800138006', emailConsent: 'granted' })
  const b = await somebody({ phone: '+8613800138007' })
  await record(a, { channels: ['sms'] })
  await record(a, { purpose: 'surveys', channels: ['email'] })
  await record(b, { channels: ['sms'], state: 'refused' })
  await record(b, { purpose: 'personalisation', channels: [], state: 'refused' })
  await record(b, { channels: ['email'], state: 'withdrawn' })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  expect(await stateOf(a, 'marketing', 'sms')).toBe('withdrawn')
  expect(await stateOf(a, 'surveys', 'email')).toBe('given')
  expect(await ofCustomer(a)).toEqual({ email: 'withdrawn', np: true })
  await world.act(unmergeCustomers, { id: mergeId })
  expect([await stateOf(a, 'marketing', 'sms'), await stateOf(b, 'marketing', 'sms')]).toEqual(['given', 'refused'])
  expect([await ofCustomer(a), await ofCustomer(b)]).toEqual([
    { email: 'granted', np: false },
    { email: 'withdrawn', np: true },
  ])
})

test('what is refused while two are one is refused by both when they part', async () => {
  const a = await somebody({ emailConsent: 'granted' })
  const b = await somebody({ emailConsent: 'granted' })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  await world.act(updateCustomer, { id: a, emailConsent: 'withdrawn' })
  await world.act(unmergeCustomers, { id: mergeId })
  expect([await ofCustomer(a), await ofCustomer(b)]).toMatchObject([{ email: 'withdrawn' }, { email: 'withdrawn' }])
  expect((await recordsOf(b)).at(-1)).toMatchObject({ how: 'refused-together' })
})

test('the report counts who may be reached', async () => {
  await somebody({ emailConsent: 'granted' })
  await somebody({ emailConsent: 'withdrawn' })
  await somebody()
  await world.act(createCustomer, { name: '无邮箱', emailConsent: 'granted' })
  const { lines, customers, weeks } = await world.ask(consentReach)
  expect(customers).toBe(4)
  expect(lines.find(({ purpose, channel }) => purpose === 'marketing' && channel === 'email')).toMatchObject({
    addressed: 3,
    agreed: 1,
    refused: 1,
    reachable: 1,
  })
  expect(lines.find(({ purpose, channel }) => purpose === 'service' && channel === 'email')).toMatchObject({ addressed: 3, reachable: 3 })
  expect(weeks).toMatchObject([{ purpose: 'marketing', channel: 'email', given: 2, stopped: 1 }])
})

test('whoever opens the consents of a minor is noted in the audit, of others as ever', async () => {
  const child = await somebody({ birthday: '2016-01-01' })
  const adult = await somebody()
  const opened = async () => {
    await flushReadings(world.services)
    const { rows } = await sql<{
      action: string
      subject: string
    }>`select action, subject from audit.entries where action like '%minor%'`.execute(world.db)
    return rows.map((row) => row.subject)
  }
  await world.ask(readConsents, { id: adult })
  expect(await opened()).toEqual([])
  await world.ask(readConsents, { id: child })
  expect(await opened()).toEqual([child])
})
