import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import { checkRule } from '../../core/rule/check-rule.ts'
import { compileRule } from '../../core/rule/compile-rule.ts'
import { fieldsNamed } from '../../core/rule/fields-named.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Rule } from '../../core/rule/rule.ts'
import type { Card } from '../actions/registry.ts'
import type { Rows, Standing } from './sight.ts'

/** What rules about rows are compiled with: everything there is, whatever the reader may name. */
export type RuleGround = { readonly card: Card; readonly dictionary: Dictionary; readonly now: Date; readonly timeZone: string }

/** Which customers `c`, as a condition; null for all of them. What is shared is seen by whoever may see any at all. */
export function rowCondition(rows: Rows, standing: Standing, isChange: boolean, ground: RuleGround | null): RawBuilder<unknown> | null {
  if (rows.all) return null
  const { named, rules } = rows
  const owners = new Set([
    ...(named.has('mine') ? [standing.userId] : []),
    ...(named.has('reports') ? standing.reports : []),
    ...(named.has('department') ? standing.department : []),
    ...(named.has('teams') ? standing.teams : []),
  ])
  const shared = standing.shared.filter(({ may }) => !isChange || may === 'change').map(({ customerId }) => customerId)
  const parts: RawBuilder<unknown>[] = []
  if (owners.size > 0) parts.push(ownedBy([...owners].toSorted()))
  if (shared.length > 0) parts.push(sql`c.id = any(${shared}::uuid[])`)
  if (named.has('pool')) parts.push(sql`c.owner_id is null`)
  if (ground) for (const rule of rules) parts.push(ruleCondition(rule, ground))
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`
}

/** One person's are read off the index of owners in their order; of several people's they would all be read and sorted. */
const ownedBy = (owners: readonly string[]): RawBuilder<unknown> =>
  owners.length === 1 ? sql`c.owner_id = ${owners[0]}::uuid` : sql`c.owner_id = any(${owners}::uuid[])`

/** A rule that cannot be asked any more, for its field or its segment is gone, takes in nobody. */
function ruleCondition(rule: Rule, ground: RuleGround): RawBuilder<unknown> {
  const { card, dictionary, now, timeZone } = ground
  try {
    const condition = compileRule(checkRule(rule, dictionary), dictionary, { now, timeZone })
    const named = fieldsNamed(rule).map((name) => card.fields.get(name)?.table)
    const tables = card.extensions.filter(({ table }) => named.includes(table))
    if (tables.length === 0) return sql`(${condition})`
    const joins = tables.map((x) => sql` left join public.${sql.id(x.table)} on ${sql.ref(`${x.table}.${x.key}`)} = c.id`)
    return sql`exists (select 1 from (select 1) one${sql.join(joins, sql``)} where ${condition})`
  } catch (error) {
    if (error instanceof Problem) return sql`false`
    throw error
  }
}
