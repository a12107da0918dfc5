import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { TableShape } from './merged-tables.ts'
import { fromIds, intoIds, type Pair, pairRows, withSurvivors } from './pairs.ts'

/** How a row waits with a merge; see the migration. */
export type Keeping = 'held' | 'changed' | 'apart' | 'before'

const list = (columns: readonly string[], alias?: string) => sql.join(columns.map((name) => sql.ref(alias ? `${alias}.${name}` : name)))

/** Writes down rows `r` (of `source`, with their p_merge) that wait with their merge. The id follows from the row. */
function keep(source: RawBuilder<unknown>, table: string, how: Keeping): RawBuilder<unknown> {
  const row = sql`(to_jsonb(r) - '{p_from,p_into,p_merge,p_rank,p_n}'::text[])`
  return sql`insert into merge_kept (customer_id, id, merge_id, table_name, how, row)
    select r.customer_id, md5(r.p_merge::text || ${`${table}:${how}`}::text || ${row}::text)::uuid, r.p_merge, ${table}::text, ${how}::text, ${row} from ${source} r`
}

/** Waits for workers that have claimed rows of these customers; whoever comes later passes them by. */
export async function lockClaimed(db: Db, table: TableShape, pairs: readonly Pair[]): Promise<void> {
  if (!table.claimed) return
  await sql`select 1 from ${sql.id(table.table)} where customer_id = any(${fromIds(pairs)}) order by customer_id for update`.execute(db)
}

/**
 * Takes the rows of merged customers over to their survivors.
 * @returns rows moved by customer
 */
export async function moveRows(db: Db, table: TableShape, pairs: readonly Pair[], now: Date): Promise<ReadonlyMap<string, number>> {
  await changeRows(db, table, pairs, now)
  for (const once of table.once) await holdDoubles(db, table, once, pairs)
  const own = table.columns.filter((name) => name !== 'customer_id' && name !== 'first_customer_id')
  const { rows } = await sql<{ id: string; n: number }>`with gone as (
      delete from ${sql.id(table.table)} where customer_id = any(${fromIds(pairs)}) returning *
    ), come as (
      insert into ${sql.id(table.table)} (customer_id, first_customer_id, ${list(own)})
      select p.p_into, coalesce(g.first_customer_id, g.customer_id), ${list(own, 'g')} from gone g join ${pairRows(pairs)} on p.p_from = g.customer_id
    ) select customer_id as id, count(*) as n from gone group by 1`.execute(db)
  return new Map(rows.map((row) => [row.id, row.n]))
}

/** Changes rows on their way, and keeps what they were. */
async function changeRows(db: Db, { table, key, change }: TableShape, pairs: readonly Pair[], now: Date): Promise<void> {
  if (!change) return
  const same = sql.join(
    key.map((name) => sql`${sql.ref(`t.${name}`)} = ${sql.ref(`r.${name}`)}`),
    sql` and `,
  )
  await sql`with changed as materialized (
      select r.*, p.p_merge from ${sql.id(table)} r join ${pairRows(pairs)} on p.p_from = r.customer_id
      where r.customer_id = any(${fromIds(pairs)}) and ${change.when(pairRows(withSurvivors(pairs)))}
    ), kept as (${keep(sql`changed`, table, 'changed')})
    update ${sql.id(table)} t set ${change.set(now)} from changed r where ${same}`.execute(db)
}

type Once = TableShape['once'][number]

