import { TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useSay } from '../../../ui/language.tsx'

/** A time of day as `HH:MM`. */
export function ClockInput(props: { readonly value: string; readonly onChange: (time: string) => void }) {
  const say = useSay()
  return (
    <TimePicker
      aria-label={say({ zh: '时刻', en: 'Time' })}
      format="HH:mm"
      minuteStep={5}
      allowClear={false}
      needConfirm={false}
      value={dayjs(`2000-01-01T${props.value}`)}
      onChange={(at) => (at ? props.onChange(at.format('HH:mm')) : undefined)}
    />
  )
}
