import { Checkbox, Radio, Select } from 'antd'
import { z } from 'zod'
import type { Words } from '../../../../core/kit/words.ts'
import { useSay } from '../../../../ui/language.tsx'
import { festivals } from '../../triggers/festivals.ts'
import { CalendarSettings } from '../CalendarSettings.tsx'
import { NumberLine } from '../Labelled.tsx'
import { dateFields } from '../new-triggers.ts'
import { sayWeekday } from '../say-rule.ts'
import { Several } from './Several.tsx'
import type { TriggerProps } from './trigger-props.ts'

const dateShape = z.object({ field: z.string().catch(''), repeat: z.enum(['yearly', 'once']).catch('yearly'), days: z.number().catch(0) })

/** A date of the customer, or so many days from it. */
export function DateTrigger({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const { field, repeat, days } = dateShape.parse(trigger)
  const type = known.dictionary.fields.get(field)?.field.type
  return (
    <>
      <Select
        aria-label={say({ zh: '哪个日期', en: 'Which date' })}
        placeholder={say({ zh: '选择日期字段', en: 'Choose a date' })}
        className="rg-journey-name"
        showSearch={{ optionFilterProp: 'label' }}
        value={type ? field : null}
        onChange={(next) => onChange({ ...trigger, field: next })}
        options={dateFields(known.dictionary).map(({ name, label }) => ({ value: name, label: say(label) }))}
      />
      <Radio.Group
        aria-label={say({ zh: '每年还是一次', en: 'Every year or once' })}
        value={repeat}
        onChange={(event) => onChange({ ...trigger, repeat: event.target.value })}
        options={[
          { value: 'yearly', label: say({ zh: '每年的这一天', en: 'Its anniversary, every year' }) },
          { value: 'once', label: say({ zh: '就是那一天', en: 'That very day' }) },
        ]}
      />
      <DaysFrom days={days} onChange={(next) => onChange({ ...trigger, days: next })} />
      <CalendarSettings trigger={trigger} onChange={onChange} lunar={type === 'lunar-date'} yearly={repeat === 'yearly'} />
    </>
  )
}

function DaysFrom({ days, onChange }: { readonly days: number; readonly onChange: (days: number) => void }) {
  return (
    <NumberLine
      label={{ zh: '相差天数', en: 'Days from it' }}
      hint={{ zh: '0 为当天，负数为提前，如 -3 是提前三天', en: '0 is the day itself; negative is before, e.g. -3' }}
      min={-365}
      max={365}
      value={days}
      usual={0}
      onChange={onChange}
    />
  )
}

const festivalShape = z.object({ festivals: z.array(z.string()).catch([]), days: z.number().catch(0) })
const festivalNames: ReadonlyMap<string, Words> = new Map(Object.entries(festivals).map(([key, { label }]) => [key, label]))

/** Festivals, or so many days from them. */
export function FestivalTrigger({ trigger, onChange }: TriggerProps) {
  const chosen = festivalShape.parse(trigger)
  return (
    <>
      <Several
        label={{ zh: '节日', en: 'Festivals' }}
        placeholder={{ zh: '选择节日', en: 'Choose festivals' }}
        value={chosen.festivals}
        names={festivalNames}
        onChange={(next) => onChange({ ...trigger, festivals: next })}
      />
      <DaysFrom days={chosen.days} onChange={(next) => onChange({ ...trigger, days: next })} />
      <CalendarSettings trigger={trigger} onChange={onChange} />
    </>
  )
}

const scheduleShape = z.object({
  every: z.enum(['day', 'week', 'month']).catch('day'),
  weekdays: z.array(z.number()).catch([1]),
  monthDay: z.number().catch(1),
})
const everies = [
  { value: 'day', label: { zh: '每天', en: 'Every day' } },
  { value: 'week', label: { zh: '每周', en: 'Every week' } },
  { value: 'month', label: { zh: '每月', en: 'Every month' } },
] as const

/** Every day, week or month. */
export function ScheduleTrigger({ trigger, onChange }: TriggerProps) {
  const say = useSay()
  const { every, weekdays, monthDay } = scheduleShape.parse(trigger)
  const { weekdays: _weekdays, monthDay: _monthDay, ...rest } = trigger
  return (
    <>
      <Radio.Group
        aria-label={say({ zh: '多久一次', en: 'How often' })}
        value={every}
        onChange={(event) => onChange({ ...rest, every: event.target.value })}
        options={everies.map(({ value, label }) => ({ value, label: say(label) }))}
      />
      {every === 'week' ? (
        <Checkbox.Group
          aria-label={say({ zh: '星期几', en: 'Weekdays' })}
          value={weekdays}
          onChange={(days) => onChange({ ...rest, weekdays: days.length > 0 ? days.toSorted((a, b) => a - b) : [1] })}
          options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: say(sayWeekday(value)) }))}
        />
      ) : null}
      {every === 'month' ? (
        <NumberLine
          label={{ zh: '几号', en: 'Day of the month' }}
          hint={{ zh: '当月没有这一天时为月末', en: 'The last day, where the month has no such day' }}
          min={1}
          max={31}
          value={monthDay}
          usual={1}
          onChange={(next) => onChange({ ...rest, monthDay: next })}
        />
      ) : null}
      <p className="rg-filter-hint">
        {say({
          zh: '请在下面写明谁可以进入，否则每次都是全部客户。',
          en: 'Say below who may enter; otherwise it is everybody, each time.',
        })}
      </p>
      <CalendarSettings trigger={trigger} onChange={onChange} />
    </>
  )
}
