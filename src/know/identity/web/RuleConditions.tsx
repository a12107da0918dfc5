import { Button, InputNumber, Segmented, Select } from 'antd'
import { useRef } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { comparisons } from '../comparisons.ts'
import { fittingComparisons } from '../fitting-comparisons.ts'
import type { MatchCondition } from '../match-rule.ts'
import { useComparedFields } from './use-compared-fields.ts'

type Props = { readonly conditions: readonly MatchCondition[]; readonly onChange: (conditions: MatchCondition[]) => void }

const most = 20

/** What is compared, and how: each a field, a comparison that suits it, needed or not, and its points. */
export function RuleConditions({ conditions, onChange }: Props) {
  const say = useSay()
  const { names, fields } = useComparedFields()
  const list = useRef<HTMLOListElement>(null)
  const add = () => {
    const field = names.find((name) => !conditions.some((each) => each.field === name)) ?? names[0] ?? 'name'
    const known = fields[field]
    const comparison = (known ? fittingComparisons(field, known)[0]?.name : undefined) ?? 'normalised'
    onChange([...conditions, { field, comparison, points: 20, needed: conditions.length === 0 }])
  }
  const remove = (i: number) => {
    onChange(conditions.filter((_, j) => i !== j))
    // The button that was pressed is gone: the keyboard goes on from the list.
    list.current?.focus()
  }
  return (
    <>
      <ol ref={list} tabIndex={-1} className="rg-match-conditions" aria-label={say({ zh: '条件', en: 'Conditions' })}>
        {conditions.map((condition, i) => (
          <Row
            // Conditions have no name of their own; their place is what tells them apart.
            // oxlint-disable-next-line react/no-array-index-key
            key={i}
            nth={i + 1}
            condition={condition}
            onChange={(changed) => onChange(conditions.map((each, j) => (i === j ? changed : each)))}
            onRemove={conditions.length > 1 ? () => remove(i) : null}
          />
        ))}
      </ol>
      <Button size="small" onClick={add} disabled={conditions.length >= most}>
        {say({ zh: '添加条件', en: 'Add a condition' })}
      </Button>
    </>
  )
}

type RowProps = {
  readonly nth: number
  readonly condition: MatchCondition
  readonly onChange: (condition: MatchCondition) => void
  readonly onRemove: (() => void) | null
}

function Row({ nth, condition, onChange, onRemove }: RowProps) {
  const say = useSay()
  const named = (words: { zh: string; en: string }) =>
    say({ zh: '第 {nth} 项：{what}', en: 'Condition {nth}: {what}' }, { nth, what: say(words) })
  const measure = comparisons[condition.comparison]?.measure
  return (
    <li>
      <div className="rg-match-condition">
        <What condition={condition} onChange={onChange} named={named} />
        <Segmented
          size="small"
          value={condition.needed ? 'must' : 'may'}
          aria-label={named({ zh: '是否必须', en: 'needed or not' })}
          onChange={(value) =>
            onChange({ ...condition, needed: value === 'must', points: value === 'must' ? Math.abs(condition.points) : condition.points })
          }
          options={[
            { value: 'must', label: say({ zh: '必须', en: 'Must' }) },
            { value: 'may', label: say({ zh: '可有', en: 'May' }) },
          ]}
        />
        <InputNumber
          size="small"
          min={condition.needed ? 0 : -100}
          max={100}
          value={condition.points}
          onChange={(value) => onChange({ ...condition, points: Math.round(value ?? 0) })}
          aria-label={named({ zh: '分值', en: 'points' })}
          suffix={say({ zh: '分', en: 'points' })}
        />
        {onRemove ? (
          <Button size="small" type="text" onClick={onRemove} aria-label={named({ zh: '去掉', en: 'remove' })}>
            {say({ zh: '去掉', en: 'Remove' })}
          </Button>
        ) : null}
      </div>
      {measure ? <small>{say(measure)}</small> : null}
    </li>
  )
}

type WhatProps = Pick<RowProps, 'condition' | 'onChange'> & { readonly named: (words: { zh: string; en: string }) => string }

/** The field, and of the comparisons those that suit it. */
function What({ condition, onChange, named }: WhatProps) {
  const say = useSay()
  const { names, fields, labelOf } = useComparedFields()
  const sayField = (name: string) => say(labelOf(name) ?? { zh: name, en: name })
  const fitting = (name: string) => (fields[name] ? fittingComparisons(name, fields[name]) : [])
  const known = fitting(condition.field)
  const isFitting = known.some(({ name }) => name === condition.comparison)
  const choose = (name: string) => {
    const next = fitting(name)
    const comparison = next.some((each) => each.name === condition.comparison) ? condition.comparison : (next[0]?.name ?? 'normalised')
    const { least: _, ...rest } = condition
    onChange({ ...rest, field: name, comparison, points: comparison === 'differs' ? -Math.abs(condition.points) : condition.points })
  }
  return (
    <>
      <Select<string>
        value={condition.field}
        aria-label={named({ zh: '字段', en: 'field' })}
        {...(known.length === 0 ? { status: 'error' } : {})}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={choose}
        options={[...new Set([...names, condition.field])].map((value) => ({ value, label: sayField(value) }))}
      />
      <Select<string>
        value={condition.comparison}
        aria-label={named({ zh: '比较方式', en: 'comparison' })}
        {...(isFitting ? {} : { status: 'error' })}
        popupMatchSelectWidth={false}
        onChange={(comparison) => {
          const { least: _, ...rest } = condition
          const isAgainst = comparison === 'differs'
          onChange({ ...rest, comparison, ...(isAgainst ? { needed: false, points: -Math.abs(condition.points) } : {}) })
        }}
        options={known.map(({ name, label }) => ({ value: name, label: say(label) }))}
      />
    </>
  )
}
