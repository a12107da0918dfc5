import { sql } from 'kysely'
import { columnOf, type Field } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { sameValue } from '../../../core/kit/sealed-text.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { customChanges, customFieldsOf, keptSql, keptValue } from '../../../platform/records/custom-values.ts'
import { takeKey } from '../../../platform/records/customer-keys.ts'
import { noteGivenKeys } from '../../../platform/records/given-keys.ts'
import { sharedKeys } from '../../../platform/records/shared-keys.ts'
import { keepVeiled } from '../../../platform/rights/keep-veiled.ts'
import { nameSeen, refuseUnseen } from '../../../platform/rights/out-of-sight.ts'
import { sealNotes } from '../../../platform/sealing/seal-notes.ts'
import { draftValues, respeltFields, sealedFieldsOf, sealValues, withoutDrafts } from '../../../platform/sealing/seal-values.ts'
import { completeCustomer } from '../complete-customer.ts'
import { customer, emptyValue, writableFields } from '../customer.ts'
import { searchColumns } from '../customer-search.ts'
import { consentChanged, customerUpdated } from '../events.ts'
import { identityFields, identityKey, identityKeys, tellsWho } from '../identity-keys.ts'
import { keepFormerPrimary, releaseKey } from './follow-primary.ts'
import { consentOfNewEmail, keepConsentElsewhere, keepSaidConsents } from './keep-said-consents.ts'
import { checkOwner, tellOwner } from './follow-owner.ts'
import { refuseCleared } from './refuse-missing.ts'

const fields: Readonly<Record<string, Field>> = customer.fields
const columnFor = (name: string) => columnOf(name, fields[name] ?? { type: 'text', label: { zh: '', en: '' } })

/** Fields by name; null clears one. */
export type CustomerChanges = { readonly id: string } & Readonly<Record<string, unknown>>

type Options = {
  /** A key that belongs to another customer is left with that one instead of being refused; that it was given is noted. */
  readonly keepForeignKeys?: boolean
  /** What is to be sealed has been made drafts of already. */
  readonly areDrafts?: boolean
}

/**
 * Changes the fields that were sent. Nothing is written when nothing differs.
 * @throws Problem record.missing, customer.exists, customer.field-required, owner.unknown, owner.not-yours, rights.dots-moved
 */
export async function updateCustomer(ctx: Ctx, input: CustomerChanges, options: Options = {}): Promise<{ id: string; changed: string[] }> {
  const { id, ...rest } = input
  const before = await lockCustomer(ctx, id)
  const sent = await keepVeiled(ctx, before, rest)
  const card = ctx.card('customer')
  const customs = customFieldsOf(card)
  const read: Record<string, unknown> = {
    ...Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, value === null ? emptyValue(name) : value])),
    ...Object.fromEntries(
      customs.flatMap((field) => (sent[field.name] === undefined ? [] : [[field.name, keptValue(field, sent[field.name])]])),
    ),
  }
  const drafts = options.areDrafts ? read : draftValues(ctx.services.sealing, card, read)
  const filled = sealNotes(ctx, drafts)
  const writable = new Set([...writableFields, ...customs.map((field) => field.name)])
  const worked = completeCustomer(withoutDrafts(filled), before)
  let given: Record<string, unknown> = { ...filled, ...worked, ...(await consentOf(ctx, id, before, filled)) }
  const respelt = await respeltFields(ctx.services, ctx.db, card, given, before)
  let changed = Object.keys(given).filter(
    (name) =>
      writable.has(name) && given[name] !== undefined && (!sameValue(given[name] ?? null, before[name] ?? null) || respelt.has(name)),
  )
  given = { ...given, ...(await sealChanged(ctx, id, given, changed)) }
  refuseCleared(ctx, given, changed)
  if (changed.includes('owner')) await checkOwner(ctx, id, before, given)
  await keepFormerPrimary(ctx, id, before, given)
  const standing = await moveKeys(ctx, id, before, given, changed, options)
  // A yes was for the address that came with it; where that stays with another customer, nothing was said for one's own.
  const isElsewhere = given['emailConsent'] === 'granted' && changed.includes('email') && !standing.includes('email')
  if (isElsewhere) await keepConsentElsewhere(ctx, id, given['email'])
  changed = isElsewhere ? standing.filter((name) => name !== 'emailConsent') : standing
  if (changed.length === 0) return { id, changed }
  const after = { ...before, ...Object.fromEntries(changed.map((name) => [name, given[name]])) }
  const { search, namePinyin } = searchColumns(after)
  const own = changed.filter((name) => writableFields.includes(name))
  const { put, gone } = customChanges(ctx.card('customer'), Object.fromEntries(changed.map((name) => [name, given[name]])))
  const sets = sql.join([
    ...own.map((name) => sql`${sql.id(columnFor(name))} = ${given[name]}`),
    ...(own.length < changed.length ? [sql`custom = (custom - ${gone}::text[]) || ${JSON.stringify(put)}::jsonb`] : []),
  ])
  await sql`update customers set ${sets}, search = ${search}::tsvector || coalesce(further_search, ''::tsvector), name_pinyin = ${namePinyin}, updated_at = ${ctx.now}, version = version + 1 where id = ${id}`.execute(
    ctx.db,
  )
  const emailConsent = await keepSaidConsents(ctx, id, {
    before,
    after,
    changed,
    sent: isElsewhere ? { ...filled, emailConsent: undefined } : filled,
  })
  await tell(ctx, id, before, { ...after, emailConsent }, changed)
  ctx.changed({
    entity: customer.name,
    id,
    fields: Object.fromEntries(changed.map((name) => [name, [before[name] ?? null, after[name] ?? null]])),
  })
  return { id, changed }
}

