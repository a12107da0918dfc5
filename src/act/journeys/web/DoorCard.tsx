import { LoginOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { usualPriority } from '../definition.ts'
import type { Trouble } from './journey-draft.ts'
import type { JourneyDraft } from './journey-draft.ts'
import { sayGoal, sayReentry } from './say-journey.ts'
import { type Known, saidRule } from './say-rule.ts'
import { sayTrigger } from './say-trigger.ts'

const doorParts: ReadonlySet<string> = new Set(['trigger', 'audience', 'goal', 'exit', 'intent'])

/** The top of the drawing: what lets people in, who may, who is held out, who leaves early. */
export function DoorCard(props: {
  readonly draft: JourneyDraft
  readonly known: Known
  readonly troubles: readonly Trouble[]
  readonly counts?: ReactNode
  readonly onOpen?: () => void
}) {
  const say = useSay()
  const { draft, known } = props
  const said = say(sayTrigger(draft.trigger, known))
  const troubles = props.troubles.filter(({ place }) => doorParts.has(place))
  return (
    <div className={`rg-step rg-step-door${troubles.length > 0 ? ' rg-step-wrong' : ''}`} id="step-trigger">
      <div className="rg-step-head">
        <span className="rg-step-icon" aria-hidden="true">
          <LoginOutlined />
        </span>
        <span className="rg-step-kind">{say({ zh: '进入', en: 'Who enters' })}</span>
      </div>
      {props.onOpen ? (
        <button type="button" className="rg-step-said rg-step-open" onClick={props.onOpen}>
          {said}
        </button>
      ) : (
        <div className="rg-step-said">{said}</div>
      )}
      <div className="rg-step-more">
        {draft.audience ? <div>{say({ zh: '只限：{rule}', en: 'Only: {rule}' }, { rule: saidRule(draft.audience, known) })}</div> : null}
        <div>
          {say(sayReentry(draft.reentry))}
          {say({ zh: '；', en: '; ' })}
          {draft.holdout > 0
            ? say({ zh: '{n}% 为对照组', en: '{n}% held out' }, { n: draft.holdout })
            : say({ zh: '没有对照组，无法衡量效果', en: 'no holdout, so its effect cannot be measured' })}
        </div>
        {draft.goal ? <div>{say({ zh: '目标：{goal}', en: 'Goal: {goal}' }, { goal: say(sayGoal(draft.goal, known)) })}</div> : null}
        {draft.exit ? (
          <div>{say({ zh: '提前退出：{rule}', en: 'Leaves early when: {rule}' }, { rule: saidRule(draft.exit, known) })}</div>
        ) : null}
      </div>
      {draft.intent === undefined ? null : (
        <div className="rg-step-more">
          {say(
            { zh: '意图“{intent}”，优先级 {n}', en: 'Intent “{intent}”, priority {n}' },
            { intent: draft.intent, n: draft.priority ?? usualPriority },
          )}
        </div>
      )}
      {troubles.map(({ place, words }) => (
        <div key={place} className="rg-step-trouble" role="status">
          {say(words)}
        </div>
      ))}
      {props.counts}
    </div>
  )
}
