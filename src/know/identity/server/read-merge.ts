import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { veiledOf } from '../../../platform/rights/veils.ts'
import { openValues } from '../../../platform/sealing/open-rows.ts'
import { derivedFacts } from '../../customers/derived-facts.ts'
import { isNumbered } from '../../purchases/is-numbered.ts'
import type { listMerges as listDefinition, readMerge as readDefinition } from '../actions.ts'
import { createdField, updatedField } from '../combine-values.ts'
import { mergeFacts } from '../events.ts'
import { replayMerges } from '../replay-merges.ts'
import { type CustomerRow, readRows, valueReader } from './customer-values.ts'
import { asPast, findMerge, type MergeRow, mergesOf, type PartRow, partsOf, standingMerges } from './past-merges.ts'
import { laterMerge } from './unmerge-customers.ts'

type Merge = AnswerOf<typeof readDefinition>
type Summary = AnswerOf<typeof listDefinition>['merges'][number]

export async function listMerges(ctx: Ctx, { id }: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const merges = await mergesOf(ctx.db, id)
  const parts = merges.length > 0 ? await partsOf(ctx.db, id) : []
  const counts = await countMoved(ctx, id)
  const summaries = merges.map((merge) => summaryOf(ctx, merge, parts, counts)).toReversed()
  return { merges: await Promise.all(summaries.map((summary) => opened(ctx, summary))) }
}

/** @throws Problem merge.missing */
export async function readMerge(ctx: Ctx, { id }: InputOf<typeof readDefinition>): Promise<Merge> {
  const merge = await findMerge(ctx.db, id)
  if (!merge) throw new Problem('merge.missing')
  const survivor = merge.customer_id
  const parts = await partsOf(ctx.db, survivor)
  const row = (await readRows(ctx, [survivor], false)).get(survivor) ?? null
  const later = row ? null : await laterMerge(ctx, merge)
  const open = merge.undone_at === null && row !== null
  // What the parts were is kept from who does not see every field, so that what changed since cannot be worked out.
  const isWhole = veiledOf(ctx.sight.limits?.fields ?? new Map()).length === 0
  return {
    ...(await opened(ctx, summaryOf(ctx, merge, parts, await countMoved(ctx, survivor)))),
    intoName: row ? textOf(row['name'] ?? row['code']) : (later?.name ?? null),
    blockedBy: later ? { id: later.merge_id, into: later.into_id, intoName: later.into_name, at: later.at.toISOString() } : null,
    since: open
      ? { ...(await happenedSince(ctx, merge)), fields: isWhole ? await changedSince(ctx, merge, parts, row) : [] }
      : { facts: [], purchases: [], fields: [], more: false },
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

type Counts = ReadonlyMap<string, { readonly facts: number; readonly purchases: number }>

function summaryOf(ctx: Ctx, merge: MergeRow, whole: readonly PartRow[], counts: Counts): Summary {
  const reader = valueReader(ctx)
  return {
    id: merge.id,
    into: merge.customer_id,
    at: merge.at.toISOString(),
    by: merge.by_name,
    undoneAt: merge.undone_at?.toISOString() ?? null,
    parts: merge.parts.map(({ id, name }) => {
      const part = whole.find((each) => each.customer_id === id && each.merge_id === merge.id)
      const { [createdField]: _created, [updatedField]: _updated, ...values } = part ? reader.read(part.row).values : {}
      return {
        id,
        name,
        phone: textOf(values['phone']),
        code: textOf(values['code']),
        values,
        facts: counts.get(`${merge.id} ${id}`)?.facts ?? 0,
        purchases: counts.get(`${merge.id} ${id}`)?.purchases ?? 0,
        parted: part === undefined,
      }
    }),
  }
}

/** With what is sealed among the parts' values opened. */
async function opened(ctx: Ctx, summary: Summary): Promise<Summary> {
  const owners = [summary.into, ...summary.parts.map(({ id }) => id)]
  const values = await openValues(
    ctx,
    ctx.card('customer'),
    summary.parts.map((part) => part.values),
    owners,
  )
  return { ...summary, parts: summary.parts.map((part, at) => ({ ...part, values: values[at] ?? {} })) }
}

/** What each part has brought that is still here: facts, and purchases among them. */
async function countMoved(ctx: Ctx, survivor: string): Promise<Counts> {
  const { rows } = await sql<{
    merge_id: string
    from_id: string
    facts: number
    purchases: number
  }>`select f.merge_id, f.from_id, count(*) as facts,
      count(*) filter (where e.kind = 'purchase.made') as purchases
    from merged_facts f left join events e on e.customer_id = f.customer_id and e.seq = f.seq where f.customer_id = ${survivor} group by 1, 2`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [`${row.merge_id} ${row.from_id}`, row]))
}

