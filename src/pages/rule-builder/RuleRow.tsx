import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { sayRule } from '../../core/rule/say-rule.ts'
import { useLanguage, useSay } from '../../ui/language.tsx'
import { useShop } from '../../ui/shop.tsx'
import { didNot, leafTrouble, negate, unfinished, withoutNot } from '../rule-tree.ts'
import { DidRow } from './DidRow.tsx'
import { FieldRow } from './FieldRow.tsx'
import { BucketRow, SegmentRow, StageRow, TierRow } from './MembershipRows.tsx'
import type { DrawGroup, RowProps } from './row.ts'

type PartsProps = Omit<RowProps, 'negated'> & { readonly drawGroup: DrawGroup }
type Props = PartsProps & { readonly onRemove: () => void }

/** One condition, what is still wrong with it, and a way to take it out. */
export function RuleRow({ rule, onChange, dictionary, drawGroup, onRemove }: Props) {
  const say = useSay()
  const [left, setLeft] = useState(false)
  const found = leafTrouble(rule, dictionary)
  // What nobody has come to yet is no mistake.
  const trouble = found === unfinished && !left ? null : found
  return (
    <div className="rg-rule-row" onBlur={() => setLeft(true)}>
      <div className="rg-rule-parts">
        <Parts rule={rule} onChange={onChange} dictionary={dictionary} drawGroup={drawGroup} />
        {trouble ? <span className="rg-rule-trouble">{say(trouble)}</span> : null}
      </div>
      <NotButton rule={rule} onChange={onChange} />
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        aria-label={say({ zh: '移除这个条件', en: 'Remove this condition' })}
        onClick={onRemove}
      />
    </div>
  )
}

/** Turns a comparison round. The other kinds of condition say "not" in their own words. */
function NotButton({ rule, onChange }: Pick<RowProps, 'rule' | 'onChange'>) {
  const say = useSay()
  const { rule: leaf, negated } = withoutNot(rule)
  if (!('field' in leaf || 'sequence' in leaf)) return null
  return (
    <Button
      size="small"
      type={negated ? 'primary' : 'text'}
      aria-pressed={negated}
      title={say({ zh: '取反：不符合这一条的才算', en: 'Turn round: count those for whom this does not hold' })}
      onClick={() => onChange(negate(leaf, !negated))}
    >
      {say({ zh: '非', en: 'not' })}
    </Button>
  )
}

function Parts({ rule, onChange, dictionary, drawGroup }: PartsProps) {
  const did = didNot(rule)
  if (did) return <DidRow rule={did.rule} negated={did.never} onChange={onChange} dictionary={dictionary} drawGroup={drawGroup} />
  const { rule: leaf, negated } = withoutNot(rule)
  const rest = { negated, onChange, dictionary }
  if ('field' in leaf) return <FieldRow rule={leaf} {...rest} />
  if ('segment' in leaf) return <SegmentRow rule={leaf} {...rest} />
  if ('stage' in leaf) return <StageRow rule={leaf} {...rest} />
  if ('tier' in leaf) return <TierRow rule={leaf} {...rest} />
  if ('bucket' in leaf) return <BucketRow rule={leaf} {...rest} />
  if ('sequence' in leaf) return <SequenceLine rule={leaf} dictionary={dictionary} />
  return null
}

/** What was done in order is set on the page of funnels and paths; here it is said, and may be taken out or turned round. */
function SequenceLine({ rule, dictionary }: Pick<RowProps, 'rule' | 'dictionary'>) {
  const { language } = useLanguage()
  const shop = useShop()
  return <span className="rg-rule-sequence">{sayRule(rule, dictionary, { ...shop, language })}</span>
}
