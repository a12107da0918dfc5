import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDuration } from '../../../core/kit/duration.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customer } from '../../customers/customer.ts'
import type { readQuality as definition } from '../actions.ts'
import { type CheckWay, checkWays } from '../quality.ts'
import { checksOf, stateOf } from './score-customers.ts'
import { readPlan } from './quality-plan.ts'

type State = 'good' | 'missing' | 'doubted' | 'stale'
type Row = {
  created_at: Date
  checks: Record<string, [string, string | null, string, string, string | null]> | null
  states: Record<string, State | null>
}

const isWay = (text: string | undefined): text is CheckWay => checkWays.some((way) => way === text)

/** One customer, field by field, as it stands at this moment. @throws Problem record.missing */
export async function readQuality(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const plan = await readPlan(ctx)
  const among = (column: ReturnType<typeof sql>) => sql`${column} = ${id}::uuid`
  const states = sql.join(plan.map((item) => sql`${sql.lit(item.field)}::text, ${stateOf(item, ctx.now)}`))
  const { rows } = await sql<Row>`select c.created_at, k.checks, jsonb_build_object(${states}) as states
    from customers c left join ${checksOf(among)} k on k.customer_id = c.id where c.id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Problem('record.missing', { what: customer.label })
  const fields = plan.flatMap((item) => {
    const state = row.states[item.field] ?? null
    if (state === null) return []
    const [, , at, how, by] = row.checks?.[item.field] ?? []
    const checkedAt = at === undefined ? row.created_at : new Date(at)
    return [
      {
        field: item.field,
        label: item.placed.field.label,
        weight: item.weight,
        state,
        checkedAt: checkedAt.toISOString(),
        how: isWay(how) ? how : null,
        by: by ?? null,
        freshUntil: state === 'good' ? addDuration(checkedAt, { unit: 'days', amount: item.freshFor }).toISOString() : null,
      },
    ]
  })
  return { score: scoreOf(fields), fields, links: await readLinks(ctx, id) }
}

function scoreOf(fields: readonly { readonly weight: number; readonly state: State }[]): number {
  const whole = fields.reduce((sum, { weight }) => sum + weight, 0)
  const earned = fields.reduce((sum, { weight, state }) => sum + weight * (state === 'good' ? 1 : state === 'stale' ? 0.5 : 0), 0)
  return whole === 0 ? 100 : Math.round((100 * earned) / whole)
}

type LinkRow = {
  id: string
  fields: string[]
  created_at: Date
  expires_at: Date
  opened_at: Date | null
  answered_at: Date | null
  revoked_at: Date | null
}

async function readLinks(ctx: Ctx, id: string): Promise<AnswerOf<typeof definition>['links']> {
  const { rows } = await sql<LinkRow>`select id, fields, created_at, expires_at, opened_at, answered_at, revoked_at from self_checks
    where customer_id = ${id} order by created_at desc limit 5`.execute(ctx.db)
  return rows.map((row) => ({
    id: row.id,
    state: row.revoked_at ? 'revoked' : row.answered_at ? 'answered' : row.expires_at <= ctx.now ? 'expired' : 'open',
    fields: row.fields,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    openedAt: row.opened_at?.toISOString() ?? null,
    answeredAt: row.answered_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }))
}
