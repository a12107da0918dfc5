import { ExportButton } from '../../../pages/export-list/ExportButton.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { campaignSearch } from '../campaigns-address.ts'
import type { Campaign } from './campaign-answer.ts'

/** Takes the members away as a file, as they are filtered in the address. */
export function ExportMembers({ campaign }: { readonly campaign: Campaign }) {
  const [{ edition, state, reason, arm, variant, outcome, days, by }] = useSearchState(campaignSearch)
  return (
    <ExportButton
      kind="campaign"
      path="campaign-members"
      size="small"
      filters={{
        campaign: campaign.id,
        edition,
        state,
        reason,
        arm,
        variant,
        outcome,
        days,
        by,
      }}
    />
  )
}
