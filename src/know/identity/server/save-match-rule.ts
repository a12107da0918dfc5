import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { comparisons } from '../comparisons.ts'
import { recipeOf } from '../match-keys.ts'
import type { MatchRule } from '../match-rule.ts'
import type { listMatchRules as definition } from '../matching-actions.ts'
import { standardRules } from '../standard-rules.ts'

/** @throws Problem matching.unknown-comparison, matching.unknown-field, matching.no-anchor, matching.thresholds */
export async function saveMatchRule(ctx: Ctx, rule: MatchRule): Promise<{ key: string }> {
  checkMatchRule(ctx, rule)
  await sql`insert into match_rules (key, position, rule, updated_at)
    select ${rule.key}, coalesce(max(position), 0) + 1, ${JSON.stringify(rule)}::jsonb, ${ctx.now}::timestamptz from match_rules
    on conflict (key) do update set rule = excluded.rule, updated_at = excluded.updated_at`.execute(ctx.db)
  if (!rule.isOn) await sql`delete from match_pairs where state = 'open' and rule = ${rule.key}`.execute(ctx.db)
  return { key: rule.key }
}

/** @throws Problem as above */
export function checkMatchRule(ctx: Ctx, rule: MatchRule): void {
  const card = ctx.card('customer')
  for (const [i, { field, comparison }] of rule.conditions.entries()) {
    if (!comparisons[comparison])
      throw new Problem('matching.unknown-comparison', {
        path: `conditions.${i}.comparison`,
        comparison,
        known: Object.keys(comparisons).join(', '),
      })
    if (!card.fields.has(field)) throw new Problem('matching.unknown-field', { path: `conditions.${i}.field`, field })
  }
  if (recipeOf(rule) === null) throw new Problem('matching.no-anchor', { path: 'conditions' })
  if (rule.certain < rule.candidate) throw new Problem('matching.thresholds', { path: 'certain' })
}

export async function listMatchRules(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{ rule: MatchRule; open: number }>`select r.rule, coalesce(p.n, 0)::bigint as open from match_rules r
    left join (select rule, count(*) as n from match_pairs where state = 'open' group by 1) p on p.rule = r.key order by r.position, r.key`.execute(
    ctx.db,
  )
  const standard = new Set(standardRules.map(({ key }) => key))
  return { rules: rows.map(({ rule, open }) => ({ ...rule, standard: standard.has(rule.key), open })) }
}
