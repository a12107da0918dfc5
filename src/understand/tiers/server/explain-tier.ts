import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule, factConditions } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { type Leaf, leavesOf } from '../../../core/rule/leaves.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { needCustomer } from '../../../platform/records/need-customer.ts'
import { explainRule } from '../../../platform/records/explain-rule.ts'
import { fromClause } from '../../../platform/records/find-records.ts'
import { type LeafAnswer, missingOf } from '../gap.ts'
import { countsThrough, dayHours } from '../periods.ts'
import type * as questions from '../questions.ts'
import type { Scheme, Tier } from '../scheme.ts'
import type { Standing } from '../tier.ts'
import { brokenIn, readPublished } from './open-scheme.ts'

type Answer = AnswerOf<typeof questions.explainTier>

type Kept = {
  tier: string
  tier_since: Date
  tier_until: Date | null
  grace_until: Date | null
  earned: string
  standing: Standing
  tier_spend: number
  tier_purchases: number
  fixed_until: Date | null
  fixed_reason: string | null
  fixed_by_name: string | null
}

export async function explainTier(ctx: Ctx, { id }: InputOf<typeof questions.explainTier>): Promise<Answer> {
  await needCustomer(ctx, id)
  const published = await readPublished(ctx)
  const moves = await movesOf(ctx, id)
  if (!published) return { published: false, counting: null, standing: null, next: null, moves, tiers: [] }
  const scheme = published.body
  const { rows } =
    await sql<Kept>`select tier, tier_since, tier_until, grace_until, earned, standing, tier_spend, tier_purchases, fixed_until, fixed_reason, fixed_by_name
    from customer_tiers where customer_id = ${id}`.execute(ctx.db)
  const asking = { ctx, scheme, id, dictionary: await ctx.dictionary('customer') }
  const [kept] = rows
  const common = { published: true, counting: scheme.counting, moves, tiers: scheme.tiers.toReversed().map(nameOf) }
  if (!kept || brokenIn(scheme, asking.dictionary)) return { ...common, standing: kept ? plainStanding(scheme, kept) : null, next: null }
  return { ...common, standing: await standingOf(asking, kept), next: await nextOf(asking, kept) }
}

type Asking = { readonly ctx: Ctx; readonly scheme: Scheme; readonly id: string; readonly dictionary: Dictionary }

const nameOf = ({ key, label, colour, mark }: Tier) => ({ key, label, colour, mark })
const placeOf = (scheme: Scheme, key: string) => scheme.tiers.findIndex((tier) => tier.key === key)
const tierOf = (scheme: Scheme, key: string) => scheme.tiers[placeOf(scheme, key)]
const unknownTier = (key: string) => ({ key, label: { zh: key, en: key }, colour: 'tier-grey', mark: '?' })

function plainStanding(scheme: Scheme, kept: Kept): NonNullable<Answer['standing']> {
  const tier = tierOf(scheme, kept.tier)
  const earned = tierOf(scheme, kept.earned)
  return {
    tier: tier ? nameOf(tier) : unknownTier(kept.tier),
    since: kept.tier_since.toISOString(),
    until: kept.tier_until?.toISOString() ?? null,
    graceUntil: kept.grace_until?.toISOString() ?? null,
    standing: kept.standing,
    earned: earned ? nameOf(earned) : null,
    spend: Number(kept.tier_spend),
    purchases: Number(kept.tier_purchases),
    why: null,
    benefits: tier ? [...tier.benefits] : [],
    keep: null,
    then: null,
    fixed: kept.fixed_until ? { until: kept.fixed_until.toISOString(), reason: kept.fixed_reason, by: kept.fixed_by_name } : null,
  }
}

async function standingOf(asking: Asking, kept: Kept): Promise<NonNullable<Answer['standing']>> {
  const { ctx, scheme, id, dictionary } = asking
  const tier = tierOf(scheme, kept.tier)
  const plain = plainStanding(scheme, kept)
  if (!tier || placeOf(scheme, kept.tier) === 0) return plain
  const rule = checkRule(tier.rule, dictionary)
  const why = await explainRule(ctx, ctx.card('customer'), rule, dictionary, id)
  const ends = endOf(tier, kept)
  if (!ends) return { ...plain, why }
  const missing = await missingFor(asking, rule)
  const lower = scheme.tiers[lowerPlace(scheme, tier, kept)]
  return {
    ...plain,
    why,
    keep: missing ? { missing, by: ends.toISOString() } : null,
    then: lower ? { tier: nameOf(lower), at: ends.toISOString() } : null,
  }
}

