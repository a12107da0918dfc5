import { type RawBuilder, sql } from 'kysely'
import { columnOf, type Field } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { runPlanned } from '../../../platform/database/connect.ts'
import { customChanges } from '../../../platform/records/custom-values.ts'
import { addingConsents } from '../../../platform/records/consent-records.ts'
import { isBelowAge, readAgeOfConsent, recordsOfSaid, saidByActor, type SaidOfCustomer } from '../../../platform/records/said-consents.ts'
import { noteGivenKeys } from '../../../platform/records/given-keys.ts'
import { nameSeen, refuseOutOfReach, refuseUnseen } from '../../../platform/rights/out-of-sight.ts'
import { sealNotes } from '../../../platform/sealing/seal-notes.ts'
import { draftValues, sealedFieldsOf, sealValues, withoutDrafts } from '../../../platform/sealing/seal-values.ts'
import { completeCustomer } from '../complete-customer.ts'
import { customer, writableFields } from '../customer.ts'
import { searchColumns } from '../customer-search.ts'
import { refuseMissing } from './refuse-missing.ts'
import { openFields, ownerOfNew } from './refuse-unseen.ts'
import { customerCreated } from '../events.ts'
import { checkOwner, tellOwner } from './follow-owner.ts'
import { identityKeys } from '../identity-keys.ts'
import { findMeant, type Match, ownersOf } from './find-meant.ts'
import { updateCustomer } from './update-customer.ts'

/** Fields by name, and what to do when somebody has one of the keys already. */
export type NewCustomer = { readonly onMatch: 'refuse' | 'update' } & Readonly<Record<string, unknown>>

const fields: Readonly<Record<string, Field>> = customer.fields

/**
 * Makes a customer, unless one of its keys belongs to somebody: keys are taken first, so of two that race for one
 * phone exactly one is made.
 * @throws Problem customer.nameless, customer.exists, customer.field-required, owner.unknown
 */
export async function createCustomer(ctx: Ctx, input: NewCustomer): Promise<{ id: string; created: boolean }> {
  const { onMatch, ...told } = input
  const card = ctx.card('customer')
  const sent = sealNotes(ctx, draftValues(ctx.services.sealing, card, told))
  const all = identityKeys(sent)
  if (all.length === 0 && !sent.name) throw new Problem('customer.nameless')
  const id = ctx.newId()
  const { taken, shared } = await claimKeys(
    ctx,
    all.map((k) => k.key),
    id,
  )
  const keys = all.filter((k) => !shared.has(k.key))
  const foreign = keys.filter((k) => !taken.includes(k.key))
  const matches = await ownersOf(ctx, foreign)
  if (matches[0] && onMatch === 'refuse') await refuse(ctx, matches[0], keys)
  const meant = onMatch === 'update' ? await findMeant(ctx, sent, shared, matches) : null
  if (meant !== null) {
    await refuseOutOfReach(ctx, meant.id, meant.field)
    await sql`delete from identities where key = any(${taken}::text[]) and customer_id = ${id}`.execute(ctx.db)
    await updateCustomer(ctx, { ...openFields(ctx, withoutMissing(sent)), id: meant.id }, { keepForeignKeys: true, areDrafts: true })
    return { id: meant.id, created: false }
  }
  const own = Object.fromEntries(Object.entries(sent).filter(([name]) => !foreign.some(({ field }) => field === name)))
  const given: Given = { ...own, ...completeCustomer(withoutDrafts(own)), ...ownerOfNew(ctx, sent) }
  const elsewhere = all.filter((k) => foreign.includes(k) || shared.has(k.key))
  const sorted = keys
    .filter((k) => !foreign.includes(k))
    .map((k) => k.key)
    .sort()
  refuseMissing(ctx, given)
  const [sealed = given] = await sealValues(ctx.services, ctx.db, sealedFieldsOf(card), [{ id, values: given }])
  if (given['owner']) await checkOwner(ctx, id, {}, given)
  const place = given['owner'] || elsewhere.length > 0 ? writingAtOnce(ctx) : ctx
  await place.writeLast(rowOf(ctx, id, await withoutOthersConsent(ctx, sent, sealed), sorted))
  const consents = recordsOfSaid(saidOfNew(id, { ...given, email: sent.email }), saidByActor(ctx))
  if (consents.length > 0) await place.writeLast(addingConsents(ctx, consents))
  await place.writeLast(
    ctx.firstFact({ customerId: id, kind: customerCreated.name, occurredAt: ctx.now, payload: { source: given.origin ?? ctx.source } }),
  )
  if (given['owner']) await tellOwner(ctx, id, {}, given)
  if (elsewhere.length > 0) await noteElsewhere(ctx, id, sent, elsewhere)
  return { id, created: true }
}

