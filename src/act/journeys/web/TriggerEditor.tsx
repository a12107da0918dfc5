import { Button, Checkbox, InputNumber, Radio, Select } from 'antd'
import type { ComponentType } from 'react'
import { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import { type Rule, ruleSchema } from '../../../core/rule/rule.ts'
import { askableEvents, newFieldRule } from '../../../pages/rule-tree.ts'
import { useSay } from '../../../ui/language.tsx'
import { triggerKinds } from '../trigger-kinds.ts'
import { festivals } from '../triggers/festivals.ts'
import { CalendarSettings, Labelled, TimeChoice } from './CalendarSettings.tsx'
import { dateFields, newTriggers, type Trigger } from './new-triggers.ts'
import { OptionalRule } from './RuleChoice.tsx'
import { type Known, sayWeekday } from './say-rule.ts'
import { SegmentPick } from './SegmentPick.tsx'

type TriggerProps = { readonly trigger: Trigger; readonly onChange: (trigger: Trigger) => void; readonly known: Known }

const factShape = z.object({ event: z.string().catch(''), where: ruleSchema.optional().catch(undefined) })

/** Which fact, and with which particulars. */
export function FactChoice({ trigger, onChange, known: { dictionary } }: TriggerProps) {
  const say = useSay()
  const { event, where } = factShape.parse(trigger)
  const kind = dictionary.events.get(event)
  const inner = kind ? payloadDictionary(dictionary, kind) : null
  const first = inner ? newFieldRule(inner) : null
  const set = (next: { event: string; where?: Rule | undefined }) => onChange({ ...trigger, where: undefined, ...next })
  return (
    <>
      <Select
        aria-label={say({ zh: '什么行为', en: 'What happens' })}
        placeholder={say({ zh: '选择行为', en: 'Choose what' })}
        className="rg-journey-name"
        showSearch={{ optionFilterProp: 'label' }}
        value={kind ? event : null}
        onChange={(next) => set({ event: next })}
        options={askableEvents(dictionary).map((name) => ({ value: name, label: say(dictionary.events.get(name)?.label ?? name) }))}
      />
      {inner && where ? (
        <OptionalRule rule={where} dictionary={inner} onChange={(next) => set({ event, where: next })} />
      ) : first ? (
        <div>
          <Button type="link" size="small" onClick={() => set({ event, where: { all: [first] } })}>
            {say({ zh: '限定细节，如金额', en: 'Add particulars, e.g. the amount' })}
          </Button>
        </div>
      ) : null}
    </>
  )
}

const afterShape = z.object({
  days: z.number().catch(0),
  time: z.string().optional().catch(undefined),
  dateField: z.string().optional().catch(undefined),
})

function AfterEventTrigger(props: TriggerProps) {
  const say = useSay()
  const { trigger, onChange, known } = props
  const { days, time, dateField } = afterShape.parse(trigger)
  const kind = known.dictionary.events.get(factShape.parse(trigger).event)
  const dates = Object.entries(kind?.payload ?? {}).filter(([, field]) => field.type === 'date' || field.type === 'time')
  return (
    <>
      <FactChoice {...props} />
      {dates.length > 0 ? (
        <Labelled label={{ zh: '从哪天数起', en: 'Counted from' }}>
          <Select
            aria-label={say({ zh: '从哪天数起', en: 'Counted from' })}
            className="rg-journey-name"
            value={dateField ?? ''}
            onChange={(next) => onChange({ ...trigger, dateField: next === '' ? undefined : next })}
            options={[
              { value: '', label: say({ zh: '发生的那天', en: 'The day on which it happened' }) },
              ...dates.map(([value, { label }]) => ({ value, label: say(label) })),
            ]}
          />
        </Labelled>
      ) : null}
      <Labelled label={{ zh: '之后第几天', en: 'Days after' }}>
        <InputNumber<number>
          aria-label={say({ zh: '之后第几天', en: 'Days after' })}
          min={0}
          max={1_000}
          precision={0}
          value={days}
          onChange={(next) => onChange({ ...trigger, days: next ?? 0 })}
        />
      </Labelled>
      <TimeChoice time={time} optional onChange={(next) => onChange({ ...trigger, time: next })} />
    </>
  )
}

const segmentShape = z.object({
  segment: z.string().catch(''),
  what: z.enum(['enter', 'leave']).catch('enter'),
  existing: z.boolean().catch(false),
})

function SegmentTrigger({ trigger, onChange, known }: TriggerProps) {
  const { segment, what } = segmentShape.parse(trigger)
  return (
    <>
      <WhatChoice what={what} onChange={(next) => onChange({ ...trigger, what: next, ...(next === 'leave' ? { existing: false } : {}) })} />
      <SegmentPick segment={segment} known={known} onChange={(next) => onChange({ ...trigger, segment: next ?? '' })} />
      {what === 'enter' ? <Existing trigger={trigger} onChange={onChange} /> : null}
    </>
  )
}

const whats = [
  { value: 'enter', label: { zh: '进入时', en: 'When entering' } },
  { value: 'leave', label: { zh: '离开时', en: 'When leaving' } },
] as const

function WhatChoice({ what, onChange }: { readonly what: 'enter' | 'leave'; readonly onChange: (what: 'enter' | 'leave') => void }) {
  const say = useSay()
  return (
    <Radio.Group
      aria-label={say({ zh: '进入还是离开', en: 'Entering or leaving' })}
      value={what}
      onChange={(event) => onChange(event.target.value === 'leave' ? 'leave' : 'enter')}
      options={whats.map(({ value, label }) => ({ value, label: say(label) }))}
    />
  )
}

function Existing({ trigger, onChange }: Pick<TriggerProps, 'trigger' | 'onChange'>) {
  const say = useSay()
  const { existing } = segmentShape.parse(trigger)
  return (
    <Checkbox checked={existing} onChange={(event) => onChange({ ...trigger, existing: event.target.checked })}>
      {say({ zh: '启动时，已经符合的客户也一并进入', en: 'At the start, those who are there already enter too' })}
    </Checkbox>
  )
}

function ByHandTrigger({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const { segment } = segmentShape.parse(trigger)
  return (
    <>
      <SegmentPick
        segment={segment === '' ? undefined : segment}
        known={known}
        optional
        onChange={(next) => onChange({ kind: 'by-hand', ...(next ? { segment: next } : {}) })}
      />
      <p className="rg-filter-hint">
        {say({
          zh: '选了细分，启动时就把里面的人一次加入；不选，启动后再加入。',
          en: 'With a segment, its members enter once when the journey starts; without one you add them afterwards.',
        })}
      </p>
    </>
  )
}

const stagesShape = z.object({ stages: z.array(z.string()).catch([]), what: z.enum(['enter', 'leave']).catch('enter') })

function StageTrigger({ trigger, onChange, known }: TriggerProps) {
  const { stages, what } = stagesShape.parse(trigger)
  return (
    <>
      <WhatChoice what={what} onChange={(next) => onChange({ ...trigger, what: next, ...(next === 'leave' ? { existing: false } : {}) })} />
      <Several
        label={{ zh: '阶段', en: 'Stages' }}
        placeholder={{ zh: '选择阶段', en: 'Choose stages' }}
        value={stages}
        names={known.dictionary.stages}
        onChange={(next) => onChange({ ...trigger, stages: next })}
      />
      {what === 'enter' ? <Existing trigger={trigger} onChange={onChange} /> : null}
    </>
  )
}

type SeveralProps = {
  readonly label: Words
  readonly placeholder: Words
  readonly value: readonly string[]
  readonly names: ReadonlyMap<string, Words> | undefined
  readonly onChange: (value: string[]) => void
}

function Several({ label, placeholder, value, names, onChange }: SeveralProps) {
  const say = useSay()
  return (
    <Select
      mode="multiple"
      aria-label={say(label)}
      placeholder={say(placeholder)}
      className="rg-journey-name"
      showSearch={{ optionFilterProp: 'label' }}
      value={[...value]}
      onChange={onChange}
      options={[...(names ?? [])].map(([key, name]) => ({ value: key, label: say(name) }))}
    />
  )
}

const tierShape = z.object({ direction: z.enum(['up', 'down', 'any']).catch('up'), tiers: z.array(z.string()).catch([]) })
const directions = [
  { value: 'up', label: { zh: '升级', en: 'Up' } },
  { value: 'down', label: { zh: '降级', en: 'Down' } },
  { value: 'any', label: { zh: '任意变化', en: 'Either' } },
] as const

function TierTrigger({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const { direction, tiers } = tierShape.parse(trigger)
  return (
    <>
      <Radio.Group
        aria-label={say({ zh: '往哪个方向', en: 'Which way' })}
        value={direction}
        onChange={(event) => onChange({ ...trigger, direction: event.target.value })}
        options={directions.map(({ value, label }) => ({ value, label: say(label) }))}
      />
      <Several
        label={{ zh: '变成哪些等级', en: 'To which tiers' }}
        placeholder={{ zh: '任意等级', en: 'Any tier' }}
        value={tiers}
        names={known.dictionary.tiers}
        onChange={(next) =>
          onChange({ ...trigger, tiers: next.length > 0 ? next : undefined, ...(next.length > 0 ? {} : { existing: false }) })
        }
      />
      {tiers.length > 0 ? <Existing trigger={trigger} onChange={onChange} /> : null}
    </>
  )
}

const dateShape = z.object({ field: z.string().catch(''), repeat: z.enum(['yearly', 'once']).catch('yearly'), days: z.number().catch(0) })

function DateTrigger({ trigger, onChange, known }: TriggerProps) {
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
  const say = useSay()
  return (
    <Labelled
      label={{ zh: '相差天数', en: 'Days from it' }}
      hint={{ zh: '0 为当天，负数为提前，如 -3 是提前三天', en: '0 is the day itself; negative is before, e.g. -3' }}
    >
      <InputNumber<number>
        aria-label={say({ zh: '相差天数', en: 'Days from it' })}
        min={-365}
        max={365}
        precision={0}
        value={days}
        onChange={(next) => onChange(next ?? 0)}
      />
    </Labelled>
  )
}

const festivalShape = z.object({ festivals: z.array(z.string()).catch([]), days: z.number().catch(0) })
const festivalNames: ReadonlyMap<string, Words> = new Map(Object.entries(festivals).map(([key, { label }]) => [key, label]))

function FestivalTrigger({ trigger, onChange }: TriggerProps) {
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

function ScheduleTrigger({ trigger, onChange }: TriggerProps) {
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
        <Labelled
          label={{ zh: '几号', en: 'Day of the month' }}
          hint={{ zh: '当月没有这一天时为月末', en: 'The last day, where the month has no such day' }}
        >
          <InputNumber<number>
            aria-label={say({ zh: '几号', en: 'Day of the month' })}
            min={1}
            max={31}
            precision={0}
            value={monthDay}
            onChange={(next) => onChange({ ...rest, monthDay: next ?? 1 })}
          />
        </Labelled>
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

function ApiTrigger() {
  const say = useSay()
  return (
    <p className="rg-filter-hint">
      {say({
        zh: '其他系统用密钥调用 POST /api/journeys/旅程编号/enter，写明 customerIds。旅程编号是保存后网址里 /journeys/ 后面的那一段；完整说明见接口文档。',
        en: 'Another system calls POST /api/journeys/ID/enter with a key and customerIds. The ID is what follows /journeys/ in the address once the journey is kept; the API document has the rest.',
      })}
    </p>
  )
}

const editors: Readonly<Record<string, ComponentType<TriggerProps>>> = {
  event: FactChoice,
  'after-event': AfterEventTrigger,
  segment: SegmentTrigger,
  stage: StageTrigger,
  tier: TierTrigger,
  date: DateTrigger,
  festival: FestivalTrigger,
  schedule: ScheduleTrigger,
  'by-hand': ByHandTrigger,
  api: ApiTrigger,
}

/** Chooses what lets customers in, and how. */
export function TriggerEditor({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const Editor = editors[trigger.kind]
  const help = triggerKinds[trigger.kind]?.help
  return (
    <div className="rg-form">
      <Radio.Group
        className="rg-trigger-kinds"
        aria-label={say({ zh: '触发方式', en: 'Trigger' })}
        value={trigger.kind}
        onChange={(event) => onChange(newTriggers[String(event.target.value)] ?? trigger)}
        options={Object.values(triggerKinds).map(({ kind, label }) => ({ value: kind, label: say(label) }))}
      />
      {help ? <p className="rg-filter-hint">{say(help)}</p> : null}
      {Editor ? <Editor trigger={trigger} known={known} onChange={onChange} /> : null}
    </div>
  )
}
