import { CustomerPage, type CustomerSection } from '../know/customers/web/CustomerPage.tsx'
import { CustomerJourneys } from '../act/journeys/web/CustomerJourneys.tsx'
import { CustomerMessages } from '../act/messages/web/CustomerMessages.tsx'
import { CustomerStage } from '../understand/lifecycle/web/CustomerStage.tsx'
import { CustomerSegments } from '../understand/segments/web/CustomerSegments.tsx'

/** What the other rooms tell of one customer, in the order in which it stands on their page. */
const sections: readonly CustomerSection[] = [
  { key: 'stage', place: 'narrow', Part: CustomerStage },
  { key: 'segments', place: 'narrow', Part: CustomerSegments },
  { key: 'journeys', place: 'narrow', Part: CustomerJourneys },
  { key: 'messages', place: 'wide', Part: CustomerMessages },
]

/** The page of one customer, with what every room knows of them. */
export function WholeCustomerPage() {
  return <CustomerPage sections={sections} />
}
