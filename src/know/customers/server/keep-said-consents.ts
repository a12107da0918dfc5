import type { Ctx } from '../../../platform/actions/context.ts'
import { addConsents, followConsents } from '../../../platform/records/consent-records.ts'
import { emailConsentAt, recordsOfSaid, saidByActor } from '../../../platform/records/said-consents.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * Consent is given for an address: another one has what was said of it, and a no to all of them.
 * @returns the consent that the customer is to have now, or null where it stays
 */
export async function consentOfNewEmail(ctx: Ctx, id: string, before: Values, given: Values): Promise<string | null> {
  const email = given['email']
  if (email === undefined || email === before['email'] || given['emailConsent'] !== undefined) return null
  return emailConsentAt(ctx.db, id, typeof email === 'string' ? email : null, ctx.now)
}

type Change = { readonly before: Values; readonly after: Values; readonly changed: readonly string[]; readonly sent: Values }

/** Fields on which consent depends. */
const bearing = ['emailConsent', 'noPersonalisation', 'email', 'birthday', 'kind']

/**
 * Writes down what was said about consent, and brings what depends on it in step.
 * @returns the e-mail consent that holds
 */
export async function keepSaidConsents(ctx: Ctx, id: string, { before, after, changed, sent }: Change): Promise<unknown> {
  if (!changed.some((name) => bearing.includes(name))) return after['emailConsent']
  const isSaid = sent['emailConsent'] !== undefined && (changed.includes('emailConsent') || changed.includes('email'))
  const said = {
    customerId: id,
    email: typeof after['email'] === 'string' ? after['email'] : null,
    ...(isSaid ? { emailConsent: { before: String(before['emailConsent']), after: String(after['emailConsent']) } } : {}),
    ...(changed.includes('noPersonalisation') ? { noPersonalisation: after['noPersonalisation'] === true } : {}),
  }
  await addConsents(ctx, recordsOfSaid(said, saidByActor(ctx)))
  const followed = await followConsents(ctx, [id])
  return followed[0]?.after ?? after['emailConsent']
}

/** A yes for an address that is another customer's: it holds for that one, should it become theirs. */
export async function keepConsentElsewhere(ctx: Ctx, customerId: string, email: unknown): Promise<void> {
  if (typeof email !== 'string') return
  await addConsents(ctx, recordsOfSaid({ customerId, email, emailConsent: { before: 'unknown', after: 'granted' } }, saidByActor(ctx)))
}
