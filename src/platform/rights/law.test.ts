import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type Person, type World } from '../../../test/world.ts'
import { features } from '../../app/features.ts'
import type { About, Question } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import { rights, verbs } from '../../core/rights/rights.ts'
import type { RoleBody } from '../../core/rights/role-body.ts'
import { gatherRegistry } from '../actions/registry.ts'
import { askQuestion } from '../actions/ask-question.ts'
import { runAction } from '../actions/run-action.ts'
import { createContact } from '../../know/contacts/actions.ts'
import { recordPurchase } from '../../know/purchases/actions.ts'
import { createSegment } from '../../understand/segments/actions.ts'
import { readCatalog } from './catalog.ts'
import { subjectsOf } from './subjects.ts'

const registry = gatherRegistry(features)
const definitions = [...registry.actions.values(), ...registry.questions.values()].map((entry) => entry.definition)
let world: World
let limited: Person
let nobody: Person
let customerId: string
let own: string
let segment: string

const everything: RoleBody['grants'] = Object.fromEntries(
  subjectsOf(registry).map(({ name }) => [name, Object.fromEntries(verbs.map((verb) => [verb, name === 'customer' ? ['mine'] : ['all']]))]),
)

beforeAll(async () => {
  world = await makeWorld()
  limited = await world.person({
    rights: {
      grants: everything,
      fields: {
        phone: 'masked',
        email: 'hidden',
        idCard: 'masked',
        note: 'hidden',
        tags: 'hidden',
        spend: 'hidden',
        name: 'masked',
        birthday: 'hidden',
      },
      rights: [...rights],
    },
  })
  nobody = await world.person({ rights: { grants: {}, fields: {}, rights: [] } })
  customerId = await world.customer({ name: '张三', phone: '+8613812345678' })
  own = await world.customer({ kind: 'company', name: '李四商行', phone: '+8613987654321', owner: limited.id })
  await world.act(recordPurchase, { customerId: own, number: 'N1', lines: [{ product: 'A', quantity: 1, amount: 100 }] })
  await world.act(createContact, { customerId: own, name: '小王', phone: '+8613700001111' })
  segment = (await world.act(createSegment, { name: '杭州', rule: { field: 'city', op: 'is', value: '杭州' } })).id
  await world.settle()
})
afterAll(() => world.end())

test('every action and every question says whose records it is about', () => {
  expect(definitions.filter((one) => one.about === undefined).map((one) => one.name)).toEqual([])
})

test('what takes more than a member and is about nobody’s records asks for a right', () => {
  expect(definitions.filter((one) => one.about === 'nothing' && one.role !== 'member' && !one.right).map((one) => one.name)).toEqual([])
})

test('kinds are entities, subjects or tables that are there', async () => {
  const known = new Set([...subjectsOf(registry).map(({ name }) => name), ...(await readCatalog(world.database)).keys()])
  const kinds = (about: About | undefined) => (typeof about === 'object' ? Object.keys(about) : [])
  expect(
    definitions.flatMap((one) =>
      kinds(one.about)
        .filter((kind) => !known.has(kind))
        .map((kind) => `${one.name}: ${kind}`),
    ),
  ).toEqual([])
})

test('the tables of subjects are there', async () => {
  const catalog = await readCatalog(world.database)
  expect(
    subjectsOf(registry)
      .flatMap(({ tables }) => tables)
      .filter((table) => !catalog.has(table)),
  ).toEqual([])
})

/** A schema’s name before a table would pass the shadow by; here alone, in what makes the shadow, it is meant to. */
test('no SQL of ours names the schema of a table', () => {
  const root = join(import.meta.dirname, '../..')
  const breaks = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/^platform\/(rights|backup|database)\//.test(path))
    .filter((path) => /(?:from|join|table)\s+"?public"?\s*\./i.test(readFileSync(join(root, path), 'utf8')))
  expect(breaks).toEqual([])
})

