import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { type Recipe, recipesOf, schemeOf } from '../match-keys.ts'
import type { MatchRule } from '../match-rule.ts'
import { standardRules } from '../standard-rules.ts'

/** The rules, and by what those at work find their pairs. */
export type Rules = { readonly rules: readonly MatchRule[]; readonly recipes: readonly Recipe[]; readonly scheme: number }

export async function readRules(db: Db): Promise<Rules> {
  const { rows } = await sql<{ rule: MatchRule }>`select rule from match_rules order by position, key`.execute(db)
  const rules = rows.map((row) => row.rule)
  const recipes = recipesOf(rules)
  return { rules, recipes, scheme: schemeOf(recipes) }
}

/** The standard rules of a new installation, and those that a later version brings. */
export async function beginRules({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<void> {
  const rows = standardRules.map((rule, position) => ({ key: rule.key, position, rule }))
  await sql`insert into match_rules (key, position, rule, updated_at) select key, position, rule, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key text, position integer, rule jsonb) on conflict (key) do nothing`.execute(
    db,
  )
}
