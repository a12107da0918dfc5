import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { askingForCount, countAsked as asked } from '../count-asked.ts'

const counted = 'products:counted'

/** Longer counts wait for the night. */
const shortMs = 2_000
const hour = 3_600_000

type Counted = { readonly at: string; readonly took: number; readonly day: string }

export async function askForCount(ctx: Ctx): Promise<void> {
  await askingForCount(ctx.now).execute(ctx.db)
}

/** Asked for, or a new day, or an hour later where it is quick. */
export async function isCountDue(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{
    name: string
    value: Counted
  }>`select name, value from settings where name in (${asked}, ${counted})`.execute(ctx.db)
  if (rows.some((row) => row.name === asked)) return true
  const last = rows.find((row) => row.name === counted)?.value
  if (!last || last.day !== localDate(ctx.now, ctx.shop.timeZone)) return true
  return last.took < shortMs && ctx.now.getTime() - Date.parse(last.at) >= hour
}

/** Takes the question away before the count reads: who asks meanwhile is heard the next time. */
export async function takeAsked(ctx: Ctx): Promise<void> {
  await sql`delete from settings where name = ${asked}`.execute(ctx.db)
}

export async function keepCounted(ctx: Ctx, took: number): Promise<void> {
  const value: Counted = { at: ctx.now.toISOString(), took, day: localDate(ctx.now, ctx.shop.timeZone) }
  await saveSetting(ctx, counted, value)
}
