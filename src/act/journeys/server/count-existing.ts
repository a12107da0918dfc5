import { sql } from 'kysely'
import type { Rule } from '../../../core/rule/rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import type { OpenJourney } from '../definition.ts'

/** Who is there already and may enter, as of now: they come in when the journey is first started. None where it lets in only who comes. */
export async function countExisting(ctx: Ctx, { trigger, definition }: Pick<OpenJourney, 'trigger' | 'definition'>): Promise<number> {
  if (!trigger.existing) return 0
  const rule: Rule = { all: [trigger.existing, ...(definition.audience ? [definition.audience] : [])] }
  const card = ctx.card('customer')
  const holds = compileRule(rule, await ctx.dictionary('customer'), { now: ctx.now, timeZone: ctx.shop.timeZone })
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n ${fromClause(card, null, tablesNamed(card, [rule]))} where ${holds}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}
