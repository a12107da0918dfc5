import type { z } from 'zod'
import { purchaseKind } from '../../../core/rule/sequence-sql.ts'
import type { exploreSearch } from '../explore-address.ts'

export type SetSearch = (patch: Partial<z.input<typeof exploreSearch>>) => void

/** Where nothing is said, it is about buying. */
export const bought = { did: purchaseKind }
