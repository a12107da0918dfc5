import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { maySee } from '../../../platform/rights/sight.ts'
import type * as questions from '../questions.ts'
import { shareOf } from '../share-of.ts'
import { moneyAfter, reasonOfEntry } from './list-entries.ts'
import { lastMonths } from './months.ts'
import { readDefinition } from './read-definition.ts'
import { readReasons } from './reasons.ts'

type Counted = { key: string | null; name: string | null; back: number; lost: number; mistaken: number; open: number; money: number | null }

/** Whose winning back has ended with a purchase or without; a false alarm is neither. */
const counts = sql`count(*) filter (where e.state = 'back')::int as back, count(*) filter (where e.state = 'lost')::int as lost,
  count(*) filter (where e.state = 'mistaken')::int as mistaken, count(*) filter (where e.state in ('open', 'snoozed'))::int as open,
  coalesce(sum(e.money), 0)::bigint as money`

const keyOfReason = sql`coalesce(${reasonOfEntry}, '')`

async function countEntries(ctx: Ctx, key: RawBuilder<unknown>, name: RawBuilder<unknown>, since: Date | null): Promise<Counted[]> {
  const { windowDays } = await readDefinition(ctx.db)
  const { rows } = await sql<Counted>`select ${key} as key, max(${name}) as name, ${counts}
    from (select e.*, case when e.state = 'back' then (${moneyAfter(windowDays)}) end as money from churn_entries e join customers c on c.id = e.customer_id
      where ${since ? sql`e.opened_at >= ${since}::timestamptz` : sql`true`}) e group by 1 order by 1`.execute(ctx.db)
  const isMoneySeen = maySee(ctx.sight, 'purchase')
  return rows.map((row) => ({ ...row, money: isMoneySeen ? Number(row.money) : null }))
}

const lineOf = (row: Counted) => ({
  key: row.key ?? '',
  name: row.name,
  back: shareOf(row.back, row.back + row.lost),
  money: row.money,
  open: row.open,
})

export async function readWonBack(
  ctx: Ctx,
  { months }: InputOf<typeof questions.churnWonBack>,
): Promise<AnswerOf<typeof questions.churnWonBack>> {
  const since = lastMonths(ctx, months)[0]?.from ?? ctx.now
  const nothing = sql`null::text`
  const [all] = await countEntries(ctx, sql`'all'::text`, nothing, since)
  const month = sql`to_char(e.opened_at at time zone ${ctx.shop.timeZone}::text, 'YYYY-MM')`
  return {
    asOf: ctx.now.toISOString(),
    all: {
      back: shareOf(all?.back ?? 0, (all?.back ?? 0) + (all?.lost ?? 0)),
      money: all ? all.money : 0,
      mistaken: all?.mistaken ?? 0,
      open: all?.open ?? 0,
    },
    byReason: isAnyHidden(ctx, 'churnReason') ? null : (await countEntries(ctx, keyOfReason, nothing, since)).map(lineOf),
    byMonth: (await countEntries(ctx, month, nothing, since)).map(lineOf),
    byColleague: (await countEntries(ctx, sql`coalesce(e.assignee_id, '')`, sql`e.assignee_name`, since)).map(lineOf),
    proofs: await readProofs(ctx, since),
  }
}

/** Journeys with a holdout that listed customers were in while they were on the list. */
async function readProofs(ctx: Ctx, since: Date): Promise<AnswerOf<typeof questions.churnWonBack>['proofs']> {
  const { rows } = await sql<{
    journeyId: string
    name: string
    customers: number
  }>`select j.id as "journeyId", j.name, count(distinct e.customer_id)::int as customers
    from churn_entries e join journey_runs r on r.customer_id = e.customer_id and r.entered_at >= e.opened_at and r.entered_at < coalesce(e.resolved_at, ${ctx.now}::timestamptz)
      join journeys j on j.id = r.journey_id
    where e.opened_at >= ${since}::timestamptz and case when jsonb_typeof(j.definition -> 'holdout') = 'number' then (j.definition ->> 'holdout')::numeric else 0 end > 0 group by j.id, j.name order by customers desc limit 10`.execute(
    ctx.db,
  )
  return rows
}

type Away = {
  key: string | null
  away: number
  spend: number | null
  hand: number
  interaction: number
  survey: number
  refund: number
  silence: number
}

export async function readReasonTable(ctx: Ctx): Promise<AnswerOf<typeof questions.churnReasons>> {
  const from = (how: string) => sql`count(*) filter (where s.reason_from = ${how})::int`
  const { rows } = await sql<Away>`select s.reason as key, count(*)::int as away, sum(m.spend)::bigint as spend, ${from('hand')} as hand,
      ${from('interaction')} as interaction, ${from('survey')} as survey, ${from('refund')} as refund, ${from('silence')} as silence
    from churn_states s join customers c on c.id = s.customer_id left join metrics m on m.customer_id = s.customer_id where s.state in ('late', 'gone') group by 1`.execute(
    ctx.db,
  )
  const isSpendHidden = isAnyHidden(ctx, 'spend')
  const away = new Map(rows.map((row) => [row.key ?? '', row]))
  const won = new Map((await countEntries(ctx, keyOfReason, sql`null::text`, null)).map((row) => [row.key ?? '', row]))
  return {
    asOf: ctx.now.toISOString(),
    away: rows.reduce((sum, row) => sum + row.away, 0),
    unexplained: away.get('')?.away ?? 0,
    reasons: (await readReasons(ctx.db)).map((reason) => {
      const now = away.get(reason.key)
      const ended = won.get(reason.key)
      return {
        ...reason,
        words: [...reason.words],
        away: now?.away ?? 0,
        spend: isSpendHidden ? null : (now?.spend ?? 0),
        from: {
          hand: now?.hand ?? 0,
          interaction: now?.interaction ?? 0,
          survey: now?.survey ?? 0,
          refund: now?.refund ?? 0,
          silence: now?.silence ?? 0,
        },
        wonBack: shareOf(ended?.back ?? 0, (ended?.back ?? 0) + (ended?.lost ?? 0)),
        money: ended ? ended.money : 0,
      }
    }),
  }
}
