import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { momentsOf, wayOf } from '../../../core/rule/sequence-sql.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { wilson } from '../../models/measure/shares.ts'
import type { retention as definition } from '../questions.ts'
import { ripeAfter, windowsOf } from '../retention-windows.ts'
import { dayOf, groundOf, seenSteps, spanOf } from './ground.ts'

type Row = { started: number; facts: number; ripe: number[]; back: number[] }

export async function readRetention(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const ground = await groundOf(ctx, input.rule)
  const { timeZone } = ground
  const [start = input.start] = seenSteps(ctx, ground, [input.start], 'start')
  const [back = input.back] = seenSteps(ctx, ground, [input.back], 'back')
  const windows = windowsOf(input.ends, input.mode)
  const begin = { first: 'ever' as const, ...spanOf(input, timeZone) }
  const today = localDate(ctx.now, timeZone)
  const came = windows.map(
    ({ from, to }) => sql`coalesce(bool_or(apart >= ${from}::int${to === null ? sql`` : sql` and apart <= ${to}::int`}), false)`,
  )
  const ripe = windows.map((window) => sql`${today}::date - day >= ${ripeAfter(window)}::int`)
  const counts = (conditions: readonly unknown[]) => sql`array[${sql.join(conditions.map((one) => sql`count(*) filter (where ${one})`))}]`
  // The offsets keep a day from being worked out again for every window that asks for it.
  const { rows } = await sql<Row>`select count(*) as started, coalesce(sum(facts), 0)::bigint as facts, ${counts(ripe)} as ripe,
      ${counts(windows.map((_, i) => sql`${ripe[i]} and came[${sql.lit(i + 1)}]`))} as back
    from (select customer_id, day, count(apart) as facts, array[${sql.join(came)}] as came from (
      select s.customer_id, s.day, ${dayOf(sql`f.at`, timeZone)} - s.day as apart
      from (select customer_id, t1, ${dayOf(sql`t1`, timeZone)} as day from (${wayOf({ steps: [start], begin }, ground)}) w where true${ground.those(sql`customer_id`)} offset 0) s
      left join (${momentsOf(back, ground)}) f on f.customer_id = s.customer_id and f.at > s.t1 offset 0
    ) d group by customer_id, day) x`.execute(ctx.db)
  const row = rows[0] ?? { started: 0, facts: 0, ripe: [], back: [] }
  return {
    asOf: ctx.now.toISOString(),
    rows: row.started + row.facts,
    started: row.started,
    points: windows.map(({ from, to }, i) => {
      const people = row.ripe[i] ?? 0
      const n = row.back[i] ?? 0
      const said = people > 0 ? wilson(n, people) : null
      return { from, to, ripe: people, back: n, share: said?.value ?? null, low: said?.low ?? null, high: said?.high ?? null }
    }),
  }
}
