import { ExportButton } from '../../../pages/export-list/ExportButton.tsx'
import type { ExploreTab } from '../explore-address.ts'

/** The table behind the picture as a file. */
export function TakeAway({ of, ask }: { readonly of: ExploreTab; readonly ask: object }) {
  return <ExportButton kind="customer" path="explorations" filters={{ of, ask: JSON.stringify(ask) }} size="small" />
}
