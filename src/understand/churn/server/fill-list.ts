import { type RawBuilder, sql } from 'kysely'
import { localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type ChurnCapacity, type ChurnDefinition, lateDaysOf } from '../definition.ts'
import { poolKey, shareCapacity } from '../share-capacity.ts'
import { dayOf, openDay } from '../../rhythm/open-days.ts'
import type { FirmRhythm } from '../../rhythm/firm-rhythm.ts'
import { addSteps } from './add-steps.ts'
import { readCapacity, readDefinition, readFirm } from './read-definition.ts'

type Row = {
  id: string
  owner: string | null
  state: 'late' | 'gone'
  basis: 'rhythm' | 'days'
  last_day: string
  elapsed: number
  rhythm_days: string
  gaps: number
  spend: number
  purchases: number
  risk: string
  alive: string | null
  value: string
  predicted: boolean
  consent: 'granted' | 'withdrawn' | 'unknown'
  reachable: boolean
  complaint: boolean
  fresh: string
  change: string
  score: string
}

/**
 * Puts on the list whom the team has room for today, the most at stake first: the chance that they are gone × what they are
 * worth a year × how much of it can still be changed. An entry stays until it is resolved; a leaving is listed once.
 * @returns how many came onto it
 */
export async function fillList(ctx: Ctx): Promise<number> {
  await wakeSnoozed(ctx)
  const capacity = await readCapacity(ctx.db)
  const [candidates, taken, colleagues] = [await findCandidates(ctx, capacity), await readHands(ctx), await readColleagues(ctx)]
  const given = shareCapacity(candidates, capacity, taken, new Set(colleagues.keys()))
  const entries = given.map(({ candidate, userId }) => ({ ...candidate, entryId: ctx.newId(), userId }))
  await insertEntries(ctx, entries, colleagues)
  const steps = entries.map((entry) => ({
    customerId: entry.id,
    entryId: entry.entryId,
    kind: 'opened',
    details: { score: Number(entry.score) },
  }))
  await addSteps(ctx, steps, { id: 'system:churn', name: '' })
  return entries.length
}

/** Whose day has come is open again. */
async function wakeSnoozed(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{
    customer_id: string
    id: string
  }>`update churn_entries set state = 'open', snoozed_until = null, version = version + 1
    where state = 'snoozed' and snoozed_until <= ${ctx.now} returning customer_id, id`.execute(ctx.db)
  const steps = rows.map((row) => ({ customerId: row.customer_id, entryId: row.id, kind: 'woken' }))
  await addSteps(ctx, steps, { id: 'system:churn', name: '' })
}

/** What each has on their hands: open entries, and those that they resolved today. */
async function readHands(ctx: Ctx): Promise<Map<string, number>> {
  const today = startOfDay(localDate(ctx.now, ctx.shop.timeZone), ctx.shop.timeZone)
  const { rows } = await sql<{
    key: string
    n: number
  }>`select coalesce(substr(assignee_id, 6), ${poolKey}) as key, count(*)::int as n from churn_entries
    where state = 'open' or (resolved_at >= ${today} and resolved_by <> 'system:churn') group by 1`.execute(ctx.db)
  return new Map(rows.map(({ key, n }) => [key, n]))
}

