import { useAsk } from '../../../ui/data.tsx'
import { Answered } from '../../../ui/States.tsx'
import { simulateJourney } from '../replay-actions.ts'
import type { JourneyDefinition } from '../definition.ts'
import type { HoldoutPlan } from './measured.ts'

const days = 56

type Props = { readonly Plan: HoldoutPlan; readonly definition: JourneyDefinition; readonly onChoose?: (percent: number) => void }

/** What the holdout would let one see, by how many came through the door in the last eight weeks. */
export function Planned({ Plan, definition, onChoose }: Props) {
  const asked = useAsk(simulateJourney, { definition, days }, { keep: true })
  const isByHand = definition.trigger.kind === 'by-hand'
  return (
    <Answered of={asked} rows={2}>
      {({ customers }) => (
        <Plan
          {...(isByHand ? { people: customers } : { perWeek: customers / (days / 7) })}
          {...(definition.audience ? { audience: definition.audience } : {})}
          percent={definition.holdout}
          {...(onChoose ? { onChoose } : {})}
        />
      )}
    </Answered>
  )
}
