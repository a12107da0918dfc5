import { localDate, localTime } from '../../../core/kit/local-time.ts'
import { wallClock } from '../../../core/kit/wall-clock.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Day and time by the shop's clock. */
export function sayInstant(ctx: Ctx, iso: string): Words {
  const at = new Date(iso)
  return wallClock(localDate(at, ctx.shop.timeZone), localTime(at, ctx.shop.timeZone))
}
