import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The consent of the primary e-mail stands in `customers`; the address's own row, where it has one, says the same. An
 * address that becomes the primary one brings its own consent along.
 * @returns the consent that the customer is to have now, or null where it stays
 */
export async function consentOfNewEmail(ctx: Ctx, id: string, before: Values, given: Values): Promise<string | null> {
  const email = given['email']
  if (typeof email !== 'string' || email === before['email'] || given['emailConsent'] !== undefined) return null
  const { rows } = await sql<{ consent: string }>`select consent from contact_points
    where customer_id = ${id} and kind = 'email' and value = ${email}`.execute(ctx.db)
  return rows[0]?.consent ?? null
}

/** The kinds of contact points, and the fields that hold the primary ones. */
const kinds = ['phone', 'email', 'wechat', 'address'] as const

/** When a further phone or e-mail becomes the primary one, the one that was it becomes a further one: nothing is lost. */
export async function keepFormerPrimary(ctx: Ctx, id: string, before: Values, given: Values): Promise<void> {
  for (const kind of kinds) {
    const [from, to] = [before[kind], given[kind]]
    if (typeof from !== 'string' || typeof to !== 'string' || from === to) continue
    await sql`insert into contact_points (customer_id, id, kind, value, consent, created_at, updated_at)
      select ${id}, ${ctx.newId()}, ${kind}::text, ${from}, ${kind === 'email' ? before['emailConsent'] : 'unknown'}::text, ${ctx.now}, ${ctx.now}
      where exists (select 1 from contact_points where customer_id = ${id} and kind = ${kind} and value = ${to})
      on conflict (customer_id, kind, value) do nothing`.execute(ctx.db)
  }
}

/** Says at the address what was said of the customer. */
export async function keepConsentInStep(ctx: Ctx, id: string, after: Values, changed: readonly string[]): Promise<void> {
  if (!changed.includes('emailConsent') || typeof after['email'] !== 'string') return
  await sql`update contact_points set consent = ${after['emailConsent']}, consent_at = ${ctx.now}, consent_how = ${ctx.source}, updated_at = ${ctx.now}
    where customer_id = ${id} and kind = 'email' and value = ${after['email']} and consent <> ${after['emailConsent']}`.execute(ctx.db)
}

/** Gives an identity key up, unless a further point of the customer has it still. */
export async function releaseKey(ctx: Ctx, id: string, key: string): Promise<void> {
  const { rows } = await sql`select 1 from contact_points p where p.customer_id = ${id}
    and p.kind || ':' || case when p.kind = 'wechat' then lower(p.value) else p.value end = ${key}`.execute(ctx.db)
  if (rows.length > 0) return
  await sql`delete from customer_identities where customer_id = ${id} and key = ${key}`.execute(ctx.db)
  await sql`delete from identities where key = ${key} and customer_id = ${id}`.execute(ctx.db)
}
