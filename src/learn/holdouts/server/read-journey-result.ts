import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { checkBalance } from '../check-balance.ts'
import type { Interval } from '../compare-arms.ts'
import type { journeyResult as definition } from '../journey-result.ts'
import { judgeResult } from '../judge-result.ts'
import { sayResult } from '../say-result.ts'
import { type Arm, readArms } from './read-arms.ts'

/** @throws Problem record.missing */
export async function readJourneyResult(ctx: Ctx, { id, days }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const percent = await holdoutOf(ctx, id)
  const { treated, holdout } = await readArms(ctx, id, days)
  const judged = judgeResult(treated, holdout, percent !== 0)
  const { currency } = ctx.shop
  return {
    days,
    currency,
    treated: shown(treated),
    holdout: shown(holdout),
    verdict: judged.verdict,
    sentence: sayResult({ treated, control: holdout, judged, days, currency }),
    revenueLift: intervalOf(judged.revenue),
    revenueLiftRelative: judged.relativeRevenue,
    conversionLift: judged.buyers,
    conversionLiftRelative: judged.relativeBuyers,
    incrementalRevenue: judged.incremental,
    p: judged.revenue?.p ?? null,
    peopleMissing: judged.peopleMissing,
    balance: percent === null ? null : checkBalance(treated.people + treated.waiting, holdout.people + holdout.waiting, percent),
  }
}

/** The share drawn; null when it changed from version to version, so that no single one can be expected. */
async function holdoutOf(ctx: Ctx, id: string): Promise<number | null> {
  const found = await sql`select 1 from journeys where id = ${id}`.execute(ctx.db)
  if (found.rows.length === 0) throw new Problem('record.missing', { what: { zh: '旅程', en: 'journey' } })
  const { rows } = await sql<{
    percent: number
  }>`select distinct coalesce((definition ->> 'holdout')::float8, 0) as percent from journey_versions where journey_id = ${id}`.execute(
    ctx.db,
  )
  return rows.length === 1 ? (rows[0]?.percent ?? null) : null
}

function shown(arm: Arm) {
  const { people, waiting, buyers, revenue, messages } = arm
  return {
    people,
    waiting,
    buyers,
    revenue,
    messages,
    conversion: people > 0 ? buyers / people : null,
    revenuePerPerson: people > 0 ? revenue / people : null,
  }
}

const intervalOf = (interval: Interval | null) => (interval ? { value: interval.value, low: interval.low, high: interval.high } : null)
