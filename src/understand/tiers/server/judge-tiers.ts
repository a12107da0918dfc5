import { type RawBuilder, sql } from 'kysely'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { derivedFacts } from '../../../know/customers/derived-facts.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { countsSince, termsOf } from '../periods.ts'
import type { Scheme } from '../scheme.ts'
import { customerTier } from '../tier.ts'

export type Judging = {
  /** Its rules are checked. */
  readonly scheme: Scheme
  readonly dictionary: Dictionary
  /** Only these customers, as a bound array of ids; null for everybody. */
  readonly ids: RawBuilder<unknown> | null
  /** `at-once`: nobody keeps a tier that the rules no longer give, as when a scheme is published so. */
  readonly promises: 'keep' | 'at-once'
  /** A new scheme: whoever moves does so because of it. */
  readonly isNewScheme?: boolean
  /** What counts is taken as it was kept, by facts and by the last midnight, in place of counting all purchases again. */
  readonly isCounted?: boolean
  /** Brings `holding`: of each tier whether its own rule holds. */
  readonly withHolding?: boolean
}

/**
 * One row a customer: `tier` as it was kept (`old_tier`) and as it is to be (`place`, from 0 the lowest), with its times,
 * what counts for it, and `reason`. What was promised goes before what the rules give; see docs/methods/tiers.md.
 */
export async function judgedTiers(ctx: Ctx, judging: Judging): Promise<RawBuilder<unknown>> {
  const keys = sql`${judging.scheme.tiers.map((tier) => tier.key)}::text[]`
  return sql`select n.*, (${keys})[n.place + 1] as tier, (${keys})[n.earned + 1] as earned_tier,
      case when n.old_tier is null then 'first' when n.o is null or n.place = n.o then 'same' when n.place > n.o then 'up' else 'down' end as direction,
      (${keys})[n.place + 1] is distinct from n.old_tier as moved
    from (${placedOf(ctx, judging, verdictsOf(ctx, judging, await askedOf(ctx, judging)))}) n`
}

/** What the rules give, what counts, and what is kept. The fresh figures stand under the name of the table, so that rules read them. */
async function askedOf(ctx: Ctx, { scheme, dictionary, ids, isCounted, withHolding }: Judging): Promise<RawBuilder<unknown>> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const options = { now: ctx.now, timeZone: ctx.shop.timeZone, ...(ids ? { among: ids } : {}) }
  const { joined, spend, purchases } = isCounted ? keptFigures : figuresOf(ctx, scheme, ids)
  const asked = withFigures(dictionary, spend, purchases)
  const rules = scheme.tiers.map((tier) => compileRule(tier.rule, asked, options))
  const whens = rules.map((rule, i) => sql`when ${rule} then ${i}::int`).toReversed()
  const holding = withHolding ? sql`, array[${sql.join(rules.map((rule) => sql`(${rule}) is true`))}] as holding` : sql``
  const tables = new Set([
    'metrics',
    ...tablesNamed(
      card,
      scheme.tiers.map(({ rule }) => rule),
    ),
  ])
  tables.delete(customerTier.table)
  const keys = sql`${scheme.tiers.map((tier) => tier.key)}::text[]`
  return sql`select c.id as customer_id, (case ${sql.join(whens, sql` `)} else 0 end) as earned, ${spend} as spend, ${purchases} as purchases,
      old.tier as old_tier, array_position(${keys}, old.tier) - 1 as o, array_position(${keys}, old.earned) - 1 as old_earned,
      old.tier_since as old_since, old.tier_until as old_until, old.grace_until as old_grace, old.fixed_until as old_fixed, old.standing as old_standing,
      old.tier_spend as old_spend, old.tier_purchases as old_purchases, old.earned as old_earned_tier, w.customer_id is not null as withdrawn,
      coalesce(metrics.spend, 0) as all_spend ${holding}
    ${fromClause(card, null, tables)} ${joined} left join customer_tiers old on old.customer_id = c.id
    left join ${withdrawn(ids)} w on w.customer_id = c.id
    where metrics.customer_id is not null ${ids ? sql`and c.id = any(${ids})` : sql``}`
}

type Figures = { readonly joined: RawBuilder<unknown>; readonly spend: RawBuilder<unknown>; readonly purchases: RawBuilder<unknown> }

const keptFigures: Figures = {
  joined: sql``,
  spend: sql`coalesce(old.tier_spend, 0)`,
  purchases: sql`coalesce(old.tier_purchases, 0)`,
}

/** Of all time they stand among the metrics; of a stretch of time they are counted from the purchases. */
function figuresOf(ctx: Ctx, { counting }: Scheme, ids: RawBuilder<unknown> | null): Figures {
  const since = countsSince(counting, ctx.now, ctx.shop.timeZone)
  if (!since) {
    const spend = sql`greatest(0, coalesce(metrics.spend, 0) - coalesce(metrics.refund_total, 0))`
    return { joined: sql``, spend, purchases: sql`coalesce(metrics.purchase_count, 0)` }
  }
  const bought = sql`filter (where kind = 'purchase' and amount > 0)`
  const joined = sql`left join (select customer_id, coalesce(sum(amount) ${bought}, 0) - coalesce(sum(amount) filter (where kind = 'refund'), 0) as net, count(*) ${bought} as times
      from purchases where occurred_at >= ${since}::timestamptz and occurred_at <= ${ctx.now}::timestamptz ${ids ? sql`and customer_id = any(${ids})` : sql``} group by customer_id
    ) counted on counted.customer_id = c.id`
  return { joined, spend: sql`greatest(0, coalesce(counted.net, 0))::bigint`, purchases: sql`coalesce(counted.times, 0)` }
}

