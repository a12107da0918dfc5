import { expect, test } from 'vitest'
import { isMachine } from './is-machine.ts'

const now = new Date('2026-06-15T04:00:10Z')
const person = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50'

test.each([
  [{ 'user-agent': person }, '2026-06-15T04:00:00Z', false],
  [{ 'user-agent': person }, '2026-06-15T04:00:09.500Z', true],
  [{ 'user-agent': person }, null, false],
  [{ 'user-agent': person, 'sec-purpose': 'prefetch;prerender' }, null, true],
  [{ 'user-agent': person, purpose: 'preview' }, null, true],
  [{ 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, null, true],
  [{ 'user-agent': 'Barracuda Sentinel (EE)' }, null, true],
  [{ 'user-agent': 'curl/8.5.0' }, null, true],
  [{}, null, true],
])('who opens a link is a person or a program (%#)', (headers, arrived, machine) => {
  expect(isMachine(headers, now, arrived === null ? null : new Date(arrived))).toBe(machine)
})
