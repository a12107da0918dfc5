import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDuration } from '../../../core/kit/duration.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customer } from '../../customers/customer.ts'
import type { createSelfCheck as definition, revokeSelfCheck as revokeDefinition } from '../actions.ts'
import { judgeableFields, readPlan } from './quality-plan.ts'
import { selfCheckToken } from './self-check-token.ts'

/** A link for one customer; the fields are those asked for, or the planned ones. @throws Problem record.missing, quality.unknown-field, self-check.nothing */
export async function createSelfCheck(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const found = await sql<{ kind: string }>`select kind from customers where id = ${input.id}`.execute(ctx.db)
  const [known] = found.rows
  if (!known) throw new Problem('record.missing', { what: customer.label })
  const planned = (await readPlan(ctx)).filter(({ of }) => of === 'everyone' || of === known.kind).map(({ field }) => field)
  const fields = [...new Set(input.fields ?? planned)]
  const judgeable = judgeableFields(ctx)
  const unknown = fields.find((field) => !judgeable.has(field))
  if (unknown !== undefined) throw new Problem('quality.unknown-field', { path: 'fields', field: unknown })
  if (fields.length === 0) throw new Problem('self-check.nothing')
  const id = ctx.newId()
  const expiresAt = addDuration(ctx.now, { unit: 'days', amount: input.days })
  await sql`insert into self_checks (customer_id, id, fields, created_by, created_at, expires_at)
    values (${input.id}, ${id}, ${fields}::text[], ${ctx.actor.name}, ${ctx.now}, ${expiresAt})`.execute(ctx.db)
  const url = `${ctx.services.publicUrl()}/check/${selfCheckToken(ctx.services.secrets, { customerId: input.id, id })}`
  return { id, url, expiresAt: expiresAt.toISOString() }
}

/** @throws Problem self-check.missing */
export async function revokeSelfCheck(
  ctx: Ctx,
  { id, checkId }: InputOf<typeof revokeDefinition>,
): Promise<AnswerOf<typeof revokeDefinition>> {
  const { rows } = await sql`update self_checks set revoked_at = coalesce(revoked_at, ${ctx.now}::timestamptz)
    where customer_id = ${id} and id = ${checkId} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('self-check.missing')
  return { id: checkId }
}
