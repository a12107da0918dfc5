import { Input } from 'antd'
import { useState } from 'react'
import type { FieldType } from '../../core/entity/field-type.ts'
import { textOf } from '../nothing.ts'
import type { FieldInputProps } from './field-parts.ts'
import { inputAttributes } from './input-attributes.ts'
import { useCustoms } from './use-customs.ts'

type Props = FieldInputProps & { readonly type: FieldType; readonly kind: 'email' | 'tel' | 'text' }

/** Text that is brought into its normal form when one leaves it, and shown as the reader writes it until one returns. */
export function DraftInput(props: Props) {
  const { field, value, onChange, type, kind } = props
  const customs = useCustoms()
  const [draft, setDraft] = useState<string | null>(null)
  const raw = textOf(value)
  const settled = raw === '' ? '' : type.schema(field).safeParse(value).success ? type.say(value, field, customs) : raw
  const leave = () => {
    setDraft(null)
    const parsed = draft === null ? null : type.parse(draft, field, customs)
    if (parsed && 'value' in parsed) onChange(parsed.value)
  }
  const change = (text: string) => {
    setDraft(text)
    const parsed = type.parse(text, field, customs)
    onChange('value' in parsed ? parsed.value : text)
  }
  return (
    <Input
      {...inputAttributes(props)}
      type={kind}
      value={draft ?? settled}
      onChange={(event) => change(event.target.value)}
      onBlur={leave}
      allowClear
      autoComplete="off"
    />
  )
}
