import { FilterOutlined } from '@ant-design/icons'
import { Button, Drawer, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import { everybody, type Rule } from '../../core/rule/rule.ts'
import { sayRule } from '../../core/rule/say-rule.ts'
import { useCustoms } from '../../fields/web/use-customs.ts'
import { useSay } from '../../ui/language.tsx'
import { chipsOf, withoutChip } from '../list-address.ts'
import { isReady, newFieldRule } from '../rule-tree.ts'
import { RuleBuilder } from '../rule-builder/RuleBuilder.tsx'

type Props = {
  readonly rule: Rule | undefined
  readonly onChange: (rule: Rule | undefined) => void
  readonly dictionary: Dictionary
  /** How many a rule holds for, shown while it is edited. */
  readonly countOf: (rule: Rule) => ReactNode
}

/** Opens the filter in a drawer; nothing changes on the page until it is applied. */
export function RuleFilter(props: Props) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const active = chipsOf(props.rule).length
  return (
    <>
      <Button icon={<FilterOutlined />} onClick={() => setOpen(true)} type={active > 0 ? 'primary' : 'default'} ghost={active > 0}>
        {active > 0 ? say({ zh: '筛选（{n}）', en: 'Filter ({n})' }, { n: active }) : say({ zh: '筛选', en: 'Filter' })}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={say({ zh: '筛选条件', en: 'Filter' })} size={720} destroyOnHidden>
        <FilterEditor {...props} onClose={() => setOpen(false)} />
      </Drawer>
    </>
  )
}

function FilterEditor({ rule, onChange, dictionary, countOf, onClose }: Props & { readonly onClose: () => void }) {
  const say = useSay()
  const first = newFieldRule(dictionary)
  const [draft, setDraft] = useState<Rule>(rule ?? (first ? { all: [first] } : everybody))
  const ready = isReady(draft, dictionary)
  const finish = (next: Rule | undefined) => {
    onChange(next)
    onClose()
  }
  return (
    <>
      <RuleBuilder rule={draft} onChange={setDraft} dictionary={dictionary} count={ready ? countOf(draft) : null} />
      <div className="rg-filter-foot">
        <Button type="primary" disabled={!ready} onClick={() => finish(chipsOf(draft).length > 0 ? draft : undefined)}>
          {say({ zh: '应用', en: 'Apply' })}
        </Button>
        <Button onClick={() => finish(undefined)}>{say({ zh: '清除筛选', en: 'Clear the filter' })}</Button>
        {ready ? null : (
          <span className="rg-filter-hint">{say({ zh: '填好每个条件后即可应用', en: 'Complete every condition, then apply' })}</span>
        )}
      </div>
    </>
  )
}

/** What the list is filtered by, said in sentences that can be taken away one by one. */
export function FilterChips({ rule, onChange, dictionary }: Pick<Props, 'rule' | 'onChange' | 'dictionary'>) {
  const say = useSay()
  const customs = useCustoms()
  const chips = chipsOf(rule)
  if (!rule || chips.length === 0) return null
  return (
    <ul className="rg-chips" aria-label={say({ zh: '当前筛选', en: 'Filtered by' })}>
      {chips.map((chip, at) => {
        const said = sayRule(chip, dictionary, customs)
        return (
          <li key={said}>
            <Tag
              closable={{ 'aria-label': say({ zh: '移除：{said}', en: 'Remove: {said}' }, { said }) }}
              onClose={() => onChange(withoutChip(rule, at))}
            >
              {said}
            </Tag>
          </li>
        )
      })}
    </ul>
  )
}
