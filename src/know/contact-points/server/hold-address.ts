import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keptForms, sealInText } from '../../../platform/sealing/contacts.ts'
import { type Bounce, softBounceDays, softBouncesToHold } from '../bounce.ts'

/**
 * Keeps that a mail came back. A hard bounce holds the address at once, several soft ones in a row do; what was turned away for
 * its sender or its words, or came to grief on its way, tells nothing of the address.
 */
export async function holdAddress(ctx: Ctx, customerId: string, address: string, bounce: Bounce): Promise<void> {
  if (bounce.sort === 'policy' || bounce.sort === 'route') return
  const isHard = bounce.sort === 'hard'
  const rowBegins = new Date(ctx.now.getTime() - softBounceDays * 86_400_000)
  await sql`insert into email_holds as h (customer_id, address, held_at, sort, code, said, soft_bounces, bounced_at)
    values (${customerId}, ${await formOf(ctx, customerId, address.toLowerCase())}, ${isHard ? ctx.now : null}, ${bounce.sort}, ${bounce.code}, ${sealInText(ctx, bounce.said.slice(0, 500))}, ${isHard ? 0 : 1}, ${ctx.now})
    on conflict (customer_id, address) do update set
      soft_bounces = case when excluded.sort = 'hard' then h.soft_bounces when h.bounced_at < ${rowBegins} then 1 else h.soft_bounces + 1 end,
      held_at = coalesce(h.held_at, excluded.held_at,
        case when h.bounced_at >= ${rowBegins} and h.soft_bounces + 1 >= ${softBouncesToHold} then excluded.bounced_at end),
      sort = case when h.held_at is null or excluded.sort = 'hard' then excluded.sort else h.sort end,
      released_at = null, released_by = null, released_by_name = null, code = excluded.code, said = excluded.said, bounced_at = excluded.bounced_at`.execute(
    ctx.db,
  )
}

/** As their customer has it: whose address is still to be turned over has what is held of it turned over with it, and never before. */
async function formOf(ctx: Ctx, customerId: string, address: string): Promise<string> {
  const [kept = address, ...others] = keptForms(ctx, 'email', address)
  if (!ctx.card('customer').fields.get('email')?.isTurning) return kept
  const { rows } = await sql<{
    email: string
  }>`select email from customers where id = ${customerId} and email = any(${others}::text[]) for key share`.execute(ctx.db)
  return rows[0]?.email ?? kept
}

/** A mail that was delivered, or answered, ends the row of soft bounces. */
export async function forgiveAddress(ctx: Ctx, customerId: string, address: string): Promise<void> {
  await sql`delete from email_holds where customer_id = ${customerId} and address = any(${keptForms(ctx, 'email', address.toLowerCase())}::text[]) and held_at is null`.execute(
    ctx.db,
  )
}

/** Nothing is deleted: a hold that was taken away still tells what was. @returns whether there was one */
export async function releaseHold(
  ctx: Ctx,
  { customerId, address }: { customerId: string; address: string },
): Promise<{ released: boolean }> {
  const { numAffectedRows } = await sql`update email_holds set held_at = null, soft_bounces = 0, released_at = ${ctx.now},
      released_by = ${ctx.actor.id}, released_by_name = ${ctx.actor.name}
    where customer_id = ${customerId} and address = any(${keptForms(ctx, 'email', address)}::text[]) and held_at is not null`.execute(
    ctx.db,
  )
  return { released: Number(numAffectedRows ?? 0) > 0 }
}
