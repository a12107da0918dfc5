import { useMemo } from 'react'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { simulateStages } from '../questions.ts'
import { colourOf, type NamedStage, useStageLooks } from './stage-colours.ts'
import type { StageDraft } from '../actions.ts'

/** Who would move from where to where if the draft were saved; nothing is saved by asking. */
export function StageTrial({ draft, stages }: { readonly draft: readonly StageDraft[]; readonly stages: readonly StageDraft[] }) {
  const say = useSay()
  const format = useFormat()
  const rested = useRested(draft, 700)
  const asked = useAsk(simulateStages, { stages: [...rested] }, { keep: true })
  return (
    <section className="rg-trial" aria-live="polite" aria-busy={asked.isFetching}>
      <h2>{say({ zh: '保存后会怎样', en: 'What saving would do' })}</h2>
      <Answered of={asked} rows={2}>
        {({ asOf, moved, customers, flows, due }) => (
          <>
            <p>
              {moved === 0
                ? say({ zh: '没有客户会因此换阶段。', en: 'Nobody would change their stage because of it.' })
                : say(
                    {
                      zh: '{customers} 位客户中，{moved} 位会因此换阶段：',
                      en: '{moved} of {customers} {customers|customer|customers} would change their stage because of it:',
                    },
                    { moved: format.count(moved), customers: format.count(customers) },
                  )}
            </p>
            <Moves flows={flows} stages={[...stages, ...draft]} />
            {due.moved > 0 ? (
              <>
                <p>
                  {say(
                    {
                      zh: '另有 {n} 位不改也会换：按现行规则，他们已经到了时间。',
                      en: '{n} more {n|is|are} due to change without it, by the rules in force:',
                    },
                    { n: format.count(due.moved) },
                  )}
                </p>
                <Moves flows={due.flows} stages={stages} />
              </>
            ) : null}
            <MadeOf
              asOf={asOf}
              rows={customers}
              of="customers"
              definition={{
                zh: '每位客户按新规则此刻会在的阶段，与按现行规则此刻该在的阶段相比；什么都没有保存。',
                en: 'The stage that each customer would have now by the new rules, against the one by those in force; nothing was saved.',
              }}
            />
          </>
        )}
      </Answered>
    </section>
  )
}

type Moved = { readonly from: string | null; readonly to: string; readonly customers: number }

function Moves({ flows, stages }: { readonly flows: readonly Moved[]; readonly stages: readonly NamedStage[] }) {
  const format = useFormat()
  const looks = useStageLooks(stages)
  const moves = useMemo(
    () => flows.filter((flow) => flow.from !== flow.to && flow.customers > 0).toSorted((a, b) => b.customers - a.customers),
    [flows],
  )
  const named = (key: string | null) => <Badge {...colourOf(looks.get(key ?? ''))}>{looks.get(key ?? '')?.name ?? '—'}</Badge>
  return (
    <ul className="rg-stage-moves">
      {moves.map((move) => (
        <li key={`${move.from} ${move.to}`}>
          {named(move.from)}
          <span aria-hidden="true">→</span>
          {named(move.to)}
          <strong>{format.count(move.customers)}</strong>
        </li>
      ))}
    </ul>
  )
}
