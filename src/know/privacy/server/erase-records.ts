import { sql } from 'kysely'
import { blottedMark } from '../../../core/kit/blotted.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { contentPath } from '../../../platform/files/content-place.ts'
import { together } from '../../../platform/event-log/refresh-lock.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { keptHash, reachedBy } from '../../../platform/records/suppressed-keys.ts'
import { dataMap, personColumns } from '../data-map.ts'
import { type Marks, readMarks } from './marks.ts'
import { type LiveTable, liveTables, nobody, remainderId, wholePerson } from './person.ts'
import { keepRemainder, leavesRemainder } from './remainder.ts'

export type Erased = {
  readonly ids: readonly string[]
  readonly marks: Marks
  readonly hashes: readonly string[]
  readonly remainder: string | null
  readonly deleted: Readonly<Record<string, number>>
  readonly kept: Readonly<Record<string, number>>
  /** Contents of files that nothing else has. */
  readonly contents: readonly string[]
}

/**
 * Takes a person out of every table that knows them by their id, in the caller's transaction; what figures are counted from
 * stays under an id that is nobody's. Their head of the log is closed, so that who was about to tell of them finds nobody.
 */
export async function eraseRecords(ctx: Ctx, about: string, erasureId: string, known: readonly string[]): Promise<Erased> {
  await together.execute(ctx.db)
  const { id, ids } = await lockWhole(ctx, about, known)
  const marks = await readMarks(ctx, ids)
  const tables = await liveTables(ctx.db)
  const to = (await leavesRemainder(ctx, ids)) ? remainderId(ctx, id) : null
  const kept = to ? await keepRemainder(ctx, tables, { ids, to }) : {}
  const deleted: Record<string, number> = {}
  const count = (name: string, rows: number) => void (deleted[name] = (deleted[name] ?? 0) + rows)
  await leaveHouseholds(ctx, ids, marks, count)
  const contents = await dropFiles(ctx, tables, ids, count)
  count(
    'given_keys',
    await affected(sql`delete from given_keys where key = any(${marks.keys}::text[]) and not customer_id = any(${ids}::uuid[])`, ctx),
  )
  count('inbound_mails', await dropStrangersMail(ctx, marks))
  for (const table of tables.values()) await deleteFrom(ctx, table, ids, count)
  for (const each of ids) await closeHead(ctx, each)
  const hashes = [...new Set(marks.keys.map((key) => keptHash(ctx.services, key)))]
  await suppress(ctx, marks, erasureId)
  return { ids, marks, hashes, remainder: to, deleted, kept, contents }
}

const affected = async (statement: ReturnType<typeof sql>, ctx: Ctx): Promise<number> =>
  Number((await statement.execute(ctx.db)).numAffectedRows ?? 0)

/** Waits for whoever writes about them: workers that claimed a message or a run first, in the order in which those lock. Who joined them meanwhile is found by a second look. */
async function lockWhole(ctx: Ctx, about: string, known: readonly string[]): Promise<{ id: string; ids: string[] }> {
  for (let id = about; ; ) {
    const ids = [...new Set([...(await wholePerson(ctx.db, id)), ...known])]
    const sorted = [...ids].sort()
    await sql`select 1 from journey_runs where customer_id = any(${sorted}::uuid[]) order by customer_id for update`.execute(ctx.db)
    await sql`select 1 from messages where customer_id = any(${sorted}::uuid[]) order by customer_id for update`.execute(ctx.db)
    await sql`select 1 from customers where id = any(${sorted}::uuid[]) order by id for update`.execute(ctx.db)
    await sql`insert into log_heads (customer_id) select unnest(${sorted}::uuid[]) on conflict do nothing`.execute(ctx.db)
    await sql`select 1 from log_heads where customer_id = any(${sorted}::uuid[]) order by customer_id for update`.execute(ctx.db)
    const again = await wholePerson(ctx.db, id)
    // A merge that we waited for may have made them a part of another record.
    const current = await currentCustomer(ctx.db, id)
    if (current === id && again.every((each) => ids.includes(each))) return { id, ids }
    id = current
  }
}

/** Mail from their addresses that waits for somebody to say whose it is. */
async function dropStrangersMail(ctx: Ctx, { keys }: Marks): Promise<number> {
  return affected(
    sql`delete from inbound_mails where customer_id = ${nobody}::uuid
      and ('email:' || from_address = any(${keys}::text[]) or 'email:' || lower(from_address) = any(${keys}::text[]))`,
    ctx,
  )
}

