import { sql } from 'kysely'
import type { RoleBody } from '../src/core/rights/role-body.ts'
import { nameInPinyin } from '../src/know/customers/customer-search.ts'
import type { Actor } from '../src/platform/actions/context.ts'
import type { Gate } from '../src/platform/http/gate.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { benchName, benchPhone } from './generate-base.ts'
import { type BenchRow, ms, quantile } from './row.ts'
import type { BenchWorld } from './world.ts'

const people = 200
/** So many of each question by each reader, for a p95 that stands still. */
const rounds = 200
const fields = 'name,code,phone,city,stage,spend,purchaseCount,lastPurchaseAt'
const sorts = ['createdAt', 'namePinyin', 'spend', 'purchaseCount', 'lastPurchaseAt'].flatMap((field) => [field, `-${field}`])
const personId = (i: number) => `018f0000-0000-7000-9000-${i.toString(16).padStart(12, '0')}`

const grants = (read: NonNullable<RoleBody['grants'][string]['read']>): RoleBody => ({
  grants: { customer: { read }, purchase: { read: ['all'] }, segment: { read: ['all'] }, tag: { read: ['all'] } },
  fields: {},
  rights: [],
})

/** Roles of three scopes, from one that sees a few hundred customers to one that sees a good part of the base. */
const roles: readonly { readonly name: string; readonly body: RoleBody }[] = [
  { name: 'mine, my reports’, shared', body: grants(['mine', 'reports', 'shared']) },
  {
    name: 'mine, my department’s, those in one city',
    body: grants(['mine', 'department', { rule: { field: 'city', op: 'is', value: '杭州市' } }]),
  },
  {
    name: 'mine, the public pool, who spent 2,000',
    body: grants(['mine', 'pool', { rule: { field: 'spend', op: 'at-least', value: 200_000 } }]),
  },
  {
    name: 'mine, my reports’, shared, with a masked phone and a hidden note',
    body: { ...grants(['mine', 'reports', 'shared']), fields: { phone: 'masked', note: 'hidden' } },
  },
]

/** One person's own customers, in every order there is and with a filter: no page of theirs may wait for those of others. */
const own: readonly { readonly name: string; readonly query: (i: number) => Record<string, string> }[] = [
  { name: 'sorted by each sortable column, both ways', query: (i) => ({ fields, sort: sorts[i % sorts.length] ?? '' }) },
  {
    name: 'filtered by city, sorted by spend',
    query: (i) => ({ fields, sort: i % 2 ? '-spend' : 'spend', rule: JSON.stringify({ field: 'city', op: 'is', value: '杭州市' }) }),
  },
]

const someone = (i: number, world: BenchWorld) => 1 + ((i * 104_729) % world.size.customers)
const asked: readonly { readonly name: string; readonly query: (i: number, world: BenchWorld) => Record<string, string> }[] = [
  { name: 'first page', query: () => ({ fields }) },
  { name: 'sorted by spend', query: (i) => ({ fields, sort: i % 2 ? '-spend' : 'spend' }) },
  { name: 'filtered by city', query: () => ({ fields, rule: JSON.stringify({ field: 'city', op: 'is', value: '杭州市' }) }) },
  { name: 'search by a Chinese name', query: (i, world) => ({ fields, search: benchName(someone(i, world)) }) },
  {
    name: 'search by pinyin',
    query: (i, world) => ({ fields, search: nameInPinyin(benchName(someone(i, world))).full.slice(0, 6 + (i % 4)) }),
  },
  { name: 'search by the end of a phone', query: (i, world) => ({ fields, search: benchPhone(someone(i, world)).slice(-4) }) },
]

/** Lists and searches of somebody with a role of three scopes, against the same by somebody who sees everything. */
export async function benchRights(world: BenchWorld): Promise<BenchRow[]> {
  await hireEverybody(world)
  const actors = new Map<string, Actor>([['all', { kind: 'user', id: 'user:all', name: 'all', role: 'member' }]])
  for (const [i, { name, body }] of roles.entries()) actors.set(name, await appoint(world, i + 1, name, body))
  const seller = await appoint(world, people, 'mine alone', grants(['mine']))
  const gate: Gate = {
    actorOf: async ({ headers }) => {
      const who = decodeURIComponent(String(headers['x-who']))
      return (who === seller.name ? seller : actors.get(who)) ?? Promise.reject(new Error('nobody'))
    },
    addRoutes: () => {},
  }
  const app = await buildServer({ services: world.services, gate, limits: null })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    const rows: BenchRow[] = []
    const together = new Map<string, number[]>([...actors.keys()].map((who) => [who, []]))
    const ask = async (who: string, query: Record<string, string>) => {
      const answer = await fetch(`${url}/api/customers?${new URLSearchParams(query)}`, { headers: { 'x-who': encodeURIComponent(who) } })
      const text = await answer.text()
      if (answer.status !== 200) throw new Error(`${who}, ${JSON.stringify(query)}: ${answer.status} ${text.slice(0, 500)}`)
    }
    for (const { name, query } of asked) {
      const times = await timesInTurn([...actors.keys()], rounds, (who, i) => ask(who, query(i, world)))
      for (const [who, all] of together) all.push(...(times.get(who) ?? []))
      rows.push(...comparedRows(name, times))
    }
    rows.push(...comparedRows('lists and searches of all six kinds together', together))
    for (const { name, query } of own) {
      const times = await timesInTurn([seller.name], rounds, (who, i) => ask(who, query(i)))
      rows.push(await ownRow(world, name, times.get(seller.name) ?? []))
    }
    return rows
  } finally {
    await app.close()
  }
}

