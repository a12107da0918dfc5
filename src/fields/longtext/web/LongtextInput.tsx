import { Input } from 'antd'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

export function LongtextInput(props: FieldInputProps) {
  const text = props.value === null || props.value === undefined ? '' : String(props.value)
  return (
    <Input.TextArea
      {...inputAttributes(props)}
      value={text}
      maxLength={20_000}
      autoSize={{ minRows: 3, maxRows: 12 }}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}
