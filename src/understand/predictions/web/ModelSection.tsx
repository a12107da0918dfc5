import type { ReplyOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { readPredictions } from '../actions.ts'

type Set = NonNullable<ReplyOf<typeof readPredictions>['set']>

/** Which model speaks and why, in words; its parameters for the curious. */
export function ModelSection({ set }: { readonly set: Set }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Section title={{ zh: '用的是什么模型，为什么', en: 'Which model, and why' }}>
      {set.withdrawn ? (
        <p>
          {say({
            zh: '下面说的回购模型已撤下，只在后台记录；它的数字和可能现在都不显示。从行为学习的购买可能是另一个模型，它更准时照常显示。',
            en: 'The model of repeat buying told of here has withdrawn itself and is only recorded in the background; none of its figures and chances are shown now. Chances to buy that were learned from behaviour come of another model and go on where that is the better one.',
          })}
        </p>
      ) : null}
      <p>{say(set.words)}</p>
      {set.spend?.words ? <p>{say(set.spend.words)}</p> : null}
      {set.chance ? <p>{say(set.chance.words)}</p> : null}
      {set.notes.length > 0 ? (
        <ul className="rg-waiting">
          {set.notes.map((note) => (
            <li key={note.en}>{say(note)}</li>
          ))}
        </ul>
      ) : null}
      {set.tried.length > 0 ? (
        <details className="rg-why">
          <summary>{say({ zh: '试过的模型和参数', en: 'Models tried, and their parameters' })}</summary>
          <div className="rg-against" role="region" aria-label={say({ zh: '试过的模型', en: 'Models tried' })} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{say({ zh: '模型', en: 'Model' })}</th>
                  <th scope="col">{say({ zh: '对数似然', en: 'Log-likelihood' })}</th>
                  <th scope="col">{say({ zh: '参数（时间以周计）', en: 'Parameters (time in weeks)' })}</th>
                </tr>
              </thead>
              <tbody>
                {set.tried.map((model) => (
                  <tr key={model.kind}>
                    <th scope="row">
                      {say(model.name)}
                      {model.kind === set.chosen?.kind ? say({ zh: ' · 选用', en: ' · chosen' }) : ''}
                    </th>
                    <td>{format.number(model.logLikelihood, 2)}</td>
                    <td className="rg-parameters">
                      {Object.entries(model.parameters)
                        .map(([name, value]) => `${name} ${format.number(value, 4)}`)
                        .join(' · ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ) : null}
    </Section>
  )
}
