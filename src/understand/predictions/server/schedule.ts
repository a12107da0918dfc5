import { sql } from 'kysely'
import { addDays, instantOf, localDate, localHour, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Database } from '../../../platform/database/connect.ts'
import { askMaking, type MakingKind, workKind } from './ask-making.ts'
import type { PredictionSettings } from '../settings.ts'
import { readMargin } from './margin-basis.ts'
import type { SetRow } from '../sets.ts'
import { currentSet, readSettings } from './sets.ts'

/** While a shop is small its models are chosen anew when its buyers have grown by half, or shrunk by as much. */
const small = 5_000

/** Asks for a making where one is due: the first, the weekly choice of models, or the night's predictions. */
export async function askWhatIsDue(ctx: Ctx): Promise<void> {
  const settings = await readSettings(ctx.db)
  if (!settings.automatic) return
  const busy = await sql`select 1 from work where kind = ${workKind} and state in ('waiting', 'running', 'stopping') limit 1`.execute(
    ctx.db,
  )
  if (busy.rows.length > 0) return
  const due = await dueNow(ctx, settings)
  if (due && !(await failedToday(ctx))) await askMaking(ctx, due)
}

async function dueNow(ctx: Ctx, settings: PredictionSettings): Promise<MakingKind | null> {
  const set = await currentSet(ctx.db)
  if (!set) return (await buyersOf(ctx)) > 0 ? 'fit' : null
  if (set.customers < small && (await isAnotherShop(ctx, set))) return 'fit'
  if (await marginMoved(ctx, set)) return 'again'
  if (localHour(ctx.now, ctx.shop.timeZone) < settings.hour) return null
  if (nextFit(set, settings, ctx.shop.timeZone) <= ctx.now) return 'fit'
  return localDate(set.predicted_at, ctx.shop.timeZone) < localDate(ctx.now, ctx.shop.timeZone) ? 'again' : null
}

/** The sweep of profits that was looked at last: it need not be added up each time. */
const looked = new WeakMap<Database, number>()
/** A margin that has moved less is the usual drift of a day, and waits for the night. */
const muchMoved = 0.02

/** Whether costs became known, or unknown, since everybody was predicted, so that lifetime value would be told as the wrong thing until the night. */
async function marginMoved({ db, services }: Ctx, set: SetRow): Promise<boolean> {
  const { rows } = await sql<{ at: Date }>`select updated_at as at from settings
    where name = 'profit-sweep' and value @> '{"asked": false, "running": false}' and updated_at > ${set.predicted_at}`.execute(db)
  const [swept] = rows
  if (!swept || looked.get(services.database) === swept.at.getTime()) return false
  looked.set(services.database, swept.at.getTime())
  const [was, is] = [set.body.margin ?? null, await readMargin(db)]
  return (was === null) !== (is === null) || Math.abs((was?.share ?? 0) - (is?.share ?? 0)) > muchMoved
}

/** Who stopped a making by hand, or whose data make it fail, is not asked to see it again before tomorrow. */
async function failedToday(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ at: Date }>`select updated_at as at from work where kind = ${workKind} and state in ('stopped', 'failed')
    order by updated_at desc limit 1`.execute(ctx.db)
  const [last] = rows
  return last !== undefined && localDate(last.at, ctx.shop.timeZone) === localDate(ctx.now, ctx.shop.timeZone)
}

/** When models are chosen anew by themselves: the first such hour of the weekday behind the last time. */
export function nextFit(set: Pick<SetRow, 'made_at'>, { weekday, hour }: PredictionSettings, timeZone: string): Date {
  const made = localDate(set.made_at, timeZone)
  const standing = new Date(`${made}T00:00:00Z`).getUTCDay()
  const days = (weekday - standing + 7) % 7 || 7
  return instantOf(addDays(made, days), `${String(hour).padStart(2, '0')}:00`, timeZone)
}

/** Whether so many buyers came, or went as an import was undone, that what the models were chosen by is no longer this shop. */
export async function isAnotherShop(ctx: Ctx, { customers }: Pick<SetRow, 'customers'>): Promise<boolean> {
  const buyers = await buyersOf(ctx)
  return buyers > Math.max(20, customers * 1.5) || (buyers > 20 && buyers * 1.5 < customers)
}

/** Whom models chosen now would be told of: those who first bought today are not among them before tomorrow. */
async function buyersOf({ db, now, shop }: Ctx): Promise<number> {
  const today = startOfDay(localDate(now, shop.timeZone), shop.timeZone)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from metrics where purchase_count > 0 and first_purchase_at < ${today}`.execute(db)
  return rows[0]?.n ?? 0
}
