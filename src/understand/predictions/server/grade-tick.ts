import { sql } from 'kysely'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import type { Grade } from '../grade.ts'
import { sayWithdrawal } from '../say-model.ts'
import { type Horizon, horizons } from '../predictions.ts'
import { predictPlainly } from './predict-plainly.ts'
import { handOver } from './hand-over.ts'
import { currentSet, readSettings } from './sets.ts'
import { startThread, type Thread } from './start-thread.ts'

type Due = { readonly id: string; readonly cut_day: string; readonly horizon: Horizon }

/** Grades the next set whose time has come. @returns whether there was one */
export async function gradeNext(services: Services, stopping?: AbortSignal): Promise<boolean> {
  const due = await asSystem(services, 'predictions', nextDue)
  if (!due) return false
  const stop = new AbortController()
  const halt = () => stop.abort()
  stopping?.addEventListener('abort', halt)
  const thread = startThread(() => {}, stop.signal)
  try {
    await asSystem(services, 'predictions', (ctx) => gradeSet(ctx, thread, due))
  } finally {
    stopping?.removeEventListener('abort', halt)
    await thread.end()
  }
  return true
}

/** A horizon has passed when its last day has: the days after the cut, by the shop's clock. */
async function nextDue({ db, now, shop }: Ctx): Promise<Due | null> {
  const today = localDate(now, shop.timeZone)
  const { rows } =
    await sql<Due>`select s.id, s.cut_day, h.horizon from prediction_sets s cross join unnest(${[...horizons]}::int[]) as h(horizon)
    where s.kept and s.body -> 'fit' <> 'null'::jsonb and s.cut_day + h.horizon < ${today}::date
      and not exists (select 1 from prediction_grades g where g.set_id = s.id and g.horizon = h.horizon)
    order by s.cut_day + h.horizon, s.made_at limit 1`.execute(db)
  return rows[0] ?? null
}

/**
 * What was kept of each customer against what came: purchases are whose they were made by, whoever is merged with whom
 * since. Who was erased is nobody and counts on.
 */
async function gradeSet(ctx: Ctx, thread: Thread, { id, cut_day, horizon }: Due): Promise<void> {
  const { client, db, now, shop } = ctx
  if (!client) throw new Error('a set is graded in a transaction')
  const until = addDays(cut_day, horizon)
  await sql`select set_config('TimeZone', ${shop.timeZone}, true), set_config('work_mem', '128MB', true)`.execute(db)
  const forecast = (name: string) => sql.ref(`l.${name}${horizon}`)
  await sql`create temporary table graded on commit drop as
    select coalesce(${forecast('purchases')}, 0) as purchases, coalesce(${forecast('spend')}, 0) as spend, coalesce(${forecast('chance')}, 0) as chance,
      l.rate * ${horizon}::int as rate_purchases, l.spend_rate * ${horizon}::int as rate_spend, l.rfm,
      (extract(year from l.first_day) * 12 + extract(month from l.first_day) - 1)::int as month, coalesce(p.came, 0) as came, coalesce(p.spend, 0) as came_spend
    from prediction_ledger l left join (
      select coalesce(first_customer_id, customer_id) as customer_id, count(distinct occurred_at::date) as came,
        coalesce(sum(amount) filter (where currency = ${shop.currency}), 0)::float8 as spend
      from purchases where kind = 'purchase' and amount > 0 and occurred_at::date > ${cut_day}::date and occurred_at::date <= ${until}::date group by 1
    ) p on p.customer_id = l.customer_id where l.set_id = ${id}`.execute(db)
  const counted = await sql<{ n: number }>`select count(*) as n from graded`.execute(db)
  await thread.run({ kind: 'grade-begin', rows: counted.rows[0]?.n ?? 0 })
  await handOver(client, db, [thread], sql`select * from graded`)
  const { grade } = await thread.run({ kind: 'grade-end' })
  const body: Grade | { readonly customers: 0 } = grade ?? { customers: 0 }
  await sql`insert into prediction_grades (set_id, horizon, graded_at, body) values (${id}, ${horizon}, ${now}, ${JSON.stringify(body)}::jsonb)
    on conflict (set_id, horizon) do nothing`.execute(db)
  if (grade?.verdict === 'worse' && horizon <= 90) await withdraw(ctx, grade, horizon)
}

/** The model was worse than the plain past rate: until it grades better, that one speaks. */
async function withdraw(ctx: Ctx, grade: Grade, horizon: number): Promise<void> {
  const set = await currentSet(ctx.db)
  if (!set || set.body.standing !== 'model') return
  const body = { ...set.body, standing: 'plain', withdrawn: { at: ctx.now.toISOString(), words: sayWithdrawal(grade, horizon) } }
  await sql`update prediction_sets set state = 'withdrawn', body = ${JSON.stringify(body)}::jsonb where id = ${set.id}`.execute(ctx.db)
  await predictPlainly(ctx, set)
  ctx.log.warn(
    { set: set.id, model: set.model, horizon, mae: grade.purchases },
    'predictions were withdrawn: the plain past rate was better',
  )
}

/** Single predictions that are graded and old go; of those past 100 days, one set a month stays for the long horizon. */
async function tidyRecord(ctx: Ctx): Promise<void> {
  const { db, now, shop } = ctx
  const { keepDays } = await readSettings(db)
  const today = localDate(now, shop.timeZone)
  const { rows } = await sql<{ id: string }>`select id from prediction_sets s where kept and (cut_day < ${addDays(today, -keepDays)}::date
      or cut_day < ${addDays(today, -100)}::date and exists (select 1 from prediction_sets o where o.kept and o.made_at < s.made_at
        and date_trunc('month', o.cut_day::timestamp) = date_trunc('month', s.cut_day::timestamp))) order by cut_day limit 1`.execute(db)
  const [old] = rows
  if (!old) return
  await sql`delete from prediction_ledger where set_id = ${old.id}`.execute(db)
  await sql`update prediction_sets set kept = false where id = ${old.id}`.execute(db)
}

/** Several times a day, for what has come due since. */
export const gradeTick: Tick = {
  name: 'grade-predictions',
  everyMs: 60_000,
  run: async (services, stopping) => {
    const isMore = await gradeNext(services, stopping)
    if (!isMore) await asSystem(services, 'predictions', tidyRecord)
    return isMore
  },
}
