import fc from 'fast-check'
import { expect, test } from 'vitest'
import { willing } from '../../../test/willing.ts'
import { localDate } from '../../core/kit/local-time.ts'
import { usualSending } from '../../know/shop/settings.ts'
import { decideSending } from '../messages/decide-sending.ts'
import { sayMessageReason } from '../messages/reasons.ts'
import type { AttentionLimit } from './attention-settings.ts'
import { type Contact, countUnder, type Kept, limitsOf, windowEnd, windowStart } from './count-limits.ts'

const now = new Date('2026-06-15T04:00:00Z')
const zone = 'Asia/Shanghai'
const hour = 3_600_000
const always = { ...usualSending, quietFrom: '00:00', quietTo: '00:00' }

const channels = ['email', 'sms', 'wechat', 'wecom', 'call'] as const
const kinds = ['marketing', 'survey', 'service'] as const
const contact = fc.record({
  channel: fc.constantFrom(...channels),
  kind: fc.constantFrom(...kinds),
  hoursAgo: fc.integer({ min: 0, max: 900 }),
})
const limit = fc.record({
  channel: fc.constantFrom('all' as const, 'email' as const, 'sms' as const, 'wechat' as const),
  counts: fc.constantFrom('marketing' as const, 'survey' as const, 'all' as const),
  per: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  most: fc.integer({ min: 0, max: 5 }),
})

/** The rules as a person would read them, one contact at a time, without any of the code that is tried. */
function mayRead(
  message: { channel: string; kind: string },
  contacts: readonly Contact[],
  limits: readonly AttentionLimit[],
  cap: number,
): boolean {
  const day = localDate(now, zone)
  const inside = (at: Date, per: string) => {
    if (per === 'week') return now.getTime() - at.getTime() < 7 * 24 * hour
    const on = localDate(at, zone)
    return per === 'day' ? on === day : on.slice(0, 7) === day.slice(0, 7)
  }
  const own = limits.filter(
    ({ channel, counts }) => (channel === 'all' || channel === message.channel) && (counts === 'all' || counts === message.kind),
  )
  const quotas = [
    { of: 'sms', counts: 'marketing', per: 'day', most: 1 },
    { of: 'wecom', counts: 'all', per: 'day', most: 1 },
    { of: 'wechat', counts: 'all', per: 'month', most: 4 },
  ].filter(({ of, counts }) => of === message.channel && (counts === 'all' || counts === message.kind))
  const all = [
    ...(message.kind === 'service' ? [] : own),
    ...quotas.map(({ of, ...quota }) => ({ ...quota, channel: of })),
    ...(message.kind === 'marketing' ? [{ channel: 'all', counts: 'marketing', per: 'week', most: cap }] : []),
  ]
  return all.every(({ channel, counts, per, most }) => {
    const used = contacts.filter(
      (one) => (channel === 'all' || one.channel === channel) && (counts === 'all' || one.kind === counts) && inside(one.at, per),
    )
    return used.length < most
  })
}

test('whatever the limits and whatever was sent, the decision is the one that reading the rules gives', () => {
  fc.assert(
    fc.property(
      fc.array(contact, { maxLength: 12 }),
      fc.uniqueArray(limit, { maxLength: 4, selector: (one) => JSON.stringify(one) }),
      fc.constantFrom(...kinds),
      fc.constantFrom('email', 'sms', 'wechat', 'wecom'),
      fc.integer({ min: 0, max: 5 }),
      (had, limits, kind, channel, cap) => {
        // Half an hour off the full hour, so that no contact stands on the edge of a window.
        const contacts = had.map(({ hoursAgo, ...one }) => ({ ...one, at: new Date(now.getTime() - hoursAgo * hour - hour / 2) }))
        const attention = { limits, hours: {}, festivals: [], ownZone: true }
        const decision = decideSending(
          { ...willing, kind, channel, contacts },
          { now, sending: { ...always, capPerWeek: cap }, attention, mailHost: '127.0.0.1' },
        )
        expect(decision.do === 'send').toBe(mayRead({ channel, kind }, contacts, limits, cap))
      },
    ),
    { numRuns: 2_000 },
  )
})

