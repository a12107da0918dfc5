import { expect, test } from 'vitest'
import { usualSending } from '../../know/shop/settings.ts'
import { usualAttention } from './attention-settings.ts'
import { endOfQuiet, festivalOn, waitFor, zoneOf } from './quiet-times.ts'

const zone = 'Asia/Shanghai'
const rules = { sending: usualSending, attention: usualAttention }
const until = (at: string, channel: string, more: Partial<typeof rules> = {}) => {
  const wait = waitFor(new Date(at), channel, { ...rules, ...more }, zone)
  return wait && `${wait.code} ${wait.until.toISOString()}`
}

test('a text message waits for nine in the morning from eight in the evening, an e-mail from nine', () => {
  expect(until('2026-06-15T11:59:00Z', 'sms')).toBe(null)
  expect(until('2026-06-15T12:00:00Z', 'sms')).toBe('channel-hours 2026-06-16T01:00:00.000Z')
  expect(until('2026-06-15T12:00:00Z', 'email')).toBe(null)
  expect(until('2026-06-15T13:00:00Z', 'email')).toBe('quiet-hours 2026-06-16T01:00:00.000Z')
})

test('a firm may widen the hours of text messages, but never beyond what carriers take', () => {
  const never = { ...usualSending, quietFrom: '00:00', quietTo: '00:00' }
  const wide = { sending: never, attention: { ...usualAttention, hours: { sms: { from: '00:00', to: '23:59' } } } }
  expect(until('2026-06-15T13:59:00Z', 'sms', wide)).toBe(null)
  expect(until('2026-06-15T14:00:00Z', 'sms', wide)).toBe('channel-hours 2026-06-16T00:00:00.000Z')
  expect(until('2026-06-15T23:59:00Z', 'sms', wide)).toBe('channel-hours 2026-06-16T00:00:00.000Z')
})

test('over a festival marketing waits until its last day is over and the morning has come; a day worked in exchange is none', () => {
  const quiet = { sending: usualSending, attention: { ...usualAttention, festivals: ['春节' as const] } }
  // 国务院办公厅关于2026年部分节假日安排的通知: 2 月 15 日至 23 日放假，2 月 14 日、28 日上班.
  expect(until('2026-02-14T04:00:00Z', 'email', quiet)).toBe(null)
  expect(until('2026-02-16T04:00:00Z', 'email', quiet)).toBe('festival 2026-02-24T01:00:00.000Z')
  expect(until('2026-02-28T04:00:00Z', 'email', quiet)).toBe(null)
})

test('in a year whose days off nobody has announced yet, the festivals themselves are known', () => {
  const all = ['元旦', '春节', '清明', '劳动节', '端午', '中秋', '国庆节']
  const days = {
    '2030-01-01': '元旦',
    '2030-02-03': '春节',
    '2030-04-05': '清明',
    '2030-05-01': '劳动节',
    '2030-06-05': '端午',
    '2030-09-12': '中秋',
    '2030-10-01': '国庆节',
  }
  for (const [day, name] of Object.entries(days)) expect(festivalOn(day, all), day).toBe(name)
  expect(festivalOn('2030-07-01', all)).toBe(null)
  expect(festivalOn('2030-02-03', [])).toBe(null)
})

test('quiet hours end once on both nights on which clocks are changed', () => {
  const berlin = 'Europe/Berlin'
  const quiet = { from: '21:00', to: '02:30' }
  // The 29th of March has no 02:30; the 25th of October has two.
  expect(endOfQuiet(new Date('2026-03-29T00:30:00Z'), quiet, berlin)?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(endOfQuiet(new Date('2026-03-29T01:30:00Z'), quiet, berlin)).toBe(null)
  const first = endOfQuiet(new Date('2026-10-24T22:00:00Z'), quiet, berlin)
  expect(first && first > new Date('2026-10-24T22:00:00Z')).toBe(true)
  // At the second 02:00 the end said is still to come, never one that has passed.
  const second = endOfQuiet(new Date('2026-10-25T01:10:00Z'), quiet, berlin)
  expect(second && second > new Date('2026-10-25T01:10:00Z')).toBe(true)
})

test('a customer in China keeps China’s time, whatever the shop’s', () => {
  expect(zoneOf('广东', 'Europe/Berlin')).toBe('Asia/Shanghai')
  expect(zoneOf('California', 'America/Los_Angeles')).toBe('America/Los_Angeles')
  expect(zoneOf(null, 'Europe/Berlin')).toBe('Europe/Berlin')
})
