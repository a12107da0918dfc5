import { sql } from 'kysely'
import { z } from 'zod'
import { tryOpenJourney } from '../../../act/journeys/definition.ts'
import { abTestStep } from '../../../act/journeys/steps/ab-test.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { judgeCall } from '../../../platform/rights/decide.ts'
import { compareWays } from '../compare-ways.ts'
import type { trialShape } from '../trial-result.ts'
import { listTrials } from '../trials.ts'

type Told = z.input<typeof trialShape>['tests'][number]

const numbers = z.array(z.object({ way: z.string(), people: z.number(), sum: z.number(), squares: z.number() }))
const labels = z.object({ variants: z.array(z.object({ way: z.string(), label: z.string().optional() })) })
type Row = { step: string; winner: string | null; decided_at: Date | null; looked_at: Date; numbers: unknown }

/**
 * The A/B tests inside a journey as they were looked at last, within the hour; of a step that is gone from it nothing is told. They
 * count everybody, so they are for those who may see the results of everybody.
 */
export async function readStepTests(ctx: Ctx, id: string): Promise<Told[]> {
  if (judgeCall(ctx.sight, { ...listTrials, isQuestion: true }, ctx.registry) !== 'yes') return []
  const { rows } =
    await sql<Row>`select step, winner, decided_at, looked_at, numbers from journey_tests where journey_id = ${id}::uuid`.execute(ctx.db)
  if (rows.length === 0) return []
  const journeys = await sql<{ definition: unknown }>`select definition from journeys where id = ${id}::uuid`.execute(ctx.db)
  const journey = tryOpenJourney(journeys.rows[0]?.definition)
  if ('unreadable' in journey) return []
  const { definition, steps } = journey.open
  return [...steps.values()].flatMap((step, i) => {
    const row = rows.find((one) => one.step === step.id)
    const read = numbers.safeParse(row?.numbers)
    if (!step.test || !row || !read.success || step.kind !== abTestStep.kind) return []
    const named = labels.safeParse(definition.steps[i]).data?.variants ?? []
    const { metric, days, plannedPeople, stopsEarly } = step.test
    return [
      {
        step: step.id,
        metric,
        days,
        plannedPeople,
        stopsEarly,
        ways: read.data.map(({ way, people, sum }) => ({
          way,
          label: named.find((one) => one.way === way)?.label ?? null,
          people,
          value: people > 0 ? sum / people : null,
        })),
        pairs: compareWays(read.data, metric, plannedPeople),
        winner: row.winner,
        decidedAt: row.decided_at?.toISOString() ?? null,
        lookedAt: row.looked_at.toISOString(),
      },
    ]
  })
}