/** Of rows that agree in a key the survivor's stays, else that of the first merged; the others wait with the merge. */
export async function holdDoubles(db: Db, { table, key }: TableShape, { parts, where }: Once, pairs: readonly Pair[]): Promise<void> {
  const all = withSurvivors(pairs)
  const by = sql.join([sql`p_into`, ...parts.map((part) => sql.raw(part))])
  const known = parts.map((part) => sql` and ${sql.raw(part)} is not null`)
  const same = sql.join(
    key.map((name) => sql`${sql.ref(`t.${name}`)} = ${sql.ref(`d.${name}`)}`),
    sql` and `,
  )
  await sql`with doubled as materialized (
      select *, row_number() over (partition by ${by} order by p_rank) as p_n
      from ${sql.id(table)} join ${pairRows(all)} on p_from = customer_id
      where customer_id = any(${fromIds(all)})${sql.join(known, sql``)} ${where === null ? sql`` : sql`and ${sql.raw(where)}`}
    ), r as (
      delete from ${sql.id(table)} t using doubled d where d.p_n > 1 and d.p_rank > 0 and ${same} and t.customer_id = any(${fromIds(pairs)}) returning t.*, d.p_merge
    ) ${keep(sql`r`, table, 'held')}`.execute(db)
}

/** Rows that are a record's alone wait with the merge; of what is worked out, the survivor's too are noted as they were. */
export async function setApart(db: Db, { table, how }: TableShape, pairs: readonly Pair[]): Promise<void> {
  await sql`with gone as (delete from ${sql.id(table)} where customer_id = any(${fromIds(pairs)}) returning *),
    r as (select g.*, p.p_merge from gone g join ${pairRows(pairs)} on p.p_from = g.customer_id)
    ${keep(sql`r`, table, 'apart')}`.execute(db)
  if (how !== 'recompute') return
  const survivors = withSurvivors(pairs).filter((pair) => pair.rank === 0)
  await sql`with r as (select t.*, p.p_merge from ${sql.id(table)} t join ${pairRows(survivors)} on p.p_from = t.customer_id where t.customer_id = any(${intoIds(pairs)}))
    ${keep(sql`r`, table, 'before')}`.execute(db)
}

/** Rows that are worked out anew where they are wanted. */
export async function forget(db: Db, { table }: TableShape, pairs: readonly Pair[]): Promise<void> {
  await sql`delete from ${sql.id(table)} where customer_id = any(${fromIds(pairs)})`.execute(db)
}

/** Rows of whomever that name a merged customer name the survivor; which they were waits with the merge. */
export async function moveReferences(db: Db, { table, refers = [] }: TableShape, pairs: readonly Pair[]): Promise<void> {
  for (const column of refers) {
    await sql`with named as (
        update ${sql.id(table)} t set ${sql.id(column)} = p.p_into from ${pairRows(pairs)} where t.${sql.id(column)} = p.p_from and t.${sql.id(column)} = any(${fromIds(pairs)})
        returning t.id, p.p_from, p.p_merge
      ) insert into merge_kept (customer_id, id, merge_id, table_name, how, row)
      select p_from, md5(p_merge::text || id::text || ${`${table}.${column}`}::text)::uuid, p_merge, ${table}::text, 'named', jsonb_build_object('column', ${column}::text, 'id', id) from named`.execute(
      db,
    )
  }
}

/** Parts that go back. `leaves` are they and all that had become part of each, with the part that they go to. */
export type Parting = {
  readonly survivor: string
  readonly merge: string
  readonly parts: readonly string[]
  readonly leaves: readonly { readonly id: string; readonly part: string }[]
}

export const leafIds = ({ leaves }: Parting) => sql`${leaves.map((leaf) => leaf.id)}::uuid[]`
/** Rows of (b_leaf, b_part). */
export const leafRows = ({ leaves }: Parting) =>
  sql`unnest(${leaves.map((leaf) => leaf.id)}::uuid[], ${leaves.map((leaf) => leaf.part)}::uuid[]) as b(b_leaf, b_part)`

/** What waits with this merge for these parts: table and how, with the columns that are known of it. */
export type Waiting = ReadonlyMap<string, readonly string[]>

export async function readWaiting(db: Db, merge: string, customerIds: readonly string[]): Promise<Waiting> {
  const { rows } = await sql<{
    place: string
    columns: string[]
  }>`select k.table_name || ':' || k.how as place, array_agg(distinct o.name) as columns
    from merge_kept k cross join lateral jsonb_object_keys(k.row) o(name) where k.customer_id = any(${customerIds}::uuid[]) and k.merge_id = ${merge} group by 1`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.place, row.columns]))
}

