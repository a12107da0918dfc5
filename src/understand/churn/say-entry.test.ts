import { expect, test } from 'vitest'
import { type Entry, sayWhy } from './say-entry.ts'

const why: Entry['why'] = {
  state: 'late',
  elapsed: 40,
  rhythmDays: 12,
  gaps: 8,
  aliveChance: null,
  spend: 90_000,
  purchases: 9,
  predicted: false,
  consent: 'granted',
  reachable: true,
  owned: true,
  complaint: false,
  fresh: 1,
}
const entry: Entry = {
  id: '018f0000-0000-7000-8000-000000000001',
  customer: { id: '018f0000-0000-7000-8000-000000000002', name: '林知秋', noPersonalisation: false },
  state: 'open',
  snoozedUntil: null,
  assigneeId: null,
  assigneeName: null,
  openedAt: '2026-06-01T00:00:00.000Z',
  since: 40,
  risk: 0.8,
  value: 90_000,
  changeable: 0.5,
  atStake: 36_000,
  why,
  basis: 'rhythm',
  isOutdated: false,
  reason: null,
  reasonFrom: null,
  reasonWords: null,
  resolvedAt: null,
  resolvedBy: null,
  note: null,
  backAt: null,
  cameBackWith: null,
  version: 1,
  steps: [],
}

test.each([
  ['both known', {}, '平时每 {days} 天来一次，已经 {since} 天没来'],
  ['purchases taken back since', { since: null }, '消费记录已撤销，现在没有剩下的消费'],
  ['purchases taken back since, judged by days', { since: null, basis: 'days' as const }, '消费记录已撤销，现在没有剩下的消费'],
  ['the last purchase hidden', { since: null, why: { ...why, elapsed: null } }, '多久没来、平时多久来一次：您的角色看不到'],
  ['the rhythm hidden', { why: { ...why, rhythmDays: null, gaps: null } }, '多久没来、平时多久来一次：您的角色看不到'],
])('why somebody is on the list is said with %s', (_, change, words) => {
  expect(sayWhy({ ...entry, ...change }).words.zh).toBe(words)
})
