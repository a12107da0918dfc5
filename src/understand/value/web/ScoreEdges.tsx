import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import type { SaidScores } from './RfmGrid.tsx'
import './value.css'

/** What each of the five scores means, in words, the best first. */
export function ScoreEdges({ letter, title, said }: { readonly letter: string; readonly title: Words; readonly said: SaidScores }) {
  const say = useSay()
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
            </div>
          ))}
      </dl>
    </div>
  )
}