const guesses = () => {
  const id = own
  const rule = { field: 'city', op: 'is', value: '杭州' }
  return [
    {},
    { id },
    { id: segment },
    { id: customerId },
    { customerId: id },
    { id, segment },
    { ids: [id] },
    { ids: `${id},${customerId}` },
    { rule },
    { entity: 'customer' },
    { from: '2026-01-01', to: '2026-06-01' },
    { customerId: id, id },
    { subject: '{{ customer.name }}', body: '<p>{{ customer.name }}</p>', customerId: id },
    { values: { city: '杭州' } },
    { id, days: 30 },
    { months: 3 },
    { field: 'city' },
    { userId: limited.id, customerId: id },
  ]
}

test('every question can be asked by somebody who sees only some: it is answered, or refused with a reason', {
  timeout: 90_000,
}, async () => {
  const broken: string[] = []
  const answered = new Set<string>()
  const ask = async (definition: Question, input: unknown) => {
    try {
      await askQuestion(world.services, limited.actor, definition, input)
      answered.add(definition.name)
    } catch (error) {
      if (!(error instanceof Problem)) broken.push(`${definition.name}: ${String(error).slice(0, 300)}`)
    }
  }
  for (const { definition } of world.services.registry.questions.values())
    await Promise.all(guesses().map((input) => ask(definition, input)))
  expect([...new Set(broken)]).toEqual([])
  expect(answered).toContain('read-timeline')
  expect(answered.size).toBeGreaterThan(75)
})

test('every list, count and record can be read by somebody who sees only some', { timeout: 60_000 }, async () => {
  const broken: string[] = []
  for (const { entity } of registry.cards.values())
    for (const path of [
      entity.path,
      `${entity.path}/count`,
      `${entity.path}/${customerId}`,
      `${entity.path}?search=13812`,
      `${entity.path}/count?search=zhang`,
    ]) {
      const { statusCode } = await world.as(limited).get(path)
      if (statusCode >= 500) broken.push(path)
    }
  expect(broken).toEqual([])
})

test('who may nothing is refused everything that is about records or takes a right, and nothing is written', async () => {
  const before = await checksum()
  const open: string[] = []
  for (const { definition } of world.services.registry.actions.values()) {
    if (definition.about === 'nothing' && !definition.right) continue
    const outcome = await runAction(world.services, { actor: nobody.actor, source: 'app' }, definition, { id: customerId }).catch(
      (error: unknown) => error,
    )
    if (!(outcome instanceof Problem) || outcome.code !== 'access.denied') open.push(definition.name)
  }
  for (const { definition } of world.services.registry.questions.values()) {
    if (definition.about === 'nothing' && !definition.right) continue
    const outcome = await askQuestion(world.services, nobody.actor, definition, { id: customerId }).catch((error: unknown) => error)
    if (!(outcome instanceof Problem) || outcome.code !== 'access.denied') open.push(definition.name)
  }
  expect(open).toEqual([])
  expect(await checksum()).toEqual(before)
})

test('a refused call leaves every row as it was, whoever is out of sight', async () => {
  const before = await checksum()
  const written: string[] = []
  for (const { definition } of world.services.registry.actions.values()) {
    if (typeof definition.about !== 'object' || definition.about['customer'] !== 'id') continue
    const outcome = await runAction(world.services, { actor: limited.actor, source: 'app' }, definition, {
      id: customerId,
      city: '杭州',
      kind: 'phone',
      value: '+8613812345678',
      withKind: 'person',
      withId: limited.id,
      field: 'phone',
      reason: '核对',
      fields: ['city'],
      verdict: 'right',
    }).catch((error: unknown) => error)
    if (!(outcome instanceof Problem)) written.push(definition.name)
  }
  expect(written).toEqual([])
  expect(await checksum()).toEqual(before)
})

/** A number for all rows of each table; the audit apart, which tells of refusals too. */
async function checksum(): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const table of (await readCatalog(world.database)).keys()) {
    const { rows } = await sql<{
      sum: string
    }>`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.id(table)} t`.execute(world.db)
    sums[table] = rows[0]?.sum ?? ''
  }
  return sums
}
