import { Checkbox, Radio } from 'antd'
import { z } from 'zod'
import { durationSchema } from '../../../../core/rule/rule.ts'
import { DurationInput } from '../../../../pages/rule-builder/DurationInput.tsx'
import { useSay } from '../../../../ui/language.tsx'
import { ClockInput } from '../../../../ui/ClockInput.tsx'
import { Labelled } from '../Labelled.tsx'
import { sayWeekday } from '../say-rule.ts'
import { FactChoice } from '../trigger-editors/FactTriggers.tsx'
import { baseOf, type StepEditorProps } from './step-editor.ts'

const waiting = z.object({
  duration: durationSchema.optional(),
  until: z.object({ time: z.string(), weekdays: z.array(z.number()).optional() }).optional(),
  bestHour: z.literal(true).optional(),
})
const newWaits: Readonly<Record<string, z.output<typeof waiting>>> = {
  duration: { duration: { amount: 1, unit: 'days' } },
  until: { until: { time: '10:00' } },
  bestHour: { bestHour: true },
}

export function WaitEditor({ step, onChange }: StepEditorProps) {
  const say = useSay()
  const { duration, until, bestHour } = waiting.catch({}).parse(step)
  const set = (settings: z.output<typeof waiting>) => onChange({ ...baseOf(step), ...settings })
  const label = say({ zh: '等多久', en: 'How long' })
  return (
    <div className="rg-form">
      <Radio.Group
        aria-label={say({ zh: '怎样等', en: 'How to wait' })}
        vertical
        value={bestHour ? 'bestHour' : until ? 'until' : 'duration'}
        onChange={(event) => set(newWaits[String(event.target.value)] ?? {})}
        options={[
          { value: 'duration', label: say({ zh: '等一段时间', en: 'A length of time' }) },
          { value: 'until', label: say({ zh: '等到某个时刻', en: 'Until a time of day' }) },
          { value: 'bestHour', label: say({ zh: '等到客户最活跃的钟点', en: 'Until the hour at which the person usually acts' }) },
        ]}
      />
      {bestHour ? (
        <p className="rg-filter-hint">
          {say({
            zh: '按这位客户过去消费和点击最多的钟点；记录太少时用全店的，最多等一天。',
            en: 'By the hour of their own past purchases and clicks; the firm’s where too little is known of them. A day at most.',
          })}
        </p>
      ) : until ? (
        <>
          <label className="rg-journey-pair">
            {say({ zh: '客户当地时间（不知道时按店铺时间）', en: 'By the customer’s clock (the shop’s where it is not known)' })}
            <ClockInput value={until.time} onChange={(time) => set({ until: { ...until, time } })} />
          </label>
          <Checkbox.Group
            aria-label={say({ zh: '只在这些天', en: 'Only on these days' })}
            value={until.weekdays ?? []}
            onChange={(days) =>
              set({ until: { time: until.time, ...(days.length > 0 ? { weekdays: days.toSorted((a, b) => a - b) } : {}) } })
            }
            options={[1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: say(sayWeekday(value)) }))}
          />
          <p className="rg-filter-hint">{say({ zh: '不选就是每天都可以。', en: 'Any day, when none is ticked.' })}</p>
        </>
      ) : (
        <DurationInput value={duration} label={label} onChange={(next) => set(next ? { duration: next } : {})} />
      )}
    </div>
  )
}

const awaitShape = z.object({ most: durationSchema.optional().catch(undefined) })

export function AwaitFactEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { most } = awaitShape.parse(step)
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">
        {say({
          zh: '从走到这一步起，发生了走“发生了”，最长时间过去还没有发生走“没有等到”。',
          en: 'From the moment a customer gets here: once it happened they take that way, else the other one when the longest time is over.',
        })}
      </p>
      <FactChoice trigger={step} known={known} onChange={(next) => onChange({ ...step, ...next, id: step.id, kind: step.kind })} />
      <Labelled label={{ zh: '最多等', en: 'At most' }}>
        <DurationInput value={most} label={say({ zh: '最多等', en: 'At most' })} onChange={(next) => onChange({ ...step, most: next })} />
      </Labelled>
    </div>
  )
}
