import { listJourneys } from '../act/journeys/actions.ts'
import { useAsk } from '../ui/data.tsx'
import { useMayDo } from '../ui/reader.tsx'
import { LifecyclePage } from '../understand/lifecycle/web/LifecyclePage.tsx'

/** The journeys, as what may be done for the customers of a stage. */
function useJourneyPlays() {
  const { data } = useAsk(listJourneys, {}, { when: useMayDo(listJourneys) })
  return (data?.journeys ?? []).map(({ id, name }) => ({ address: `/journeys/${id}`, name }))
}

/** The life of the customers, with the journeys that are played in its stages. */
export function PlayedLifecyclePage() {
  return <LifecyclePage usePlays={useJourneyPlays} />
}
