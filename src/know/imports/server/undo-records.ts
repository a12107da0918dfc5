import { sql } from 'kysely'
import { makeNews } from '../../../platform/event-log/make-news.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import { contactAdded, contactChanged } from '../../contacts/events.ts'
import { pointAdded } from '../../contact-points/events.ts'
import { interactionRecorded } from '../../interactions/events.ts'
import { tagAdded } from '../../tags/events.ts'
import { releaseKeys } from './take-keys.ts'
import { findableByPoints } from './put-points.ts'
import type { RecordKind, Values } from './record-changes.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'

type Row = { customer_id: string; what: RecordKind; record_id: string; before: Values | null; after: Values }
type Took = { readonly removed: number; readonly restored: number }

/** Takes back contacts, tags, interactions and further phones, each unless it was changed since. */
export async function undoRecords({ ctx, importId, limit }: UndoPortion): Promise<UndoStep> {
  const { db } = ctx
  const { rows } = await sql<Row>`select customer_id, what, record_id, before, after from import_record_changes
    where import_id = ${importId} order by customer_id, what, record_id limit ${limit}`.execute(db)
  if (rows.length === 0) return { next: null, done: 0, undone: {} }
  const customers = [...new Set(rows.map((row) => row.customer_id))].sort()
  await sql`select 1 from customers c where c.id = any(${customers}::uuid[]) order by c.id for no key update`.execute(db)
  let removed = 0
  let restored = 0
  for (const what of Object.keys(takers).filter(isKind)) {
    const mine = rows.filter((row) => row.what === what)
    if (mine.length === 0) continue
    const took = await takers[what](ctx, mine)
    removed += took.removed
    restored += took.restored
  }
  await sql`delete from events where customer_id = any(${customers}::uuid[]) and import_id = ${importId} and kind = any(${facts}::text[])`.execute(
    db,
  )
  await sql`delete from import_record_changes c using unnest(${rows.map((row) => row.customer_id)}::uuid[], ${rows.map((row) => row.what)}::text[],
    ${rows.map((row) => row.record_id)}::uuid[]) t(customer_id, what, record_id)
    where c.import_id = ${importId} and c.customer_id = t.customer_id and c.what = t.what and c.record_id = t.record_id`.execute(db)
  await makeNews(ctx, customers)
  return { next: '', done: rows.length, undone: { recordsRemoved: removed, recordsRestored: restored } }
}

const facts = [contactAdded, contactChanged, pointAdded, interactionRecorded, tagAdded].map((event) => event.name)
const isKind = (what: string): what is RecordKind => what in takers

type Taker = (ctx: UndoPortion['ctx'], rows: readonly Row[]) => Promise<Took>
const takers: Readonly<Record<RecordKind, Taker>> = {
  contact: undoContacts,
  tag: undoTags,
  interaction: undoInteractions,
  point: undoPoints,
}

const given = (rows: readonly Row[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, record_id uuid, before jsonb, after jsonb)`
const countOf = (result: { readonly numAffectedRows?: bigint | undefined }) => Number(result.numAffectedRows ?? 0)

async function undoInteractions({ db }: UndoPortion['ctx'], rows: readonly Row[]): Promise<Took> {
  const gone = await sql`delete from interactions i using ${given(rows)} where i.customer_id = r.customer_id and i.id = r.record_id
    and i.version = 1`.execute(db)
  return { removed: countOf(gone), restored: 0 }
}

async function undoTags({ db }: UndoPortion['ctx'], rows: readonly Row[]): Promise<Took> {
  const isAsLeft = sql`t.customer_id = r.customer_id and t.tag_id = r.record_id
    and t.expires_at is not distinct from (r.after ->> 'expires_at')::timestamptz`
  const [made, changed] = [rows.filter((row) => row.before === null), rows.filter((row) => row.before !== null)]
  const gone = await sql`delete from customer_tags t using ${given(made)} where ${isAsLeft} and t.origin = 'import'`.execute(db)
  const back = await sql`update customer_tags t set expires_at = (r.before ->> 'expires_at')::timestamptz from ${given(changed)}
    where ${isAsLeft}`.execute(db)
  return { removed: countOf(gone), restored: countOf(back) }
}

const contactColumns = ['name', 'role', 'title', 'department', 'phone', 'email', 'wechat', 'note'] as const

/** A contact that was added and is as it was left goes; what was written over goes back field by field. */
async function undoContacts({ db, now }: UndoPortion['ctx'], rows: readonly Row[]): Promise<Took> {
  const [made, changed] = [rows.filter((row) => row.before === null), rows.filter((row) => row.before !== null)]
  const isAsLeft = sql.join(
    contactColumns.map((column) => sql`${sql.ref(`n.${column}`)} is not distinct from r.after ->> ${column}::text`),
    sql` and `,
  )
  const gone = await sql`delete from contacts n using ${given(made)} where n.customer_id = r.customer_id and n.id = r.record_id
    and ${isAsLeft} and n.no_mail = coalesce((r.after ->> 'no_mail')::boolean, false)`.execute(db)
  const sets = contactColumns.map(
    (
      column,
    ) => sql`${sql.id(column)} = case when r.before ? ${column}::text and ${sql.ref(`n.${column}`)} is not distinct from r.after ->> ${column}::text
      then ${column === 'name' || column === 'role' ? sql`coalesce(r.before ->> ${column}::text, ${sql.ref(`n.${column}`)})` : sql`r.before ->> ${column}::text`}
      else ${sql.ref(`n.${column}`)} end`,
  )
  const noMail = sql`case when r.before ? 'no_mail' and n.no_mail = (r.after ->> 'no_mail')::boolean then (r.before ->> 'no_mail')::boolean
      else n.no_mail end`
  const back =
    await sql`update contacts n set ${sql.join(sets)}, no_mail = ${noMail}, updated_at = ${now}, company = null from ${given(changed)}
    where n.customer_id = r.customer_id and n.id = r.record_id`.execute(db)
  await sql`update contacts n set is_primary = true from (
      select distinct on (customer_id) customer_id, id from contacts where customer_id = any(${rows.map((row) => row.customer_id)}::uuid[])
      order by customer_id, is_primary desc, created_at, id) f
    where n.customer_id = f.customer_id and n.id = f.id and not n.is_primary`.execute(db)
  return { removed: countOf(gone), restored: countOf(back) }
}

async function undoPoints(ctx: UndoPortion['ctx'], rows: readonly Row[]): Promise<Took> {
  const { db } = ctx
  const { rows: gone } = await sql<{ customer_id: string; kind: string; value: string }>`delete from contact_points p using ${given(rows)}
    where p.customer_id = r.customer_id and p.id = r.record_id and p.updated_at = p.created_at and p.verified_at is null
      and p.consent = 'unknown' returning p.customer_id, p.kind, p.value`.execute(db)
  const { rows: first } = await sql<{ id: string; kind: string; value: string }>`select c.id, k.kind, k.value from customers c,
    lateral (values ('phone', c.phone), ('email', c.email), ('wechat', c.wechat)) k(kind, value)
    where c.id = any(${gone.map((row) => row.customer_id)}::uuid[]) and k.value is not null`.execute(db)
  const kept = new Set(first.map((row) => `${row.id} ${identityKey(row.kind, row.value)}`))
  const keys = gone.map((row) => ({ id: row.customer_id, key: identityKey(row.kind, row.value) }))
  await releaseKeys(
    ctx,
    keys.filter(({ id, key }) => !kept.has(`${id} ${key}`)),
  )
  await findableByPoints(ctx, [...new Set(gone.map((row) => row.customer_id))])
  return { removed: gone.length, restored: 0 }
}
