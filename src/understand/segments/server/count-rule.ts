import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { type CompileOptions, compileRule, factConditions } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { fieldsNamed } from '../../../core/rule/fields-named.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Card } from '../../../platform/actions/registry.ts'
import { fromClause } from '../../../platform/records/find-records.ts'
import { customerMetrics } from '../../metrics/metrics.ts'
import type { countRule as definition } from '../questions.ts'

/** How many customers a rule holds for now. @throws Problem rule.* */
export async function countRule(ctx: Ctx, { rule: given }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const dictionary = await ctx.dictionary('customer')
  const rule = checkRule(given, dictionary)
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const options = { now: ctx.now, timeZone: ctx.shop.timeZone }
  const place = doers(rule, dictionary, options) ?? leanPlace(card, rule, dictionary)
  const condition = place.condition ?? compileRule(rule, place.dictionary, options)
  const [counted, all] = await Promise.all([
    sql<{ n: number }>`select count(*) as n ${place.from} where ${condition}`.execute(ctx.db),
    sql<{ n: number }>`select count(*) as n from metrics`.execute(ctx.db),
  ])
  const [count, customers] = [counted, all].map((answer) => answer.rows[0]?.n ?? 0)
  return {
    count: count ?? 0,
    customers: Math.max(customers ?? 0, count ?? 0),
    sentence: sayInBoth(rule, dictionary, ctx.shop),
    asOf: ctx.now.toISOString(),
  }
}

type Place = { readonly from: RawBuilder<unknown>; readonly dictionary: Dictionary; readonly condition?: RawBuilder<unknown> }

/** Whoever did something is counted among the facts: they need not be looked up among the customers. */
function doers(rule: Rule, dictionary: Dictionary, options: CompileOptions): Place | null {
  if (!('did' in rule)) return null
  const { op, count } = rule.times ?? { op: 'at-least', count: 1 }
  if (op !== 'at-least' || count < 1) return null
  const often = count === 1 ? sql`` : sql`having count(*) >= ${count}::bigint`
  const from = sql`from (select e.customer_id from events e where ${factConditions(rule, dictionary, options)} group by e.customer_id ${often}) d`
  return { from, dictionary, condition: sql`true` }
}

/**
 * Only the tables that the rule looks at. A rule about metrics alone is counted in their table, which has a row for
 * every customer: joining a million customers to it would cost more than the question.
 */
function leanPlace(card: Card, rule: Rule, dictionary: Dictionary): Place {
  const tables = new Set(fieldsNamed(rule).map((name) => card.fields.get(name)?.table ?? 'c'))
  const { table, key } = customerMetrics
  if (tables.size === 1 && tables.has(table))
    return { from: sql`from ${sql.id(table)}`, dictionary: { ...dictionary, customerId: sql.ref(`${table}.${key}`) } }
  return { from: fromClause(card, null, tables), dictionary }
}
