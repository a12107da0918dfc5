import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { sealInside } from '../../../platform/sealing/contacts.ts'
import { customer } from '../../customers/customer.ts'
import type { openRequest as definition } from '../request-actions.ts'
import { privacyRequested } from '../events.ts'
import { dueOf } from '../legal-clock.ts'
import { kindWords } from '../privacy.ts'
import { readSettings } from './privacy-settings.ts'
import { addStep } from './request-steps.ts'

/**
 * Takes a request in and starts its clock. By the customer's own link (an actor of the program itself) they are verified
 * already.
 * @throws Problem record.missing
 */
export async function openRequest(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const about = await currentCustomer(ctx.db, input.customerId)
  const known = await sql`select 1 from customers where id = ${about}`.execute(ctx.db)
  if (known.rows.length === 0) throw new Problem('record.missing', { path: 'customerId', what: customer.label })
  const settings = await readSettings(ctx.db)
  const jurisdiction = input.jurisdiction ?? settings.jurisdiction
  const told = input.receivedAt ? new Date(input.receivedAt) : ctx.now
  const received = told > ctx.now ? ctx.now : told
  const due = dueOf(jurisdiction, received, { timeZone: ctx.shop.timeZone, workdays: settings.workdays })
  const door = doorOf(ctx)
  const how = input.verifiedHow ?? (door === 'link' ? 'link' : null)
  const id = ctx.newId()
  await sql`insert into privacy_requests (id, kind, state, about_id, asked_by, asker_name, asker_contact, door, details, verified_how, verified_note,
      verified_at, verified_by, jurisdiction, received_at, due_at, created_by, created_by_name, created_at)
    values (${id}, ${input.kind}, 'open', ${about}, ${input.askedBy}, ${input.askerName ?? null}, ${sealInside(ctx, { contact: input.askerContact ?? null }).contact}, ${door}, ${input.details ?? null},
      ${how}, ${input.verifiedNote ?? null}, ${how ? ctx.now : null}, ${how ? ctx.actor.id : null}, ${jurisdiction}, ${received}, ${due}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now})`.execute(
    ctx.db,
  )
  await addStep(ctx, id, 'opened', input.details ?? null)
  if (how) await addStep(ctx, id, 'verified', input.verifiedNote ?? null)
  await ctx.record({
    customerId: about,
    kind: privacyRequested.name,
    occurredAt: ctx.now,
    payload: { kind: kindWords[input.kind].zh, door },
  })
  return { id, dueAt: due.toISOString() }
}

const doorOf = (ctx: Ctx) => (ctx.actor.kind === 'system' ? 'link' : ctx.actor.kind === 'key' ? 'api' : 'staff')
