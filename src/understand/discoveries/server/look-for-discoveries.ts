import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { addDays, localDate, type LocalDate, startOfDay } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { periodOf } from '../../explore/periods.ts'
import type { lookForDiscoveries as definition } from '../actions.ts'
import type { Looked } from '../discovery.ts'
import { discoveryKinds } from '../discovery-kinds.ts'
import { looks } from './look/looks.ts'

/** Weeks beyond a year are let go. */
const keptWeeks = 53

type Week = { week: LocalDate; until: Date; state: 'waiting' | 'done'; looked: Looked[]; buyers: number }

const newest = sql<Week>`select week, until, state, looked, buyers from discovery_weeks order by week desc limit 1`
const buyersNow = sql<{ n: number }>`select count(*) as n from metrics where purchase_count > 0`

/** @throws Problem discovery.under-way */
export async function lookForDiscoveries(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const week = periodOf(localDate(ctx.now, ctx.shop.timeZone), 'week')
  const current = (await newest.execute(ctx.db)).rows[0]
  if (current?.state === 'waiting') throw new Problem('discovery.under-way')
  await beginWeek(ctx, week, ctx.now)
  return { week }
}

async function beginWeek(ctx: Ctx, week: LocalDate, until: Date): Promise<void> {
  const buyers = (await buyersNow.execute(ctx.db)).rows[0]?.n ?? 0
  await sql`insert into discovery_weeks (week, until, state, buyers, asked_by, started_at) values (${week}, ${until}, 'waiting', ${buyers}, ${ctx.actor.kind === 'system' ? null : ctx.actor.id}, ${ctx.now})
    on conflict (week) do update set until = excluded.until, state = excluded.state, looked = '[]'::jsonb, buyers = excluded.buyers, asked_by = excluded.asked_by, started_at = excluded.started_at, ended_at = null`.execute(
    ctx.db,
  )
  const oldest = addDays(week, -7 * keptWeeks)
  await sql`delete from discoveries where week < ${oldest}`.execute(ctx.db)
  await sql`delete from discovery_weeks where week < ${oldest}`.execute(ctx.db)
}

/** Each Monday, or when the base has doubled: one kind a portion, each in a transaction of its own. */
export const discoveriesTick: Tick = {
  name: 'discoveries',
  everyMs: 30_000,
  run: (services) => asSystem(services, 'discoveries', lookOn),
}

/** @returns whether there is more to look at */
async function lookOn(ctx: Ctx): Promise<boolean> {
  const current = (await newest.execute(ctx.db)).rows[0]
  if (current?.state === 'waiting') return lookAtNext(ctx, current)
  const week = periodOf(localDate(ctx.now, ctx.shop.timeZone), 'week')
  const isNew = !current || current.week < week
  const buyers = (await buyersNow.execute(ctx.db)).rows[0]?.n ?? 0
  if (buyers === 0 || (!isNew && buyers < 2 * Math.max(current.buyers, 10))) return false
  await beginWeek(ctx, week, isNew && current ? startOfDay(week, ctx.shop.timeZone) : ctx.now)
  return true
}

async function lookAtNext(ctx: Ctx, { week, until, looked }: Week): Promise<boolean> {
  const left = Object.entries(looks).filter(([kind]) => kind in discoveryKinds && !looked.some((one) => one.kind === kind))
  const [next] = left
  if (next) await lookAtKind(ctx, week, until, next)
  if (left.length > 1) return true
  await sql`update discovery_weeks set state = 'done', ended_at = ${ctx.now} where week = ${week}`.execute(ctx.db)
  return false
}

async function lookAtKind(
  ctx: Ctx,
  week: LocalDate,
  until: Date,
  [kind, look]: readonly [string, (typeof looks)['giant-order']],
): Promise<void> {
  const { timeZone } = ctx.shop
  const { tested, tooFew, found } = await look({ db: ctx.db, until, today: localDate(until, timeZone), timeZone })
  const rows = found.map((finding) => ({ id: ctx.newId(), ...finding }))
  await sql`delete from discoveries where week = ${week} and kind = ${kind}`.execute(ctx.db)
  await sql`insert into discoveries (id, week, kind, key, facts, rule, strength, found_at)
    select id, ${week}, ${kind}, key, facts, rule, strength, ${ctx.now}::timestamptz from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(id uuid, key text, facts jsonb, rule jsonb, strength double precision)`.execute(
    ctx.db,
  )
  const line: Looked = { kind, tested, tooFew, found: found.length }
  await sql`update discovery_weeks set looked = looked || ${JSON.stringify([line])}::jsonb where week = ${week}`.execute(ctx.db)
}
