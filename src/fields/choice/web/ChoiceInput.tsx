import { Select } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { TextInput } from '../../text/web/TextInput.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

export function ChoiceInput(props: FieldInputProps) {
  const say = useSay()
  const options = props.field.options ?? []
  if (options.length === 0) return <TextInput {...props} />
  return (
    <Select
      {...inputAttributes(props)}
      value={typeof props.value === 'string' ? props.value : null}
      onChange={(value: string | null | undefined) => props.onChange(value ?? null)}
      options={options.map((option) => ({ value: option.value, label: say(option.label) }))}
      allowClear={!props.field.required}
      showSearch={options.length > 7 ? { optionFilterProp: 'label' } : false}
      style={{ width: '100%' }}
    />
  )
}
