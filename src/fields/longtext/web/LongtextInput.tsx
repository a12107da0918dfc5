import { Input } from 'antd'
import { textOf } from '../../nothing.ts'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

export function LongtextInput(props: FieldInputProps) {
  return (
    <Input.TextArea
      {...inputAttributes(props)}
      value={textOf(props.value)}
      maxLength={20_000}
      autoSize={{ minRows: 3, maxRows: 12 }}
      onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}
