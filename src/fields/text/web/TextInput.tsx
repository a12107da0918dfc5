import { Input } from 'antd'
import { textOf } from '../../nothing.ts'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

export function TextInput(props: FieldInputProps) {
  return (
    <Input
      {...inputAttributes(props)}
      value={textOf(props.value)}
      maxLength={500}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}
