import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { pointOfChannel } from '../../../core/kit/consent-line.ts'
import { countsSql } from '../../../core/rule/consent-state.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { consentReach as definition } from '../actions.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { readPurposes } from './purposes.ts'

type Answer = AnswerOf<typeof definition>
type Counted = { purpose: string; channel: string; agreed: number; refused: number; reachable: number }

/**
 * How many may be reached for what and how, at their primary addresses, in one reading of the records: of each customer's
 * line the latest record that counts.
 */
export async function consentReach(ctx: Ctx): Promise<Answer> {
  const purposes = (await readPurposes(ctx.db)).filter(({ retired, channels }) => !retired && channels.length > 0)
  const addressed = await countAddressed(ctx)
  const counted = await countLines(ctx)
  const lines = purposes.flatMap(({ code, channels, optIn }) =>
    // Of an address that a role hides it could count nothing, and would tell nought.
    channels
      .filter((channel) => !isAnyHidden(ctx, pointOfChannel[channel]))
      .map((channel) => {
        const found = counted.find((row) => row.purpose === code && row.channel === channel)
        const known = addressed.points[pointOfChannel[channel]] ?? 0
        const agreed = found?.agreed ?? 0
        const refused = found?.refused ?? 0
        return { purpose: code, channel, optIn, addressed: known, agreed, refused, reachable: optIn ? agreed : known - refused }
      }),
  )
  return { customers: addressed.customers, asOf: ctx.now.toISOString(), lines, weeks: await readWeeks(ctx) }
}

async function countAddressed(ctx: Ctx): Promise<{ customers: number; points: Readonly<Record<string, number>> }> {
  const { rows } = await sql<
    Record<'customers' | 'email' | 'phone' | 'wechat' | 'address', number>
  >`select count(*) as customers, count(email) as email, count(phone) as phone,
    count(wechat) as wechat, count(address) as address from customers`.execute(ctx.db)
  const [counts] = rows
  return { customers: counts?.customers ?? 0, points: { ...counts } }
}

/** Only lines of customers who have an address for the channel. */
async function countLines(ctx: Ctx): Promise<Counted[]> {
  const { rows } = await sql<Counted>`with latest as (
      select distinct on (k.customer_id, k.purpose, k.channel) k.purpose, k.channel,
        case when k.state = 'given' and (k.valid_until <= ${ctx.now} or coalesce(k.version, 0) < p.counts_from) then 'expired' else k.state end as state
      from consents k join customers c on c.id = k.customer_id join consent_purposes p on p.code = k.purpose
        cross join lateral (select case k.channel when 'email' then c.email when 'sms' then c.phone when 'call' then c.phone when 'wechat' then c.wechat when 'post' then c.address end as address) a
      where a.address is not null and k.address in ('', a.address) and ${countsSql}
      order by k.customer_id, k.purpose, k.channel, k.at desc, k.id desc
    ) select purpose, channel, count(*) filter (where state = 'given') as agreed, count(*) filter (where state in ('refused', 'withdrawn')) as refused from latest group by 1, 2`.execute(
    ctx.db,
  )
  return rows
}

const weeksShown = 26
const weekMs = 7 * 86_400_000

type Week = { week: Date; purpose: string; channel: string; given: number; stopped: number }

/** What was said in each of the last 26 weeks, merging and parting apart. */
async function readWeeks(ctx: Ctx): Promise<Answer['weeks']> {
  const since = new Date(ctx.now.getTime() - weeksShown * weekMs)
  const { rows } =
    await sql<Week>`select date_trunc('week', k.recorded_at at time zone ${ctx.shop.timeZone}) at time zone ${ctx.shop.timeZone} as week, k.purpose, k.channel,
      count(*) filter (where k.state = 'given') as given, count(*) filter (where k.state in ('refused', 'withdrawn')) as stopped
    from consents k where k.recorded_at > ${since} and k.how not in ('merge', 'unmerge', 'before-records') and k.channel <> '' group by 1, 2, 3 order by 1, 2, 3`.execute(
      ctx.db,
    )
  return rows.map((row) => ({ ...row, week: row.week.toISOString() }))
}
