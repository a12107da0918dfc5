import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import type { Need } from '../ready/ready-journey.ts'
import { readyJourneys } from '../ready/ready-journeys.ts'
import type { listReadyJourneys as definition } from '../ready-actions.ts'

/** Nothing is counted further: it is there, and that is what is asked. */
const enough = 1_000
const lately = { amount: 90, unit: 'days' } as const

/**
 * How much of what a ready journey needs is there: facts of 90 days, customers, or 1 for a mail server. At most 1,000; null
 * where the reader is shown none of it.
 */
export async function countNeed(ctx: Ctx, need: Need, asked?: Dictionary): Promise<number | null> {
  const dictionary = async () => asked ?? ctx.dictionary('customer')
  switch (need.kind) {
    case 'fact':
      return (await dictionary()).events.has(need.event) ? countFacts(ctx, need.event, need.named) : null
    case 'field':
      return (await dictionary()).fields.has(need.field) ? countFilled(ctx, need.field, await dictionary()) : null
    case 'consent':
      return isAnyHidden(ctx, 'consents') ? null : countAgreed(ctx, need.purpose)
    case 'mail': {
      const { rows } = await sql`select 1 from settings where name = 'smtp'`.execute(ctx.db)
      return rows.length
    }
  }
}

const countOf = async (rows: Promise<{ rows: { n: number }[] }>) => (await rows).rows[0]?.n ?? 0

function countFacts(ctx: Ctx, event: string, named: readonly string[] | undefined): Promise<number> {
  const since = subtractDuration(ctx.now, lately)
  const name = named ? sql`payload ->> 'event' = any(${named}::text[])` : sql`true`
  return countOf(
    sql<{
      n: number
    }>`select count(*) as n from (select 1 from events where kind = ${event} and occurred_at > ${since} and occurred_at <= ${ctx.now}
      and ${name} limit ${enough}) found`.execute(ctx.db),
  )
}

function countFilled(ctx: Ctx, field: string, dictionary: Dictionary): Promise<number> {
  const card = ctx.card('customer')
  const rule = { field, op: 'is-known' }
  const known = compileRule(rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  return countOf(
    sql<{
      n: number
    }>`select count(*) as n from (select 1 ${fromClause(card, null, tablesNamed(card, [rule]))} where ${known} limit ${enough}) found`.execute(
      ctx.db,
    ),
  )
}

/** Who said yes; whether it still counts for each of them is asked when something is sent. */
const countAgreed = (ctx: Ctx, purpose: string) =>
  countOf(
    sql<{ n: number }>`select count(*) as n from (select distinct customer_id from consents where purpose = ${purpose} and state = 'given'
      and (valid_until is null or valid_until > ${ctx.now}) limit ${enough}) found`.execute(ctx.db),
  )

/** What every ready journey needs, and what of it is there. A need that several share is counted once. */
export async function listReadyJourneys(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const dictionary = await ctx.dictionary('customer')
  const counted = new Map<string, number | null>()
  const count = async (need: Need) => {
    const { how: _how, ...what } = { how: null, ...need }
    const key = JSON.stringify(what)
    const known = counted.get(key)
    const n = known === undefined ? await countNeed(ctx, need, dictionary) : known
    counted.set(key, n)
    return n
  }
  const journeys: AnswerOf<typeof definition>['journeys'] = []
  for (const { key, needs, instead } of readyJourneys) {
    const counts: { met: boolean | null; count: number | null }[] = []
    for (const need of needs) {
      const n = await count(need)
      counts.push({ met: n === null ? null : n > 0, count: n })
    }
    journeys.push({ key, needs: counts, instead: instead !== undefined && (await count(instead.need)) === 0 })
  }
  return { journeys }
}
