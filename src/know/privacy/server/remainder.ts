import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { dataMap } from '../data-map.ts'
import { eventKinds } from '../map/event-kinds.ts'
import { namesIn } from '../map/mapped-table.ts'
import type { LiveTable } from './person.ts'

/** Columns that stay in another form: rid of whatever may name the person. Reasons keep their code, causes what makes them unique. */
const reshaped: Readonly<Record<string, Readonly<Record<string, RawBuilder<unknown>>>>> = {
  messages: {
    key: sql`t.id::text`,
    reason: sql`case when t.reason is null then null else jsonb_build_object('code', t.reason -> 'code') end`,
    state: sql`case t.state when 'queued' then 'skipped' when 'sending' then 'unknown' else t.state end`,
  },
  journey_runs: {
    cause: sql`jsonb_build_object('key', t.id::text, 'why', jsonb_build_object('code', t.cause -> 'why' -> 'code'))`,
    state: sql`case when t.state in ('ready', 'waiting') then 'ended' else t.state end`,
    outcome: sql`case when t.state in ('ready', 'waiting') then 'erased' else t.outcome end`,
  },
  journey_steps: { reason: sql`case when t.reason is null then null else jsonb_build_object('code', t.reason -> 'code') end` },
}

/** Tables that are counted on under the remainder's id by one plain copy. */
const copied = [
  'purchases',
  'purchase_lines',
  'metrics',
  'stage_moves',
  'customer_tiers',
  'tier_moves',
  'memberships',
  'messages',
  'journey_runs',
  'journey_steps',
]

/** Is there anything that reports count? Of whoever never bought and was in no journey nothing stays at all. */
export async function leavesRemainder(ctx: Ctx, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`select exists (select 1 from purchases where customer_id = any(${ids}::uuid[]))
    or exists (select 1 from journey_runs where customer_id = any(${ids}::uuid[])) as some`.execute(ctx.db)
  return rows[0]?.some === true
}

export type Leaving = { readonly ids: readonly string[]; readonly to: string }

/**
 * Copies what figures are counted from to an id that nobody is known by. Where it is there already, it was copied before.
 * @returns rows by table
 */
export async function keepRemainder(
  ctx: Ctx,
  tables: ReadonlyMap<string, LiveTable>,
  { ids, to }: Leaving,
): Promise<Record<string, number>> {
  const there = await sql`select 1 from customers where id = ${to}`.execute(ctx.db)
  if (there.rows.length > 0) return {}
  const kept: Record<string, number> = { customers: await keepCustomer(ctx, { ids, to }) }
  for (const name of copied) {
    const table = tables.get(name)
    if (table) kept[name] = await copyTable(ctx, table, { ids, to })
  }
  kept['events'] = await keepEvents(ctx, { ids, to })
  const { numAffectedRows } = await sql`update purchase_numbers set customer_id = ${to} where customer_id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  kept['purchase_numbers'] = Number(numAffectedRows ?? 0)
  await sql`insert into restrictions (customer_id, since, reason, by_id, by_name) values (${to}, ${ctx.now}, 'erased', ${ctx.actor.id}, ${ctx.actor.name})
    on conflict do nothing`.execute(ctx.db)
  return kept
}

/** What it is called, so that people who meet it in a list know what they see. */
const codeOf = (id: string) => `ERASED-${id.slice(0, 8).toUpperCase()}`

async function keepCustomer(ctx: Ctx, { ids, to }: Leaving): Promise<number> {
  const { numAffectedRows } = await sql`insert into customers (id, code, kind, origin, version, created_at, updated_at)
    select ${to}::uuid, ${codeOf(to)}, kind, origin, 1, created_at, ${ctx.now}::timestamptz from customers where id = ${ids[0] ?? to}`.execute(
    ctx.db,
  )
  return Number(numAffectedRows ?? 0)
}

async function copyTable(ctx: Ctx, { name, columns }: LiveTable, { ids, to }: Leaving): Promise<number> {
  const stay = namesIn(dataMap[name]?.keeps).filter((column) => columns.has(column))
  const values = stay.map((column) => reshaped[name]?.[column] ?? sql.ref(`t.${column}`))
  const { numAffectedRows } = await sql`insert into ${sql.id(name)} (customer_id, ${sql.join(stay.map((column) => sql.id(column)))})
    select ${to}::uuid, ${sql.join(values)} from ${sql.id(name)} t where t.customer_id = any(${ids}::uuid[]) on conflict do nothing`.execute(
    ctx.db,
  )
  return Number(numAffectedRows ?? 0)
}

/** Facts that figures are counted from, with the keys of their payloads that name nobody, numbered anew. */
async function keepEvents(ctx: Ctx, { ids, to }: Leaving): Promise<number> {
  const keeps = Object.fromEntries(Object.entries(eventKinds).flatMap(([kind, { keeps: keys }]) => (keys ? [[kind, keys]] : [])))
  const { numAffectedRows } = await sql`insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload)
    select ${to}::uuid, row_number() over (order by e.customer_id, e.seq), e.id, e.kind, e.occurred_at, e.recorded_at, e.source, e.quiet,
      coalesce((select jsonb_object_agg(p.key, p.value) from jsonb_each(e.payload) p where k.keys @> to_jsonb(p.key)), '{}'::jsonb)
    from events e join jsonb_each(${JSON.stringify(keeps)}::jsonb) k(kind, keys) on k.kind = e.kind where e.customer_id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  const count = Number(numAffectedRows ?? 0)
  await sql`insert into log_heads (customer_id, seq, done) values (${to}, ${count}, ${count}) on conflict (customer_id) do nothing`.execute(
    ctx.db,
  )
  return count
}
