import { expect, test } from 'vitest'
import { willing } from '../../../test/willing.ts'
import { usualAttention } from '../attention/attention-settings.ts'
import type { Contact } from '../attention/count-limits.ts'
import { type Candidate, decideSending } from './decide-sending.ts'
import { keptSending, usualSending as rules } from '../../know/shop/settings.ts'
import { nextTry, quietUntil } from './sending-rules.ts'

const noon = new Date('2026-06-15T04:00:00Z')
const circumstances = { now: noon, sending: rules, attention: usualAttention, mailHost: 'smtp.shop.cn' }
const earlier = (n: number, fields: Partial<Contact> = {}): Contact[] =>
  Array.from({ length: n }, (_, i) => ({
    at: new Date(noon.getTime() - (i + 1) * 86_400_000),
    channel: 'email',
    kind: 'marketing',
    ...fields,
  }))

test.each<[string, Partial<Candidate>, Partial<typeof circumstances>, string]>([
  ['a willing customer at noon', {}, {}, 'send'],
  ['no address', { address: null }, {}, 'address-missing'],
  ['consent unknown', { consent: 'unknown' }, {}, 'consent-missing'],
  ['consent withdrawn', { consent: 'withdrawn' }, {}, 'consent-withdrawn'],
  ['service mail without an answer about consent', { kind: 'service', needsYes: false, consent: 'unknown' }, {}, 'send'],
  ['a survey without a yes', { kind: 'service', consent: 'unknown' }, {}, 'consent-missing'],
  ['marketing that was chosen for somebody who refuses that', { personal: true }, {}, 'no-personalisation'],
  ['service mail chosen by a rule for such a one', { kind: 'service', personal: true }, {}, 'send'],
  ['service mail after consent was withdrawn', { kind: 'service', consent: 'withdrawn' }, {}, 'consent-withdrawn'],
  ['the third marketing mail of a week', { contacts: earlier(2) }, {}, 'send'],
  ['the fourth marketing mail of a week', { contacts: earlier(3) }, {}, 'too-many'],
  ['service mail beyond the cap', { kind: 'service', contacts: earlier(6) }, {}, 'send'],
  ['held out', { heldOut: true }, {}, 'held-out'],
  ['a journey that runs', { journey: 'live' }, {}, 'send'],
  ['a paused journey', { journey: 'paused' }, {}, 'journey-paused'],
  ['a deleted journey', { journey: 'deleted' }, {}, 'journey-deleted'],
  ['a sample address and an outside server', { address: 'a@tea.example' }, {}, 'sample-address'],
  ['a sample address and our own machine', { address: 'a@tea.example' }, { mailHost: '127.0.0.1' }, 'send'],
  ['a host that only looks like ours', { address: 'a@tea.example' }, { mailHost: '127.evil.com' }, 'sample-address'],
  ['marketing at night', {}, { now: new Date('2026-06-15T14:00:00Z') }, 'quiet-hours'],
  ['service mail at night', { kind: 'service' }, { now: new Date('2026-06-15T14:00:00Z') }, 'send'],
  ['a customer who is gone', { customerKnown: false, address: null }, {}, 'customer-missing'],
  ['a template that is gone', { templateKnown: false }, {}, 'template-missing'],
])('%s: decided about', (_, candidate, other, wanted) => {
  const decision = decideSending({ ...willing, ...candidate }, { ...circumstances, ...other })
  expect(decision.do === 'send' ? 'send' : decision.reason.code).toBe(wanted)
})

test('quiet hours over midnight end next morning, or this morning', () => {
  const until = (at: string) => quietUntil(new Date(at), rules, 'Asia/Shanghai')?.toISOString() ?? null
  expect(until('2026-06-15T12:59:00Z')).toBe(null)
  expect(until('2026-06-15T13:00:00Z')).toBe('2026-06-16T01:00:00.000Z')
  expect(until('2026-06-15T17:00:00Z')).toBe('2026-06-16T01:00:00.000Z')
  expect(until('2026-06-16T01:00:00Z')).toBe(null)
  expect(quietUntil(noon, { ...rules, quietFrom: '11:00', quietTo: '14:00' }, 'Asia/Shanghai')?.toISOString()).toBe(
    '2026-06-15T06:00:00.000Z',
  )
  expect(quietUntil(noon, { ...rules, quietFrom: '12:00', quietTo: '12:00' }, 'Asia/Shanghai')).toBe(null)
})

test('settings that make no sense fall back to the defaults', () => {
  expect(keptSending.parse({ quietFrom: '25:00', quietTo: '08:00', capPerWeek: 'many' })).toEqual({
    quietFrom: '21:00',
    quietTo: '08:00',
    capPerWeek: 3,
  })
})

test('tries grow apart and end within a day', () => {
  const gaps = Array.from({ length: 8 }, (_, i) => nextTry(i + 1, noon)).map((at) => (at ? (at.getTime() - noon.getTime()) / 60_000 : null))
  expect(gaps).toEqual([1, 5, 15, 60, 180, 360, 720, null])
})
