import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { isDay } from '../read-day.ts'
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
      format={language === 'zh' ? ['YYYY年M月D日', 'YYYY-M-D', 'YYYY/M/D', 'YYYYMMDD'] : ['D MMM YYYY', 'YYYY-M-D', 'YYYY/M/D', 'YYYYMMDD']}
      style={{ width: '100%' }}
    />
  )
}
