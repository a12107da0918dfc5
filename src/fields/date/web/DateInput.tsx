import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { isDay } from '../read-day.ts'
import { dayFormats } from '../../../ui/day-formats.ts'
import { useLanguage } from '../../../ui/language.tsx'
import type { FieldInputProps } from '../../web/field-parts.ts'
import { inputAttributes } from '../../web/input-attributes.ts'

export function DateInput(props: FieldInputProps) {
  const { language } = useLanguage()
  const day = typeof props.value === 'string' && isDay(props.value) ? dayjs(props.value) : null
  return (
    <DatePicker
      {...inputAttributes(props)}
      value={day}
      onChange={(value) => props.onChange(value ? value.format('YYYY-MM-DD') : null)}
      format={dayFormats[language]}
      style={{ width: '100%' }}
    />
  )
}
