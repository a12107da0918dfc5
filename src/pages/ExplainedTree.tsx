import { CheckOutlined, CloseOutlined } from '@ant-design/icons'
import type { Explained } from '../core/rule/explained.ts'
import { useSay } from '../ui/language.tsx'
import './explained.css'

const groupWords = {
  all: { zh: '要全部成立', en: 'All of these' },
  any: { zh: '成立一条即可', en: 'Any of these' },
  not: { zh: '要都不成立', en: 'None of these' },
}

/** A rule as a list of its conditions: which hold for this customer, and what stands there. */
export function ExplainedTree({ rule }: { readonly rule: Explained }) {
  const say = useSay()
  if (rule.kind === 'leaf')
    return (
      <ul className="rg-explained">
        <Leaf rule={rule} />
      </ul>
    )
  if (rule.parts.length === 0)
    return <p className="rg-quiet">{say({ zh: '没有条件，人人符合。', en: 'No conditions: it holds for everybody.' })}</p>
  return (
    <ul className="rg-explained" aria-label={say(groupWords[rule.kind])}>
      {rule.parts.map((part) =>
        part.kind === 'leaf' ? <Leaf key={part.sentence.en} rule={part} /> : <Group key={part.sentence.en} rule={part} />,
      )}
    </ul>
  )
}

function Group({ rule }: { readonly rule: Explained }) {
  const say = useSay()
  return (
    <li>
      <Mark holds={rule.holds} />
      <div>
        {rule.kind === 'leaf' ? null : say(groupWords[rule.kind])}
        <ExplainedTree rule={rule} />
      </div>
    </li>
  )
}

function Leaf({ rule }: { readonly rule: Explained }) {
  const say = useSay()
  return (
    <li>
      <Mark holds={rule.holds} />
      <div>
        {say(rule.sentence)}
        {rule.value ? (
          <div className="rg-explained-value">{say({ zh: '现在：{value}', en: 'Now: {value}' }, { value: rule.value })}</div>
        ) : null}
      </div>
    </li>
  )
}

function Mark({ holds }: { readonly holds: boolean }) {
  const say = useSay()
  return (
    <span
      className={holds ? 'rg-explained-mark rg-better' : 'rg-explained-mark rg-flat'}
      role="img"
      aria-label={holds ? say({ zh: '成立', en: 'Holds' }) : say({ zh: '不成立', en: 'Does not hold' })}
    >
      {holds ? <CheckOutlined /> : <CloseOutlined />}
    </span>
  )
}