/** When the tier is lost if nothing changes; null where nothing threatens it. */
function endOf(tier: Tier, kept: Kept): Date | null {
  if (kept.standing === 'grace') return kept.grace_until
  if (kept.standing === 'lapsing' && kept.tier_until) return new Date(kept.tier_until.getTime() + tier.graceDays * dayHours * 3_600_000)
  return kept.standing === 'fixed' && kept.earned !== kept.tier ? kept.fixed_until : null
}

function lowerPlace(scheme: Scheme, tier: Tier, kept: Kept): number {
  const earned = placeOf(scheme, kept.earned)
  if (kept.standing === 'fixed' || tier.down.how === 'straight') return earned
  return Math.max(earned, placeOf(scheme, kept.tier) - 1)
}

async function nextOf(asking: Asking, kept: Kept): Promise<Answer['next']> {
  const { ctx, scheme, id, dictionary } = asking
  const next = scheme.tiers[placeOf(scheme, kept.tier) + 1]
  if (!next || placeOf(scheme, kept.tier) < 0) return null
  const rule = checkRule(next.rule, dictionary)
  const explained = await explainRule(ctx, ctx.card('customer'), rule, dictionary, id)
  if (!explained) return null
  const counts = leavesOf(rule).some((leaf) => 'field' in leaf && (leaf.field === 'tierSpend' || leaf.field === 'tierPurchases'))
  const by = counts ? countsThrough(scheme.counting, ctx.now, ctx.shop.timeZone) : null
  return { tier: nameOf(next), missing: await missingFor(asking, rule), by, explained }
}

async function missingFor({ ctx, id, dictionary }: Asking, rule: Rule): Promise<Words | null> {
  const leaves = leavesOf(rule)
  if (leaves.length === 0) return null
  const options = { now: ctx.now, timeZone: ctx.shop.timeZone }
  const { rows } = await sql<{
    holds: boolean[]
    held: (number | null)[]
  }>`select array[${sql.join(leaves.map((leaf) => sql`(${compileRule(leaf, dictionary, options)}) is true`))}] as holds,
      jsonb_build_array(${sql.join(leaves.map((leaf) => numberOf(leaf, dictionary, ctx)))}) as held
    ${fromClause(ctx.card('customer'), null, null)} where c.id = ${id}::uuid`.execute(ctx.db)
  const row = rows[0]
  const answerOf = (i: number): LeafAnswer => ({ holds: row?.holds[i] ?? false, value: row?.held[i] ?? null })
  const answers = new Map<Rule, LeafAnswer>(leaves.map((leaf, i) => [leaf, answerOf(i)]))
  return missingOf(rule, { answers, dictionary, shop: ctx.shop })
}

/** The figure that a condition looks at, where it is one. */
function numberOf(leaf: Leaf, dictionary: Dictionary, ctx: Ctx): RawBuilder<unknown> {
  if ('field' in leaf) {
    const entry = dictionary.fields.get(leaf.field)
    return entry && (entry.field.type === 'money' || entry.field.type === 'number') ? sql`(${entry.sql})::float8` : sql`null::float8`
  }
  if (!('did' in leaf) || !dictionary.customerId) return sql`null::float8`
  return sql`(select count(*)::float8 from events e where e.customer_id = ${dictionary.customerId} and ${factConditions(leaf, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })})`
}

type MoveRow = {
  at: Date
  from_tier: string | null
  to_tier: string
  direction: string
  reason: string
  from_label: Words | null
  to_label: Words | null
}

/** The newest first, with the names that the tiers had by the version of then, or have now. */
async function movesOf(ctx: Ctx, id: string): Promise<Answer['moves']> {
  const labelOf = (key: string) => sql`(select t -> 'label' from tier_schemes s, jsonb_array_elements(s.body -> 'tiers') t
    where s.state <> 'draft' and t ->> 'key' = ${sql.ref(key)} order by (s.version <= m.version) desc, s.version desc limit 1)`
  const { rows } =
    await sql<MoveRow>`select m.at, m.from_tier, m.to_tier, m.direction, m.reason, ${labelOf('m.from_tier')} as from_label, ${labelOf('m.to_tier')} as to_label
    from tier_moves m where m.customer_id = ${id} order by m.at desc limit 20`.execute(ctx.db)
  const named = (label: Words | null, key: string) => label ?? { zh: key, en: key }
  return rows.map((row) => ({
    at: row.at.toISOString(),
    from: row.from_tier === null ? null : named(row.from_label, row.from_tier),
    to: named(row.to_label, row.to_tier),
    direction: row.direction,
    reason: row.reason,
  }))
}
