import { TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useSay } from './language.tsx'

type Common = {
  readonly id?: string
  /** What it is the time of, where no label stands beside it. */
  readonly label?: string
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly size?: 'small' | 'middle' | 'large'
  /** `HH:MM`; `24:00` is shown as midnight. */
  readonly value?: string | null
}

type Props = Common &
  (
    | { readonly optional: true; readonly onChange?: (time: string | null) => void }
    | { readonly optional?: false; readonly onChange?: (time: string) => void }
  )

/** A time of day as `HH:MM`, always by 24 hours; it may stand in a form's item. Taken as soon as the field is left. */
export function ClockInput(props: Props) {
  const say = useSay()
  const { id, label, placeholder, disabled, size, value } = props
  const name = label ?? (id === undefined ? say({ zh: '时刻', en: 'Time' }) : undefined)
  return (
    <TimePicker
      {...(id === undefined ? {} : { id })}
      {...(name === undefined ? {} : { 'aria-label': name })}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(size === undefined ? {} : { size })}
      disabled={disabled ?? false}
      format="HH:mm"
      minuteStep={5}
      allowClear={props.optional ?? false}
      needConfirm={false}
      value={value ? dayjs(`2000-01-01T${value}`) : null}
      onChange={(at) => {
        if (at) props.onChange?.(at.format('HH:mm'))
        else if (props.optional) props.onChange?.(null)
      }}
    />
  )
}
