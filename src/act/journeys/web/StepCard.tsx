import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { DraftStep } from '../flow.ts'
import { stepKinds } from '../step-kinds.ts'
import type { FlowProps } from './flow-parts.ts'
import { sayStep, sayWay, sayWon } from './say-journey.ts'
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
      {props.onOpen ? (
        <button type="button" className="rg-step-said rg-step-open" onClick={() => props.onOpen?.(step.id)}>
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
      <ShareBar share={props.shares?.get(step.id)} />
    </div>
  )
}

/** How many of those who entered came here, as the length of a bar and in words. */
function ShareBar({ share }: { readonly share: number | undefined }) {
  const say = useSay()
  const format = useFormat()
  if (share === undefined) return null
  const said = say({ zh: '进入的人里 {share} 到过', en: '{share} of those who entered came here' }, { share: format.percent(share) })
  return (
    <div className="rg-step-share" title={said}>
      <span style={{ width: `${Math.round(share * 100)}%` }} />
      <em>{said}</em>
    </div>
  )
}

function StepCountsLine({ step, name, known, countsOf, onCount }: FlowProps & { readonly step: DraftStep; readonly name: string }) {
  const say = useSay()
  const format = useFormat()
  const counts = countsOf(step)
  if (counts.length === 0) return null
  const label = ({ key, way, label: fixed }: (typeof counts)[number]) => {
    if (way === undefined) return say(fixed)
    return say(key.startsWith('won:') ? sayWon(step, way) : sayWay(step, way, known))
  }
  return (
    <div className="rg-step-counts">
      {counts.map((count) => (
        <button
          key={count.key}
          type="button"
          className={`rg-step-count${count.tone ? ` rg-step-count-${count.tone}` : ''}`}
          disabled={count.n === 0}
          aria-label={`${name}: ${label(count)} ${format.count(count.n)}`}
          onClick={() => onCount(step, count)}
        >
          {label(count)} <strong>{format.count(count.n)}</strong>
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
        icon={<CopyOutlined />}
        aria-pressed={verbs.picked?.id === step.id}
        aria-label={say({ zh: '拿起，好复制或移到别处：{name}', en: 'Pick up, to copy or move elsewhere: {name}' }, { name })}
        onClick={() => verbs.pick(step.id, name)}
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