function withFigures(dictionary: Dictionary, spend: RawBuilder<unknown>, purchases: RawBuilder<unknown>): Dictionary {
  const fields = new Map(dictionary.fields)
  for (const [name, value] of [
    ['tierSpend', spend],
    ['tierPurchases', purchases],
  ] as const) {
    const entry = fields.get(name)
    if (entry) fields.set(name, { ...entry, sql: value })
  }
  return { ...dictionary, fields }
}

/** Customers who have news but no new fact that was not worked out here: facts of theirs were taken back. */
function withdrawn(ids: RawBuilder<unknown> | null): RawBuilder<unknown> {
  return sql`(select h.customer_id from log_heads h where h.news ${ids ? sql`and h.customer_id = any(${ids})` : sql``}
    and not exists (select 1 from events e where e.customer_id = h.customer_id and e.seq > h.done and e.kind <> all(${derivedFacts}::text[])))`
}

/**
 * What is done with each: `fresh` a first tier, or one whose tier is in the scheme no longer; `fixed` by hand, and
 * `released` when that ends; `up`; `stay`; and where the rules give a lower one: `taken` back with what it rested on,
 * `lapse` kept by its validity, `grace` kept by the days of grace, `step` down one, `drop` down to what the rules give.
 */
function verdictsOf(ctx: Ctx, { scheme, promises }: Judging, asked: RawBuilder<unknown>): RawBuilder<unknown> {
  const terms = termsOf(scheme.tiers, ctx.now, ctx.shop.timeZone)
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const midnight = startOfDay(addDays(today, 1), ctx.shop.timeZone)
  const keepsValidity = sql`(${terms.keepsValidity}::boolean[])[a.o + 1]`
  const oneStep = sql`(${terms.oneStep}::boolean[])[a.o + 1]`
  const graceHours = sql`(${terms.graceHours}::int[])[a.o + 1]`
  const now = sql`${ctx.now}::timestamptz`
  // Without a validity that is over, grace begins with the end of the day on which the rule was lost.
  const begins = sql`case when ${keepsValidity} and a.old_until is not null then a.old_until else ${midnight}::timestamptz end`
  const graceEnd = sql`coalesce(a.old_grace, case when ${graceHours} > 0 then ${begins} + ${graceHours} * interval '1 hour' end)`
  return sql`select a.*, ${graceEnd} as grace_end, case
      when a.o is null then 'fresh'
      when a.old_fixed > ${now} then 'fixed'
      when a.old_fixed is not null and a.earned <> a.o then 'released'
      when a.earned > a.o then 'up'
      when a.earned = a.o then 'stay'
      when a.withdrawn and a.old_earned >= a.o then 'taken'
      when ${promises}::text = 'at-once' then 'drop'
      when ${keepsValidity} and a.old_until > ${now} then 'lapse'
      when ${graceEnd} > ${now} then 'grace'
      when ${oneStep} and a.o - 1 > a.earned and a.old_since >= ${startOfDay(today, ctx.shop.timeZone)}::timestamptz then 'wait'
      when ${oneStep} and a.o - 1 > a.earned then 'step'
      else 'drop' end as verdict
    from (${asked}) a`
}

function placedOf(ctx: Ctx, { scheme, isNewScheme = false }: Judging, verdicts: RawBuilder<unknown>): RawBuilder<unknown> {
  const terms = termsOf(scheme.tiers, ctx.now, ctx.shop.timeZone)
  const place = sql`(case when v.verdict in ('fresh', 'up', 'released', 'taken', 'drop') then v.earned when v.verdict = 'step' then v.o - 1 else v.o end)`
  const fresh = sql`(${terms.until}::timestamptz[])[${place} + 1]`
  const kind = sql`(${terms.kinds}::text[])[v.o + 1]`
  const now = sql`${ctx.now}::timestamptz`
  return sql`select v.*, ${place} as place,
      case when v.verdict = 'stay' then
          case ${kind} when 'none' then null when 'year-end' then greatest(v.old_until, ${fresh}) else case when v.old_until > ${now} and v.old_fixed is null then v.old_until else ${fresh} end end
        when v.verdict in ('fixed', 'lapse', 'grace', 'wait') then v.old_until else ${fresh} end as until,
      case when v.verdict = 'grace' then v.grace_end when v.verdict = 'wait' then v.old_grace end as grace,
      case v.verdict when 'fixed' then 'fixed' when 'lapse' then 'lapsing' when 'step' then 'lapsing' when 'grace' then 'grace' when 'wait' then 'grace' else 'holds' end as standing,
      case when v.old_tier is null then 'first' when ${isNewScheme}::boolean then 'scheme' when v.verdict = 'fresh' then 'scheme' when v.verdict = 'up' then 'reached'
        when v.verdict = 'released' then 'fix-ended' when v.verdict = 'taken' then 'taken-back' else 'lost' end as reason
    from (${verdicts}) v`
}
