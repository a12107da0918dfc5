import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { currentCustomers } from '../../../platform/event-log/merged-heads.ts'
import { askWithin } from '../../../platform/rights/decide.ts'
import { nameSeen } from '../../../platform/rights/out-of-sight.ts'
import { together } from '../../../platform/event-log/refresh-lock.ts'
import { customer } from '../../customers/customer.ts'
import {
  type Choices,
  combineValues,
  consentField,
  createdField,
  personalisationField,
  updatedField,
  type Values,
} from '../combine-values.ts'
import { customerMerged } from '../events.ts'
import { calledName, type CustomerRow, readRows, type ValueReader, valueReader, writeSurvivors } from './customer-values.ts'
import { keepFurtherContacts } from './further-contacts.ts'
import { followMerge } from './follow-merge.ts'
import { mergeConsents, readConsentRows } from './merge-consents.ts'
import { mergedTables } from './merged-tables.ts'
import { moveFacts } from './move-facts.ts'
import { moveKeys } from './move-keys.ts'
import { forget, lockClaimed, moveReferences, moveRows, setApart } from './move-rows.ts'
import { fromIds, intoIds, type Pair } from './pairs.ts'

/** Records that become one. Without `into` the one known longest stays. */
export type MergeGroup = { readonly ids: readonly string[]; readonly into?: string | undefined; readonly choices?: Choices }

/** The moments at which a test breaks a merge off. */
export type MergePoint = 'kept' | 'between-tables' | 'moved' | 'told'

export type Merged = { readonly id: string; readonly mergeId: string; readonly facts: number; readonly purchases: number }

/** So many groups are merged in one transaction: statements over sets, and locks that last a second or two. */
export const mergePortion = 250

type Plan = Merged & {
  readonly parts: readonly string[]
  readonly before: Values
  readonly after: Values
  readonly choices: Choices
  readonly rows: ReadonlyMap<string, CustomerRow>
}

/**
 * Merges groups of records in the caller's transaction, all of them in the same few statements. No record may be in two
 * groups. Call it with at most `mergePortion` groups.
 * @returns one answer a group, in their order
 * @throws Problem merge.too-few, merge.survivor-elsewhere, merge.unknown-choice, merge.already, record.missing
 */
export async function mergeGroups(ctx: Ctx, groups: readonly MergeGroup[], at: (point: MergePoint) => void = () => {}): Promise<Merged[]> {
  const wanted = groups.map((group) => checkGroup(group))
  if (wanted.length === 0) return []
  await together.execute(ctx.db)
  const ids = wanted.flatMap((group) => group.ids).sort()
  const rows = await readRows(ctx, ids, true)
  if (rows.size < ids.length) throw await goneProblem(ctx, wanted, rows)
  await lockHeads(ctx, ids)
  const reader = valueReader(ctx)
  const plans = wanted.map((group) => planOf(ctx, reader, group, rows))
  const pairs = plans.flatMap(({ id, mergeId, parts }) => parts.map((from, i): Pair => ({ from, into: id, merge: mergeId, rank: i + 1 })))
  const seqs = await readSeqs(ctx, pairs)
  const said = await readConsentRows(ctx, ids)
  const facts = await moveEverything(ctx, pairs, at)
  at('moved')
  await keepMerged(ctx, reader, plans, seqs)
  await keepFurtherContacts(
    ctx,
    plans.map(({ id, mergeId, after, before, parts, rows: own }) => ({
      survivor: id,
      merge: mergeId,
      after,
      sources: [{ id, values: before }, ...parts.map((part) => reader.read(own.get(part) ?? {}))],
    })),
  )
  await mergeConsents(
    ctx,
    plans.map(({ id, mergeId, before, parts, rows: own }) => ({
      survivor: id,
      mergeId,
      parties: [{ id, values: before }, ...parts.map((part) => reader.read(own.get(part) ?? {}))],
    })),
    said,
  )
  await followMerge(ctx, pairs)
  const counted = plans.map((plan) => ({ ...plan, ...sumsOf(plan, facts) }))
  await ctx.recordAll(counted.map((plan) => mergedFact(ctx, plan)))
  at('told')
  return counted.map(({ id, mergeId, facts: moved, purchases }) => ({ id, mergeId, facts: moved, purchases }))
}

