import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { makeSubject, type Subject } from '../subject.ts'

export type KnownSubject = Subject & { readonly version: number }

type Row = { id: string; version: number; custom: Record<string, unknown> | null } & Record<string, unknown>

const columns = sql`c.id, c.version, c.kind, c.name, c.short_name as "shortName", c.code, c.phone, c.email, c.wechat, c.id_card as "idCard",
  c.credit_code as "creditCode", c.gender, c.birthday, c.province, c.city, c.district, c.address, c.custom`

/** So many at a time, that no answer fills the memory. */
const portion = 5_000

/** These customers as matching knows them; those who are not there any more are left out. */
export async function readSubjects(db: Db, ids: readonly string[]): Promise<Map<string, KnownSubject>> {
  const found = new Map<string, KnownSubject>()
  for (let i = 0; i < ids.length; i += portion) {
    const some = sql`${ids.slice(i, i + portion)}::uuid[]`
    const { rows } = await sql<Row>`select ${columns} from customers c where c.id = any(${some})`.execute(db)
    const more = new Map<string, Points>()
    for (const row of rows) found.set(row.id, asSubject(row, more.get(row.id)))
  }
  return found
}

type Points = Readonly<Record<string, readonly string[]>>

function asSubject({ id, version, custom, ...fields }: Row, more: Points = {}): KnownSubject {
  const given: Record<string, unknown> = { ...custom, ...fields }
  for (const [field, values] of Object.entries(more)) given[field] = [given[field], ...values]
  return { ...makeSubject(id, given), version }
}
