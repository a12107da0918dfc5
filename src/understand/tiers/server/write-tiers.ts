import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { tierChanged } from '../events.ts'
import type { MoveReason } from '../tier.ts'

export type TierMove = {
  readonly customer_id: string
  readonly from_tier: string | null
  readonly to_tier: string
  readonly direction: string
  readonly reason: MoveReason
  readonly place: number
}

/** Something of the row would be another. */
export const differs = sql`(n.old_tier is null or (n.tier, n.until, n.grace, n.earned_tier, n.standing, n.spend, n.purchases)
  is distinct from (n.old_tier, n.old_until, n.old_grace, n.old_earned_tier, n.old_standing, n.old_spend, n.old_purchases)
  or (n.old_fixed is not null and n.standing <> 'fixed'))`

/**
 * Writes the tiers that differ, and a move for each that is another.
 * @returns the moves, in no order
 */
export async function writeTiers(ctx: Ctx, judged: RawBuilder<unknown>, version: number | null): Promise<TierMove[]> {
  const { rows } = await sql<TierMove>`with n as materialized (${judged}), ${written(ctx, version)}
    select customer_id, old_tier as from_tier, tier as to_tier, direction, reason, place from n where moved`.execute(ctx.db)
  return rows
}

/** Enough for the hash of a million customers; a setting of this transaction only. */
export const roomForEverybody = sql`select set_config('work_mem', '256MB', true)`

/** The same for everybody, of whom only the number comes back. */
export async function writeTiersOfAll(ctx: Ctx, judged: RawBuilder<unknown>, version: number | null): Promise<number> {
  await roomForEverybody.execute(ctx.db)
  const { rows } = await sql<{ n: number }>`with n as materialized (${judged}), ${written(ctx, version)}
    select count(*) as n from n where moved`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

function written(ctx: Ctx, version: number | null): RawBuilder<unknown> {
  const now = sql`${ctx.now}::timestamptz`
  const kept = (name: string) => sql`${sql.id(name)} = case when excluded.standing = 'fixed' then ${sql.ref(`customer_tiers.${name}`)} end`
  const fixed = ['fixed_until', 'fixed_reason', 'fixed_by_id', 'fixed_by_name', 'before_fix']
  return sql`written as (
      insert into customer_tiers (customer_id, tier, tier_since, tier_until, grace_until, earned, standing, tier_spend, tier_purchases)
      select n.customer_id, n.tier, case when n.moved then ${now} else n.old_since end, n.until, n.grace, n.earned_tier, n.standing, n.spend, n.purchases from n where ${differs}
      on conflict (customer_id) do update set tier = excluded.tier, tier_since = excluded.tier_since, tier_until = excluded.tier_until, grace_until = excluded.grace_until,
        earned = excluded.earned, standing = excluded.standing, tier_spend = excluded.tier_spend, tier_purchases = excluded.tier_purchases, ${sql.join(fixed.map(kept))}
    ), moved as (
      insert into tier_moves (customer_id, at, from_tier, to_tier, direction, reason, version)
      select n.customer_id, ${now}, n.old_tier, n.tier, n.direction, n.reason, ${version}::int from n where n.moved
      on conflict (customer_id, at) do update set to_tier = excluded.to_tier, direction = excluded.direction, reason = excluded.reason, version = excluded.version
    )`
}

/** A first tier is told only of one who rose above the lowest, and not of whom only history is known. */
export async function tellMoves(ctx: Ctx, news: Pick<News, 'isQuiet'>, moves: readonly TierMove[]): Promise<void> {
  const told = moves.filter((move) => move.from_tier !== null || (move.place > 0 && !news.isQuiet(move.customer_id)))
  await ctx.recordAll(
    told.map((move) => ({
      customerId: move.customer_id,
      kind: tierChanged.name,
      occurredAt: ctx.now,
      source: 'engine',
      quiet: news.isQuiet(move.customer_id),
      payload: { from: move.from_tier, to: move.to_tier, direction: move.direction, reason: move.reason },
    })),
  )
}
