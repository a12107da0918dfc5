import type { DiscoveryKindKey } from '../../discovery-kinds.ts'
import type { Look } from './look.ts'
import { lookAtGiants, lookAtPrices } from './orders.ts'
import { lookAtChannels, lookAtCohorts, lookAtProducts } from './returns.ts'
import { lookAtSegments, lookAtStages } from './shifts.ts'
import { lookAtSilentVips } from './silent-vips.ts'

/** How each kind is looked for. */
export const looks: Readonly<Record<DiscoveryKindKey, Look>> = {
  'silent-vip': lookAtSilentVips,
  'cohort-return': lookAtCohorts,
  'product-return': lookAtProducts,
  'channel-return': lookAtChannels,
  'segment-shift': lookAtSegments,
  'stage-shift': lookAtStages,
  'giant-order': lookAtGiants,
  'price-shift': lookAtPrices,
}
