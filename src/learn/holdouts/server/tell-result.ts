import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Interval } from '../compare-arms.ts'
import { type ArmSoFar, armSumsOf } from '../day-series.ts'
import { sayResult } from '../say-result.ts'
import type { armResult, resultShape } from '../trial-result.ts'
import type { ReadTrial } from './read-trial.ts'

type Messages = Readonly<Record<string, number>>
export type Told = z.input<typeof resultShape>

export const plain = (found: Interval | null) => found && { value: found.value, low: found.low, high: found.high }

/** A trial as it is told in short. */
export async function tellResult(ctx: Ctx, read: ReadTrial, hasAlarm = false): Promise<Told> {
  const { treated, holdout, judged, reading, waiting } = read
  const messages = await countMessages(ctx, read)
  const { currency } = ctx.shop
  return {
    days: reading.days,
    currency,
    treated: tellArm(treated, waiting.treated, messages.get('treated')),
    holdout: tellArm(holdout, waiting.holdout, messages.get('holdout')),
    verdict: judged.verdict,
    sentence: sayResult({
      treated: armSumsOf(treated),
      control: armSumsOf(holdout),
      judged,
      days: reading.days,
      currency,
      kind: read.trial.kind,
      running: reading.closedOnly ? 0 : waiting.treated + waiting.holdout,
      isOver: read.isOver,
      hasAlarm,
    }),
    revenueLift: plain(judged.revenue),
    revenueLiftOnce: plain(judged.once),
    revenueLiftRelative: judged.relativeRevenue,
    conversionLift: plain(judged.buyers),
    conversionLiftRelative: judged.relativeBuyers,
    incrementalRevenue: judged.incremental,
    p: judged.revenue?.p ?? null,
    peopleMissing: judged.peopleMissing,
    balance: read.balance,
  }
}

export function tellArm(arm: ArmSoFar, waiting: number, messages: Messages = {}): z.input<typeof armResult> {
  const { people, buyers } = arm
  const { revenue } = armSumsOf(arm)
  return {
    people,
    waiting,
    buyers,
    revenue,
    messages: { ...messages },
    conversion: people > 0 ? buyers / people : null,
    revenuePerPerson: people > 0 ? revenue / people : null,
  }
}

async function countMessages(ctx: Ctx, { trial, setting }: ReadTrial): Promise<Map<string, Record<string, number>>> {
  const byArm = new Map<string, Record<string, number>>()
  if (trial.kind === 'global') {
    const { rows } = await sql<{ state: string; count: number }>`select state, count(*)::int as count from messages
      where kind = 'marketing' and created_at >= ${setting.since}::timestamptz and ${setting.percent}::float8 > 0 group by 1`.execute(
      ctx.db,
    )
    return byArm.set('treated', Object.fromEntries(rows.map(({ state, count }) => [state, count])))
  }
  const edition = trial.edition === undefined ? sql`true` : sql`r.edition = ${trial.edition}::int`
  const { rows } = await (trial.kind === 'journey'
    ? sql<{ arm: string; state: string; count: number }>`select r.arm, m.state, count(*)::int as count
        from messages m join journey_runs r on r.customer_id = m.customer_id and r.id = m.run_id where m.journey_id = ${trial.id}::uuid group by 1, 2`
    : sql<{ arm: string; state: string; count: number }>`select r.arm, m.state, count(*)::int as count
        from campaign_members r join messages m on m.customer_id = r.customer_id and m.id = r.message_id
        where r.campaign_id = ${trial.id}::uuid and r.arm is not null and ${edition} group by 1, 2`
  ).execute(ctx.db)
  for (const { arm, state, count } of rows) byArm.set(arm, { ...byArm.get(arm), [state]: count })
  return byArm
}
