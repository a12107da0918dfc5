import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { MatchRule } from '../match-rule.ts'
import { standardRules } from '../standard-rules.ts'
import { saveMatchRule } from './save-match-rule.ts'

type Keyed = { readonly key: string }

/** Pairs that wait by it leave the queue; what people decided stays. @throws Problem matching.rule-missing, matching.rule-standard */
export async function removeMatchRule(ctx: Ctx, { key }: Keyed): Promise<Keyed> {
  const rule = await readRule(ctx, key)
  if (standardOf(key)) throw new Problem('matching.rule-standard', { name: rule.name })
  await sql`delete from match_rules where key = ${key}`.execute(ctx.db)
  await sql`delete from match_pairs where state = 'open' and rule = ${key}`.execute(ctx.db)
  return { key }
}

/** As it came, on or off as it is. @throws Problem matching.rule-missing, matching.rule-own */
export async function resetMatchRule(ctx: Ctx, { key }: Keyed): Promise<Keyed> {
  const { isOn, name } = await readRule(ctx, key)
  const standard = standardOf(key)
  if (!standard) throw new Problem('matching.rule-own', { name })
  return await saveMatchRule(ctx, { ...standard, isOn })
}

const standardOf = (key: string) => standardRules.find((each) => each.key === key)

async function readRule(ctx: Ctx, key: string): Promise<MatchRule> {
  const { rows } = await sql<{ rule: MatchRule }>`select rule from match_rules where key = ${key}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('matching.rule-missing')
  return rows[0].rule
}
