import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import { useSay } from '../../../ui/language.tsx'
import type { ExplainedRule } from '../explained.ts'
import './why.css'

/** A rule as a list of its conditions: which hold, and what stands there. */
export function ExplainedTree({ rule }: { readonly rule: ExplainedRule }) {
  const say = useSay()
  if (rule.kind === 'leaf') {
    return (
      <ul className="rg-why-list">
        <Leaf rule={rule} />
      </ul>
    )
  }
  const group = { all: { zh: '全部成立', en: 'All of' }, any: { zh: '任一成立', en: 'Any of' }, not: { zh: '不成立', en: 'None of' } }[
    rule.kind
  ]
  return (
    <ul className="rg-why-list" aria-label={say(group)}>
      {rule.parts.map((part) =>
        part.kind === 'leaf' ? (
          <Leaf key={part.sentence.en} rule={part} />
        ) : (
          <li key={part.sentence.en} className="rg-why-group">
            <Mark holds={part.holds} />
            <div>
              <div>{say(part.sentence)}</div>
              <ExplainedTree rule={part} />
            </div>
          </li>
        ),
      )}
    </ul>
  )
}

function Leaf({ rule }: { readonly rule: ExplainedRule }) {
  const say = useSay()
  return (
    <li>
      <Mark holds={rule.holds} />
      <div>
        {say(rule.sentence)}
        {rule.value ? <div className="rg-why-value">{say({ zh: '现在：{value}', en: 'Now: {value}' }, { value: rule.value })}</div> : null}
      </div>
    </li>
  )
}

function Mark({ holds }: { readonly holds: boolean }) {
  const say = useSay()
  return (
    <span
      className={holds ? 'rg-why-mark rg-better' : 'rg-why-mark rg-worse'}
      role="img"
      aria-label={holds ? say({ zh: '成立', en: 'Holds' }) : say({ zh: '不成立', en: 'Does not hold' })}
    >
      {holds ? <CheckOutlined /> : <CloseOutlined />}
    </span>
  )
}
