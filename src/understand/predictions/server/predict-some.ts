import { type RawBuilder, sql } from 'kysely'
import { type LocalDate, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { openWeeks, withLearned } from '../predict-past.ts'
import { fieldsOf } from '../prediction-fields.ts'
import { figureColumns, pastColumns } from './predicted-columns.ts'
import { forecastsOf } from './kept-forecasts.ts'
import { chancesOfSome, nothingLearned } from './learn-chances.ts'
import { atMargin, marginOf } from './margin-basis.ts'
import { pastsFromFacts } from './pasts.ts'
import type { SetRow } from '../sets.ts'

type Past = {
  readonly customer_id: string
  readonly days: number
  readonly first_day: LocalDate
  readonly last_day: LocalDate
  readonly repeat_spend: number | null
  readonly private: boolean
  readonly same: boolean
}

/** The serving thread works them out, so it lets others in between. */
const atOnce = 250

type Options = {
  /** Leave out whose purchases are as they were: for them only time has passed, which the night looks after. */
  readonly onlyChanged?: boolean
}

type Speaking = Pick<SetRow, 'id' | 'body'>

/** What is foretold of a portion of customers, not written yet. */
export type ToldOfSome = {
  readonly asked: readonly string[]
  /** Of these, who is predicted. */
  readonly kept: readonly string[]
  /** As rows of `predictions`. */
  readonly lines: readonly object[]
}

/**
 * Predicts these customers anew with the parameters of the set, as of today. Who is predicted no longer (erased, merged,
 * refusing) loses what stood.
 */
export async function predictSome(ctx: Ctx, set: Speaking, ids: readonly string[], options: Options = {}): Promise<void> {
  for await (const told of foretellSome(ctx, set, ids, options)) await writeTold(ctx, set, told, 'predictions')
}

/** Only reads, a portion at a time. */
export async function* foretellSome(ctx: Ctx, set: Speaking, ids: readonly string[], options: Options = {}): AsyncGenerator<ToldOfSome> {
  for (let from = 0; from < ids.length; from += atOnce) yield await foretellPortion(ctx, set, ids.slice(from, from + atOnce), options)
}

async function foretellPortion(ctx: Ctx, set: Speaking, ids: readonly string[], { onlyChanged = false }: Options): Promise<ToldOfSome> {
  const { body } = set
  const { db, now, shop } = ctx
  const today = localDate(now, shop.timeZone)
  const among = (column: RawBuilder<unknown>) => sql`${column} = any(${ids}::uuid[])`
  const scope = { who: among, until: today, trialDay: null, trialUntil: null, currency: shop.currency, timeZone: shop.timeZone }
  const { rows } = await sql<Past>`select b.customer_id, b.days, b.first_day, b.last_day, b.repeat_spend, b.private,
      coalesce(p.days = b.days and p.first_day = b.first_day and p.last_day = b.last_day and p.repeat_spend is not distinct from round(b.repeat_spend)::bigint, false) as same
    from (${pastsFromFacts(scope)}) b left join predictions p on p.customer_id = b.customer_id`.execute(db)
  const told = rows.filter((row) => !row.private)
  const { foretell } = forecastsOf(ctx.services.database, set)
  const beginsAt = startOfDay(today, shop.timeZone).getTime()
  const changed = told.filter((row) => !(onlyChanged && row.same))
  const learned = await chancesOfSome(
    ctx,
    body,
    changed.map((row) => row.customer_id),
    today,
  )
  const lines = changed.map((row) => {
    const past = {
      x: row.days - 1,
      tx: openWeeks(body.closed, row.first_day, row.last_day),
      t: openWeeks(body.closed, row.first_day, today),
      repeat: row.repeat_spend === null ? null : Number(row.repeat_spend),
    }
    const { chance30, chance90 } = learned.get(row.customer_id) ?? nothingLearned
    return {
      customer_id: row.customer_id,
      ...fieldsOf(withLearned(foretell(past), chance30, chance90), beginsAt),
      days: row.days,
      first_day: row.first_day,
      last_day: row.last_day,
      repeat_spend: past.repeat === null ? null : Math.round(past.repeat),
    }
  })
  return { asked: ids, kept: told.map((row) => row.customer_id), lines }
}

/** @param table where the predictions stand, or will when the set takes its place; a name of our own */
export async function writeTold(
  { db, now }: Ctx,
  { id, body }: Speaking,
  { asked, kept, lines }: ToldOfSome,
  table: string,
): Promise<void> {
  const predictions = sql.table(table)
  await sql`delete from ${predictions} where customer_id = any(${asked}::uuid[]) and not (customer_id = any(${kept}::uuid[]))`.execute(db)
  if (lines.length === 0) return
  await sql`insert into ${predictions} (customer_id, set_id, predicted_at, ${columns}, margin_share)
    select f.customer_id, ${id}::uuid, ${now}::timestamptz, ${atMargin(written)}, s.margin from jsonb_populate_recordset(null::predictions, ${JSON.stringify(lines)}::jsonb) f
      left join customer_profit g on g.customer_id = f.customer_id cross join lateral (select ${marginOf(body.margin)} as margin) s
    on conflict (customer_id) do update set set_id = excluded.set_id, predicted_at = excluded.predicted_at, ${sets}, margin_share = excluded.margin_share`.execute(
    db,
  )
}

const written = [...figureColumns, ...pastColumns]
const columns = sql.join(written.map((name) => sql.id(name)))
const sets = sql.join(written.map((name) => sql`${sql.id(name)} = ${sql.ref(`excluded.${name}`)}`))
