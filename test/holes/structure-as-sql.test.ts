// SQL in a part that is no value: Twenty CVE-2026-46624, -73069; Chatwoot CVE-2025-21628, CVE-2026-44706; Mautic CVE-2026-4776,
// CVE-2022-25775; SuiteCRM CVE-2026-29096; listmonk CVE-2026-62361.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, openDoor } from '../door.ts'
import { makeWorld, type World } from '../world.ts'

let world: World
let door: Door
let cookie: string

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
  cookie = await door.cookieOf((await world.person({ role: 'owner' })).id)
  await world.customer({ name: '甲', city: '杭州' })
})
afterAll(async () => {
  await door.app.close()
  await world.end()
})

const evil = [
  "' or '1'='1",
  "city'; drop table customers; --",
  'city") or 1=1 --',
  'is) or (1=1',
  'is null union select password from auth.accounts --',
  'pg_sleep(9)',
  "Asia/Shanghai') || (select current_user) || ('",
  '$1',
  '\\',
  '"; copy (select 1) to program $$id$$; --',
  '__proto__',
  'constructor',
]

/** Each place of a rule, a list and a report that is not a value. */
const places = (text: string): readonly (readonly [string, string, unknown?])[] => {
  const rules = [
    { field: text, op: 'is', value: '杭州' },
    { field: 'city', op: text, value: '杭州' },
    { all: [{ any: [{ not: { field: 'city', op: text, value: 'x' } }] }] },
    { all: [{ field: text, op: 'known' }] },
    { segment: text },
    { stage: text },
    { event: text, op: 'happened' },
    { field: 'createdAt', op: 'after', value: text },
    { field: 'birthday', op: 'is', value: text },
    { field: 'spend', op: 'at-least', value: text },
  ]
  const query = (path: string, values: Record<string, string>) => `/api/${path}?${new URLSearchParams(values)}`
  return [
    ...rules.flatMap((rule): (readonly [string, string, unknown?])[] => [
      ['GET', query('customers', { rule: JSON.stringify(rule) })],
      ['GET', query('customers/count', { rule: JSON.stringify(rule) })],
      ['GET', query('customers/export', { rule: JSON.stringify(rule), format: 'csv' })],
      ['POST', '/api/segments/count-rule', { rule }],
      ['POST', '/api/segments', { name: '坏', rule }],
    ]),
    ['GET', query('customers', { sort: text })],
    ['GET', query('customers', { sort: `-${text}` })],
    ['GET', query('customers', { fields: text })],
    ['GET', query('customers', { after: text })],
    ['GET', query('customers', { limit: text })],
    ['GET', query('customers/export', { fields: text, format: 'csv' })],
    ['GET', query('customers/export', { sort: text, format: 'csv' })],
    ['GET', query('customers/export', { format: text })],
    ['GET', query('stages/flows', { from: text, to: text })],
    ['GET', query('stages/over-time', { from: text, to: text, by: text, timeZone: text })],
    ['GET', query('quality/to-mend', { field: text })],
    ['PUT', '/api/settings/shop', { name: '店', currency: 'CNY', timeZone: text }],
    ['PUT', '/api/settings/shop', { name: '店', currency: text, timeZone: 'Asia/Shanghai' }],
    ['POST', '/api/custom-fields', { label: { zh: '甲', en: 'A' }, name: text, type: text }],
  ]
}

test('what is no name of a field, an operator or a zone is refused as such, on every path, and never reaches the database', {
  timeout: 120_000,
}, async () => {
  const wrong: string[] = []
  for (const text of evil)
    for (const [method, url, body] of places(text)) {
      const answer = await door.send(method, url, { headers: { cookie }, body })
      // These two take it as a value that nothing has, or not at all.
      const isNothing = /to-mend|over-time/.test(url) && answer.statusCode === 200
      if (!isNothing && (answer.statusCode < 400 || answer.statusCode >= 500))
        wrong.push(`${answer.statusCode} ${method} ${url} ${JSON.stringify(body) ?? ''}`)
      if (/syntax error|SQLSTATE|pg_|relation "/i.test(answer.body.replaceAll(text, ''))) wrong.push(`tells of the database: ${url}`)
    }
  expect(wrong).toEqual([])
  expect(world.problems).toEqual([])
})

test('what is searched for is a value, whatever it looks like', async () => {
  for (const text of evil.filter((one) => /\w/.test(one))) {
    const answer = await door.send('GET', `/api/customers?${new URLSearchParams({ search: text })}`, { headers: { cookie } })
    expect([text, answer.statusCode, answer.json().rows.length]).toEqual([text, 200, 0])
  }
})