test('one more contact never makes room, and a wider limit never takes any', () => {
  fc.assert(
    fc.property(fc.array(contact, { maxLength: 8 }), contact, limit, (had, more, one) => {
      const at = (all: typeof had) => all.map(({ hoursAgo, ...rest }) => ({ ...rest, at: new Date(now.getTime() - hoursAgo * hour) }))
      const decide = (contacts: Contact[], most: number) =>
        decideSending(
          { ...willing, contacts },
          {
            now,
            sending: always,
            attention: { limits: [{ ...one, most }], hours: {}, festivals: [], ownZone: true },
            mailHost: 'localhost',
          },
        ).do
      const isFull = decide(at(had), one.most) === 'skip'
      expect(isFull && decide(at([...had, more]), one.most) !== 'skip', 'one more made room').toBe(false)
      expect(isFull && one.most > 0 && decide(at(had), one.most - 1) !== 'skip', 'a narrower limit made room').toBe(false)
    }),
  )
})

test('a day and a month begin at the customer’s midnight, a week is seven times 24 hours', () => {
  expect(windowStart('day', now, zone).toISOString()).toBe('2026-06-14T16:00:00.000Z')
  expect(windowStart('month', now, zone).toISOString()).toBe('2026-05-31T16:00:00.000Z')
  expect(windowStart('week', now, zone).toISOString()).toBe('2026-06-08T04:00:00.000Z')
  expect(windowEnd('day', now, zone).toISOString()).toBe('2026-06-15T16:00:00.000Z')
  expect(windowEnd('month', new Date('2026-12-31T04:00:00Z'), zone).toISOString()).toBe('2026-12-31T16:00:00.000Z')
  expect(windowEnd('month', new Date('2026-02-10T04:00:00Z'), zone).toISOString()).toBe('2026-02-28T16:00:00.000Z')
})

test('on the nights on which clocks are changed a day is 23 or 25 hours and still one day', () => {
  const berlin = 'Europe/Berlin'
  for (const [at, hours] of [
    ['2026-03-29T10:00:00Z', 23],
    ['2026-10-25T10:00:00Z', 25],
  ] as const) {
    const day = new Date(at)
    expect((windowEnd('day', day, berlin).getTime() - windowStart('day', day, berlin).getTime()) / hour, at).toBe(hours)
  }
})

test('room that is kept for something that matters more is not taken; a message that matters as much may take it', () => {
  const weekly = limitsOf('email', 'marketing', { limits: [], hours: {}, festivals: [], ownZone: true }, 2)[0]
  if (!weekly) throw new Error('no weekly limit')
  const sent: Contact[] = [{ at: new Date(now.getTime() - hour), channel: 'sms', kind: 'marketing' }]
  const kept: Kept[] = [
    {
      plan: 'campaign:1',
      channel: 'email',
      priority: 80,
      from: new Date(now.getTime() + 48 * hour),
      until: new Date(now.getTime() + 72 * hour),
    },
  ]
  const under = (priority: number, more: Partial<Kept> = {}) =>
    countUnder(
      weekly,
      sent,
      kept.map((one) => ({ ...one, ...more })),
      { now, timeZone: zone, priority },
    )
  expect(under(50)).toMatchObject({ sent: 1, kept: 1 })
  expect(under(80)).toMatchObject({ sent: 1, kept: 0 })
  expect(under(50, { until: now }), 'what is over keeps nothing').toMatchObject({ kept: 0 })
  expect(under(50, { from: new Date(now.getTime() + 8 * 24 * hour) }), 'a message of today counts no more by then').toMatchObject({
    kept: 0,
  })
  const decide = (reservations: readonly Kept[]) =>
    decideSending(
      { ...willing, contacts: sent, kept: reservations },
      { now, sending: { ...always, capPerWeek: 2 }, attention: { limits: [], hours: {}, festivals: [], ownZone: true }, mailHost: null },
    )
  expect(decide(kept)).toMatchObject({
    do: 'skip',
    reason: { code: 'reserved', details: { sent: 1, kept: 1, cap: 2, plans: 'campaign:1' } },
  })
  const many = decide(['1', '2', '3', '4'].flatMap((id) => kept.map((one) => ({ ...one, plan: `campaign:${id}` }))))
  const campaigns = ['1', '2', '3', '4'].map((value) => ({ value, label: { zh: `活动${value}`, en: `Campaign ${value}` } }))
  expect('reason' in many && sayMessageReason(many.reason, new Map([['campaign', campaigns]])).zh, 'none of them is left out').toMatch(
    /其余 4 条留给营销活动“活动1”、.+、营销活动“活动4”$/,
  )
})
