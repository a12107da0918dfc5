import { Select } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'
import { booleanWords } from '../boolean.ts'

/** Yes, no, or left empty: a check box could not tell no from not asked. */
export function BooleanInput(props: FieldInputProps) {
  const say = useSay()
  return (
    <Select
      {...inputAttributes(props)}
      value={props.value === true ? 'yes' : props.value === false ? 'no' : null}
      onChange={(value: string | null | undefined) => props.onChange(value ? value === 'yes' : null)}
      options={[
        { value: 'yes', label: say(booleanWords.yes) },
        { value: 'no', label: say(booleanWords.no) },
      ]}
      allowClear={!props.field.required}
      style={{ width: '100%' }}
    />
  )
}
