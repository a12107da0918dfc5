import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { inHalves, middleCustomer, roomForEverybody, sharedOut, sideBySide, withSettings } from '../../../platform/database/side-by-side.ts'
import { fillEmpty, isEmpty } from '../../../platform/database/without-indexes.ts'
import { alone, together } from '../../../platform/event-log/refresh-lock.ts'
import { churnLeft, churnReturned } from '../events.ts'
import { passStands } from '../../rhythm/purchase-pass.ts'
import { type ChurnScope, leaversFromPass, spellsFromFacts, standingFromRhythms } from '../spells.ts'
import { closeEntries } from './close-entries.ts'
import { findReasons } from './find-reasons.ts'
import { readDefinition, scopeOf } from './read-definition.ts'

/** Who stays, is late or is gone, and the entries that a purchase closes, in step with the facts. */
export const churnRefresher: Refresher = {
  name: 'churn',
  refresh: async (ctx, news) => {
    if (news.everyone) return await refreshEverybody(ctx)
    await together.execute(ctx.db)
    const definition = await readDefinition(ctx.db)
    // Who can leave at all is a rule of the firm's, which may ask for what customers do.
    const changed = definition.who ? news : news.ofRecords()
    const moved = changed.ids.length > 0 ? await refreshStanding(ctx, changed, definition) : []
    await findReasons(ctx, news.idArray)
    await tellMoves(ctx, news, moved)
  },
}

async function refreshStanding(ctx: Ctx, news: News, definition: Awaited<ReturnType<typeof readDefinition>>): Promise<Move[]> {
  const scope = await scopeOf(ctx, definition, news.idArray)
  // Before the reasons of who bought are taken away: an entry ends with the one that was known.
  await closeEntries(ctx, scope.among)
  const moved = await writeStates(ctx, scope, definition.version)
  await writeSpells(ctx, scope, spellsFromFacts(scope))
  return moved
}

/** In set-based statements; no log is told, so that thousands who turn out to be late at once wake nothing. */
export async function refreshEverybody(ctx: Ctx): Promise<void> {
  await alone.execute(ctx.db)
  const definition = await readDefinition(ctx.db)
  const scope = await scopeOf(ctx, definition, null)
  const inZone = { ...scope, timeZone: null }
  await closeEntries(ctx, scope.among)
  await withSettings(ctx.db, { ...sharedOut, work_mem: roomForEverybody, TimeZone: ctx.shop.timeZone }, async () => {
    await writeEverybody(ctx, inZone, definition.version)
    await keepFreshSpells(ctx, inZone)
    const rows = sql`select customer_id, last_day, left_at, back_at from fresh_spells`
    if (await isEmpty(ctx.db, 'churn_spells'))
      await fillEmpty(ctx.db, { table: 'churn_spells', columns: ['customer_id', 'last_day', 'left_at', 'back_at'], rows })
    else await writeSpells(ctx, scope, rows)
  })
  await findReasons(ctx, null)
}

async function writeEverybody(ctx: Ctx, scope: ChurnScope, version: number): Promise<void> {
  if (!(await isEmpty(ctx.db, 'churn_states'))) return void (await writeStates(ctx, scope, version))
  const rows = sql`select customer_id, state, since, basis, ${version}::int, ${ctx.now}::timestamptz from (${standingFromRhythms(scope)}) f`
  await fillEmpty(ctx.db, { table: 'churn_states', columns: ['customer_id', 'state', 'since', 'basis', 'definition', 'computed_at'], rows })
}

/** In `fresh_spells`. After a pass over everybody's purchases only those of leavers are read again, else all in two halves. */
async function keepFreshSpells(ctx: Ctx, scope: ChurnScope): Promise<void> {
  await sql`drop table if exists fresh_spells`.execute(ctx.db)
  if ((await passStands.execute(ctx.db)).rows[0]?.stands) {
    await sql`create unlogged table fresh_leavers as ${leaversFromPass(scope)}`.execute(ctx.db)
    await sql`analyze fresh_leavers`.execute(ctx.db)
    const among = (column: RawBuilder<unknown>) => sql`${column} in (select customer_id from fresh_leavers)`
    await sql`create temporary table fresh_spells on commit drop as ${spellsFromFacts({ ...scope, among, limits: sql`select customer_id, days from fresh_leavers` })}`.execute(
      ctx.db,
    )
    await sql`drop table fresh_leavers`.execute(ctx.db)
    return
  }
  const middle = await middleCustomer(ctx.db, 'purchases')
  const all = inHalves(middle, (among) => spellsFromFacts({ ...scope, among }))
  await sideBySide(ctx.db, middle, {}, () => sql`create temporary table fresh_spells on commit drop as ${all}`.execute(ctx.db))
}

