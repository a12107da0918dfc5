import { Checkbox, Select } from 'antd'
import { z } from 'zod'
import type { Option } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { leapDayOptions, leapMonthOptions, thirtiethOptions } from '../triggers/date.ts'
import { workdayOptions } from '../triggers/days.ts'
import { ClockInput } from '../../../ui/ClockInput.tsx'
import { Labelled, NumberLine } from './Labelled.tsx'
import type { Trigger } from './new-triggers.ts'

type TimeProps = { readonly time: string | undefined; readonly optional?: boolean; readonly onChange: (time: string | undefined) => void }

/** A time of day; where it is optional, none is as good. */
export function TimeChoice({ time, optional, onChange }: TimeProps) {
  const say = useSay()
  return (
    <div className="rg-journey-pair">
      {optional ? (
        <Checkbox checked={time !== undefined} onChange={(event) => onChange(event.target.checked ? '10:00' : undefined)}>
          {say({ zh: '在一天中的某个时刻', en: 'At a time of day' })}
        </Checkbox>
      ) : (
        <span>{say({ zh: '当地时间', en: 'Their local time' })}</span>
      )}
      {time === undefined && optional ? null : <ClockInput value={time ?? '09:30'} onChange={onChange} />}
    </div>
  )
}

const shape = z.object({
  time: z.string().catch('09:30'),
  workdays: z.string().catch('any'),
  leapDay: z.string().catch('feb-28'),
  leapMonth: z.string().catch('leap-or-plain'),
  thirtieth: z.string().catch('last-day'),
  graceHours: z.number().catch(24),
})

type Props = {
  readonly trigger: Trigger
  readonly onChange: (trigger: Trigger) => void
  readonly lunar?: boolean
  readonly yearly?: boolean
}

/** At what time of day, what about days off, and what about days that not every year has. */
export function CalendarSettings({ trigger, onChange, lunar = false, yearly = false }: Props) {
  const { time, workdays, leapDay, leapMonth, thirtieth, graceHours } = shape.parse(trigger)
  const set = (patch: object) => onChange({ ...trigger, ...patch })
  return (
    <>
      <TimeChoice time={time} onChange={(next) => set({ time: next })} />
      <Choice
        label={{ zh: '休息日', en: 'Days off' }}
        value={workdays}
        options={workdayOptions}
        onChange={(next) => set({ workdays: next })}
      />
      {yearly && lunar ? (
        <>
          <Choice
            label={{ zh: '闰月', en: 'Leap months' }}
            value={leapMonth}
            options={leapMonthOptions}
            onChange={(next) => set({ leapMonth: next })}
          />
          <Choice
            label={{ zh: '三十', en: 'The thirtieth' }}
            value={thirtieth}
            options={thirtiethOptions}
            onChange={(next) => set({ thirtieth: next })}
          />
        </>
      ) : null}
      {yearly && !lunar ? (
        <Choice
          label={{ zh: '2 月 29 日', en: '29 February' }}
          value={leapDay}
          options={leapDayOptions}
          onChange={(next) => set({ leapDay: next })}
        />
      ) : null}
      <NumberLine
        label={{ zh: '最多晚多少小时', en: 'Hours late at most' }}
        hint={{
          zh: '服务器停过时，晚于这么久的不再补发，并写明原因',
          en: 'Had the server stood still, whoever is later than this is passed over, and it is written down',
        }}
        min={1}
        max={168}
        value={graceHours}
        usual={24}
        onChange={(next) => set({ graceHours: next })}
      />
    </>
  )
}

type ChoiceProps = {
  readonly label: Words
  readonly value: string
  readonly options: readonly Option[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const say = useSay()
  return (
    <Labelled label={label}>
      <Select
        aria-label={say(label)}
        className="rg-journey-name"
        popupMatchSelectWidth={false}
        value={value}
        onChange={onChange}
        options={options.map((option) => ({ value: option.value, label: say(option.label) }))}
      />
    </Labelled>
  )
}
