import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { notAmongFields } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { stepColumn, wayOf } from '../../../core/rule/sequence-sql.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause } from '../../../platform/records/find-records.ts'
import { splittableTypes } from '../splittable.ts'
import type { funnel as definition } from '../questions.ts'
import { dayOf, type Ground, groundOf, seenSteps, spanOf } from './ground.ts'

/** So many groups have a line of their own; all others are one. */
const mostGroups = 8

type Row = { label: string | null; rest: boolean; reached: number[]; waiting: number[]; times: (number[] | null)[] }

export async function readFunnel(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const ground = await groundOf(ctx, input.rule)
  const steps = seenSteps(ctx, ground, input.steps)
  const { within } = input
  const way = wayOf({ steps, within, begin: spanOf(input, ground.timeZone) }, ground)
  const numbers = steps.map((_, i) => i + 1)
  const end = sql`t1 + ${within.amount}::int * interval ${sql.lit(`1 ${within.unit}`)}`
  const reached = numbers.map((n) => sql`count(${stepColumn(n)})`)
  const waiting = numbers.map((n) =>
    n === steps.length
      ? sql`0::bigint`
      : sql`count(*) filter (where ${stepColumn(n)} is not null and ${stepColumn(n + 1)} is null and ${end} > ${ctx.now}::timestamptz)`,
  )
  const times = numbers.slice(1).map((n) => {
    const apart = sql`extract(epoch from ${stepColumn(n)} - ${stepColumn(n - 1)}) / 86400`
    return sql`percentile_cont(array[0.25, 0.5, 0.75]::double precision[]) within group (order by (${apart})::double precision) filter (where ${stepColumn(n)} is not null)`
  })
  const { rows } = await sql<Row>`with w as materialized (${splitBy(ctx, ground, way, input.split)}),
      top as (select label from w where label is not null group by label order by count(*) desc, label limit ${mostGroups})
    select case when named then label end as label, label is not null and not named as rest, array[${sql.join(reached)}] as reached, array[${sql.join(waiting)}] as waiting,
      jsonb_build_array(${sql.join(times)}) as times
    from (select w.*, label in (select label from top) as named from w) w group by 1, 2 order by 2, count(*) desc, 1`.execute(ctx.db)
  const found = rows.length > 0 ? rows : [{ label: null, rest: false, reached: [], waiting: [], times: [] }]
  return {
    asOf: ctx.now.toISOString(),
    rows: rows.reduce((sum, row) => sum + row.reached.reduce((all, n) => all + n, 0), 0),
    groups: found.map((row) => ({
      label: row.label,
      isRest: row.rest,
      steps: steps.map((_, i) => ({
        reached: row.reached[i] ?? 0,
        waiting: row.waiting[i] ?? 0,
        quartiles: i === 0 ? null : (row.times[i - 1] ?? null),
      })),
    })),
  }
}

/** Everybody’s way with the label of their group. @throws Problem input.invalid for a field that groups nothing */
function splitBy(ctx: Ctx, ground: Ground, way: RawBuilder<unknown>, split: string | undefined): RawBuilder<unknown> {
  const those = ground.those(sql`w.customer_id`)
  if (split === undefined) return sql`select w.*, null::text as label from (${way}) w where true${those}`
  if (split === 'cohort')
    return sql`select w.*, left(${dayOf(sql`w.t1`, ground.timeZone)}::text, 7) as label from (${way}) w where true${those}`
  const entry = ground.dictionary.fields.get(split)
  if (!entry || !splittableTypes.includes(entry.field.type) || entry.field.sealed)
    throw new Problem('input.invalid', { path: 'split', reason: notAmongFields(split, ground.dictionary.fields.keys()) })
  const card = ctx.card('customer')
  const from = fromClause(card, null, new Set([card.fields.get(split)?.table ?? 'c']))
  return sql`select w.*, ${entry.sql}::text as label ${from} join (${way}) w on w.customer_id = c.id where true${those}`
}
