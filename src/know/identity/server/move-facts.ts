import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { holdDoubles, leafIds, leafRows, type Parting } from './move-rows.ts'
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
 * Brings the parts' facts back under the numbers that they had; what came for them later follows behind. Their logs are
 * open again and have news, so that everything worked out of them is asked again.
 * @returns how many came back, by part
 */
export async function moveFactsBack(db: Db, parting: Parting): Promise<ReadonlyMap<string, number>> {
  const { survivor, merge, parts } = parting
  const { rows } = await sql<{ id: string; n: number }>`with known as materialized (
      select seq, from_seq, quiet, from_id from merged_facts where customer_id = ${survivor} and merge_id = ${merge} and from_id = any(${parts}::uuid[])
    ), gone as (
      delete from events e where e.customer_id = ${survivor} and (e.first_customer_id = any(${leafIds(parting)}) or e.seq in (select seq from known)) returning *
    ), n as materialized (
      select g.*, k.from_seq, k.quiet as was_quiet, coalesce(k.from_id, b.b_part) as part,
        row_number() over (partition by coalesce(k.from_id, b.b_part), k.from_seq is null order by g.seq) as later
      from gone g left join known k on k.seq = g.seq left join ${leafRows(parting)} on b.b_leaf = g.first_customer_id
    ), come as (
      insert into events (customer_id, seq, quiet, first_customer_id, ${own})
      select n.part, coalesce(n.from_seq, h.seq + n.later), coalesce(n.was_quiet, true), nullif(n.first_customer_id, n.part), ${ofGone}
      from n join log_heads h on h.customer_id = n.part
    ), opened as (
      update log_heads h set into_id = null, seq = h.seq + 1 + (select count(*) from n where n.part = h.customer_id and n.from_seq is null)
      where h.customer_id = any(${parts}::uuid[])
    ) select part as id, count(*) as n from n group by 1`.execute(db)
  await sql`delete from merged_facts where customer_id = ${survivor} and merge_id = ${merge} and from_id = any(${parts}::uuid[])`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.id, row.n]))
}
