import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { instantOf, localDate } from '../../../core/kit/local-time.ts'
import { timeFormats } from '../../../ui/day-formats.ts'
import { useLanguage } from '../../../ui/language.tsx'
import { useShop } from '../../../ui/shop.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'
import { clockAt } from '../time.ts'

/** Typed by the shop's wall clock, wherever the reader's computer stands. */
export function TimeInput(props: FieldInputProps) {
  const { language } = useLanguage()
  const { timeZone } = useShop()
  const at = typeof props.value === 'string' && props.value !== '' ? new Date(props.value) : null
  const known = at && !Number.isNaN(at.getTime()) ? at : null
  return (
    <DatePicker
      {...inputAttributes(props)}
      value={known ? dayjs(`${localDate(known, timeZone)}T${clockAt(known, timeZone)}`) : null}
      onChange={(value) =>
        props.onChange(value ? instantOf(value.format('YYYY-MM-DD'), value.format('HH:mm'), timeZone).toISOString() : null)
      }
      showTime={{ format: 'HH:mm', defaultOpenValue: dayjs('2000-01-01T00:00') }}
      format={timeFormats[language]}
      style={{ width: '100%' }}
    />
  )
}