/** Drafts of what changes become sealed values of this customer. */
async function sealChanged(ctx: Ctx, id: string, given: Record<string, unknown>, changed: readonly string[]): Promise<object> {
  const values = Object.fromEntries(changed.map((name) => [name, given[name]]))
  const [sealed] = await sealValues(ctx.services, ctx.db, sealedFieldsOf(ctx.card('customer')), [{ id, values }])
  return sealed ?? {}
}

async function consentOf(
  ctx: Ctx,
  id: string,
  before: Record<string, unknown>,
  given: Record<string, unknown>,
): Promise<Record<string, string>> {
  const emailConsent = await consentOfNewEmail(ctx, id, before, given)
  return emailConsent === null ? {} : { emailConsent }
}

async function lockCustomer(ctx: Ctx, id: string): Promise<Record<string, unknown>> {
  const names = sql.join([
    ...writableFields.map((name) => sql`c.${sql.id(columnFor(name))} as ${sql.id(name)}`),
    ...customFieldsOf(ctx.card('customer')).map((field) => sql`${keptSql(field)} as ${sql.id(field.name)}`),
  ])
  const { rows } = await sql<Record<string, unknown>>`select ${names} from customers c where c.id = ${id} for no key update`.execute(ctx.db)
  if (!rows[0]) {
    const mergedInto = await currentCustomer(ctx.db, id)
    throw new Problem('record.missing', { what: customer.label, ...(mergedInto === id ? {} : { mergedInto }) })
  }
  return rows[0]
}

/** Gives up the old keys and takes the new. @returns the changes that stand */
async function moveKeys(
  ctx: Ctx,
  id: string,
  before: Record<string, unknown>,
  given: Record<string, unknown>,
  changed: readonly string[],
  options: Options,
): Promise<string[]> {
  const standing: string[] = []
  const shared = await sharedKeys(
    ctx.db,
    identityKeys(given).map((k) => k.key),
  )
  for (const name of changed) {
    const isKey = identityFields.some((field) => field === name)
    if (!isKey || (await moveKey(ctx, id, name, before[name], given[name], { ...options, shared }))) standing.push(name)
  }
  return standing
}

/** @returns whether the change stands; the other key is given up only then */
async function moveKey(
  ctx: Ctx,
  id: string,
  name: string,
  from: unknown,
  to: unknown,
  options: Options & { readonly shared: ReadonlySet<string> },
): Promise<boolean> {
  const [old, next] = [from, to].map((value) => (tellsWho(name, value) ? identityKey(name, value) : null))
  if (next && !options.shared.has(next)) {
    const owner = await takeKey(ctx, id, next)
    if (owner !== id) {
      if (!options.keepForeignKeys) await refuseTaken(ctx, owner, name)
      await noteGivenKeys(ctx, [
        { customerId: id, key: next, value: String(to), how: 'api', place: ctx.actor.name, line: null, importId: null },
      ])
      return false
    }
  }
  if (old && old !== next) await releaseKey(ctx, id, old)
  return true
}

/** @throws Problem customer.exists, rights.taken-elsewhere */
async function refuseTaken(ctx: Ctx, owner: string, name: string): Promise<never> {
  await refuseUnseen(ctx, owner, name)
  throw new Problem('customer.exists', { path: name, field: fields[name]?.label, name: await nameSeen(ctx, owner), id: owner })
}

async function tell(
  ctx: Ctx,
  id: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  changed: readonly string[],
): Promise<void> {
  const told = changed.filter((name) => name !== 'owner')
  if (told.length > 0)
    await ctx.record({ customerId: id, kind: customerUpdated.name, occurredAt: ctx.now, payload: { fields: told.join(', ') } })
  if (told.length < changed.length) await tellOwner(ctx, id, before, after)
  if (before.emailConsent === after.emailConsent) return
  await ctx.record({
    customerId: id,
    kind: consentChanged.name,
    occurredAt: ctx.now,
    payload: { from: before.emailConsent, to: after.emailConsent, how: ctx.source },
  })
}
