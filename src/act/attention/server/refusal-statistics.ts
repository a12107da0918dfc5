import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { channelKindOf } from '../../channels/channel-kinds.ts'
import { reasonLabel } from '../../messages/reasons.ts'
import type { refusalStatistics as definition } from '../actions.ts'

type Row = { code: string; channel: string; journey_id: string | null; campaign_id: string | null; date: string; count: number }

const mostPlans = 20

/** Every refusal is a row of the outbox; here they are counted, by the day on which the message was queued. */
export async function refusalStatistics(ctx: Ctx, { days }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const since = new Date(ctx.now.getTime() - days * 86_400_000)
  const { rows } = await sql<Row>`select coalesce(m.reason ->> 'code', '') as code, m.channel, m.journey_id, m.campaign_id,
      to_char(m.created_at at time zone ${ctx.shop.timeZone}, 'YYYY-MM-DD') as date, count(*) as count
    from messages m where m.state = 'skipped' and m.created_at >= ${since} group by 1, 2, 3, 4, 5`.execute(ctx.db)
  const sent = await sql<{
    n: number
  }>`select count(*) as n from messages m where m.state in ('sent', 'handed') and m.created_at >= ${since}`.execute(ctx.db)
  const channels = sums(rows, ({ channel }) => channel)
  return {
    total: rows.reduce((sum, { count }) => sum + count, 0),
    sent: sent.rows[0]?.n ?? 0,
    rules: sums(rows, ({ code }) => code).map(([code, count]) => ({ code, words: reasonLabel(code), count })),
    channels: channels.map(([channel, count]) => ({
      channel,
      label: channelKindOf(channel)?.label ?? { zh: channel, en: channel },
      count,
    })),
    plans: await plansOf(ctx, rows),
    days: sums(rows, ({ date }) => date)
      .map(([date, count]) => ({ date, count }))
      .sort((a, b) => a.date.localeCompare(b.date)),
  }
}

/** Most first. */
function sums(rows: readonly Row[], keyOf: (row: Row) => string): [string, number][] {
  const found = new Map<string, number>()
  for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + row.count)
  return [...found].sort((a, b) => b[1] - a[1])
}

async function plansOf({ db }: Ctx, rows: readonly Row[]): Promise<AnswerOf<typeof definition>['plans']> {
  const most = sums(rows, ({ campaign_id, journey_id }) =>
    campaign_id ? `campaign ${campaign_id}` : journey_id ? `journey ${journey_id}` : 'hand ',
  ).slice(0, mostPlans)
  const ids = most.map(([key]) => key.split(' ')[1] ?? '').filter((id) => id !== '')
  const { rows: named } = await sql<{ id: string; name: string }>`select id, name from journeys where id = any(${ids}::uuid[])
    union all select id, name from campaigns where id = any(${ids}::uuid[])`.execute(db)
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return most.map(([key, count]) => {
    const [kind = '', id = ''] = key.split(' ')
    const plan = kind === 'campaign' || kind === 'journey' ? kind : 'hand'
    return { kind: plan, id: id === '' ? null : id, name: names.get(id) ?? null, count }
  })
}
