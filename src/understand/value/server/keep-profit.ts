import { type RawBuilder, sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher, Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { lockSetting, readSetting } from '../../../platform/database/read-setting.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { type Among, profitParts } from '../profit-parts.ts'
import { type ProfitSettings, readProfitSettings } from '../profit-settings.ts'

export async function profitSettingsInForce(ctx: Ctx): Promise<ProfitSettings> {
  return readProfitSettings(await readSetting(ctx.db, 'profit'))
}

const columns = [
  'revenue',
  'refunds',
  'goods_cost',
  'covered',
  'goods_returned',
  'message_cost',
  'service_cost',
  'gross_margin',
  'contribution_profit',
]
const list = (alias: string) => sql.join(columns.map((name) => sql.ref(`${alias}.${name}`)))

/** Whose goods cost nothing known: only where nothing was bought is that no gap. */
const goodsCost = sql`case when x.revenue is null then 0 else x.goods_cost end`

const named = (key: string) => sql.id(`part_${key}`)

/** One row for each customer in question of whom there is anything to tell. */
function profitOf(settings: ProfitSettings, among: Among): RawBuilder<unknown> {
  const parts = profitParts.flatMap((part) =>
    part.from ? [{ key: part.key, columns: part.columns ?? [], rows: part.from({ settings, among }) }] : [],
  )
  const ids = sql.join(
    parts.map((part) => sql`select customer_id from ${named(part.key)}`),
    sql` union `,
  )
  const withs = sql.join(parts.map((part) => sql`${named(part.key)} as materialized (${part.rows})`))
  const joins = sql.join(
    parts.map((part) => sql`left join ${named(part.key)} on ${sql.ref(`part_${part.key}.customer_id`)} = i.customer_id`),
    sql` `,
  )
  const shown = sql.join(parts.flatMap((part) => part.columns.map((name) => sql.ref(`part_${part.key}.${name}`))))
  const back = sql`round(coalesce(${goodsCost}, 0) * least(1, coalesce(x.refunds, 0)::numeric / nullif(x.revenue, 0)) * ${settings.goodsReturned}::numeric / 100)::bigint`
  return sql`with ${withs}
    select k.*, k.revenue - k.refunds - k.goods_cost + k.goods_returned as gross_margin,
      k.revenue - k.refunds - k.goods_cost + k.goods_returned - k.message_cost - k.service_cost as contribution_profit
    from (select x.customer_id, coalesce(x.revenue, 0) as revenue, coalesce(x.refunds, 0) as refunds, (${goodsCost})::bigint as goods_cost, coalesce(x.covered, 0) as covered,
        coalesce(${back}, 0) as goods_returned, coalesce(x.message_cost, 0) as message_cost, coalesce(x.service_cost, 0) as service_cost
      from (select i.customer_id, ${shown} from (${ids}) i ${joins}) x where exists (select 1 from customers c where c.id = x.customer_id and ${among(sql`c.id`)})) k`
}

/** Works out the profit of the customers in question anew; writes what differs and takes away what no longer is. */
export async function keepProfit(ctx: Ctx, settings: ProfitSettings, among: Among): Promise<void> {
  const names = sql.join(columns.map((name) => sql.id(name)))
  const sets = sql.join(columns.map((name) => sql`${sql.id(name)} = ${sql.ref(`excluded.${name}`)}`))
  await sql`with found as materialized (${profitOf(settings, among)}),
    gone as (delete from customer_profit old where ${among(sql`old.customer_id`)} and not exists (select 1 from found f where f.customer_id = old.customer_id))
    insert into customer_profit (customer_id, ${names}, computed_at)
    select f.customer_id, ${list('f')}, ${ctx.now}::timestamptz from found f left join customer_profit old on old.customer_id = f.customer_id
    where old.customer_id is null or (${list('f')}) is distinct from (${list('old')})
    on conflict (customer_id) do update set ${sets}, computed_at = excluded.computed_at`.execute(ctx.db)
}

type Sweep = {
  readonly asked: boolean
  readonly after: string | null
  readonly running: boolean
  readonly day: string
  readonly products: string | null
}

const calm: Sweep = { asked: true, after: null, running: false, day: '', products: null }

const setting = 'profit-sweep'

const readSweep = async ({ db }: Ctx): Promise<Sweep> => ({ ...calm, ...(await readSetting<Partial<Sweep>>(db, setting)) })
const lockSweep = async (ctx: Ctx): Promise<Sweep> => ({ ...calm, ...(await lockSetting<Sweep>(ctx, setting)) })
const keepSweep = (ctx: Ctx, sweep: Sweep) => saveSetting(ctx, setting, sweep)

/** Everybody's profit is to be worked out anew; one sweep under way begins again. */
export async function askProfitSweep(ctx: Ctx): Promise<void> {
  await keepSweep(ctx, { ...(await lockSweep(ctx)), asked: true, running: false, after: null })
}

/** Whether everybody's profit is being worked out anew. */
export async function isSweepingProfit(ctx: Ctx): Promise<boolean> {
  const { asked, running } = await readSweep(ctx)
  return asked || running
}

/** After news of a few their profit follows at once; after a recomputing of everybody a sweep follows in portions. */
export const profitRefresher: Refresher = {
  name: 'profit',
  hears: 'records',
  refresh: async (ctx, news) => {
    if (news.everyone) return await askProfitSweep(ctx)
    await keepProfit(ctx, await profitSettingsInForce(ctx), (column) => news.among(column))
  },
}

const portion = 10_000

/** Once a day, after a change of settings or of a product's cost, and after a large import: everybody, a portion at a time. */
export const profitSweepTick: Tick = { name: 'sweep-profit', everyMs: 10_000, run: (services) => asSystem(services, 'profit', sweepOn) }

async function productsState(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{
    state: string
  }>`select md5(coalesce(string_agg(code || ':' || coalesce(cost::text, '') || ':' || coalesce(category, ''), ',' order by code), '')) as state from products`.execute(
    ctx.db,
  )
  return rows[0]?.state ?? ''
}

/** @returns whether there is more to do */
async function sweepOn(ctx: Ctx): Promise<boolean> {
  const found = await readSweep(ctx)
  const day = localDate(ctx.now, ctx.shop.timeZone)
  const products = found.running ? found.products : await productsState(ctx)
  if (!found.asked && !found.running && found.day === day && found.products === products) return false
  const sweep = await lockSweep(ctx)
  const behind = sweep.running && sweep.after !== null ? sql`where id > ${sweep.after}::uuid` : sql``
  const { rows } = await sql<{ id: string }>`select id from customers ${behind} order by id limit ${portion}`.execute(ctx.db)
  const ids = rows.map((row) => row.id)
  if (ids.length > 0) await keepProfit(ctx, await profitSettingsInForce(ctx), (column) => sql`${column} = any(${ids}::uuid[])`)
  const isEnd = ids.length < portion
  await keepSweep(ctx, { asked: false, running: !isEnd, after: isEnd ? null : (ids.at(-1) ?? null), day, products })
  return !isEnd
}
