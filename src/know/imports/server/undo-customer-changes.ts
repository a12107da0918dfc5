import { sql } from 'kysely'
import { saidByActor } from '../../../platform/records/said-consents.ts'
import { sameValue } from '../../../core/kit/sealed-text.ts'
import { makeNews } from '../../../platform/event-log/make-news.ts'
import { identityKeys } from '../../customers/identity-keys.ts'
import { currentColumns, customsIn } from './customer-columns.ts'
import type { Before } from './write-drafts.ts'
import { releaseKeys, takeKeys } from './take-keys.ts'
import { writeValues } from './write-values.ts'
import { writeConsents } from './keep-consents.ts'
import type { UndoPortion, UndoStep } from './undo-step.ts'

type Values = Record<string, string | null>
type Row = { customer_id: string; before: Before }

/** Puts values that the import wrote over back, each unless it was changed again since. */
export async function undoCustomerChanges({ ctx, importId, after, limit }: UndoPortion): Promise<UndoStep> {
  const { db, now } = ctx
  const behind = after === null ? sql`` : sql`and customer_id > ${after}::uuid`
  const { rows } =
    await sql<Row>`select customer_id, before from import_changes where import_id = ${importId} ${behind} order by customer_id limit ${limit}`.execute(
      db,
    )
  const last = rows.at(-1)
  if (!last) return { next: null, done: 0, undone: {} }
  const ids = rows.map((row) => row.customer_id)
  const customs = customsIn(rows.map((row) => row.before))
  const names = currentColumns(customs)
  const found = await sql<
    { id: string } & Values
  >`select c.id, ${names} from customers c where c.id = any(${ids}::uuid[]) order by c.id for no key update`.execute(db)
  const current = new Map(found.rows.map(({ id, ...values }) => [id, values]))
  const back = rows.flatMap((row) => {
    const values = current.get(row.customer_id)
    const restored = values && restore(values, row.before)
    return values && restored ? [{ id: row.customer_id, was: values, values: restored, changed: backwards(row.before) }] : []
  })
  await writeValues({ db, now }, back, customs)
  await writeConsents(
    ctx,
    back.map((each) => ({ ...each, changed: stillMine(each) })),
    { ...saidByActor(ctx), how: 'import-undone' },
  )
  const moved = back.map(({ id, was, values }) => ({
    id,
    before: identityKeys(was).map((k) => k.key),
    after: identityKeys(values).map((k) => k.key),
  }))
  await releaseKeys(
    { db },
    moved.flatMap(({ id, before, after: kept }) => before.filter((key) => !kept.includes(key)).map((key) => ({ id, key }))),
  )
  await takeKeys(
    { db },
    moved.flatMap(({ id, before, after: kept }) => kept.filter((key) => !before.includes(key)).map((key) => ({ id, key }))),
  )
  await sql`delete from events where customer_id = any(${ids}::uuid[]) and import_id = ${importId} and kind in ('customer.updated', 'consent.changed')`.execute(
    db,
  )
  await sql`delete from import_changes where import_id = ${importId} and customer_id = any(${ids}::uuid[])`.execute(db)
  await makeNews(ctx, ids)
  return { next: last.customer_id, done: rows.length, undone: { customersRestored: back.length } }
}

const backwards = (before: Before): Before =>
  Object.fromEntries(Object.entries(before).map(([field, change]) => [field, { before: change.after, after: change.before }]))

/** Of what is put back only what the import's value still stood in. */
const stillMine = ({ was, changed }: { readonly was: Values; readonly changed: Before }): Before =>
  Object.fromEntries(Object.entries(changed).filter(([field, change]) => was[field] === change.before))

/** @returns the values as they are to stand, or null when nothing goes back */
function restore(values: Values, before: Before): Values | null {
  const mine = Object.entries(before).filter(([field, change]) => sameValue(values[field] ?? null, change.after))
  return mine.length === 0 ? null : { ...values, ...Object.fromEntries(mine.map(([field, change]) => [field, change.before])) }
}
