import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { holdDoubles, type Parting } from './move-rows.ts'
import type { TableShape } from './merged-tables.ts'
import { fromIds, intoIds, type Pair, pairRows } from './pairs.ts'

const own = sql`id, kind, occurred_at, recorded_at, source, key, payload, import_id`
const ofGone = sql`n.id, n.kind, n.occurred_at, n.recorded_at, n.source, n.key, n.payload, n.import_id`

/**
 * Moves the facts behind their survivor's last, in the order in which they became known. They wake nothing again; one that
 * nobody has looked at yet is news still. The old heads say where the log goes on. Heads are locked by the caller.
 * @returns facts moved by customer
 */
export async function moveFacts(db: Db, table: TableShape, pairs: readonly Pair[]): Promise<ReadonlyMap<string, number>> {
  for (const once of table.once) if (!once.parts.includes('seq')) await holdDoubles(db, table, once, pairs)
  const { rows } = await sql<{ id: string; n: number }>`with gone as (
      delete from events where customer_id = any(${fromIds(pairs)}) returning *
    ), n as materialized (
      select g.*, p.p_into, p.p_merge, b.seq + row_number() over (partition by p.p_into order by g.recorded_at, p.p_rank, g.seq) as new_seq, g.quiet or g.seq <= h.done as hush
      from gone g join ${pairRows(pairs)} on p.p_from = g.customer_id join log_heads h on h.customer_id = g.customer_id join log_heads b on b.customer_id = p.p_into
    ), noted as (
      insert into merged_facts (customer_id, merge_id, from_id, from_seq, seq, quiet) select p_into, p_merge, customer_id, seq, new_seq, quiet from n
    ), raised as (
      update log_heads h set seq = l.last from (select p_into, max(new_seq) as last from n group by 1) l where h.customer_id = l.p_into and h.customer_id = any(${intoIds(pairs)})
    ), come as (
      insert into events (customer_id, seq, quiet, first_customer_id, ${own}) select n.p_into, n.new_seq, n.hush, coalesce(n.first_customer_id, n.customer_id), ${ofGone} from n
    ) select customer_id as id, count(*) as n from n group by 1`.execute(db)
  await sql`update log_heads h set into_id = p.p_into, done = h.seq from ${pairRows(pairs)} where h.customer_id = p.p_from and h.customer_id = any(${fromIds(pairs)})`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.id, row.n]))
}

/**
 * Brings a part's facts back under the numbers that they had; what came for it later follows behind. Its log is open again
 * and has news, so that everything worked out of it is asked again.
 * @returns how many came back
 */
export async function moveFactsBack(db: Db, { part, ids, survivor, merge }: Parting): Promise<number> {
  const { rows } = await sql<{ n: number; later: number }>`with known as materialized (
      select seq, from_seq, quiet from merged_facts where customer_id = ${survivor} and merge_id = ${merge} and from_id = ${part}
    ), gone as (
      delete from events e where e.customer_id = ${survivor} and (e.first_customer_id = any(${ids}::uuid[]) or e.seq in (select seq from known)) returning *
    ), n as materialized (
      select g.*, k.from_seq, k.quiet as was_quiet,
        (select seq from log_heads where customer_id = ${part}) + row_number() over (partition by k.from_seq is null order by g.seq) as later_seq
      from gone g left join known k on k.seq = g.seq
    ), come as (
      insert into events (customer_id, seq, quiet, first_customer_id, ${own})
      select ${part}::uuid, coalesce(n.from_seq, n.later_seq), coalesce(n.was_quiet, true), nullif(n.first_customer_id, ${part}::uuid), ${ofGone} from n
    ) select count(*) as n, count(*) filter (where from_seq is null) as later from n`.execute(db)
  const { n = 0, later = 0 } = rows[0] ?? {}
  await sql`update log_heads set into_id = null, seq = seq + ${later}::bigint + 1 where customer_id = ${part}`.execute(db)
  await sql`delete from merged_facts where customer_id = ${survivor} and merge_id = ${merge} and from_id = ${part}`.execute(db)
  return n
}
