import { sql } from 'kysely'
import type { Portion } from './portion.ts'

/** Records of customers that imports keep beside the customers themselves. */
export type RecordKind = 'contact' | 'tag' | 'interaction' | 'point'
export type Values = Readonly<Record<string, unknown>>

/** What an import did to one record: `before` is null of one that it added, else the fields that it wrote over. */
export type RecordChange = {
  readonly customerId: string
  readonly what: RecordKind
  readonly recordId: string
  readonly before: Values | null
  readonly after: Values
}

/** Keeps what was there, for an undo. Of a record that one import changes twice, what was there first. */
export async function noteChanges({ db, importId }: Pick<Portion, 'db' | 'importId'>, changes: readonly RecordChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ customerId, what, recordId, before, after }) => ({
    customer_id: customerId,
    what,
    record_id: recordId,
    before,
    after,
  }))
  await sql`insert into import_record_changes (customer_id, import_id, what, record_id, before, after, first_customer_id)
    select r.customer_id, ${importId}::uuid, r.what, r.record_id, nullif(r.before, 'null'::jsonb), r.after, r.customer_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, what text, record_id uuid, before jsonb, after jsonb)
    order by r.customer_id, r.what, r.record_id
    on conflict (customer_id, import_id, what, record_id) do update set after = import_record_changes.after || excluded.after,
      before = case when import_record_changes.before is null then null else excluded.before || import_record_changes.before end`.execute(
    db,
  )
}