type Checked = { readonly ids: readonly string[]; readonly into: string | null; readonly choices: Choices }

function checkGroup({ ids, into, choices = {} }: MergeGroup): Checked {
  const different = [...new Set(ids)]
  if (different.length < 2) throw new Problem('merge.too-few', { path: 'ids' })
  if (into !== undefined && !different.includes(into)) throw new Problem('merge.survivor-elsewhere', { path: 'into' })
  const wrong = Object.entries(choices).find(([, id]) => !different.includes(id))
  if (wrong) throw new Problem('merge.unknown-choice', { path: `choices.${wrong[0]}`, field: wrong[0] })
  return { ids: different, into: into ?? null, choices }
}

/** Somebody is not there: merged already, by another who was quicker, or never known. */
async function goneProblem(ctx: Ctx, groups: readonly Checked[], rows: ReadonlyMap<string, CustomerRow>): Promise<Problem> {
  const gone = groups.flatMap((group) => group.ids).filter((id) => !rows.has(id))
  const moved = await currentCustomers(ctx.db, gone)
  const [id, into] = [...moved][0] ?? []
  if (id === undefined || into === undefined) return new Problem('record.missing', { what: customer.label })
  const former = sql<{
    name: string | null
  }>`select coalesce(row ->> 'name', row ->> 'code') as name from merged_customers where customer_id = ${id}`
  const [seen] = await askWithin(ctx, 'read', former)
  return new Problem('merge.already', { name: seen?.name ?? id, into: await nameSeen(ctx, into), id, mergedInto: into })
}

async function lockHeads(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`insert into log_heads (customer_id) select unnest(${ids}::uuid[]) on conflict do nothing`.execute(ctx.db)
  await sql`select 1 from log_heads where customer_id = any(${ids}::uuid[]) order by customer_id for update`.execute(ctx.db)
}

function planOf(ctx: Ctx, reader: ValueReader, { ids, into, choices }: Checked, rows: ReadonlyMap<string, CustomerRow>): Plan {
  const known = ids.map((id) => rows.get(id)).filter((row) => row !== undefined)
  const own = new Map(known.map((row) => [String(row['id']), row]))
  const byAge = known.toSorted(
    (a, b) => Date.parse(String(a['created_at'])) - Date.parse(String(b['created_at'])) || (String(a['id']) < String(b['id']) ? -1 : 1),
  )
  const id = into ?? String(byAge[0]?.['id'])
  const parts = byAge.map((row) => String(row['id'])).filter((each) => each !== id)
  const survivor = reader.read(own.get(id) ?? {})
  const sources = parts.map((part) => reader.read(own.get(part) ?? {}))
  const names = new Set([survivor, ...sources].flatMap(({ values }) => Object.keys(values)))
  const unknown = Object.keys(choices).find((name) => !names.has(name) || name === createdField || name === updatedField)
  if (unknown !== undefined) throw new Problem('merge.unknown-choice', { path: `choices.${unknown}`, field: unknown })
  const { [consentField]: _consent, [personalisationField]: _personalisation, ...chosen } = choices
  const after = combineValues(survivor, sources, chosen, reader.otherwise, ctx.now.toISOString())
  return { id, mergeId: ctx.newId(), facts: 0, purchases: 0, parts, before: survivor.values, after, choices: chosen, rows: own }
}

