import { type RawBuilder, sql } from 'kysely'
import { beforeBeginning } from '../../../core/kit/input-reasons.ts'
import { addDays, type LocalDate, startOfDay } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkedSteps, checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule, compileWhere } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Rule, SequenceStep } from '../../../core/rule/rule.ts'
import type { SequenceGround } from '../../../core/rule/sequence-sql.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'

/** What every exploration stands on: the names it may use, the moment, and who is looked at. */
export type Ground = SequenceGround & {
  readonly dictionary: Dictionary
  /** `and <column> in (…)` for the customers who are looked at; nothing for everybody. */
  readonly those: (column: RawBuilder<unknown>) => RawBuilder<unknown>
}

/** @throws Problem rule.* for a filter that cannot be asked */
export async function groundOf(ctx: Ctx, rule?: Rule): Promise<Ground> {
  const dictionary = await ctx.dictionary('customer')
  const moment = { now: ctx.now, timeZone: ctx.shop.timeZone }
  const where = (inner: Rule, kind: string) => compileWhere(inner, kind, dictionary, moment)
  if (rule === undefined) return { ...moment, dictionary, where, those: () => sql`` }
  const checked = checkRule(rule, dictionary)
  const card = ctx.card('customer')
  const customers = sql`select c.id ${fromClause(card, null, tablesNamed(card, [checked]))} where ${compileRule(checked, dictionary, moment)}`
  return { ...moment, dictionary, where, those: (column) => sql` and ${column} in (${customers})` }
}

/** Steps that can be asked, of facts that the reader is shown. @throws Problem rule.*, rights.figures-hidden */
export function seenSteps(ctx: Ctx, ground: Ground, steps: readonly SequenceStep[], path?: string): SequenceStep[] {
  refuseUnseen(
    ctx,
    ground,
    steps.map(({ did }) => did),
  )
  return checkedSteps(steps, ground.dictionary, path)
}

/** What the reader is shown no facts of would come to nought. @throws Problem rights.figures-hidden */
export function refuseUnseen({ registry }: Ctx, { dictionary }: Ground, kinds: readonly string[]): void {
  if (kinds.some((kind) => registry.events.has(kind) && !dictionary.events.has(kind))) throw new Problem('rights.figures-hidden')
}

/** Two days of the shop’s calendar, both counting, as instants. @throws Problem input.invalid where they run backwards */
export function spanOf(
  span: { readonly from?: LocalDate | undefined; readonly to?: LocalDate | undefined },
  timeZone: string,
): { from?: string; to?: string } {
  if (span.from && span.to && span.from > span.to) throw new Problem('input.invalid', { path: 'to', reason: beforeBeginning(span.from) })
  return {
    ...(span.from ? { from: startOfDay(span.from, timeZone).toISOString() } : {}),
    ...(span.to ? { to: startOfDay(addDays(span.to, 1), timeZone).toISOString() } : {}),
  }
}

/** The shop’s calendar day of an instant. */
export const dayOf = (at: RawBuilder<unknown>, timeZone: string) => sql`(${at} at time zone ${timeZone}::text)::date`