/** Each role beside who sees everything, by the seconds that everybody waited. */
function comparedRows(name: string, times: ReadonlyMap<string, readonly number[]>): BenchRow[] {
  const at = (who: string, share: number) => quantile([...(times.get(who) ?? [])], share)
  const floor = at('all', 0.95)
  return roles.map((role) => {
    const p95 = at(role.name, 0.95)
    return {
      what: `rights: ${name}, by ${role.name}`,
      figure: `p95 ${ms(p95)}, median ${ms(at(role.name, 0.5))}`,
      floor: `p95 ${ms(floor)}, median ${ms(at('all', 0.5))} (sees everything)`,
      ratio: p95 / floor,
      mark: 'at most 1.20 of seeing everything',
      met: p95 / floor <= 1.2,
    }
  })
}

async function ownRow({ database }: BenchWorld, name: string, times: readonly number[]): Promise<BenchRow> {
  const { rows } = await database.pool.query<{ n: number }>('select count(*) as n from customers where owner_id = $1', [personId(people)])
  const p95 = quantile([...times], 0.95)
  return {
    what: `rights: ${(rows[0]?.n ?? 0).toLocaleString('en')} customers of one’s own, ${name}`,
    figure: `p95 ${ms(p95)}, median ${ms(quantile([...times], 0.5))}`,
    mark: 'p95 < 50 ms',
    met: p95 < 0.05,
  }
}

/** Two hundred people in ten departments, each looking after a share of nine tenths of the customers. */
async function hireEverybody({ database, now }: BenchWorld): Promise<void> {
  const { db } = database
  await sql`insert into departments (id, name, made_at) select ('018f0000-0000-7000-9100-' || lpad(to_hex(i), 12, '0'))::uuid, 'D' || i, ${now}::timestamptz
    from generate_series(0, 9) i on conflict do nothing`.execute(db)
  await sql`insert into auth.users (id, name, email, role, created_at, updated_at, department_id, manager_id)
    select ('018f0000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid, 'P' || i, 'p' || i || '@bench.example', 'member', ${now}::timestamptz, ${now}::timestamptz,
      ('018f0000-0000-7000-9100-' || lpad(to_hex(i % 10), 12, '0'))::uuid, case when i > 10 then ('018f0000-0000-7000-9000-' || lpad(to_hex(1 + i % 10), 12, '0'))::uuid end
    from generate_series(1, ${people}::int) i on conflict do nothing`.execute(db)
  await sql`update customers set owner_id = ('018f0000-0000-7000-9000-' || lpad(to_hex(1 + (hashtext(id::text) & 2147483647) % ${people}::int), 12, '0'))::uuid
    where owner_id is null and hashtext(id::text) % 10 <> 0`.execute(db)
  await sql`vacuum analyze customers`.execute(db)
}

async function appoint({ database, services, now }: BenchWorld, i: number, name: string, body: RoleBody): Promise<Actor> {
  const [userId, roleId] = [personId(i), services.newId()]
  await sql`delete from role_holders where user_id = ${userId}`.execute(database.db)
  await sql`insert into roles (id, name, body, made_at, updated_at) values (${roleId}, ${`${name} ${roleId}`}, ${JSON.stringify(body)}::jsonb, ${now}, ${now})`.execute(
    database.db,
  )
  await sql`insert into role_holders (user_id, role_id, given_by, given_at) values (${userId}, ${roleId}, 'system:bench', ${now})`.execute(
    database.db,
  )
  return { kind: 'user', id: `user:${userId}`, userId, name, role: 'member' }
}

/** In seconds, by who asks: all of them in turn with the same question, so that whatever disturbs one disturbs the others. */
async function timesInTurn(
  everybody: readonly string[],
  count: number,
  ask: (who: string, i: number) => Promise<void>,
): Promise<ReadonlyMap<string, number[]>> {
  const times = new Map(everybody.map((who) => [who, [] as number[]]))
  for (let i = -10; i < count; i++)
    for (const who of everybody) {
      const from = performance.now()
      await ask(who, i < 0 ? i + 10 : i)
      if (i >= 0) times.get(who)?.push((performance.now() - from) / 1_000)
    }
  return times
}
