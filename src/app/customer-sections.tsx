import type { Rule } from '../core/rule/rule.ts'
import { CustomerHistory } from '../know/audit/web/CustomerHistory.tsx'
import { CustomerHousehold } from '../know/households/web/CustomerHousehold.tsx'
import { LookAlikeNotice } from '../know/identity/web/LookAlikeNotice.tsx'
import { LookAlikes } from '../know/identity/web/LookAlikes.tsx'
import { CustomerConsents } from '../know/consent/web/CustomerConsents.tsx'
import { CustomerPoints } from '../know/contact-points/web/CustomerPoints.tsx'
import { CompanyContacts } from '../know/contacts/web/CompanyContacts.tsx'
import { CustomerPage, type CustomerSection } from '../know/customers/web/CustomerPage.tsx'
import { CustomersPage } from '../know/customers/web/CustomersPage.tsx'
import { nameOfCustomer } from '../pages/name-of-customer.ts'
import { InteractionFact } from '../know/interactions/web/InteractionFact.tsx'
import { LogAction, LogRowButton } from '../know/interactions/web/LogButtons.tsx'
import { CustomerShares } from '../know/roles/web/CustomerShares.tsx'
import { SharedWithMe } from '../know/roles/web/SharedWithMe.tsx'
import { CustomerOwner } from '../know/staff/web/CustomerOwner.tsx'
import { OwnerFound, OwnerTicked } from '../know/staff/web/OwnerTools.tsx'
import { CustomerTags } from '../know/tags/web/CustomerTags.tsx'
import { TagFound, TagTicked } from '../know/tags/web/TagTools.tsx'
import { CustomerTodos } from '../know/todos/web/CustomerTodos.tsx'
import { CustomerPrivacy } from '../know/privacy/web/CustomerPrivacy.tsx'
import { CustomerQuality } from '../know/quality/web/CustomerQuality.tsx'
import { CustomerMerges } from '../know/identity/web/CustomerMerges.tsx'
import { CustomerInbox } from '../act/inbound/web/CustomerInbox.tsx'
import { CustomerCampaigns } from '../act/campaigns/web/CustomerCampaigns.tsx'
import { CustomerAttention } from '../act/attention/web/CustomerAttention.tsx'
import { CustomerJourneys } from '../act/journeys/web/CustomerJourneys.tsx'
import { CustomerMessages } from '../act/messages/web/CustomerMessages.tsx'
import { SendAction } from '../act/messages/web/SendAction.tsx'
import { CustomerRhythm } from '../understand/churn/web/CustomerRhythm.tsx'
import { CustomerStage } from '../understand/lifecycle/web/CustomerStage.tsx'
import { CustomerProfit } from '../understand/value/web/CustomerProfit.tsx'
import { CustomerRfm } from '../understand/value/web/CustomerRfm.tsx'
import { CustomerPrediction } from '../understand/predictions/web/CustomerPrediction.tsx'
import { CustomerTier, CustomerTierBadge } from '../understand/tiers/web/CustomerTier.tsx'
import { CustomerRecommendations } from '../understand/recommendations/web/CustomerRecommendations.tsx'
import { CustomerSegments } from '../understand/segments/web/CustomerSegments.tsx'

/** What the other rooms tell of one customer, in the order in which it stands on their page. */
const sections: readonly CustomerSection[] = [
  { key: 'owner', place: 'narrow', Part: CustomerOwner },
  { key: 'shares', place: 'narrow', Part: CustomerShares },
  { key: 'tags', place: 'narrow', Part: CustomerTags, needs: 'list-customer-tags' },
  { key: 'points', place: 'narrow', Part: CustomerPoints, needs: 'list-contact-points' },
  { key: 'consents', place: 'narrow', Part: CustomerConsents, needs: 'read-consents' },
  { key: 'household', place: 'narrow', Part: CustomerHousehold },
  { key: 'todos', place: 'narrow', Part: CustomerTodos, needs: 'list-todos' },
  { key: 'merges', place: 'narrow', Part: CustomerMerges, needs: 'list-merges' },
  { key: 'look-alikes', place: 'narrow', Part: LookAlikeNotice, needs: 'read-look-alikes' },
  { key: 'stage', place: 'insight', Part: CustomerStage, needs: 'explain-stage' },
  { key: 'rfm', place: 'insight', Part: CustomerRfm, needs: 'customer-rfm' },
  { key: 'profit', place: 'insight', Part: CustomerProfit, needs: 'customer-profit' },
  { key: 'prediction', place: 'insight', Part: CustomerPrediction, needs: 'explain-prediction' },
  { key: 'tier', place: 'insight', Part: CustomerTier, needs: 'explain-tier' },
  { key: 'rhythm', place: 'insight', Part: CustomerRhythm, needs: 'customer-rhythm' },
  { key: 'recommendations', place: 'insight', Part: CustomerRecommendations, needs: 'read-customer-recommendations' },
  { key: 'segments', place: 'insight', Part: CustomerSegments, needs: 'segments-of-customer' },
  { key: 'journeys', place: 'narrow', Part: CustomerJourneys, needs: 'list-customer-journeys' },
  { key: 'campaigns', place: 'narrow', Part: CustomerCampaigns, needs: 'list-customer-campaigns' },
  { key: 'attention', place: 'narrow', Part: CustomerAttention, needs: 'customer-attention' },
  { key: 'quality', place: 'narrow', Part: CustomerQuality },
  { key: 'privacy', place: 'narrow', Part: CustomerPrivacy, needs: 'customer-privacy' },
  { key: 'contacts', place: 'wide', Part: CompanyContacts, needs: 'list-contacts' },
  { key: 'inbox', place: 'wide', Part: CustomerInbox, needs: 'list-inbound' },
  { key: 'messages', place: 'wide', Part: CustomerMessages, needs: 'list-messages' },
  { key: 'history', place: 'wide', Part: CustomerHistory, needs: 'list-audit' },
]

const actions = [LogAction, SendAction]

/** What is told right beside the name. */
const badges = [{ key: 'tier', Part: CustomerTierBadge, needs: 'explain-tier' }]

/** Facts that tell more than a sentence. */
const factParts = { 'interaction.recorded': InteractionFact }

/** The page of one customer, with what every room knows of them. */
export function WholeCustomerPage() {
  return <CustomerPage sections={sections} badges={badges} actions={actions} factParts={factParts} />
}

type Ticked = { readonly ids: readonly string[] }
type Found = { readonly rule: Rule | undefined; readonly search: string | undefined }

/** What can be done with those who are ticked in the list, and with all whom its filter finds. */
const ForTicked = (props: Ticked) => (
  <>
    <TagTicked {...props} />
    <OwnerTicked {...props} />
  </>
)
const ForFound = (props: Found) => (
  <>
    <TagFound {...props} />
    <OwnerFound {...props} />
    <SharedWithMe />
  </>
)

/** The list of customers, with what can be done in each line; its form says whom somebody may be already. */
export function WholeCustomersPage() {
  return (
    <CustomersPage
      LookAlikes={LookAlikes}
      Ticked={ForTicked}
      Found={ForFound}
      rowAction={(row) => <LogRowButton customerId={String(row['id'])} name={nameOfCustomer(row)} />}
    />
  )
}
