import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type Person, type World } from '../../../test/world.ts'
import type { FieldRight } from '../../core/rights/rights.ts'
import type { NamedScope, RoleBody, Scope } from '../../core/rights/role-body.ts'
import type { Rule } from '../../core/rule/rule.ts'
import { readRecord } from '../records/find-records.ts'
import { makeContext } from '../actions/services.ts'
import { forgetSights } from './read-sight.ts'

type Made = {
  readonly id: string
  readonly owner: string | null
  readonly city: string | null
  readonly kind: string
  readonly phone: string | null
}

const cities = ['杭州', '苏州', null]
const firm: Person[] = []
const made: Made[] = []
let world: World
let me: Person

/** Me, two who answer to me (one through the other), one of my department, one of my team, one who is none of these. */
beforeAll(async () => {
  world = await makeWorld()
  const ids = Array.from({ length: 3 }, () => world.services.newId())
  const [own = '', below = '', team = ''] = ids
  await sql`insert into departments (id, name, parent_id, made_at) values (${own}, '销售', null, ${world.now()}), (${below}, '销售一组', ${own}, ${world.now()})`.execute(
    world.db,
  )
  await sql`insert into teams (id, name, made_at) values (${team}, '双十一', ${world.now()})`.execute(world.db)
  me = await world.person({ name: '我', department: own, teams: [team] })
  const report = await world.person({ manager: me })
  firm.push(
    me,
    report,
    await world.person({ manager: report }),
    await world.person({ department: below }),
    await world.person({ teams: [team] }),
    await world.person(),
  )
  for (let i = 0; i < 28; i++) {
    const owner = i % 7 === 6 ? null : (firm[i % 7]?.id ?? null)
    const city = cities[i % 3] ?? null
    const phone = i % 2 === 0 ? `+86138000010${String(i).padStart(2, '0')}` : null
    const id = await world.customer({ name: `客户${i}`, city, phone, kind: i % 5 === 0 ? 'company' : 'person', note: `记${i}` })
    await sql`update customers set owner_id = ${owner} where id = ${id}`.execute(world.db)
    made.push({ id, owner, city, kind: i % 5 === 0 ? 'company' : 'person', phone })
  }
  await world.settle()
})
afterAll(() => world.end())

const leaf: fc.Arbitrary<Rule> = fc.oneof(
  fc.constantFrom('杭州', '苏州').map((value): Rule => ({ field: 'city', op: 'is', value })),
  fc.constantFrom('person', 'company').map((value): Rule => ({ field: 'kind', op: 'is', value })),
)
const rule: fc.Arbitrary<Rule> = fc.oneof(
  leaf,
  fc.array(leaf, { minLength: 1, maxLength: 2 }).map((all): Rule => ({ all })),
  fc.array(leaf, { minLength: 1, maxLength: 2 }).map((any): Rule => ({ any })),
  leaf.map((not): Rule => ({ not })),
)
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constantFrom<NamedScope>('mine', 'reports', 'department', 'teams', 'pool', 'shared'),
  rule.map((one) => ({ rule: one })),
)
const field = fc.constantFrom<FieldRight | undefined>(undefined, 'hidden', 'masked', 'read-only')
const role: fc.Arbitrary<RoleBody> = fc
  .record({ read: fc.array(scope, { minLength: 1, maxLength: 3 }), phone: field, note: field })
  .map(({ read, phone, note }) => ({
    grants: { customer: { read } },
    fields: { ...(phone ? { phone } : {}), ...(note ? { note } : {}) },
    rights: [],
  }))

/** The rules read by a person, with paper and pencil. */
function holds(one: Rule, row: Made): boolean {
  if ('all' in one) return one.all.every((part) => holds(part, row))
  if ('any' in one) return one.any.some((part) => holds(part, row))
  if ('not' in one) return !holds(one.not, row)
  if (!('field' in one)) throw new Error('no such rule here')
  return (one.field === 'city' ? row.city : row.kind) === one.value
}

function isIn(one: Scope, row: Made): boolean {
  if (typeof one === 'object') return holds(one.rule, row)
  const [mine, first, second, department, team] = firm.map((person) => person.id)
  const owners: Partial<Record<NamedScope, (string | undefined)[]>> = {
    mine: [mine],
    reports: [first, second],
    department: [mine, department],
    teams: [mine, team],
  }
  if (one === 'pool') return row.owner === null
  return row.owner !== null && (owners[one]?.includes(row.owner) ?? false)
}

async function give(bodies: readonly RoleBody[]): Promise<void> {
  await sql`delete from role_holders`.execute(world.db)
  await sql`delete from roles where standing is null`.execute(world.db)
  for (const body of bodies) {
    const id = world.services.newId()
    await sql`insert into roles (id, name, body, made_at, updated_at) values (${id}, ${id}, ${JSON.stringify(body)}::jsonb, ${world.now()}, ${world.now()})`.execute(
      world.db,
    )
    await sql`insert into role_holders (user_id, role_id, given_by, given_at) values (${me.id}, ${id}, 'x', ${world.now()})`.execute(
      world.db,
    )
  }
  forgetSights(world.database)
}

const strictness = [undefined, 'read-only', 'masked', 'hidden']

test('whatever the roles, what is seen is what everybody sees, less the rows and fields that no role leaves', {
  timeout: 90_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(role, { minLength: 1, maxLength: 2 }), rule, async (bodies, filter) => {
      await give(bodies)
      const wanted = made.filter((row) => bodies.some((body) => body.grants['customer']?.read?.some((one) => isIn(one, row))))
      const filtered = wanted.filter((row) => holds(filter, row))
      const asked = `rule=${encodeURIComponent(JSON.stringify(filter))}`
      const page = (await world.as(me).get('customers?limit=200')).json()
      const ids = (rows: { id: string }[]) => rows.map((row) => row.id).toSorted()
      expect(ids(page.rows)).toEqual(ids(wanted))
      expect(ids((await world.as(me).get(`customers?limit=200&${asked}`)).json().rows)).toEqual(ids(filtered))
      expect((await world.as(me).get(`customers/count?${asked}`)).json()).toEqual({ count: filtered.length })
      const rightOf = (name: string) => strictness[Math.min(...bodies.map((body) => strictness.indexOf(body.fields[name])))]
      for (const row of page.rows) {
        const before = made.find((one) => one.id === row.id)
        const phone = before?.phone ?? null
        const masked = phone && `${phone.slice(3, 6)}****${phone.slice(-4)}`
        const right = rightOf('phone')
        expect(row.phone).toBe(right === 'hidden' ? undefined : right === 'masked' ? masked : phone)
        expect('note' in row).toBe(rightOf('note') !== 'hidden')
      }
    }),
    { numRuns: 25 },
  )
})

test('one record is there exactly where the list shows it', { timeout: 90_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(role, fc.nat(27), async (body, at) => {
      await give([body])
      const row = made[at]
      if (!row) return
      const ctx = await makeContext(world.services, me.actor, 'app', { db: world.services.database.questions, client: null })
      const isSeen = body.grants['customer']?.read?.some((one) => isIn(one, row)) ?? false
      expect((await readRecord(ctx, ctx.card('customer'), row.id)) !== null).toBe(isSeen)
    }),
    { numRuns: 25 },
  )
})
