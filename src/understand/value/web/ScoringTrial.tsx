import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { useRested } from '../../../ui/use-rested.ts'
import { previewRfm } from '../rfm-questions.ts'
import { type RfmSettings, rfmGroups } from '../scoring.ts'

/** Who would change groups if the draft were put in force; nothing is kept by asking. */
export function ScoringTrial({ settings }: { readonly settings: RfmSettings }) {
  const say = useSay()
  const format = useFormat()
  const rested = useRested(settings, 600)
  const asked = useAsk(previewRfm, { settings: rested }, { keep: true })
  const nameOf = (key: string) => say(rfmGroups.find((group) => group.key === key)?.label ?? { zh: '未分组', en: 'no group' })
  return (
    <section className="rg-value-trial" aria-live="polite" aria-busy={asked.isFetching}>
      <h3>{say({ zh: '启用后会怎样', en: 'What putting it in force would do' })}</h3>
      <Answered of={asked} rows={2}>
        {({ customers, rescored, moved, flows, scores }) => (
          <>
            <p>
              {say(
                {
                  zh: '{customers} 位买家中，{rescored} 位分数会变，{moved} 位会换组。',
                  en: 'Of {customers} buyers the scores of {rescored} would change, and {moved} would change groups.',
                },
                { customers: format.count(customers), rescored: format.count(rescored), moved: format.count(moved) },
              )}
            </p>
            <Scrolled className="rg-value-table" label={{ zh: '每个分数有多少位', en: 'How many have each score' }}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{say({ zh: '分数', en: 'Score' })}</th>
                    {['R', 'F', 'M'].map((letter) => (
                      <th key={letter} scope="col">
                        {letter}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {scores.toReversed().map((score) => (
                    <tr key={score.score}>
                      <th scope="row">{score.score}</th>
                      <td className="rg-figure-cell">{format.count(score.recency)}</td>
                      <td className="rg-figure-cell">{format.count(score.frequency)}</td>
                      <td className="rg-figure-cell">{format.count(score.monetary)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrolled>
            <ul className="rg-value-flows">
              {flows
                .filter((flow) => flow.from !== flow.to)
                .map((flow) => (
                  <li key={`${flow.from} ${flow.to}`}>
                    {nameOf(flow.from)} → {nameOf(flow.to)} <strong>{format.count(flow.customers)}</strong>
                  </li>
                ))}
            </ul>
          </>
        )}
      </Answered>
    </section>
  )
}
