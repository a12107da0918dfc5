import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customer } from '../../customers/customer.ts'
import type { checkFields as definition } from '../actions.ts'
import { fieldsConfirmed, fieldsDoubted } from '../events.ts'
import type { CheckWay } from '../quality.ts'
import { judgeableFields } from './quality-plan.ts'
import { readQuality } from './read-quality.ts'
import { digestOf, scoreCustomers } from './score-customers.ts'

/** Keeps a person's word on values as they are now. @throws Problem record.missing, quality.unknown-field, quality.nothing-known */
export async function checkFields(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, verdict } = input
  const fields = [...new Set(input.fields)]
  const how = verdict === 'right' ? 'confirmed' : 'doubted'
  await keepVerdicts(ctx, id, fields, verdict, how, ctx.actor.name)
  const kind = verdict === 'right' ? fieldsConfirmed.name : fieldsDoubted.name
  await ctx.record({ customerId: id, kind, occurredAt: ctx.now, payload: { fields: fields.join(', '), by: ctx.actor.name } })
  await scoreCustomers(ctx, (column) => sql`${column} = ${id}::uuid`)
  return { id, score: (await readQuality(ctx, { id })).score }
}

/** Writes the verdict on each field's present value. */
export async function keepVerdicts(
  ctx: Ctx,
  id: string,
  fields: readonly string[],
  verdict: 'right' | 'wrong',
  how: CheckWay,
  by: string | null,
): Promise<void> {
  const known = judgeableFields(ctx)
  for (const field of fields) {
    const placed = known.get(field)
    if (!placed) throw new Problem('quality.unknown-field', { path: 'fields', field })
    const { rows } = await sql<{
      value: string | null
      digest: string
    }>`select (${placed.sql})::text as value, ${digestOf(placed.sql)} as digest
      from customers c where c.id = ${id} for no key update`.execute(ctx.db)
    const [row] = rows
    if (!row) throw new Problem('record.missing', { what: customer.label })
    if (row.value === null || row.value === '') throw new Problem('quality.nothing-known', { path: 'fields', field: placed.field.label })
    await sql`insert into field_checks (customer_id, field, verdict, how, by_whom, value, at)
      values (${id}, ${field}, ${verdict}, ${how}, ${by}, ${row.digest}, ${ctx.now})
      on conflict (customer_id, field) do update set verdict = excluded.verdict, how = excluded.how, by_whom = excluded.by_whom, value = excluded.value, at = excluded.at`.execute(
      ctx.db,
    )
  }
}
