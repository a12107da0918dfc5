import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Source } from './find-source.ts'
import { excerpt, type Note } from './keep-notes.ts'
import type { Delivery, Given } from './delivery.ts'

/** What became of the messages of one transaction. */
export type Taken = {
  readonly notes: readonly Note[]
  /** Messages that found or made a customer. */
  readonly found: number
  readonly joinedVisitors: number
  readonly joinedFacts: number
}

export const noTaken: Taken = { notes: [], found: 0, joinedVisitors: 0, joinedFacts: 0 }

export function addTaken(a: Taken, b: Taken): Taken {
  return {
    notes: [...a.notes, ...b.notes],
    found: a.found + b.found,
    joinedVisitors: a.joinedVisitors + b.joinedVisitors,
    joinedFacts: a.joinedFacts + b.joinedFacts,
  }
}

/** Counts what came, by day and by kind, and keeps the newest messages to be looked at. */
export async function countTaken(ctx: Ctx, source: Source, delivery: Delivery, taken: Taken): Promise<void> {
  const { received, refused, found, kinds } = countsOf(delivery, taken)
  await sql`with day as (
      insert into source_days (source_id, day, received, refused, found) values (${source.id}, ${ctx.now}::timestamptz::date, ${received}, ${refused}, ${found})
      on conflict (source_id, day) do update set received = source_days.received + excluded.received,
        refused = source_days.refused + excluded.refused, found = source_days.found + excluded.found
    ) update sources set received = received + ${received}, refused = refused + ${refused}, last_seen_at = ${ctx.now},
        joined_visitors = joined_visitors + ${taken.joinedVisitors}, joined_facts = joined_facts + ${taken.joinedFacts}
      where id = ${source.id}`.execute(ctx.db)
  await countKinds(ctx, source, kinds)
  if (delivery.asOne === undefined && delivery.messages.length > 0) await keepLatest(ctx, source, delivery.messages)
}

function countsOf({ messages, notes, asOne }: Delivery, taken: Taken) {
  const late = taken.notes.filter((note) => note.refused).length
  const refused = late + notes.filter((note) => note.refused).length
  const kinds = new Map<string, number>()
  if (asOne !== undefined) {
    if (refused === 0) kinds.set(asOne, 1)
    return { received: refused > 0 ? 0 : 1, refused: Math.min(1, refused), found: Math.min(1, taken.found), kinds }
  }
  for (const { message } of messages) kinds.set(message.kind, (kinds.get(message.kind) ?? 0) + 1)
  return { received: messages.length - late, refused, found: taken.found, kinds }
}

async function countKinds(ctx: Ctx, source: Source, counts: ReadonlyMap<string, number>): Promise<void> {
  if (counts.size === 0) return
  await sql`insert into source_kinds (source_id, day, kind, count)
    select ${source.id}, ${ctx.now}::timestamptz::date, k.kind, k.count
    from unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::bigint[]) as k(kind, count)
    on conflict (source_id, day, kind) do update set count = source_kinds.count + excluded.count`.execute(ctx.db)
}

/** As many as a page shows. */
const shown = 30
const longest = 2_000

async function keepLatest(ctx: Ctx, source: Source, messages: readonly Given[]): Promise<void> {
  const rows = messages
    .slice(-shown)
    .map(({ message, raw }) => ({ id: ctx.newId(), kind: message.kind, message: excerpt(raw, longest) ?? null }))
  await sql`insert into source_latest (source_id, id, at, kind, message)
    select ${source.id}, r.id, ${ctx.now}, r.kind, coalesce(r.message, 'null'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, kind text, message jsonb)`.execute(ctx.db)
  await sql`delete from source_latest where source_id = ${source.id}
    and id < (select id from source_latest where source_id = ${source.id} order by id desc offset ${shown - 1} limit 1)`.execute(ctx.db)
}