type Count = (table: string, rows: number) => void

/** A household without anybody goes, and the numbers that it shared; of one that stays the person's name is blotted out. */
async function leaveHouseholds(ctx: Ctx, ids: readonly string[], marks: Marks, count: Count): Promise<void> {
  const { rows } = await sql<{
    id: string
    others: boolean
  }>`select h.id, exists (select 1 from household_members o where o.household_id = h.id
      and not o.customer_id = any(${ids}::uuid[])) as others
    from households h where h.id in (select household_id from household_members where customer_id = any(${ids}::uuid[]))`.execute(ctx.db)
  const empty = rows.filter((row) => !row.others).map((row) => row.id)
  count('shared_keys', await affected(sql`delete from shared_keys where household_id = any(${empty}::uuid[])`, ctx))
  count('households', await affected(sql`delete from households where id = any(${empty}::uuid[])`, ctx))
  for (const name of marks.names)
    await sql`update households set name = replace(name, ${name}::text, ${blottedMark}::text) where id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
      ctx.db,
    )
}

/** Files that hang on what is theirs. @returns the hashes of contents that no other file has */
async function dropFiles(ctx: Ctx, tables: ReadonlyMap<string, LiveTable>, ids: readonly string[], count: Count): Promise<string[]> {
  const named = [...tables.values()].filter(({ columns }) => columns.has('customer_id') && columns.get('id')?.type === 'uuid')
  const theirs = sql.join(
    named.map(({ name }) => sql`select id::text from ${sql.id(name)} where customer_id = any(${ids}::uuid[])`),
    sql` union all `,
  )
  const gone = await sql<{ hash: string }>`delete from kept_files where split_part(used_by, ':', 2) in (${theirs}) returning hash`.execute(
    ctx.db,
  )
  count('kept_files', gone.rows.length)
  const hashes = [...new Set(gone.rows.map((row) => row.hash))]
  const shared = await sql<{ hash: string }>`select distinct hash from kept_files where hash = any(${hashes}::text[])`.execute(ctx.db)
  const others = new Set(shared.rows.map((row) => row.hash))
  return hashes.filter((hash) => !others.has(hash)).map((hash) => contentPath('', hash))
}

/** Tables that must outlive the person, or that an id does not lead to. */
const spared: ReadonlySet<string> = new Set(['kept_files', 'privacy_requests', 'privacy_exports', 'log_heads'])

/** By the columns that the map names; a table that it does not know, by its customer. */
async function deleteFrom(ctx: Ctx, { name, columns }: LiveTable, ids: readonly string[], count: Count): Promise<void> {
  if (spared.has(name)) return
  const mapped = dataMap[name]
  const isTheirs = mapped ? mapped.erasure === 'delete' || mapped.erasure === 'remainder' : true
  const by = (mapped ? personColumns(mapped) : ['customer_id']).filter((column) => columns.get(column)?.type === 'uuid')
  if (!isTheirs || by.length === 0) return
  const condition = sql.join(
    by.map((column) => sql`${sql.id(column)} = any(${ids}::uuid[])`),
    sql` or `,
  )
  count(name, await affected(sql`delete from ${sql.id(name)} where ${condition}`, ctx))
}

/** Whoever tells a fact of an erased customer is refused, as of a merged one, and finds them nowhere. */
async function closeHead(ctx: Ctx, id: string): Promise<void> {
  await sql`insert into log_heads (customer_id, seq, done, into_id) values (${id}, 0, 0, ${nobody})
    on conflict (customer_id) do update set seq = 0, done = 0, into_id = excluded.into_id`.execute(ctx.db)
}

async function suppress(ctx: Ctx, marks: Marks, erasureId: string): Promise<void> {
  // A key stands among the marks sealed and opened, and has one hash.
  const kinds = new Map<string, string>()
  for (const key of marks.keys) {
    const kind = reachedBy.find((one) => key.startsWith(`${one}:`))
    if (kind) kinds.set(keptHash(ctx.services, key), kind)
  }
  const rows = [...kinds].map(([hash, kind]) => ({ hash, kind }))
  await sql`insert into suppressions (hash, kind, at, erasure_id)
    select hash, kind, ${ctx.now}::timestamptz, ${erasureId}::uuid from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(hash text, kind text)
    on conflict (hash) do update set at = excluded.at, erasure_id = excluded.erasure_id, lifted_at = null, lifted_by = null, lifted_why = null`.execute(
    ctx.db,
  )
}
