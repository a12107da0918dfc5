import { InputNumber } from 'antd'
import { minorDigits } from '../../../core/kit/money.ts'
import { useShop } from '../../../ui/shop.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

/** Typed in the currency's unit (元), handed on in its minor unit (分). */
export function MoneyInput(props: FieldInputProps) {
  const { currency } = useShop()
  const digits = minorDigits(currency)
  const unit = 10 ** digits
  return (
    <InputNumber<number>
      {...inputAttributes(props)}
      value={typeof props.value === 'number' ? props.value / unit : null}
      onChange={(value) => props.onChange(value === null ? null : Math.round(value * unit))}
      precision={digits}
      controls={false}
      suffix={currency}
      style={{ width: '100%' }}
    />
  )
}
