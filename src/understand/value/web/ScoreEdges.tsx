import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { SaidScores } from './RfmGrid.tsx'
import './value.css'

/** What each score means, and how many have it, in words, the best first. */
export function ScoreEdges(props: {
  readonly letter: string
  readonly title: Words
  readonly said: SaidScores
  /** How many customers have each, the lowest score first. */
  readonly counts: readonly number[]
}) {
  const say = useSay()
  const format = useFormat()
  const { letter, title, said } = props
  return (
    <div className="rg-edges">
      <h3>{say(title)}</h3>
      <dl>
        {said
          .map((words, at) => ({ words, score: at + 1 }))
          .toReversed()
          .map(({ words, score }) => (
            <div key={score}>
              <dt>
                {letter}
                {score}
              </dt>
              <dd>{words}</dd>
              <dd className="rg-edges-count">{say({ zh: '{n} 位', en: '{n}' }, { n: format.count(props.counts[score - 1]) })}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}
