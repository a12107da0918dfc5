import { InputNumber } from 'antd'
import { type Duration, durationUnits, durationWords } from '../../core/kit/duration.ts'
import { durationSchema } from '../../core/rule/rule.ts'
import { useSay } from '../../ui/language.tsx'
import { Pick } from './Pick.tsx'

/** A length of time, kept as it is said: 3 months stay three months. */
export function DurationInput(props: {
  readonly value: unknown
  readonly onChange: (value: Duration | undefined) => void
  readonly label: string
}) {
  const say = useSay()
  const read = durationSchema.safeParse(props.value)
  const unit = read.success ? read.data.unit : 'days'
  return (
    <span className="rg-rule-pair">
      <InputNumber<number>
        aria-label={`${props.label}: ${say({ zh: '数量', en: 'amount' })}`}
        value={read.success ? read.data.amount : null}
        min={0}
        max={10_000}
        precision={0}
        onChange={(amount) => props.onChange(amount === null ? undefined : { amount, unit })}
        className="rg-rule-number"
      />
      <Pick
        label={`${props.label}: ${say({ zh: '单位', en: 'unit' })}`}
        value={unit}
        options={durationUnits.map((one) => ({ value: one, label: say(durationWords[one]) }))}
        onChange={(next) => {
          const chosen = durationUnits.find((one) => one === next)
          if (chosen) props.onChange({ amount: read.success ? read.data.amount : 30, unit: chosen })
        }}
      />
    </span>
  )
}