/** The fact of an owner follows the first one, which must stand by then, and so must who was given something. */
const writingAtOnce = (ctx: Ctx): Ctx => ({ ...ctx, writeLast: async (statement) => void (await runPlanned(ctx.db, statement)) })

type Given = Readonly<Record<string, unknown>>

/** What was said of a new customer is written down as it was said; that nothing was said is no record. */
function saidOfNew(customerId: string, given: Given): SaidOfCustomer {
  const { email, emailConsent, noPersonalisation } = given
  return {
    customerId,
    email: typeof email === 'string' ? email : null,
    ...(emailConsent === 'granted' || emailConsent === 'withdrawn' ? { emailConsent: { before: 'unknown', after: emailConsent } } : {}),
    ...(noPersonalisation === true ? { noPersonalisation } : {}),
  }
}

/** A child's own yes, and one for an address that stays with another customer, are written down and count for nothing here. */
async function withoutOthersConsent(ctx: Ctx, sent: Given, given: Given): Promise<Given> {
  if (given.emailConsent !== 'granted') return given
  if (typeof sent.email === 'string' && typeof given.email !== 'string') return { ...given, emailConsent: 'unknown' }
  if (typeof given.birthday !== 'string' || given.kind === 'company') return given
  return isBelowAge(given.birthday, await readAgeOfConsent(ctx.db), ctx.now) ? { ...given, emailConsent: 'unknown' } : given
}

const withoutMissing = (given: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined))

/** Takes the keys that are nobody's, always in the same order, and tells which are a household's: those nobody takes. */
async function claimKeys(
  ctx: Ctx,
  keys: readonly string[],
  id: string,
): Promise<{ readonly taken: readonly string[]; readonly shared: ReadonlySet<string> }> {
  if (keys.length === 0) return { taken: [], shared: new Set() }
  const asked = keys.toSorted()
  const rows = await runPlanned(
    ctx.db,
    sql<{ key: string; shared: boolean }>`with taken as (
        insert into identities (key, customer_id) select k, ${id}::uuid from unnest(${asked}::text[]) with ordinality u(k, at)
          where not exists (select 1 from shared_keys s where s.key = k) order by at on conflict do nothing returning key
      ) select key, false as shared from taken union all select key, true from shared_keys where key = any(${asked}::text[])`,
  )
  return {
    taken: rows.filter((row) => !row.shared).map((row) => row.key),
    shared: new Set(rows.flatMap((row) => (row.shared ? row.key : []))),
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/**
 * What stays with another customer is kept as given, so that the two wait for a person; what is a household's, so that whoever
 * it was given for is found again by it and the name.
 */
async function noteElsewhere(
  ctx: Ctx,
  customerId: string,
  sent: Given,
  elsewhere: readonly { field: string; key: string }[],
): Promise<void> {
  await noteGivenKeys(
    ctx,
    elsewhere.map(({ field, key }) => ({
      customerId,
      key,
      value: text(sent[field]) ?? '',
      how: 'api',
      place: ctx.actor.name,
      line: null,
      importId: null,
    })),
  )
}

async function refuse(ctx: Ctx, match: Match, keys: readonly { field: string; key: string }[]): Promise<never> {
  const field = keys.find((k) => k.key === match.key)?.field ?? 'code'
  await refuseUnseen(ctx, match.customer_id, field)
  throw new Problem('customer.exists', {
    path: field,
    field: fields[field]?.label,
    name: await nameSeen(ctx, match.customer_id),
    id: match.customer_id,
  })
}

/** The row and its keys, in one statement. */
function rowOf(ctx: Ctx, id: string, given: Readonly<Record<string, unknown>>, keys: readonly string[]): RawBuilder<unknown> {
  const { search, namePinyin } = searchColumns(given)
  const written = writableFields.filter((name) => given[name] !== undefined && given[name] !== null)
  const { put } = customChanges(ctx.card('customer'), given)
  const columns = [
    ...written.map((name) => sql`, ${sql.id(columnOf(name, fields[name] ?? { type: 'text', label: { zh: '', en: '' } }))}`),
    ...(Object.keys(put).length > 0 ? [sql`, custom`] : []),
  ]
  const values = [
    ...written.map((name) => sql`, ${given[name]}`),
    ...(Object.keys(put).length > 0 ? [sql`, ${JSON.stringify(put)}::jsonb`] : []),
  ]
  return sql`with c as (
      insert into customers (id, search, name_pinyin, created_at, updated_at${sql.join(columns, sql``)})
      values (${id}, ${search}::tsvector, ${namePinyin}, ${ctx.now}, ${ctx.now}${sql.join(values, sql``)}) returning id
    ) insert into customer_identities (customer_id, key) select c.id, k from c, unnest(${keys}::text[]) k`
}
