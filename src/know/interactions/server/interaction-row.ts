import { sql } from 'kysely'
import type { AttachedFile } from '../../../core/kit/attached-file.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import { interaction, mayChangeInteraction, ownDays } from '../interaction.ts'
import { kindNamed, outcomes } from '../interaction-kinds.ts'
import { interactionTexts } from '../interaction-search.ts'

/** An interaction as it stands in its table. */
export type InteractionRow = {
  readonly customer_id: string
  readonly id: string
  readonly kind: string
  readonly direction: string | null
  readonly occurred_at: Date
  readonly outcome: string | null
  readonly summary: string | null
  readonly next_step: string | null
  readonly next_step_due: Date | null
  readonly person: string | null
  readonly contact_id: string | null
  readonly minutes: number | null
  readonly place: string | null
  readonly by_id: string
  readonly by_name: string
  readonly attachments: readonly AttachedFile[]
  readonly version: number
  readonly recorded_at: Date
}

const columns = sql.raw(
  'customer_id, id, kind, direction, occurred_at, outcome, summary, next_step, next_step_due, person, contact_id, minutes, place, by_id, by_name, attachments, version, recorded_at',
)
export { columns as interactionColumns }

/** The row under its lock. @throws Problem record.missing, interaction.not-yours */
export async function lockInteraction(ctx: Ctx, id: string): Promise<InteractionRow> {
  const { rows: found } = await sql<{ customer_id: string }>`select customer_id from interactions where id = ${id}`.execute(ctx.db)
  const { rows } = await sql<InteractionRow>`select ${columns} from interactions
    where customer_id = ${found[0]?.customer_id ?? null} and id = ${id} for no key update`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw new Problem('record.missing', { what: interaction.label })
  if (!mayChangeRow(ctx, row)) throw new Problem('interaction.not-yours', { name: row.by_name, days: ownDays })
  return row
}

export const mayChangeRow = (ctx: Ctx, row: Pick<InteractionRow, 'by_id' | 'recorded_at'>): boolean =>
  mayChangeInteraction(
    { id: ctx.actor.id, role: holds(ctx.sight, 'oversee') ? 'manager' : 'member' },
    { byId: row.by_id, recordedAt: row.recorded_at },
    ctx.now,
  )

const clockLeewayMs = 10 * 60_000

/** A phone’s clock may be some minutes ahead. @throws Problem interaction.in-the-future */
export function occurredAt(ctx: Ctx, told: string | undefined, otherwise: Date): Date {
  if (told === undefined) return otherwise
  const at = new Date(told)
  if (at.getTime() > ctx.now.getTime() + clockLeewayMs) throw new Problem('interaction.in-the-future', { path: 'occurredAt' })
  return at > ctx.now ? ctx.now : at
}

/** @throws Problem interaction.outcome-of-other */
export function checkOutcome(kind: string, outcome: string | null): void {
  const known = kindNamed(kind)
  if (outcome === null || !known || known.outcomes.includes(outcome)) return
  const said = outcomes.find(({ value }) => value === outcome)?.label
  throw new Problem('interaction.outcome-of-other', { path: 'outcome', kind: known.label, outcome: said ?? outcome })
}

/** What was said in it, with the contact details sealed that the firm keeps sealed. */
export function sealedTexts(ctx: Ctx, row: InteractionRow): InteractionRow {
  const texts = interactionTexts.map((name) => [name, row[name] === null ? null : sealInText(ctx, row[name])])
  return { ...row, ...Object.fromEntries(texts) }
}

export { interactionSearch as searchOf } from '../interaction-search.ts'
