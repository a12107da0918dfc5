import type { z } from 'zod'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { purchaseKind } from '../../../core/rule/sequence-sql.ts'
import type { ExploreSearch, exploreSearch } from '../explore-address.ts'

export type SetSearch = (patch: Partial<z.input<typeof exploreSearch>>) => void

/** What every tab is handed. */
export type TabProps = { readonly search: ExploreSearch; readonly setSearch: SetSearch; readonly dictionary: Dictionary }

/** Where nothing is said, it is about buying. */
export const bought = { did: purchaseKind }
