import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readRecord } from '../../../platform/records/find-records.ts'
import { withShapes } from '../../../platform/rights/veils.ts'
import type { revealValue as definition } from '../actions.ts'

export const mostAnHour = 30
const hour = 3_600_000

/**
 * Shows a masked value whole. A hidden field stays unknown; the limit counts each person's own.
 * @throws Problem input.invalid, record.missing, rights.too-many-reveals
 */
export async function revealValue(ctx: Ctx, { id, field, reason }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const card = ctx.card('customer')
  const right = ctx.sight.limits ? withShapes(ctx.sight.limits.fields).get(field) : undefined
  if (!card.fields.has(field) || right === 'hidden') throw new Problem('input.invalid', { path: 'field', reason: field })
  // One at a time for each person, so that two at once are counted as two.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reveal ${ctx.actor.id}`}, 0))`.execute(ctx.db)
  const since = new Date(ctx.now.getTime() - hour)
  const { rows } = await sql<{
    n: number
    first: Date | null
  }>`select count(*) as n, min(at) as first from reveals where by_id = ${ctx.actor.id} and at > ${since}`.execute(ctx.db)
  const { n = 0, first = null } = rows[0] ?? {}
  if (n >= mostAnHour && first)
    throw new Problem('rights.too-many-reveals', {
      most: mostAnHour,
      minutes: Math.max(1, Math.ceil((first.getTime() + hour - ctx.now.getTime()) / 60_000)),
    })
  const record = await readRecord(ctx, card, id)
  if (!record) throw new Problem('record.missing', { what: card.entity.label })
  await sql`insert into reveals (customer_id, id, field, by_id, reason, at) values (${id}, ${ctx.newId()}, ${field}, ${ctx.actor.id}, ${reason}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id, value: record[field] ?? null, left: mostAnHour - n - 1 }
}
