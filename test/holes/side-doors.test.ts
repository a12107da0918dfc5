// A hidden field by another door: Twenty CVE-2026-85055, Odoo CVE-2024-36259; secrets through a template: listmonk CVE-2025-49136,
// Mautic CVE-2021-27908, Odoo CVE-2020-29396; formulas: SuiteCRM CVE-2020-15301; file names: erxes CVE-2024-57186, -57189.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Door, openDoor } from '../door.ts'
import { makeWorld, type World } from '../world.ts'

let world: World
let door: Door
let owner: string
let seller: string
let customer: string

beforeAll(async () => {
  world = await makeWorld()
  door = await openDoor(world)
  owner = await door.cookieOf((await world.person({ role: 'owner' })).id)
  const verbs = { read: ['all' as const], create: ['all' as const], change: ['all' as const], export: ['all' as const] }
  const person = await world.person({
    rights: { grants: { customer: verbs, segment: verbs, template: verbs }, fields: { note: 'hidden', phone: 'masked' }, rights: [] },
  })
  seller = await door.cookieOf(person.id)
  customer = await world.customer({ name: '甲', note: '只有老板知道', phone: '+8613912345678' })
  await world.settle()
})
afterAll(async () => {
  await door.app.close()
  await world.end()
})

const ask = (cookie: string, url: string) => door.send('GET', url, { headers: { cookie } })

test('a hidden or masked field answers no question, right guess or wrong, at any door', async () => {
  for (const [field, right, wrong] of [
    ['note', '只有老板知道', '别的'],
    ['phone', '+8613912345678', '+8613900000000'],
  ] as const)
    for (const op of ['is', 'contains', 'known', 'starts-with']) {
      const answers = await Promise.all(
        [right, wrong].map(async (value) => {
          const rule = { field, op, value }
          const query = new URLSearchParams({ rule: JSON.stringify(rule) })
          const gets = ['customers', 'customers/count', 'customers/export'].map((path) => ask(seller, `/api/${path}?${query}`))
          const posts = ['count-rule', 'preview-rule'].map((path) =>
            door.send('POST', `/api/segments/${path}`, { headers: { cookie: seller }, body: { rule } }),
          )
          const made = door.send('POST', '/api/segments', { headers: { cookie: seller }, body: { name: '问', rule } })
          return (await Promise.all([...gets, ...posts, made])).map(({ statusCode, json }) => [statusCode, json().code])
        }),
      )
      expect(answers[0]).toEqual(answers[1])
      expect(answers[0]?.every(([status]) => Number(status) >= 400)).toBe(true)
    }
  for (const path of [
    'customers?sort=note',
    'customers?sort=-phone',
    'customers?fields=note',
    'customers/export?fields=note',
    'quality/to-mend?field=note',
  ])
    expect([path, (await ask(seller, `/api/${path}`)).body.includes('老板')]).toEqual([path, false])
  const texts = await Promise.all(
    ['12345678', '13912345678', '5678', '老板'].map((text) => ask(seller, `/api/customers?search=${encodeURIComponent(text)}`)),
  )
  expect(texts.map((answer) => answer.json().rows.length)).toEqual([0, 0, 0, 0])
})

test('the score of what is known does not tell whether a hidden field is', async () => {
  const grants = { customer: { read: ['all' as const], export: ['all' as const] } }
  const person = await world.person({ rights: { grants, fields: { city: 'hidden' }, rights: [] } })
  const cookie = await door.cookieOf(person.id)
  for (const city of ['杭州', null]) await world.customer({ name: '同名', city })
  await world.settle()
  const rows = (await ask(cookie, `/api/customers?search=${encodeURIComponent('同名')}`)).json<{ rows: Record<string, unknown>[] }>().rows
  const [one, other] = rows.map((row) => ({ ...row, id: null, createdAt: null, updatedAt: null }))
  expect(rows).toHaveLength(2)
  expect(one).toEqual(other)
  expect((await ask(cookie, '/api/customers?sort=qualityScore')).statusCode).toBe(400)
  expect((await ask(cookie, '/api/quality')).json().code).toBe('rights.figures-hidden')
})

test('a template reaches the customer’s fields and nothing of the program', async () => {
  const evil = [
    '{{ process.env }}',
    '{{ constructor.constructor }}',
    '{{ name.constructor }}',
    '{{ __proto__ }}',
    '{{ this }}',
    '{% include "/etc/passwd" %}',
    '{% render "../secret" %}',
    '{{ env.HOME }}',
    '%db_password%',
    '${process.env.HOME}',
    '{{ name | map: "constructor" }}',
    '{{ customer.__proto__.constructor }}',
  ]
  for (const body of evil) {
    const answer = await door.send('POST', '/api/templates/preview', {
      headers: { cookie: owner },
      body: { subject: 'x', body, customerId: customer },
    })
    expect([body, answer.statusCode < 500, /root:|native code|function Object|DATABASE|\/home\//.test(answer.body)]).toEqual([
      body,
      true,
      false,
    ])
  }
  const many = '{% for i in (1..1000000000) %}{% for j in (1..1000000000) %}x{% endfor %}{% endfor %}'
  expect(
    (
      await door.send('POST', '/api/templates/preview', {
        headers: { cookie: owner },
        body: { subject: 'x', body: many, customerId: customer },
      })
    ).body.length,
  ).toBeLessThan(262_144)
})

test('no cell of a list taken away begins a formula', async () => {
  const forms = [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '\t=1+1',
    '\r=1+1',
    '=HYPERLINK("http://evil.example")',
    "=cmd|'/c calc'!A1",
    '＝1+1',
    '％0A-3+3',
    '=DDE("a";"b")',
  ]
  for (const [at, name] of forms.entries())
    await sql`update customers set name = ${name} where id = ${await world.customer({ name: `客${at}` })}`.execute(world.db)
  const { body } = await ask(owner, '/api/customers/export?format=csv&fields=name')
  const cells = body.split(/\r?\n(?=[^\n])/).map((line) => line.replace(/^\uFEFF?"?/, ''))
  expect(cells.length).toBeGreaterThan(forms.length)
  expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([])
})

test('no name of a file or a path leads to another’s file', async () => {
  for (const id of [
    '../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f',
    '....//',
    'C:\\windows',
    '\0',
    '01920000-0000-7000-8000-00000000beef/../x',
  ]) {
    const answer = await ask(seller, `/api/files/${encodeURIComponent(id)}`)
    expect([id, answer.statusCode >= 400 && answer.statusCode < 500, answer.body.includes('root:')]).toEqual([id, true, false])
  }
})

test('no answer holds a password or a key that was given', async () => {
  const secrets = ['口令-mail-9981']
  const kept = await door.send('PUT', '/api/settings/smtp', {
    headers: { cookie: owner },
    body: { host: 'smtp.example.com', port: 465, secure: true, user: 'shop', password: secrets[0], from: 'shop@example.com' },
  })
  expect([kept.statusCode, kept.body]).toEqual([200, expect.any(String)])
  for (const { method, url } of door.routes.filter((route) => route.method === 'GET' && !/[:*]|export|docs/.test(route.url))) {
    const { body } = await door.send(method, url, { headers: { cookie: owner } })
    expect([url, secrets.some((secret) => body.includes(secret))]).toEqual([url, false])
  }
})
