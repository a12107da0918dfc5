import { JourneyPage } from '../act/journeys/web/JourneyPage.tsx'
import { JourneysPage } from '../act/journeys/web/JourneysPage.tsx'
import { HoldoutPlan } from '../learn/holdouts/web/HoldoutPlan.tsx'
import { ResultLine } from '../learn/holdouts/web/ResultLine.tsx'
import { ResultSection } from '../learn/holdouts/web/ResultSection.tsx'

/** Journeys with what they earned, which the room to their right works out. */
export function MeasuredJourneysPage() {
  return <JourneysPage Result={ResultLine} />
}

export function MeasuredJourneyPage() {
  return <JourneyPage Result={ResultSection} Plan={HoldoutPlan} />
}
