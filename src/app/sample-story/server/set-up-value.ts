import type { Ctx } from '../../../platform/actions/context.ts'
import { saveProfitSettings } from '../../../understand/value/actions.ts'
import { usualProfitSettings } from '../../../understand/value/profit-settings.ts'

/** What a tea shop reckons with, so that profit has something to show: margins, a colleague's hour, letters and text messages. */
export async function setUpValue(ctx: Ctx): Promise<void> {
  await ctx.run(saveProfitSettings, {
    settings: { ...usualProfitSettings, usualMargin: 52, goodsReturned: 60, hourlyCost: 60_00, messageCosts: { email: 0.5, sms: 4.5 } },
  })
}