/** Lets rows that named a part name it again, unless they were changed since. */
export async function moveReferencesBack(db: Db, { table, refers = [] }: TableShape, { parts, survivor, merge }: Parting): Promise<void> {
  for (const column of refers) {
    await sql`update ${sql.id(table)} t set ${sql.id(column)} = k.customer_id from merge_kept k
      where k.customer_id = any(${parts}::uuid[]) and k.merge_id = ${merge} and k.table_name = ${table} and k.how = 'named' and k.row ->> 'column' = ${column}
        and t.id = (k.row ->> 'id')::uuid and t.${sql.id(column)} = ${survivor}::uuid`.execute(db)
  }
}

/** Of these tables the ones in which the survivor has rows of others, asked in one go. */
export async function tablesWithOthers(db: Db, tables: readonly TableShape[], survivor: string): Promise<ReadonlySet<string>> {
  const asked = tables.map(
    ({ table }) =>
      sql`select ${table}::text as name where exists (select 1 from ${sql.id(table)} where customer_id = ${survivor} and first_customer_id is not null)`,
  )
  if (asked.length === 0) return new Set()
  const { rows } = await sql<{ name: string }>`${sql.join(asked, sql` union all `)}`.execute(db)
  return new Set(rows.map((row) => row.name))
}

/**
 * Brings the parts' rows back from the survivor.
 * @returns how many came back, by part
 */
export async function moveBack(db: Db, table: TableShape, parting: Parting): Promise<ReadonlyMap<string, number>> {
  const own = table.columns.filter((name) => name !== 'customer_id' && name !== 'first_customer_id')
  const first = table.firstRequired ? sql`g.first_customer_id` : sql`nullif(g.first_customer_id, b.b_part)`
  const { rows } = await sql<{ id: string; n: number }>`with gone as (
      delete from ${sql.id(table.table)} where customer_id = ${parting.survivor} and first_customer_id = any(${leafIds(parting)}) returning *
    ), back as (select g.*, b.b_part from gone g join ${leafRows(parting)} on b.b_leaf = g.first_customer_id), come as (
      insert into ${sql.id(table.table)} (customer_id, first_customer_id, ${list(own)})
      select b.b_part, ${first}, ${list(own, 'g')} from gone g join ${leafRows(parting)} on b.b_leaf = g.first_customer_id
    ) select b_part as id, count(*) as n from back group by 1`.execute(db)
  return new Map(rows.map((row) => [row.id, row.n]))
}

/** Takes rows away that were changed on their way, to make room for what they were. */
export async function dropChanged(db: Db, { table, key }: TableShape, { parts, merge }: Parting): Promise<void> {
  const same = sql.join(
    key.map((name) => sql`${sql.ref(`t.${name}`)} = ${sql.ref(`x.${name}`)}`),
    sql` and `,
  )
  await sql`delete from ${sql.id(table)} t using merge_kept k cross join lateral jsonb_populate_record(null::${sql.id(table)}, k.row) x
    where t.customer_id = any(${parts}::uuid[]) and k.customer_id = t.customer_id and k.merge_id = ${merge} and k.table_name = ${table} and k.how = 'changed' and ${same}`.execute(
    db,
  )
}

/** Puts kept rows back where they were. Columns that are newer than the rows get their defaults. */
export async function putBack(
  db: Db,
  { table, columns }: TableShape,
  customerIds: readonly string[],
  merge: string,
  how: Keeping,
  waiting: Waiting,
): Promise<void> {
  const known = waiting.get(`${table}:${how}`)
  if (!known) return
  const names = columns.filter((name) => known.includes(name))
  await sql`insert into ${sql.id(table)} (${list(names)}) select ${list(names, 'x')}
    from merge_kept k cross join lateral jsonb_populate_record(null::${sql.id(table)}, k.row) x
    where k.customer_id = any(${customerIds}::uuid[]) and k.merge_id = ${merge} and k.table_name = ${table} and k.how = ${how} on conflict do nothing`.execute(
    db,
  )
}
