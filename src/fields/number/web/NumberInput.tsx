import { InputNumber } from 'antd'
import { useLanguage } from '../../../ui/language.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

export function NumberInput(props: FieldInputProps) {
  const { language } = useLanguage()
  const unit = props.field.unit?.[language]
  return (
    <InputNumber<number>
      {...inputAttributes(props)}
      value={typeof props.value === 'number' ? props.value : null}
      onChange={(value) => props.onChange(value)}
      controls={false}
      {...(unit ? { suffix: unit } : {})}
      style={{ width: '100%' }}
    />
  )
}
