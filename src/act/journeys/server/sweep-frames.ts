import { sql } from 'kysely'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { keepSwept, lastSweepDue, sweptUntil } from '../../../understand/lifecycle/sweep-due.ts'
import { openDefinition } from './read-journeys.ts'

const sweepName = 'journeys'
/** So many who are inside are asked in one transaction. */
const sweepPortion = 10_000

/**
 * Goals and ways out that are rules may come true by the passing of time alone, with no fact to wake anybody. Each hour and at
 * midnight they are asked of everybody inside, and whom they take is looked at by the tick that moves runs.
 */
export const frameTick: Tick = { name: 'journey-frames', everyMs: 20_000, run: async (services) => (await sweepFrames(services), false) }

type Frame = { readonly journey: string; readonly version: number; readonly rules: readonly Rule[] }

/** @returns how many runs are to be looked at; null where nothing was due */
export async function sweepFrames(services: Services, portion = sweepPortion): Promise<number | null> {
  const due = await asSystem(services, 'journeys', async (ctx) => {
    const latest = lastSweepDue(ctx.now, ctx.shop.timeZone)
    const { rows } = await sweptUntil(sweepName).execute(ctx.db)
    return rows[0]?.done && new Date(rows[0].done) >= latest ? null : latest
  })
  if (!due) return null
  let found = 0
  for (const frame of await asSystem(services, 'journeys', readFrames)) found += await sweepFrame(services, frame, portion)
  await asSystem(services, 'journeys', (ctx) => keepSwept(sweepName, due, ctx.now).execute(ctx.db))
  return found
}

/** Versions that have somebody inside, with the rules by which these leave. */
async function readFrames(ctx: Ctx): Promise<Frame[]> {
  const { rows } = await sql<{ journey: string; version: number; definition: unknown }>`
    select v.journey_id as journey, v.version, v.definition from journeys j join journey_versions v on v.journey_id = j.id
    where j.state = 'live' and (v.definition ? 'exit' or v.definition -> 'goal' ? 'rule')
      and exists (select 1 from journey_runs r where r.journey_id = j.id and r.version = v.version and r.state in ('ready', 'waiting'))
    order by 1, 2`.execute(ctx.db)
  return rows.flatMap(({ journey, version, definition }) => {
    const open = openDefinition(definition)
    if (!open) ctx.log.error({ journey, version }, 'goals and ways out of a journey cannot be asked: it cannot be read')
    const rules = [open?.definition.goal?.rule, open?.definition.exit].filter((rule) => rule !== undefined)
    return rules.length > 0 ? [{ journey, version, rules }] : []
  })
}

/** A frame whose rules name what is no longer there stands in no other's way. */
async function sweepFrame(services: Services, frame: Frame, portion: number): Promise<number> {
  let found = 0
  let after: string | null = null
  try {
    do {
      const from: string | null = after
      const part: Swept = await asSystem(services, 'journeys', (ctx) => sweepPart(ctx, frame, from, portion))
      found += part.found
      after = part.last
    } while (after !== null)
  } catch (error) {
    services.log.error({ err: error, journey: frame.journey }, 'goals and ways out of a journey could not be asked')
  }
  return found
}

/** How many were found, and after whom the next part begins; null at the end. */
type Swept = { readonly found: number; readonly last: string | null }

async function sweepPart(ctx: Ctx, { journey, version, rules }: Frame, after: string | null, portion: number): Promise<Swept> {
  const { rows } = await sql<{ customer_id: string; id: string }>`select customer_id, id from journey_runs
    where journey_id = ${journey} and version = ${version} and state in ('ready', 'waiting') ${after === null ? sql`` : sql`and customer_id > ${after}::uuid`}
    order by customer_id limit ${portion}`.execute(ctx.db)
  const last = rows.length === portion ? (rows.at(-1)?.customer_id ?? null) : null
  if (rows.length === 0) return { found: 0, last }
  const card = ctx.card('customer')
  const dictionary = await ctx.dictionary('customer')
  const among = sql`${rows.map((row) => row.customer_id)}::uuid[]`
  const holds = rules.map((rule) => compileRule(rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone, among }))
  const added = await sql`insert into journey_pokes (customer_id, run_id, seq, journey_id, at)
    select r.customer_id, r.id, 0, ${journey}::uuid, ${ctx.now}::timestamptz from unnest(${rows.map((row) => row.customer_id)}::uuid[], ${rows.map((row) => row.id)}::uuid[]) as r(customer_id, id)
    where r.customer_id in (select c.id ${fromClause(card, null, tablesNamed(card, rules))} where c.id = any(${among}) and (${sql.join(holds, sql` or `)}))
    on conflict do nothing`.execute(ctx.db)
  return { found: Number(added.numAffectedRows ?? 0n), last }
}
