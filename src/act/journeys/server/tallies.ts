import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { seesEveryCustomer } from '../../../platform/rights/sight.ts'

type StepCount = { readonly step: string; readonly what: string; readonly count: number }

/** Notes what was written into logs. Rows are added only: nobody waits for anybody. */
export async function tally(
  ctx: Ctx,
  journeyId: string,
  lines: readonly { readonly step: string; readonly what: string }[],
): Promise<void> {
  const counts = [...Map.groupBy(lines, ({ step, what }) => `${step} ${what}`).values()].flatMap((same) =>
    same[0] ? [{ ...same[0], n: same.length }] : [],
  )
  if (counts.length === 0) return
  await sql`insert into journey_tallies (id, journey_id, step, what, n)
    select id, ${journeyId}::uuid, step, what, n from unnest(${counts.map(() => ctx.newId())}::uuid[], ${counts.map(({ step }) => step)}::text[],
      ${counts.map(({ what }) => what)}::text[], ${counts.map(({ n }) => n)}::bigint[]) as t(id, step, what, n)`.execute(ctx.db)
}

/** Whoever sees every customer is told the kept counts; others are counted for what they see. */
export async function countSteps(ctx: Ctx, journeyId: string): Promise<StepCount[]> {
  const { rows } = seesEveryCustomer(ctx.sight)
    ? await sql<StepCount>`select step, what, sum(n)::bigint as count from journey_tallies where journey_id = ${journeyId} group by 1, 2`.execute(
        ctx.db,
      )
    : await sql<StepCount>`select step, what, count(*) as count from journey_steps where journey_id = ${journeyId} group by 1, 2`.execute(
        ctx.db,
      )
  return rows
}

/** Draws the rows of a journey together once there are many. */
export const tallyTick: Tick = { name: 'journey-tallies', everyMs: 60_000, run: async (services) => (await drawTogether(services), false) }

const mostRows = 500

async function drawTogether(services: Services): Promise<void> {
  const { rows } = await sql<{ id: string }>`select journey_id as id from journey_tallies group by 1 having count(*) > ${mostRows}`.execute(
    services.database.db,
  )
  for (const { id } of rows)
    await asSystem(services, 'journeys', async (ctx) => {
      const gone = await sql<StepCount>`delete from journey_tallies where journey_id = ${id} returning step, what, n as count`.execute(
        ctx.db,
      )
      const sums = [...Map.groupBy(gone.rows, ({ step, what }) => `${step} ${what}`).values()]
      for (const same of sums) {
        const [first] = same
        const n = same.reduce((sum, { count }) => sum + count, 0)
        if (first)
          await sql`insert into journey_tallies (id, journey_id, step, what, n) values (${ctx.newId()}, ${id}, ${first.step}, ${first.what}, ${n})`.execute(
            ctx.db,
          )
      }
    })
}