export async function readColleagues(ctx: Ctx): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id::text as id, name from auth.users where disabled_at is null order by name`.execute(ctx.db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Whoever is gone for longer is not listed any more: hardly anything can still be changed. */
const givenUpDays = 365

/** Those who may be listed, of states `s`, customers `c` and rhythms `r`: listed once for each leaving. */
export const mayBeListed = (ctx: Ctx): RawBuilder<unknown> => sql`s.state in ('late', 'gone')
  and (s.state = 'late' or s.since > ${ctx.now}::timestamptz - ${givenUpDays} * interval '1 day')
  and not exists (select 1 from restrictions x where x.customer_id = c.id)
  and not exists (select 1 from churn_entries e where e.customer_id = c.id and (e.state in ('open', 'snoozed') or e.last_day = r.last_day))`

/** No more than so many of one owner are ever looked at. */
const most = 1_200

async function findCandidates(ctx: Ctx, capacity: ChurnCapacity): Promise<Row[]> {
  const largest = Math.min(most, Math.max(capacity.perPerson, capacity.pool, ...Object.values(capacity.people), 0))
  if (largest === 0) return []
  const scored = scoredCustomers(ctx, await readDefinition(ctx.db), await readFirm(ctx.db))
  // The pool also takes what belongs to owners who take none; twice as many as fit are enough to choose from.
  const { rows } = await sql<Row>`select * from (
      select s.*, row_number() over (partition by owner order by score desc, id) as place from (${scored}) s where score > 0) p
    where place <= ${largest * 2} order by score desc, id`.execute(ctx.db)
  return rows
}

/** Whoever is late or gone and may be listed, with what the order is made of. */
function scoredCustomers(ctx: Ctx, definition: ChurnDefinition, firm: FirmRhythm): RawBuilder<unknown> {
  const number = (value: number) => sql`${value}::float8`
  const today = dayOf(sql`${ctx.now}::timestamptz`, ctx.shop.timeZone)
  const elapsed = sql`greatest(1, ${openDay(today, firm.closed)} - ${openDay(sql`r.last_day`, firm.closed)})`
  const everybodys = Math.sqrt(firm.between + firm.within)
  const away = sql`select c.id, c.owner_id as owner, s.state, s.basis, s.since, s.reason, r.last_day::text as last_day, ${elapsed} as elapsed, r.rhythm_days, r.gaps, r.late_at,
      case s.basis when 'days' then ${lateDaysOf(definition.days)}::int else r.late_days end as late_days,
      case s.basis when 'days' then ${definition.days}::int else r.gone_days end as gone_days,
      case s.basis when 'days' then (ln(${elapsed}::float8) - ${number(firm.middle)}) / ${number(everybodys)} else (ln(${elapsed}::float8) - r.log_middle) / r.log_spread end as z,
      m.spend, m.purchase_count as purchases, case when not c.no_personalisation then p.alive_chance end as alive, case when not c.no_personalisation then p.expected_spend365 end as expected,
      greatest(0, m.spend - m.refund_total)::float8 / greatest(1, extract(epoch from m.last_purchase_at - m.first_purchase_at) / 31557600.0) as past,
      ${consentOf} as consent, (c.phone is not null or c.email is not null or c.wechat is not null) as reachable,
      exists (select 1 from interactions i where i.customer_id = c.id and i.direction = 'in' and i.outcome = 'open' and i.occurred_at > ${ctx.now}::timestamptz - interval '180 days') as complaint
    from churn_states s join rhythms r on r.customer_id = s.customer_id join customers c on c.id = s.customer_id join metrics m on m.customer_id = s.customer_id
      left join predictions p on p.customer_id = s.customer_id
    where ${mayBeListed(ctx)}`
  const parts = sql`select a.*, case when alive is not null then 1 - alive::float8 / 100 else ${normalShareSql(sql`z`)} end as risk,
      case when expected is not null and alive >= 10 then expected::float8 / (alive::float8 / 100) else past end as value, expected is not null and coalesce(alive >= 10, false) as predicted,
      power(0.5, greatest(0, elapsed - late_days)::float8 / greatest(30, gone_days)) as fresh from (${away}) a`
  const change = sql`select b.*, least(1, fresh * case consent when 'granted' then 1 when 'unknown' then 0.6 else 0.25 end * case when reachable then 1 else 0.1 end
      * case when owner is null then 0.85 else 1 end * case when complaint then 1.2 else 1 end) as change from (${parts}) b`
  return sql`select id, owner, state, basis, last_day, elapsed, rhythm_days, gaps, spend, purchases, alive, reason, round(risk::numeric, 4) as risk, round(value::numeric)::bigint as value,
      predicted, consent, reachable, complaint, round(fresh::numeric, 3) as fresh, round(change::numeric, 3) as change, round((risk * value * change)::numeric, 2) as score from (${change}) d`
}

/** Any way to which somebody agreed; withdrawn where they refused what they were asked for and agreed to nothing. */
const consentOf = sql`case
  when c.email_consent = 'granted' or exists (select 1 from contact_points q where q.customer_id = c.id and q.consent = 'granted') then 'granted'
  when c.email_consent = 'withdrawn' or exists (select 1 from contact_points q where q.customer_id = c.id and q.consent = 'withdrawn') then 'withdrawn'
  else 'unknown' end`

/** As `normalShare`: Abramowitz and Stegun 26.2.17. */
function normalShareSql(z: RawBuilder<unknown>): RawBuilder<unknown> {
  const t = sql`(1 / (1 + 0.2316419 * abs(${z})))`
  const series = sql`(${t} * (0.31938153 + ${t} * (-0.356563782 + ${t} * (1.781477937 + ${t} * (-1.821255978 + ${t} * 1.330274429)))))`
  const tail = sql`(exp(-least(50, ${z} * ${z} / 2)) / sqrt(2 * pi()) * ${series})`
  return sql`case when ${z} > 0 then 1 - ${tail} else ${tail} end`
}

type Entry = Row & { readonly entryId: string; readonly userId: string | null; readonly reason?: string | null }

async function insertEntries(ctx: Ctx, entries: readonly Entry[], colleagues: ReadonlyMap<string, string>): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({
    customer_id: entry.id,
    id: entry.entryId,
    assignee_id: entry.userId === null ? null : `user:${entry.userId}`,
    assignee_name: entry.userId === null ? null : (colleagues.get(entry.userId) ?? null),
    last_day: entry.last_day,
    risk: entry.risk,
    value: entry.value,
    changeable: entry.change,
    score: entry.score,
    basis: entry.alive !== null ? 'prediction' : entry.basis,
    reason: entry.reason ?? null,
    why: whyOf(entry),
  }))
  await sql`insert into churn_entries (customer_id, id, state, assignee_id, assignee_name, opened_at, last_day, risk, value, changeable, score, why, basis, reason)
    select g.customer_id, g.id, 'open', g.assignee_id, g.assignee_name, ${ctx.now}::timestamptz, g.last_day, g.risk, g.value, g.changeable, g.score, g.why, g.basis, g.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(customer_id uuid, id uuid, assignee_id text, assignee_name text, last_day date, risk numeric, value bigint,
      changeable numeric, score numeric, basis text, reason text, why jsonb)`.execute(ctx.db)
}

/** What each factor was made of, as it is shown behind it. */
const whyOf = (row: Row) => ({
  state: row.state,
  elapsed: Number(row.elapsed),
  rhythmDays: Math.round(Number(row.rhythm_days)),
  gaps: row.gaps,
  aliveChance: row.alive === null ? null : Number(row.alive),
  spend: Number(row.spend),
  purchases: Number(row.purchases),
  predicted: row.predicted,
  consent: row.consent,
  reachable: row.reachable,
  owned: row.owner !== null,
  complaint: row.complaint,
  fresh: Number(row.fresh),
})
