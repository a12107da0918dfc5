import { localDate, localHour } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Day and time by the shop's clock. */
export function sayInstant(ctx: Ctx, iso: string): string {
  const at = new Date(iso)
  const minutes = Math.round(localHour(at, ctx.shop.timeZone) * 60)
  return `${localDate(at, ctx.shop.timeZone)} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
