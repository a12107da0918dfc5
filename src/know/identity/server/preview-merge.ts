import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomers } from '../../../platform/event-log/merged-heads.ts'
import { openValues } from '../../../platform/sealing/open-rows.ts'
import type { previewMerge as definition } from '../actions.ts'
import { combineValues, createdField, differingFields, type Source, updatedField } from '../combine-values.ts'
import { readRows, valueReader } from './customer-values.ts'
import { mergedTables } from './merged-tables.ts'

type Answer = AnswerOf<typeof definition>
type Counts = Record<string, number>
type Bought = { customer_id: string; purchases: number; spend: number; first: Date | null; last: Date | null }

const most = 100

/** What would become of these records, by the rules that the merge itself goes by. */
export async function previewMerge(ctx: Ctx, input: InputOf<typeof definition>): Promise<Answer> {
  const ids = [...new Set(input.ids.split(',').map((id) => id.trim()))].filter((id) => isUuid(id)).slice(0, most)
  const rows = await readRows(ctx, ids, false)
  const here = ids.filter((id) => rows.has(id))
  const moved = await currentCustomers(ctx.db, ids)
  const reader = valueReader(ctx)
  const sources = here.map((id) => reader.read(rows.get(id) ?? {}))
  const into = survivorOf(sources, input.into)
  const survivor = sources.find(({ id }) => id === into)
  const parts = sources.filter(({ id }) => id !== into)
  const values = survivor ? combineValues(survivor, parts, {}, reader.otherwise, ctx.now.toISOString()) : {}
  const [counts, bought] = [await countRows(ctx, here), await readBought(ctx, here)]
  const all = [...bought.values()]
  const shown = await openValues(ctx, ctx.card('customer'), [values, ...sources.map((source) => source.values)], here)
  return {
    into: into ?? ids[0] ?? '',
    records: sources.map(({ id, values: own }, at) => ({
      id,
      values: withoutTimes(shown[at + 1] ?? {}),
      createdAt: String(own[createdField]),
      updatedAt: String(own[updatedField]),
      facts: counts.get(id)?.['events'] ?? 0,
      purchases: bought.get(id)?.purchases ?? 0,
      spend: bought.get(id)?.spend ?? 0,
      lastPurchaseAt: bought.get(id)?.last?.toISOString() ?? null,
      rows: counts.get(id) ?? {},
    })),
    values: withoutTimes(shown[0] ?? {}),
    differing: differingFields(sources, reader.otherwise).filter((name) => name !== createdField && name !== updatedField),
    gone: ids.filter((id) => !rows.has(id)).map((id) => ({ id, mergedInto: moved.get(id) ?? null })),
    purchases: all.reduce((sum, each) => sum + each.purchases, 0),
    spend: all.reduce((sum, each) => sum + each.spend, 0),
    firstPurchaseAt: edge(
      all.map((each) => each.first),
      -1,
    ),
    lastPurchaseAt: edge(
      all.map((each) => each.last),
      1,
    ),
  }
}

/** The one asked for, else the one known longest. */
function survivorOf(sources: readonly Source[], asked: string | undefined): string | undefined {
  if (asked !== undefined && sources.some(({ id }) => id === asked)) return asked
  const since = ({ values }: Source) => Date.parse(String(values[createdField]))
  return sources.toSorted((a, b) => since(a) - since(b) || (a.id < b.id ? -1 : 1))[0]?.id
}

function withoutTimes(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { [createdField]: _created, [updatedField]: _updated, ...own } = values
  return own
}

function edge(instants: readonly (Date | null)[], direction: 1 | -1): string | null {
  const known = instants.filter((at) => at !== null).toSorted((a, b) => direction * (b.getTime() - a.getTime()))
  return known[0]?.toISOString() ?? null
}

/** Rows that would move, by table, for each. */
export async function countRows(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, Counts>> {
  const found = new Map<string, Counts>(ids.map((id) => [id, {}]))
  for (const { table, how } of await mergedTables(ctx.db, ctx.registry)) {
    if (how !== 'move' && table !== 'events') continue
    const { rows } = await sql<{
      id: string
      n: number
    }>`select customer_id as id, count(*) as n from ${sql.id(table)} where customer_id = any(${ids}::uuid[]) group by 1`.execute(ctx.db)
    for (const { id, n } of rows) Object.assign(found.get(id) ?? {}, { [table]: n })
  }
  return found
}

async function readBought(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, Bought>> {
  const { rows } =
    await sql<Bought>`select customer_id, count(*) as purchases, sum(amount)::bigint as spend, min(occurred_at) as first, max(occurred_at) as last
    from purchases where customer_id = any(${ids}::uuid[]) and kind = 'purchase' and amount > 0 group by 1`.execute(ctx.db)
  return new Map(rows.map((row) => [row.customer_id, row]))
}
