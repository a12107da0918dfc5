import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { hangFiles } from '../../../platform/files/hang-files.ts'
import { dueOf } from '../../todos/due.ts'
import { keepVeiled } from '../../../platform/rights/keep-veiled.ts'
import type { changeInteraction as definition } from '../actions.ts'
import { interactionChanged } from '../events.ts'
import { kindNamed } from '../interaction-kinds.ts'
import { rewriteFact, tellOf } from './interaction-fact.ts'
import { checkOutcome, type InteractionRow, lockInteraction, occurredAt, searchOf, sealedTexts } from './interaction-row.ts'
import { usedBy } from './record-interaction.ts'
import { refuseForeignContact } from './refuse-foreign-contact.ts'

type Input = InputOf<typeof definition>

/**
 * Changes what was sent; nothing is written where nothing differs.
 * @throws Problem record.missing, interaction.not-yours, interaction.changed-meanwhile, interaction.outcome-of-other,
 * interaction.in-the-future, file.missing, rights.dots-moved
 */
export async function changeInteraction(ctx: Ctx, sent: Input): Promise<AnswerOf<typeof definition>> {
  const before = await lockInteraction(ctx, sent.id)
  const input = await keepVeiled(ctx, { ...before, nextStep: before.next_step }, sent)
  if (input.version !== undefined && input.version !== before.version) throw new Problem('interaction.changed-meanwhile')
  // One that was told before stays, also when the contact has left since.
  if (input.contactId !== before.contact_id) await refuseForeignContact(ctx, before.customer_id, input.contactId)
  const after = sealedTexts(ctx, await changed(ctx, before, input))
  checkOutcome(after.kind, after.outcome)
  if (JSON.stringify(before) === JSON.stringify(after)) return { id: before.id, version: before.version }
  await sql`update interactions set kind = ${after.kind}, direction = ${after.direction}, occurred_at = ${after.occurred_at}, outcome = ${after.outcome},
      summary = ${after.summary}, next_step = ${after.next_step}, next_step_due = ${after.next_step_due}, person = ${after.person},
      contact_id = ${after.contact_id}, minutes = ${after.minutes}, place = ${after.place}, attachments = ${JSON.stringify(after.attachments)}::jsonb,
      search = ${searchOf(after)}::tsvector, updated_at = ${ctx.now}, version = version + 1
    where customer_id = ${before.customer_id} and id = ${before.id}`.execute(ctx.db)
  await rewriteFact(ctx, after)
  await tellOf(ctx, interactionChanged.name, after)
  return { id: before.id, version: before.version + 1 }
}

async function changed(ctx: Ctx, before: InteractionRow, input: Input): Promise<InteractionRow> {
  const kind = input.kind ?? before.kind
  const direction = input.direction === undefined ? (before.direction ?? 'out') : (input.direction ?? 'out')
  const due = input.nextStepDue ? dueOf(input.nextStepDue, ctx.shop.timeZone).dueAt : null
  const attachments =
    input.attachments && (await hangFiles(ctx, { usedBy: usedBy(before.id), ids: input.attachments, had: before.attachments }))
  const kept = <T>(told: T | undefined, was: T): T => (told === undefined ? was : told)
  return {
    ...before,
    kind,
    direction: kindNamed(kind)?.hasDirection ? direction : null,
    occurred_at: occurredAt(ctx, input.occurredAt, before.occurred_at),
    // Another kind ends otherwise: an outcome that does not belong to it goes, unless it was just told.
    outcome: kept(input.outcome, kind === before.kind || kindNamed(kind)?.outcomes.includes(before.outcome ?? '') ? before.outcome : null),
    summary: kept(input.summary, before.summary),
    next_step: kept(input.nextStep, before.next_step),
    next_step_due: input.nextStepDue === undefined ? before.next_step_due : due,
    person: kept(input.person, before.person),
    contact_id: kept(input.contactId, before.contact_id),
    minutes: kept(input.minutes, before.minutes),
    place: kept(input.place, before.place),
    attachments: attachments ?? before.attachments,
  }
}
