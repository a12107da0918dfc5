import { InputNumber } from 'antd'
import { minorDigits } from '../../../core/kit/money.ts'
import { useShop } from '../../../ui/shop.tsx'

/** An amount of the shop's currency, written in its main unit and handed over in minor ones. `fine` allows parts of a minor unit. */
export function MoneyInput(props: {
  readonly label: string
  readonly amount: number | null
  readonly onChange: (amount: number | null) => void
  readonly fine?: boolean
  readonly disabled?: boolean
}) {
  const { currency } = useShop()
  const digits = minorDigits(currency)
  const most = props.fine ? digits + 2 : digits
  const round = (amount: number) => (props.fine ? Math.round(amount * 100) / 100 : Math.round(amount))
  return (
    <InputNumber<number>
      size="small"
      min={0}
      aria-label={props.label}
      disabled={props.disabled ?? false}
      value={props.amount === null ? null : props.amount / 10 ** digits}
      precision={most}
      suffix={currency}
      onChange={(value) => props.onChange(value === null ? null : round(value * 10 ** digits))}
    />
  )
}
