import { useMemo } from 'react'
import { operatorsOf, typeOf } from '../../core/rule/dictionary.ts'
import { operators } from '../../core/rule/operators.ts'
import type { FieldRule } from '../../core/rule/rule.ts'
import { useSay } from '../../ui/language.tsx'
import { leafTrouble, negate, withField, withOperator } from '../rule-tree.ts'
import { OperandInput } from './OperandInput.tsx'
import { Pick } from './Pick.tsx'
import type { RowProps } from './row.ts'

function useFieldOptions(dictionary: RowProps['dictionary']) {
  const say = useSay()
  return useMemo(() => {
    const all = [...dictionary.fields].map(([value, { field }]) => ({ value, label: say(field.label), computed: field.computed === true }))
    const own = all.filter((one) => !one.computed)
    const computed = all.filter((one) => one.computed)
    if (own.length === 0 || computed.length === 0) return all.map(({ value, label }) => ({ value, label }))
    const plain = (list: typeof all) => list.map(({ value, label }) => ({ value, label }))
    return [
      { label: say({ zh: '资料', en: 'Profile' }), options: plain(own) },
      { label: say({ zh: '指标', en: 'Metrics' }), options: plain(computed) },
    ]
  }, [dictionary, say])
}

/** Compares one field: which, how, with what. */
export function FieldRow({ rule, negated, onChange, dictionary }: RowProps<FieldRule>) {
  const say = useSay()
  const fieldOptions = useFieldOptions(dictionary)
  const entry = dictionary.fields.get(rule.field)
  const type = entry ? typeOf(dictionary, entry.field) : null
  const operator = operators[rule.op]
  const fitting = entry ? operatorsOf(dictionary, entry.field) : []
  const known = fitting.flatMap((name) => operators[name] ?? [])
  const wrong = rule.value !== undefined && leafTrouble(rule, dictionary) !== null
  return (
    <>
      <Pick
        label={say({ zh: '字段', en: 'Field' })}
        value={entry ? rule.field : null}
        placeholder={rule.field}
        wrong={!entry}
        options={fieldOptions}
        onChange={(name) => onChange(negate(withField(rule, name, dictionary), negated))}
        wide
      />
      <Pick
        label={say({ zh: '比较方式', en: 'How to compare' })}
        value={operator && fitting.includes(rule.op) ? rule.op : null}
        options={known.map((one) => ({ value: one.name, label: say(one.label) }))}
        onChange={(op) => onChange(negate(withOperator(rule, op), negated))}
      />
      {entry && type && operator ? (
        <OperandInput
          operator={operator}
          type={type}
          field={entry.field}
          value={rule.value}
          wrong={wrong}
          onChange={(value) => onChange(negate({ field: rule.field, op: rule.op, value }, negated))}
        />
      ) : null}
    </>
  )
}
