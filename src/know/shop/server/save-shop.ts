import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { forgetShop } from '../../../platform/actions/services.ts'
import type { ShopSettings } from '../settings.ts'
import { hasPurchases } from './read-settings.ts'
import { writeSetting } from './write-setting.ts'

/** Amounts are kept as plain integers of the shop's currency, so that stays. @throws Problem shop.currency-fixed */
export async function saveShop(ctx: Ctx, input: ShopSettings): Promise<Record<never, never>> {
  const { currency } = ctx.shop
  if (input.currency !== currency && (await hasPurchases(ctx.db)))
    throw new Problem('shop.currency-fixed', { path: 'currency', currency, wanted: input.currency })
  await writeSetting(ctx, 'shop', input)
  forgetShop(ctx.services.database)
  return {}
}
