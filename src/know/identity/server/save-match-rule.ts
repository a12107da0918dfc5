import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { comparisons } from '../comparisons.ts'
import { fittingComparisons } from '../fitting-comparisons.ts'
import { recipeOf } from '../match-keys.ts'
import type { MatchCondition, MatchRule } from '../match-rule.ts'
import type { listMatchRules as definition } from '../matching-actions.ts'
import { standardRules } from '../standard-rules.ts'

/** Another name alone makes no new rule, so nothing need be looked over again. @throws Problem as `checkMatchRule` */
export async function saveMatchRule(ctx: Ctx, rule: MatchRule): Promise<{ key: string }> {
  checkMatchRule(ctx, rule)
  await sql`insert into match_rules (key, position, rule, updated_at)
    select ${rule.key}, coalesce(max(position), 0) + 1, ${JSON.stringify(rule)}::jsonb, ${ctx.now}::timestamptz from match_rules
    on conflict (key) do update set rule = excluded.rule,
      updated_at = case when match_rules.rule - 'name' = excluded.rule - 'name' then match_rules.updated_at else excluded.updated_at end`.execute(
    ctx.db,
  )
  if (!rule.isOn) await sql`delete from match_pairs where state = 'open' and rule = ${rule.key}`.execute(ctx.db)
  return { key: rule.key }
}

/**
 * A rule that is off may name what is there no longer, so that it can be turned off.
 * @throws Problem matching.unknown-comparison, matching.unknown-field, matching.not-compared, matching.comparison-unfit,
 * matching.condition-twice, matching.needed-against, matching.no-anchor, matching.out-of-reach, matching.thresholds,
 * matching.household-company
 */
export function checkMatchRule(ctx: Ctx, rule: MatchRule): void {
  if (rule.isOn) for (const [i, condition] of rule.conditions.entries()) checkCondition(ctx, condition, i, rule.conditions)
  if (recipeOf(rule) === null) throw new Problem('matching.no-anchor', { path: 'conditions' })
  if (rule.certain < rule.candidate) throw new Problem('matching.thresholds', { path: 'certain' })
  if (rule.says === 'household' && rule.of === 'company') throw new Problem('matching.household-company', { path: 'says' })
  const most = rule.conditions.reduce((sum, { points }) => sum + Math.max(0, points), 0)
  if (most < rule.candidate) throw new Problem('matching.out-of-reach', { path: 'candidate', most, candidate: rule.candidate })
}

function checkCondition(ctx: Ctx, { field, comparison, points, needed }: MatchCondition, i: number, all: readonly MatchCondition[]): void {
  const known = comparisons[comparison]
  if (!known)
    throw new Problem('matching.unknown-comparison', {
      path: `conditions.${i}.comparison`,
      comparison,
      known: Object.keys(comparisons).join(', '),
    })
  const placed = ctx.card('customer').fields.get(field)
  if (!placed) throw new Problem('matching.unknown-field', { path: `conditions.${i}.field`, field })
  const told = { field: placed.field.label, comparison: known.label }
  const fitting = fittingComparisons(field, placed.field)
  if (fitting.length === 0) throw new Problem('matching.not-compared', { path: `conditions.${i}.field`, ...told })
  if (!fitting.includes(known))
    throw new Problem('matching.comparison-unfit', {
      path: `conditions.${i}.comparison`,
      ...told,
      known: listed(fitting.map(({ label }) => label)),
    })
  if (all.findIndex((each) => each.field === field && each.comparison === comparison) < i)
    throw new Problem('matching.condition-twice', { path: `conditions.${i}`, ...told })
  if (needed && points < 0) throw new Problem('matching.needed-against', { path: `conditions.${i}.points`, ...told })
}

const listed = (labels: readonly Words[]): Words => ({
  zh: labels.map(({ zh }) => zh).join('、'),
  en: labels.map(({ en }) => en).join(', '),
})

export async function listMatchRules(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{ rule: MatchRule; open: number }>`select r.rule, coalesce(p.n, 0)::bigint as open from match_rules r
    left join (select rule, count(*) as n from match_pairs where state = 'open' group by 1) p on p.rule = r.key order by r.position, r.key`.execute(
    ctx.db,
  )
  const standard = new Map(standardRules.map((rule) => [rule.key, rule]))
  return {
    rules: rows.map(({ rule, open }) => {
      const came = standard.get(rule.key)
      return {
        ...rule,
        standard: came !== undefined,
        changed: came !== undefined && !isDeepStrictEqual({ ...came, isOn: rule.isOn }, rule),
        open,
      }
    }),
  }
}
