import { DatePicker, type DatePickerProps } from 'antd'
import dayjs from 'dayjs'
import { dayFormats } from './day-formats.ts'
import { useLanguage } from './language.tsx'

type Kept = 'id' | 'aria-label' | 'placeholder' | 'size' | 'className' | 'disabled' | 'allowClear' | 'inputReadOnly'

type Props = Pick<DatePickerProps, Kept> & {
  /** `YYYY-MM-DD`, or nothing. */
  readonly value: string | null | undefined
  readonly onChange: (day: string | null) => void
  /** The first and the last day that can be chosen. */
  readonly from?: string
  readonly to?: string
}

const dayOf = (value: string | null | undefined) => (value ? dayjs(value) : null)

/** A day as the reader writes it; a form of its own for each language, the digits of ISO 8601 in either. */
export function DayInput({ value, onChange, from, to, ...rest }: Props) {
  const { language } = useLanguage()
  return (
    <DatePicker
      {...rest}
      format={dayFormats[language]}
      value={dayOf(value)}
      {...(from === undefined ? {} : { minDate: dayjs(from) })}
      {...(to === undefined ? {} : { maxDate: dayjs(to) })}
      onChange={(day) => onChange(day?.format('YYYY-MM-DD') ?? null)}
    />
  )
}

type SpanProps = {
  readonly label: string
  readonly size?: 'small' | 'middle'
  readonly from: string | null | undefined
  readonly to: string | null | undefined
  readonly onChange: (span: { readonly from: string | undefined; readonly to: string | undefined }) => void
}

/** From which day to which, both counting; either may be left open. */
export function DaySpanInput({ label, size, from, to, onChange }: SpanProps) {
  const { language } = useLanguage()
  return (
    <DatePicker.RangePicker
      aria-label={label}
      {...(size === undefined ? {} : { size })}
      format={dayFormats[language]}
      allowEmpty={[true, true]}
      value={[dayOf(from), dayOf(to)]}
      onChange={(ends) => onChange({ from: ends?.[0]?.format('YYYY-MM-DD'), to: ends?.[1]?.format('YYYY-MM-DD') })}
    />
  )
}