async function readSeqs(ctx: Ctx, pairs: readonly Pair[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{
    customer_id: string
    seq: number
  }>`select customer_id, seq from log_heads where customer_id = any(${intoIds(pairs)})`.execute(ctx.db)
  return new Map(rows.map((row) => [row.customer_id, row.seq]))
}

type Moved = { readonly facts: ReadonlyMap<string, number>; readonly purchases: ReadonlyMap<string, number> }

async function moveEverything(ctx: Ctx, pairs: readonly Pair[], at: (point: MergePoint) => void): Promise<Moved> {
  const tables = await mergedTables(ctx.db, ctx.registry)
  for (const table of tables) await lockClaimed(ctx.db, table, pairs)
  await moveKeys(ctx.db, pairs)
  await keepRecords(ctx, pairs)
  const moved = new Map<string, ReadonlyMap<string, number>>()
  at('kept')
  for (const table of tables) {
    at('between-tables')
    await moveReferences(ctx.db, table, pairs)
    if (table.how === 'move') moved.set(table.table, await moveRows(ctx.db, table, pairs, ctx.now))
    else if (table.how === 'forget') await forget(ctx.db, table, pairs)
    else if (table.how !== 'by-hand') await setApart(ctx.db, table, pairs)
    else if (table.table === 'events') moved.set('events', await moveFacts(ctx.db, table, pairs))
  }
  await sql`delete from customers where id = any(${fromIds(pairs)})`.execute(ctx.db)
  return { facts: moved.get('events') ?? new Map(), purchases: moved.get('purchases') ?? new Map() }
}

/** The rows as they are, before anything of them moves. */
async function keepRecords(ctx: Ctx, pairs: readonly Pair[]): Promise<void> {
  await sql`insert into merged_customers (customer_id, into_id, merge_id, at, row, keys)
    select c.id, m.into_id, m.merge_id, ${ctx.now}::timestamptz, to_jsonb(c), array(select k.key from customer_identities k where k.customer_id = c.id and k.first_customer_id is null order by k.key)
    from customers c join unnest(${pairs.map((p) => p.from)}::uuid[], ${pairs.map((p) => p.into)}::uuid[], ${pairs.map((p) => p.merge)}::uuid[]) m(from_id, into_id, merge_id) on m.from_id = c.id
    where c.id = any(${fromIds(pairs)})`.execute(ctx.db)
}

async function keepMerged(ctx: Ctx, reader: ValueReader, plans: readonly Plan[], seqs: ReadonlyMap<string, number>): Promise<void> {
  await writeSurvivors(
    ctx,
    reader,
    plans.map(({ id, after }) => ({ id, values: after })),
  )
  const merges = plans.map(({ id, mergeId, choices, before, after, parts, rows }) => ({
    customer_id: id,
    id: mergeId,
    choices,
    before,
    after,
    parts: parts.map((part) => ({ id: part, name: calledName(reader.read(rows.get(part) ?? {}).values) })),
    seq: seqs.get(id) ?? 0,
  }))
  await sql`insert into merges (customer_id, id, at, by_id, by_name, choices, before, after, parts, seq)
    select r.customer_id, r.id, ${ctx.now}::timestamptz, ${ctx.actor.id}, ${ctx.actor.name}, r.choices, r.before, r.after, r.parts, r.seq
    from jsonb_to_recordset(${JSON.stringify(merges)}::jsonb) as r(customer_id uuid, id uuid, choices jsonb, before jsonb, after jsonb, parts jsonb, seq bigint)`.execute(
    ctx.db,
  )
}

function sumsOf({ parts }: Plan, { facts, purchases }: Moved): { facts: number; purchases: number } {
  const sum = (counts: ReadonlyMap<string, number>) => parts.reduce((total, id) => total + (counts.get(id) ?? 0), 0)
  return { facts: sum(facts), purchases: sum(purchases) }
}

function mergedFact(ctx: Ctx, { id, mergeId, parts, rows, facts, purchases }: Plan): ToldFact {
  const names = parts.map((part) => calledName({ ...rows.get(part) })).join('、')
  const payload = { merge: mergeId, names: names.slice(0, 500), count: parts.length, facts, purchases, by: ctx.actor.name }
  return { customerId: id, kind: customerMerged.name, occurredAt: ctx.now, payload, quiet: true }
}
