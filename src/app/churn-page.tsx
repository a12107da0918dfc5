import { EnterOne } from '../act/journeys/web/EnterOne.tsx'
import { ChurnPage } from '../understand/churn/web/ChurnPage.tsx'

/** Who is leaving, with the journeys that they can be put into. */
export function WholeChurnPage() {
  return <ChurnPage JourneyTool={EnterOne} />
}
