import { sql } from 'kysely'
import { consentChanged, customerUpdated, ownerChanged } from '../../customers/events.ts'
import { identityKeys } from '../../customers/identity-keys.ts'
import { ownerPayload } from '../../customers/owner.ts'
import type { HistoryFact } from './append-history.ts'
import { customNames } from './customer-columns.ts'
import type { Matcher } from './match-customers.ts'
import type { Portion } from './portion.ts'
import { sealDrafts } from './seal-rows.ts'
import { releaseKeys, takeKeys } from './take-keys.ts'
import { type Values, writeValues } from './write-values.ts'

/** What the import wrote over: field → what was there and what it put there. */
export type Before = Record<string, { before: string | null; after: string | null }>

/** A customer as it was and as it is to stand. */
export type ChangingDraft = { readonly id: string; readonly original: Values; readonly values: Values; readonly changed: Before }

export const keysOf = (values: Values, matcher: Matcher): string[] =>
  identityKeys(values).flatMap(({ key }) => (matcher.isShared(key) ? [] : [key]))

/** Values, search words and keys of customers that changed, and what they were, for an undo. */
export async function updateCustomers(portion: Portion, matcher: Matcher, drafts: readonly ChangingDraft[]): Promise<void> {
  if (drafts.length === 0) return
  const { db, importId } = portion
  await writeValues(portion, drafts, customNames(portion.rows))
  await sql`insert into import_changes (customer_id, import_id, before) select r.customer_id, ${importId}::uuid, r.before
    from jsonb_to_recordset(${JSON.stringify(drafts.map((draft) => ({ customer_id: draft.id, before: draft.changed })))}::jsonb) as r(customer_id uuid, before jsonb)
    on conflict (customer_id, import_id) do update set before = (
      select jsonb_object_agg(k, jsonb_build_object('before', coalesce(import_changes.before -> k -> 'before', excluded.before -> k -> 'before'), 'after', coalesce(excluded.before -> k -> 'after', import_changes.before -> k -> 'after')))
      from jsonb_object_keys(import_changes.before || excluded.before) k)`.execute(db)
  const moved = drafts.map(({ id, original, values }) => ({ id, before: keysOf(original, matcher), after: keysOf(values, matcher) }))
  await releaseKeys(
    portion,
    moved.flatMap(({ id, before, after }) => before.filter((key) => !after.includes(key)).map((key) => ({ id, key }))),
  )
  await takeKeys(
    portion,
    moved.flatMap(({ id, before, after }) => after.filter((key) => !before.includes(key)).map((key) => ({ id, key }))),
  )
}

/** What is sealed of known customers that changed: as they will stand, and in what is kept for an undo. */
export async function sealUpdates(portion: Portion, known: readonly ChangingDraft[]): Promise<void> {
  const sealed = await sealDrafts(portion, known)
  for (const [at, draft] of known.entries())
    for (const { name } of sealed ? portion.sealer.fields : []) {
      const value = sealed?.[at]?.[name]
      const change = draft.changed[name]
      if (value === undefined || value === draft.values[name]) continue
      draft.values[name] = value
      if (change) draft.changed[name] = { ...change, after: value }
    }
}

/** What the log is told of a customer that changed. */
export function factsOf({ now, rows }: Portion, { id, changed }: ChangingDraft): HistoryFact[] {
  const at = now.toISOString()
  const { owner, ...rest } = changed
  const fields = Object.keys(rest).join(', ')
  const told: HistoryFact[] = fields === '' ? [] : [{ customerId: id, kind: customerUpdated.name, at, payload: JSON.stringify({ fields }) }]
  if (owner) {
    const names = new Map((rows.customer?.['owner']?.options ?? []).map(({ value, label }) => [value, label.zh]))
    const payload = ownerPayload({ from: owner.before, to: owner.after, how: 'imported' }, names)
    told.push({ customerId: id, kind: ownerChanged.name, at, payload: JSON.stringify(payload) })
  }
  const consent = changed['emailConsent']
  if (consent)
    told.push({
      customerId: id,
      kind: consentChanged.name,
      at,
      payload: JSON.stringify({ from: consent.before, to: consent.after, how: 'import' }),
    })
  return told
}
