import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readPlan } from './plan.ts'

export type RaisedAlarm = {
  readonly id: string
  readonly actor: string
  readonly actorName: string
  readonly records: number
  readonly usual: number
}

const hourMs = 3_600_000
const monthMs = 30 * 24 * hourMs
/** So many times the usual number is unusual. */
const times = 5

type Hour = { actor: string; actor_name: string | null; records: number; addresses: string[] }

/**
 * Whoever read, within the last hour, five times as many different records as is usual for them. Usual is the mean of the hours of
 * their last thirty days in which they read at all; for newcomers, and never less than, what the settings say.
 * @returns the alarms that were raised now
 */
export async function watchReading(services: Services): Promise<RaisedAlarm[]> {
  return asSystem(services, 'audit', async (ctx) => {
    const { usualRecords } = await readPlan(ctx.db)
    const raised: RaisedAlarm[] = []
    for (const hour of await readLastHour(ctx, usualRecords * times)) {
      const usual = Math.max(usualRecords, await readUsual(ctx, hour.actor))
      if (hour.records < usual * times) continue
      const alarm = await raise(ctx, hour, usual)
      if (alarm) raised.push(alarm)
    }
    return raised
  })
}

/**
 * What was read before an alarm was settled does not raise another. A record that is read again is none more: whoever looks round
 * sees the same first pages each time, whoever takes everything away sees others on every page.
 */
async function readLastHour(ctx: Ctx, least: number): Promise<Hour[]> {
  const since = new Date(ctx.now.getTime() - hourMs)
  const { rows } = await sql<Hour>`with read as (
      select e.actor, e.actor_name, e.records, e.address, coalesce(e.ids::text[], case when e.records = 1 and e.subject is not null then array[e.subject] end) as ids
      from audit.entries e left join lateral (select max(a.settled_at) as at from audit_alarms a where a.actor = e.actor) settled on true
      where e.at > ${since} and e.kind = 'reading' and e.records > 0 and (settled.at is null or e.at > settled.at)
    ), many as (
      select actor, max(actor_name) as actor_name, coalesce(sum(records) filter (where ids is null), 0) as unnamed,
        coalesce(array_agg(distinct address) filter (where address is not null), '{}') as addresses
      from read group by actor having sum(records) >= ${least}
    )
    select actor, actor_name, addresses,
      (unnamed + (select count(distinct id) from read cross join unnest(read.ids) id where read.actor = many.actor))::bigint as records
    from many`.execute(ctx.db)
  return rows
}

/** What was read again counts again here: told apart over a month it would cost more than it tells. */
async function readUsual(ctx: Ctx, actor: string): Promise<number> {
  const now = ctx.now.getTime()
  const { rows } = await sql<{ usual: number | null }>`select ceil(avg(records))::bigint as usual from (
      select sum(e.records) as records from audit.entries e where e.actor = ${actor} and e.kind = 'reading' and e.records > 0
        and e.at > ${new Date(now - monthMs)} and e.at <= ${new Date(now - hourMs)} group by date_trunc('hour', e.at)
    ) hours`.execute(ctx.db)
  return rows[0]?.usual ?? 0
}

/** Null where the alarm stands already; it then tells the newest number. */
async function raise(ctx: Ctx, { actor, actor_name, records, addresses }: Hour, usual: number): Promise<RaisedAlarm | null> {
  const id = ctx.newId()
  const { rows } = await sql<{ id: string }>`
    insert into audit_alarms (id, actor, actor_name, raised_at, seen_at, records, usual, addresses)
    values (${id}, ${actor}, ${actor_name}, ${ctx.now}, ${ctx.now}, ${records}, ${usual}, ${addresses})
    on conflict (actor) where settled_at is null do update set records = greatest(audit_alarms.records, excluded.records), seen_at = excluded.seen_at, addresses = excluded.addresses
    returning id`.execute(ctx.db)
  if (rows[0]?.id !== id) return null
  ctx.log.warn({ actor, records, usual, addresses }, 'somebody reads far more records than they are used to')
  return { id, actor, actorName: actor_name ?? actor, records, usual }
}
