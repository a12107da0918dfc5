import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { DraftStep } from '../flow.ts'
import { stepKinds } from '../step-kinds.ts'
import type { FlowProps } from './flow-parts.ts'
import { sayStep } from './say-journey.ts'
import { faceOf } from './step-faces.tsx'

/** One step: what it does, the numbers at it, what is wrong with it, and while it is written the buttons to change it. */
export function StepCard({ step, ...props }: FlowProps & { readonly step: DraftStep }) {
  const say = useSay()
  const { icon: Icon } = faceOf(step.kind)
  const trouble = props.troubles.find(({ place }) => place === step.id)
  const said = say(sayStep(step, props.known))
  const kind = say(stepKinds[step.kind]?.label ?? step.kind)
  const number = props.numberOf(step.id)
  return (
    <div className={`rg-step rg-step-${step.kind}${trouble ? ' rg-step-wrong' : ''}`} id={`step-${step.id}`}>
      <div className="rg-step-head">
        <span className="rg-step-icon" aria-hidden="true">
          <Icon />
        </span>
        <span className="rg-step-kind">
          {number}. {kind}
        </span>
        {props.verbs ? <StepTools step={step} name={`${number}. ${kind}`} verbs={props.verbs} /> : null}
      </div>
      {props.verbs ? (
        <button type="button" className="rg-step-said rg-step-open" onClick={() => props.verbs?.open(step.id)}>
          {said}
        </button>
      ) : (
        <div className="rg-step-said">{said}</div>
      )}
      {trouble ? (
        <div className="rg-step-trouble" role="status">
          {say(trouble.words)}
        </div>
      ) : null}
      <StepCountsLine step={step} name={`${number}. ${kind}`} {...props} />
    </div>
  )
}

function StepCountsLine({ step, name, countsOf, onCount }: FlowProps & { readonly step: DraftStep; readonly name: string }) {
  const say = useSay()
  const format = useFormat()
  const counts = countsOf(step)
  if (counts.length === 0) return null
  return (
    <div className="rg-step-counts">
      {counts.map((count) => (
        <button
          key={count.key}
          type="button"
          className={`rg-step-count${count.tone ? ` rg-step-count-${count.tone}` : ''}`}
          disabled={count.n === 0}
          aria-label={`${name}: ${say(count.label)} ${format.count(count.n)}`}
          onClick={() => onCount(step, count)}
        >
          {say(count.label)} <strong>{format.count(count.n)}</strong>
        </button>
      ))}
    </div>
  )
}

type ToolsProps = { readonly step: DraftStep; readonly name: string; readonly verbs: NonNullable<FlowProps['verbs']> }

function StepTools({ step, name, verbs }: ToolsProps) {
  const say = useSay()
  return (
    <span className="rg-step-tools">
      <Button
        type="text"
        size="small"
        icon={<ArrowUpOutlined />}
        disabled={!verbs.canMove(step.id, -1)}
        aria-label={say({ zh: '上移：{name}', en: 'Move up: {name}' }, { name })}
        onClick={() => verbs.move(step.id, -1)}
      />
      <Button
        type="text"
        size="small"
        icon={<ArrowDownOutlined />}
        disabled={!verbs.canMove(step.id, 1)}
        aria-label={say({ zh: '下移：{name}', en: 'Move down: {name}' }, { name })}
        onClick={() => verbs.move(step.id, 1)}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={say({ zh: '删除：{name}', en: 'Remove: {name}' }, { name })}
        onClick={() => verbs.remove(step.id)}
      />
    </span>
  )
}