const mostShown = 200

async function happenedSince(ctx: Ctx, { customer_id: survivor, seq }: MergeRow): Promise<Omit<Merge['since'], 'fields'>> {
  const left = [...derivedFacts, ...mergeFacts, 'purchase.made', 'purchase.refunded', 'purchase.corrected', 'customer.updated']
  const facts = await sql<{ id: string; seq: number; kind: string; occurred_at: Date; source: string; payload: Record<string, unknown> }>`
    select id, seq, kind, occurred_at, source, payload from events where customer_id = ${survivor} and seq > ${seq} and first_customer_id is null and not kind = any(${left}::text[])
    order by seq desc limit ${mostShown + 1}`.execute(ctx.db)
  const purchases = await sql<{ id: string; kind: string; number: string; occurred_at: Date; amount: number; currency: string }>`
    select p.id, p.kind, p.number, p.occurred_at, p.amount, p.currency from purchases p
    where p.customer_id = ${survivor} and p.first_customer_id is null and exists (
      select 1 from events e where e.customer_id = p.customer_id and e.seq > ${seq} and e.first_customer_id is null
        and e.kind in ('purchase.made', 'purchase.refunded') and ${isNumbered(sql.ref('p.number'), sql.ref('p.source'))})
    order by p.occurred_at desc, p.id limit ${mostShown + 1}`.execute(ctx.db)
  return {
    facts: facts.rows.slice(0, mostShown).map(({ occurred_at, ...fact }) => ({ ...fact, occurredAt: occurred_at.toISOString() })),
    purchases: purchases.rows
      .slice(0, mostShown)
      .map(({ occurred_at, ...purchase }) => ({ ...purchase, occurredAt: occurred_at.toISOString() })),
    more: facts.rows.length > mostShown || purchases.rows.length > mostShown,
  }
}

/** Fields that somebody changed since: as the merge left them, as they are, and as they would be without that change. */
async function changedSince(
  ctx: Ctx,
  merge: MergeRow,
  parts: readonly PartRow[],
  row: CustomerRow | null,
): Promise<Merge['since']['fields']> {
  if (!row) return []
  const reader = valueReader(ctx)
  const merges = await standingMerges(ctx.db, merge.customer_id)
  const last = merges.at(-1)
  if (!last) return []
  const now = reader.read(row).values
  const staying = parts.filter((part) => part.merge_id !== merge.id)
  const past = merges.map((each) => asPast(reader, each, staying))
  const { changed } = replayMerges(merge.customer_id, now, past, reader.otherwise)
  const untouched = replayMerges(merge.customer_id, last.after, past, reader.otherwise).values
  const owners = [merge.customer_id, ...parts.map((part) => part.customer_id)]
  const [merged = {}, is = {}, back = {}] = await openValues(ctx, ctx.card('customer'), [last.after, now, untouched], owners)
  return changed
    .filter((name) => name !== updatedField && name !== createdField)
    .map((name) => ({ name, merged: merged[name] ?? null, now: is[name] ?? null, back: back[name] ?? null }))
}
