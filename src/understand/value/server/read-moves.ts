import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { type LocalDate, localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { needCustomer } from '../../../platform/records/need-customer.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import type * as questions from '../rfm-questions.ts'
import { groupOf, highFrom, rfmGroups } from '../scoring.ts'
import { monthAfter, monthOf, monthsBefore } from '../shop-months.ts'
import { monetaryScore, newestThresholds, type Thresholds, thresholdsOf } from '../thresholds.ts'
import { largestFields, moneyWithoutLargest } from './rfm-cells.ts'
import { settingsInForce } from './retake-thresholds.ts'

type Month = { month: LocalDate; reconstructed: boolean }

/** The months that are kept, the newest first. */
async function keptMonths(ctx: Ctx): Promise<readonly Month[]> {
  const { rows } = await sql<Month>`select month::text as month, reconstructed from value_months order by month desc`.execute(ctx.db)
  return rows
}

/** Each customer's scores at the end of a month. */
export const cellsAt = (month: LocalDate): RawBuilder<unknown> =>
  sql`(select customer_id, recency, frequency, monetary from rfm_cells where since <= ${month}::date and (until is null or until > ${month}::date))`

/** The group of three scores as SQL; NULL without scores. */
export function groupSql(
  bands: number,
  recency: RawBuilder<unknown>,
  frequency: RawBuilder<unknown>,
  monetary: RawBuilder<unknown>,
): RawBuilder<string | null> {
  const high = highFrom(bands)
  const is = (score: RawBuilder<unknown>, isHigh: boolean | undefined) => (isHigh ? sql`${score} >= ${high}` : sql`${score} < ${high}`)
  const whens = rfmGroups.map(
    ({ key, high: [r, f, m] }) => sql`when ${is(recency, r)} and ${is(frequency, f)} and ${is(monetary, m)} then ${key}::text`,
  )
  return sql<string | null>`(case ${sql.join(whens, sql` `)} end)`
}

/** Every buyer's group now beside that of a month: customer_id, from (NULL: had not bought), to. */
export function movesSince(month: LocalDate, bands: number): RawBuilder<unknown> {
  const then = groupSql(bands, sql`b.recency`, sql`b.frequency`, sql`b.monetary`)
  const now = groupSql(bands, sql`m.recency_score`, sql`m.frequency_score`, sql`m.monetary_score`)
  return sql`(select m.customer_id, ${then} as from_group, ${now} as to_group from metrics m left join ${cellsAt(month)} b on b.customer_id = m.customer_id where m.recency_score is not null)`
}

export async function rfmMoves(ctx: Ctx, input: InputOf<typeof questions.rfmMoves>): Promise<AnswerOf<typeof questions.rfmMoves>> {
  const months = await keptMonths(ctx)
  const wanted = input.since ? monthOf(input.since) : monthsBefore(localDate(ctx.now, ctx.shop.timeZone), 12)
  const since = months.find(({ month }) => month <= wanted) ?? months.at(-1)
  const same = { asOf: ctx.now.toISOString(), months: months.map(({ month }) => month) }
  if (!since) return { ...same, since: null, reconstructed: false, flows: [] }
  const { settings } = await settingsInForce(ctx)
  const { rows } = await sql<{
    from: string | null
    to: string
    customers: number
  }>`select from_group as from, to_group as to, count(*) as customers
    from ${movesSince(since.month, settings.bands)} x group by 1, 2 order by 3 desc`.execute(ctx.db)
  return { ...same, since: since.month, reconstructed: since.reconstructed, flows: rows }
}

type Scored = { recency: number | null; frequency: number | null; monetary: number | null; without: number | null; largest: number | null }
type Stay = { since: LocalDate; until: LocalDate | null; recency: number; frequency: number; monetary: number; reconstructed: boolean }

export async function customerRfm(
  ctx: Ctx,
  { id }: InputOf<typeof questions.customerRfm>,
): Promise<AnswerOf<typeof questions.customerRfm>> {
  await needCustomer(ctx, id)
  const taken = thresholdsOf((await newestThresholds.execute(ctx.db)).rows[0])
  const bands = taken?.settings.bands ?? 5
  const scored = taken ? await scoresNow(ctx, id, taken) : undefined
  const { recency = null, frequency = null, monetary = null } = scored ?? {}
  const path = await pathOf(ctx, id)
  const scores = recency !== null && frequency !== null && monetary !== null ? { recency, frequency, monetary } : null
  const falls = scored?.without !== null && scored?.without !== undefined && monetary !== null && scored.without < monetary
  return {
    asOf: ctx.now.toISOString(),
    bands,
    scores,
    group: scores ? (groupOf(scores.recency, scores.frequency, scores.monetary, bands)?.key ?? null) : null,
    withoutLargest: falls && !isAnyHidden(ctx, ...largestFields) ? (scored?.without ?? null) : null,
    largest: scored?.largest ?? null,
    path: path.slice(-24),
    months: path.length,
  }
}

async function scoresNow(ctx: Ctx, id: string, taken: Thresholds): Promise<Scored | undefined> {
  const without = sql`case when m.purchase_count > 1 then ${monetaryScore(taken, 'm', moneyWithoutLargest(taken))} end`
  const { rows } =
    await sql<Scored>`select recency_score as recency, frequency_score as frequency, monetary_score as monetary, ${without} as without, largest_purchase as largest
    from metrics m where m.customer_id = ${id}`.execute(ctx.db)
  return rows[0]
}

/** Month by month, out of the stretches that are kept. */
async function pathOf(ctx: Ctx, id: string) {
  const { rows } = await sql<Stay>`select since::text as since, until::text as until, recency, frequency, monetary, reconstructed
    from rfm_cells where customer_id = ${id} order by since`.execute(ctx.db)
  const newest = (await keptMonths(ctx))[0]?.month
  if (!newest) return []
  return rows.flatMap(({ since, until, ...scores }) => {
    const months: { month: LocalDate; recency: number; frequency: number; monetary: number; reconstructed: boolean }[] = []
    for (let month = since; month <= newest && (until === null || month < until); month = monthAfter(month))
      months.push({ month, ...scores })
    return months
  })
}
