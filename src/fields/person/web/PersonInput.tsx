import { Select } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { optionOf } from '../../choice/choice.ts'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'
import { choosable } from '../person.ts'

/** One of the colleagues, found by typing. Whoever stands there stays to be seen, even after they have left. */
export function PersonInput(props: FieldInputProps) {
  const say = useSay()
  const { field, value } = props
  const there = optionOf(value, field)
  const options = choosable(field)
  const shown = there && !options.includes(there) ? [there, ...options] : options
  return (
    <Select
      {...inputAttributes(props)}
      value={typeof value === 'string' ? value : null}
      onChange={(next: string | null | undefined) => props.onChange(next ?? null)}
      options={shown.map((option) => ({ value: option.value, label: say(option.label) }))}
      allowClear={!field.required}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
    />
  )
}
