import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { type Ref, useRef } from 'react'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Rule } from '../../core/rule/rule.ts'
import { useSay } from '../../ui/language.tsx'
import { randomUuid } from '../../ui/random-uuid.ts'
import { asGroup, type GroupMode, groupModes, groupOf, makeGroup, newDidRule, newFieldRule } from '../rule-tree.ts'
import { Pick } from './Pick.tsx'
import type { GroupProps } from './row.ts'
import { RuleRow } from './RuleRow.tsx'
import { type AddKind, addWords, modeWords } from './words.ts'

type Props = GroupProps & { readonly depth?: number }

/** Deeper than this no person reads along, and the server refuses deeper than eight. */
const deepest = 4

/** Some conditions and how they hold together. */
export function RuleGroup({ rule, onChange, dictionary, onRemove, title, depth = 1 }: Props) {
  const say = useSay()
  const adder = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const { mode, rules } = asGroup(rule)
  const set = (next: readonly Rule[], nextMode: GroupMode = mode) => onChange(makeGroup({ mode: nextMode, rules: next }))
  const remove = (at: number) => {
    set(rules.filter((_, i) => i !== at))
    // The line that had the focus is gone; the next thing to do is beside it.
    adder.current?.focus()
  }
  const add = (one: Rule) => {
    set([...rules, one])
    // The menu that it was chosen from closes; one goes on at the new line.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(':scope > li:last-child input')?.focus())
  }
  const label = title ?? say({ zh: '一组条件', en: 'Group of conditions' })
  return (
    <div className={depth > 1 || onRemove ? 'rg-rule-group rg-rule-nested' : 'rg-rule-group'} role="group" aria-label={label}>
      <div className="rg-rule-head">
        {title ? <span className="rg-rule-title">{title}</span> : null}
        <Pick
          label={say({ zh: '这组条件怎样算满足', en: 'How these conditions hold together' })}
          value={mode}
          options={groupModes.map((one) => ({ value: one, label: say(modeWords[one]) }))}
          onChange={(next) => set(rules, groupModes.find((one) => one === next) ?? mode)}
          wide
        />
        {onRemove ? (
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={say({ zh: '移除这组条件', en: 'Remove this group' })}
            onClick={onRemove}
          />
        ) : null}
      </div>
      <ul className="rg-rule-list" ref={list}>
        {rules.map((one, at) => {
          const change = (next: Rule) => set(rules.map((old, i) => (i === at ? next : old)))
          return (
            // Conditions have no names; they keep their places while they are edited.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={at}>
              {groupOf(one) ? (
                <RuleGroup rule={one} onChange={change} dictionary={dictionary} onRemove={() => remove(at)} depth={depth + 1} />
              ) : (
                <RuleRow
                  rule={one}
                  onChange={change}
                  dictionary={dictionary}
                  drawGroup={(props) => <RuleGroup {...props} depth={depth + 1} />}
                  onRemove={() => remove(at)}
                />
              )}
            </li>
          )
        })}
      </ul>
      <AddButton dictionary={dictionary} nested={depth < deepest} onAdd={add} ref={adder} />
    </div>
  )
}

/** A new condition of each kind; none where the dictionary knows nothing of the kind. */
function newRule(kind: AddKind, dictionary: Dictionary): Rule | null {
  if (kind === 'field') return newFieldRule(dictionary)
  if (kind === 'group') {
    const first = newFieldRule(dictionary)
    return { any: first ? [first] : [] }
  }
  if (!dictionary.customerId) return null
  if (kind === 'did') return newDidRule(dictionary)
  if (kind === 'segment') return dictionary.segments?.size ? { segment: '' } : null
  if (kind === 'stage') return dictionary.stage && dictionary.stages?.size ? { stage: [] } : null
  if (kind === 'tier') return dictionary.tier && dictionary.tiers?.size ? { tier: [] } : null
  return { bucket: { salt: randomUuid().slice(0, 8), from: 0, to: 1_000 } }
}

const addKinds: readonly AddKind[] = ['field', 'did', 'segment', 'stage', 'tier', 'bucket', 'group']

type AddProps = {
  readonly dictionary: Dictionary
  readonly nested: boolean
  readonly onAdd: (rule: Rule) => void
  readonly ref: Ref<HTMLButtonElement>
}

function AddButton({ dictionary, nested, onAdd, ref }: AddProps) {
  const say = useSay()
  const offered = addKinds.filter((kind) => (kind !== 'group' || nested) && newRule(kind, dictionary) !== null)
  const add = (kind: string) => {
    const known = offered.find((one) => one === kind)
    const rule = known ? newRule(known, dictionary) : null
    if (rule) onAdd(rule)
  }
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      menu={{ items: offered.map((kind) => ({ key: kind, label: say(addWords[kind]) })), onClick: ({ key }) => add(key) }}
    >
      <Button ref={ref} size="small" type="dashed" icon={<PlusOutlined />} aria-haspopup="menu">
        {say({ zh: '添加条件', en: 'Add a condition' })}
      </Button>
    </Dropdown>
  )
}
