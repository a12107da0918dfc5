import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { together } from '../../../platform/event-log/refresh-lock.ts'
import type * as actions from '../actions.ts'
import { tierChanged, tierFixed, tierReleased } from '../events.ts'
import type { SchemeRow } from '../scheme.ts'
import type { MoveReason } from '../tier.ts'
import { judgedTiers } from './judge-tiers.ts'
import { brokenIn, readPublished } from './open-scheme.ts'
import { writeTiers } from './write-tiers.ts'

type Kept = { tier: string; fixed_until: Date | null; before_fix: Before | null }
type Before = { tier: string; tier_since: string; tier_until: string | null; grace_until: string | null }

const longestDays = 1_827

/** @throws Problem tiers.not-published, tiers.unknown, tiers.end-passed, record.missing */
export async function fixTier(
  ctx: Ctx,
  { id, tier, until, reason }: InputOf<typeof actions.fixTier>,
): Promise<AnswerOf<typeof actions.fixTier>> {
  const published = await needPublished(ctx)
  if (!published.body.tiers.some(({ key }) => key === tier)) throw new Problem('tiers.unknown', { path: 'tier', name: tier })
  const today = localDate(ctx.now, ctx.shop.timeZone)
  if (until <= today || until > addDays(today, longestDays)) throw new Problem('tiers.end-passed', { path: 'until' })
  await together.execute(ctx.db)
  const end = startOfDay(addDays(until, 1), ctx.shop.timeZone)
  await ctx.record({ customerId: id, kind: tierFixed.name, occurredAt: ctx.now, payload: { tier, until: end.toISOString(), reason } })
  const kept = await keptOf(ctx, published, id)
  const now = sql`${ctx.now}::timestamptz`
  await sql`update customer_tiers t set tier = ${tier}, tier_since = case when t.tier = ${tier} then t.tier_since else ${now} end, tier_until = ${end}, grace_until = null, standing = 'fixed',
      fixed_until = ${end}, fixed_reason = ${reason}, fixed_by_id = ${ctx.actor.id}, fixed_by_name = ${ctx.actor.name},
      before_fix = coalesce(t.before_fix, jsonb_build_object('tier', t.tier, 'tier_since', t.tier_since, 'tier_until', t.tier_until, 'grace_until', t.grace_until))
    where customer_id = ${id}`.execute(ctx.db)
  if (kept.tier !== tier) await tellMove(ctx, published, { id, from: kept.tier, to: tier, reason: 'by-hand' })
  ctx.changed(changeOf('customer', id, { tier: kept.tier }, { tier, tierUntil: end.toISOString() }))
  return { tier }
}

/** @throws Problem tiers.not-published, tiers.not-fixed */
export async function releaseTier(ctx: Ctx, { id }: InputOf<typeof actions.releaseTier>): Promise<AnswerOf<typeof actions.releaseTier>> {
  const published = await needPublished(ctx)
  await together.execute(ctx.db)
  await ctx.record({ customerId: id, kind: tierReleased.name, occurredAt: ctx.now, payload: { tier: await fixedTierOf(ctx, id) } })
  const kept = await keptOf(ctx, published, id)
  const before = kept.before_fix
  if (kept.fixed_until === null || !before) throw new Problem('tiers.not-fixed')
  await sql`update customer_tiers set tier = ${before.tier}, tier_since = ${before.tier_since}::timestamptz, tier_until = ${before.tier_until}::timestamptz, grace_until = ${before.grace_until}::timestamptz,
      standing = 'holds', fixed_until = null, fixed_reason = null, fixed_by_id = null, fixed_by_name = null, before_fix = null where customer_id = ${id}`.execute(
    ctx.db,
  )
  await judgeOne(ctx, published, id)
  const after = await keptOf(ctx, published, id)
  if (after.tier !== kept.tier) await tellMove(ctx, published, { id, from: kept.tier, to: after.tier, reason: 'released' })
  ctx.changed(changeOf('customer', id, { tier: kept.tier }, { tier: after.tier }))
  return { tier: after.tier }
}

async function needPublished(ctx: Ctx): Promise<SchemeRow> {
  const published = await readPublished(ctx)
  if (!published) throw new Problem('tiers.not-published')
  return published
}

/** @throws Problem tiers.not-fixed */
async function fixedTierOf(ctx: Ctx, id: string): Promise<string> {
  const { rows } = await sql<{
    tier: string
  }>`select tier from customer_tiers where customer_id = ${id} and fixed_until is not null`.execute(ctx.db)
  if (!rows[0]) throw new Problem('tiers.not-fixed')
  return rows[0].tier
}

/** What is kept of the customer, who may be too new to have been asked yet. @throws Problem record.missing */
async function keptOf(ctx: Ctx, published: SchemeRow, id: string): Promise<Kept> {
  const read = async () =>
    (await sql<Kept>`select tier, fixed_until, before_fix from customer_tiers where customer_id = ${id}`.execute(ctx.db)).rows[0]
  const known = await read()
  if (known) return known
  await judgeOne(ctx, published, id)
  const made = await read()
  if (made) return made
  const lowest = published.body.tiers[0]?.key ?? ''
  await sql`insert into customer_tiers (customer_id, tier, tier_since, earned, standing) select id, ${lowest}, ${ctx.now}, ${lowest}, 'holds' from customers where id = ${id}`.execute(
    ctx.db,
  )
  const first = await read()
  if (!first) throw new Problem('record.missing', { what: ctx.card('customer').entity.label })
  return first
}

async function judgeOne(ctx: Ctx, { body: scheme, version }: SchemeRow, id: string): Promise<void> {
  const dictionary = await ctx.dictionary('customer')
  if (brokenIn(scheme, dictionary)) return
  await writeTiers(ctx, await judgedTiers(ctx, { scheme, dictionary, ids: sql`${[id]}::uuid[]`, promises: 'keep' }), version)
}

type Told = { readonly id: string; readonly from: string; readonly to: string; readonly reason: MoveReason }

async function tellMove(ctx: Ctx, { body, version }: SchemeRow, { id, from, to, reason }: Told): Promise<void> {
  const placeOf = (key: string) => body.tiers.findIndex((tier) => tier.key === key)
  const isKnown = placeOf(from) >= 0 && placeOf(from) !== placeOf(to)
  const direction = !isKnown ? 'same' : placeOf(to) > placeOf(from) ? 'up' : 'down'
  await sql`insert into tier_moves (customer_id, at, from_tier, to_tier, direction, reason, version) values (${id}, ${ctx.now}, ${from}, ${to}, ${direction}, ${reason}, ${version})
    on conflict (customer_id, at) do update set from_tier = excluded.from_tier, to_tier = excluded.to_tier, direction = excluded.direction, reason = excluded.reason`.execute(
    ctx.db,
  )
  await ctx.record({ customerId: id, kind: tierChanged.name, occurredAt: ctx.now, payload: { from, to, direction, reason } })
}
