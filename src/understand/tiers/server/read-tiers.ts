import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { problemWords } from '../../../platform/actions/registry.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import type * as questions from '../questions.ts'
import { costOf, type Scheme } from '../scheme.ts'
import { atRiskRule } from '../tiers-address.ts'
import { type Broken, brokenIn } from './open-scheme.ts'
import { profitOf } from './profit.ts'
import { version as what } from './save-drafts.ts'

type Version = {
  id: string
  name: string
  state: 'draft' | 'published' | 'retired'
  version: number | null
  body: Scheme
  revision: number
  promises: 'keep' | 'at-once' | null
  created_by: string | null
  updated_at: Date
  published_by: string | null
  published_at: Date | null
  retired_at: Date | null
}

const versions = (
  which: RawBuilder<unknown>,
) => sql<Version>`select id, name, state, version, body, revision, promises, created_by, updated_at, published_by, published_at, retired_at
  from tier_schemes where ${which} order by version desc nulls first, updated_at desc, id`

const cardOf = (row: Version) => ({
  id: row.id,
  name: row.name,
  version: row.version,
  state: row.state,
  revision: row.revision,
  by: row.published_by ?? row.created_by,
  at: (row.published_at ?? row.updated_at).toISOString(),
  retiredAt: row.retired_at?.toISOString() ?? null,
  promises: row.promises,
})

export async function readTiers(ctx: Ctx): Promise<AnswerOf<typeof questions.readTiers>> {
  const { rows } = await versions(sql`true`).execute(ctx.db)
  const current = rows.find((row) => row.state === 'published')
  const dictionary = await ctx.dictionary('customer')
  const figures = current ? await figuresOf(ctx, dictionary) : []
  // Whether its rules can be asked does not hang on what this reader may name.
  const broken = current ? brokenIn(current.body, await ctx.onlooker.dictionary()) : null
  const published = current ? describe(ctx, current, figures, { dictionary, broken }) : null
  const sum = (of: (figure: Figures) => number) => figures.reduce((total, figure) => total + of(figure), 0)
  return {
    asOf: ctx.now.toISOString(),
    published,
    customers: sum((one) => one.customers),
    spend: isAnyHidden(ctx, 'spend') ? null : sum((one) => one.spend ?? 0),
    counted: sum((one) => one.counted),
    profit: figures.some((one) => one.profit !== null) ? sum((one) => one.profit ?? 0) : null,
    cost: published?.tiers.reduce((total, tier) => total + tier.cost, 0) ?? 0,
    versions: rows.map((row) => ({ ...cardOf(row), tiers: row.body.tiers.length })),
  }
}

type Figures = {
  tier: string
  customers: number
  /** Null: hidden from the reader's role. */
  spend: number | null
  counted: number
  profit: number | null
  lapsing: number
  grace: number
  fixed: number
  risk: number
  risk_spend: number
}

/** Who is at risk is counted by the very rule that the list opens with. */
async function figuresOf(ctx: Ctx, dictionary: Dictionary): Promise<Figures[]> {
  const profit = profitOf(ctx)
  const atRisk = compileRule(checkRule(atRiskRule(), dictionary), dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const inState = (state: string) => sql`count(*) filter (where customer_tiers.standing = ${state}::text)::int`
  const { rows } =
    await sql<Figures>`select customer_tiers.tier, count(*)::int as customers, sum(metrics.spend)::bigint as spend, sum(customer_tiers.tier_spend)::bigint as counted,
      ${profit ? sql`sum(${profit.value})::bigint` : sql`null::bigint`} as profit, ${inState('lapsing')} as lapsing, ${inState('grace')} as grace, ${inState('fixed')} as fixed,
      count(*) filter (where ${atRisk})::int as risk, coalesce(sum(customer_tiers.tier_spend) filter (where ${atRisk}), 0)::bigint as risk_spend
    from customer_tiers left join metrics on metrics.customer_id = customer_tiers.customer_id ${profit ? profit.join(sql`customer_tiers.customer_id`) : sql``}
    where customer_tiers.tier is not null group by 1`.execute(ctx.db)
  return rows
}

const nothing = { tier: '', customers: 0, spend: 0, counted: 0, profit: null, lapsing: 0, grace: 0, fixed: 0, risk: 0, risk_spend: 0 }

type Said = { readonly dictionary: Dictionary; readonly broken: Broken | null }

function describe(ctx: Ctx, row: Version, figures: readonly Figures[], { dictionary, broken }: Said) {
  return {
    id: row.id,
    name: row.name,
    version: row.version ?? 0,
    publishedAt: (row.published_at ?? row.updated_at).toISOString(),
    publishedBy: row.published_by,
    counting: row.body.counting,
    broken: broken ? { tier: broken.tier.label, said: sayProblem(ctx, broken.problem) } : null,
    tiers: row.body.tiers.map((tier) => {
      const { tier: _, risk, risk_spend, ...found } = figures.find((one) => one.tier === tier.key) ?? nothing
      return {
        ...tier,
        sentence: sayInBoth(tier.rule, dictionary, ctx.shop),
        ...found,
        atRisk: risk,
        atRiskSpend: risk_spend,
        costEach: costOf(tier),
        cost: costOf(tier) * found.customers,
      }
    }),
  }
}

function sayProblem(ctx: Ctx, { code, details }: Problem): Words {
  const words = problemWords(ctx.registry, code) ?? { zh: code, en: code }
  return fillBoth(words, details)
}

export async function readTierVersion(
  ctx: Ctx,
  { id }: InputOf<typeof questions.readTierVersion>,
): Promise<AnswerOf<typeof questions.readTierVersion>> {
  const { rows } = await versions(sql`id = ${id}`).execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what })
  const dictionary = await ctx.dictionary('customer')
  return {
    ...cardOf(rows[0]),
    scheme: rows[0].body,
    sentences: rows[0].body.tiers.map((tier) => sayInBoth(tier.rule, dictionary, ctx.shop)),
  }
}
