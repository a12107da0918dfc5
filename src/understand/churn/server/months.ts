import { localDate, startOfDay } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

export type Month = { readonly month: string; readonly from: Date; readonly to: Date; readonly isWhole: boolean }

/** The newest months by the shop's clock, the oldest first; the last is the one that is running. */
export function lastMonths(ctx: Pick<Ctx, 'now' | 'shop'>, many: number): Month[] {
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const at = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1
  const name = (n: number) => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`
  const start = (n: number) => startOfDay(`${name(n)}-01`, ctx.shop.timeZone)
  return Array.from({ length: many }, (_, i) => at - many + 1 + i).map((n) => ({
    month: name(n),
    from: start(n),
    to: start(n + 1),
    isWhole: n < at,
  }))
}