type Move = { customer_id: string; before: string | null; state: string; since: Date; days: number; basis: string; away: number | null }

/** Written where it differs. A reason belongs to one leaving: whoever bought since has none. */
async function writeStates(ctx: Ctx, scope: ChurnScope, version: number): Promise<Move[]> {
  const { rows } = await sql<Move>`with fresh as materialized (${standingFromRhythms(scope)}), gone as (
      delete from churn_states k where ${scope.among(sql`k.customer_id`)} and not exists (select 1 from fresh f where f.customer_id = k.customer_id)
    ), differing as materialized (
      select f.*, k.state as before, k.reason_at is not null and k.reason_at <= f.last_at as is_over,
        case when k.state = 'gone' then (extract(epoch from f.last_at - k.since) / 86400)::int end as away
      from fresh f left join churn_states k on k.customer_id = f.customer_id and ${scope.among(sql`k.customer_id`)}
      where k.customer_id is null or (k.state, k.since, k.basis, k.definition) is distinct from (f.state, f.since, f.basis, ${version}::int)
        or (k.reason_at is not null and k.reason_at <= f.last_at)
    ), written as (
      insert into churn_states (customer_id, state, since, basis, definition, computed_at)
      select customer_id, state, since, basis, ${version}::int, ${ctx.now}::timestamptz from differing
      on conflict (customer_id) do update set state = excluded.state, since = excluded.since, basis = excluded.basis, definition = excluded.definition,
        computed_at = excluded.computed_at
    ) select customer_id, before, state, since, basis, away, (extract(epoch from ${ctx.now}::timestamptz - last_at) / 86400)::int as days
      from differing where before is not null and before <> state and (state = 'gone' or before = 'gone') and ${scope.among(sql`customer_id`)}`.execute(
    ctx.db,
  )
  await sql`update churn_states k set reason = null, reason_from = null, reason_words = null, reason_by = null, reason_at = null
    from rhythms r where r.customer_id = k.customer_id and ${scope.among(sql`k.customer_id`)} and k.reason_at <= r.last_at`.execute(ctx.db)
  return rows
}

async function writeSpells(ctx: Ctx, scope: ChurnScope, spells: RawBuilder<unknown>): Promise<void> {
  await sql`with fresh as materialized (${spells}), gone as (
      delete from churn_spells k where ${scope.among(sql`k.customer_id`)}
        and not exists (select 1 from fresh f where f.customer_id = k.customer_id and f.last_day = k.last_day)
    ) insert into churn_spells (customer_id, last_day, left_at, back_at)
    select f.customer_id, f.last_day, f.left_at, f.back_at from fresh f
      left join churn_spells k on k.customer_id = f.customer_id and k.last_day = f.last_day and ${scope.among(sql`k.customer_id`)}
    where k.customer_id is null or (k.left_at, k.back_at) is distinct from (f.left_at, f.back_at)
    on conflict (customer_id, last_day) do update set left_at = excluded.left_at, back_at = excluded.back_at`.execute(ctx.db)
}

/** What was long over before it was seen is history, and wakes nobody. */
const freshMs = 3 * 86_400_000

async function tellMoves(ctx: Ctx, news: News, moves: readonly Move[]): Promise<void> {
  await ctx.recordAll(
    moves.map((move) => {
      const isOld = move.state === 'gone' && ctx.now.getTime() - new Date(move.since).getTime() > freshMs
      const kind = move.state === 'gone' ? churnLeft.name : churnReturned.name
      const payload = move.state === 'gone' ? { days: move.days, basis: move.basis } : { days: Math.max(0, move.away ?? 0) }
      return {
        customerId: move.customer_id,
        kind,
        occurredAt: ctx.now,
        source: 'engine',
        quiet: isOld || news.isQuiet(move.customer_id),
        payload,
      }
    }),
  )
}

/** Those whose standing time alone has changed, or another definition; none stands for whoever ever bought and is not kept. */
export async function findMoved(ctx: Ctx): Promise<{ readonly ids: string[]; readonly isOtherDefinition: boolean }> {
  const definition = await readDefinition(ctx.db)
  const scope = await scopeOf(ctx, definition, null)
  const { rows } = await sql<{ id: string; other: boolean }>`select coalesce(f.customer_id, k.customer_id) as id,
      coalesce(k.definition, ${definition.version}::int) <> ${definition.version}::int as other
    from (${standingFromRhythms(scope)}) f full join churn_states k on k.customer_id = f.customer_id
    where (k.state, k.since, k.definition) is distinct from (f.state, f.since, ${definition.version}::int) order by 1`.execute(ctx.db)
  return { ids: rows.map(({ id }) => id), isOtherDefinition: rows.some(({ other }) => other) }
}
