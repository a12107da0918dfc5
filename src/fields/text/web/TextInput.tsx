import { Input } from 'antd'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

export function TextInput(props: FieldInputProps) {
  const text = props.value === null || props.value === undefined ? '' : String(props.value)
  return <Input {...inputAttributes(props)} value={text} maxLength={500} onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)} />
}
