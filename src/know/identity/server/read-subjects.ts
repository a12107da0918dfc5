import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { comparable, makeSubject, type Subject } from '../subject.ts'

/** `version` is the stamp of the data that it was made from. */
export type KnownSubject = Subject & { readonly version: number }

type Row = { id: string; version: number; custom: Record<string, unknown> | null } & Record<string, unknown>

/**
 * Of customers `c`: a number that is another when anything is that keys are made from: the customer's version, and its
 * further phones, e-mails and addresses, which have no part in that.
 */
export const stamp = sql`(c.version + coalesce((select count(*) * 7919 + sum(extract(epoch from t.updated_at)::bigint % 100003)
  from contact_points t where t.customer_id = c.id), 0)::bigint % 2000000000)::int`

const columns = sql`c.id, ${stamp} as version, c.kind, c.name, c.short_name as "shortName", c.code, c.phone, c.email, c.wechat, c.id_card as "idCard",
  c.credit_code as "creditCode", c.gender, c.birthday, c.province, c.city, c.district, c.address, c.custom,
  (select h.household_id::text from household_members h where h.customer_id = c.id) as household`

/** So many at a time, that no answer fills the memory. */
const portion = 5_000

/** These customers as matching knows them; those who are not there any more are left out. */
export async function readSubjects(db: Db, ids: readonly string[]): Promise<Map<string, KnownSubject>> {
  const found = new Map<string, KnownSubject>()
  for (let i = 0; i < ids.length; i += portion) {
    const some = sql`${ids.slice(i, i + portion)}::uuid[]`
    const { rows } = await sql<Row>`select ${columns} from customers c where c.id = any(${some})`.execute(db)
    const more = await furtherPoints(db, some)
    for (const row of rows) found.set(row.id, asSubject(row, more.get(row.id)))
  }
  return found
}

type Points = Readonly<Record<string, readonly string[]>>

function asSubject({ id, version, custom, ...fields }: Row, more: Points = {}): KnownSubject {
  const given: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(custom ?? {})) given[name] = typeof value === 'number' ? String(value) : value
  Object.assign(given, fields)
  for (const [field, values] of Object.entries(more)) given[field] = [given[field], ...values]
  return { ...makeSubject(id, comparable(given)), version }
}

/** The further phones, e-mails, WeChat ids and addresses of those who have some, by kind. */
async function furtherPoints(db: Db, ids: RawBuilder<unknown>): Promise<Map<string, Points>> {
  const { rows } = await sql<{ customer_id: string; points: Points }>`select customer_id, jsonb_object_agg(kind, found) as points
    from (select customer_id, kind, jsonb_agg(value order by id) as found from contact_points where customer_id = any(${ids}) group by 1, 2) p
    group by 1`.execute(db)
  return new Map(rows.map((row) => [row.customer_id, row.points]))
}
