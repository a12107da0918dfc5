import { Alert, Checkbox, Radio, Select } from 'antd'
import type { ComponentType } from 'react'
import { z } from 'zod'
import { durationSchema } from '../../../core/rule/rule.ts'
import { DurationInput } from '../../../pages/rule-builder/DurationInput.tsx'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Empty } from '../../../ui/States.tsx'
import type { DraftStep } from '../flow.ts'
import { ClockInput } from './ClockInput.tsx'
import { ruleOf, sayWeekday, type Known } from './say-journey.ts'

export type StepEditorProps = { readonly step: DraftStep; readonly onChange: (step: DraftStep) => void; readonly known: Known }

const base = ({ id, kind }: DraftStep) => ({ id, kind })
const waiting = z.object({
  duration: durationSchema.optional(),
  until: z.object({ time: z.string(), weekdays: z.array(z.number()).optional() }).optional(),
})

function WaitEditor({ step, onChange }: StepEditorProps) {
  const say = useSay()
  const { duration, until } = waiting.catch({}).parse(step)
  const set = (settings: z.output<typeof waiting>) => onChange({ ...base(step), ...settings })
  const label = say({ zh: '等多久', en: 'How long' })
  return (
    <div className="rg-form">
      <Radio.Group
        aria-label={say({ zh: '怎样等', en: 'How to wait' })}
        value={until ? 'until' : 'duration'}
        onChange={(event) => set(event.target.value === 'until' ? { until: { time: '10:00' } } : { duration: { amount: 1, unit: 'days' } })}
        options={[
          { value: 'duration', label: say({ zh: '等一段时间', en: 'A length of time' }) },
          { value: 'until', label: say({ zh: '等到某个时刻', en: 'Until a time of day' }) },
        ]}
      />
      {until ? (
        <>
          <label className="rg-journey-pair">
            {say({ zh: '店铺时间', en: 'By the shop’s clock' })}
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

function SendEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { templateId } = z.object({ templateId: z.string() }).catch({ templateId: '' }).parse(step)
  const options = [...known.templates].map(([value, label]) => ({ value, label }))
  if (options.length === 0)
    return (
      <Empty
        small
        title={{ zh: '还没有模板', en: 'There are no templates yet' }}
        hint={{ zh: '先保存这个旅程的草稿也可以，写好模板再回来选。', en: 'Write one first, then come back and choose it here.' }}
        next={{ label: { zh: '去写模板', en: 'Write a template' }, to: '/templates/new' }}
      />
    )
  return (
    <div className="rg-form">
      <Select
        aria-label={say({ zh: '模板', en: 'Template' })}
        placeholder={say({ zh: '选择模板', en: 'Choose a template' })}
        showSearch={{ optionFilterProp: 'label' }}
        value={known.templates.has(templateId) ? templateId : null}
        onChange={(next) => onChange({ ...base(step), templateId: next })}
        options={options}
      />
      {known.templates.has(templateId) ? (
        <GoLink to={`/templates/${templateId}`}>{say({ zh: '查看这个模板', en: 'See this template' })}</GoLink>
      ) : null}
      <Alert
        type="info"
        showIcon
        title={say({
          zh: '邮件交给发件箱；客户许可、免打扰时段和每周上限在发出的那一刻检查，没有发出的会写明原因。',
          en: 'The mail goes to the outbox. Consent, quiet hours and the weekly cap are obeyed when it leaves; where it does not, the reason is kept.',
        })}
      />
    </div>
  )
}

function BranchEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">
        {say({
          zh: '客户走到这一步时判断：成立走“是”，不成立走“否”。',
          en: 'Asked when a customer gets here: those it holds for take “Yes”, the others “No”.',
        })}
      </p>
      <RuleBuilder rule={ruleOf(step)} dictionary={known.dictionary} onChange={(rule) => onChange({ ...base(step), rule })} />
    </div>
  )
}

function EndEditor() {
  const say = useSay()
  return (
    <p>{say({ zh: '走到这里的客户离开旅程，没有要设置的。', en: 'Whoever gets here leaves the journey. There is nothing to set.' })}</p>
  )
}

const editors: Readonly<Record<string, ComponentType<StepEditorProps>>> = {
  wait: WaitEditor,
  send: SendEditor,
  branch: BranchEditor,
  end: EndEditor,
}

/** What a new step of a kind begins with. */
export const newSettings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  wait: { duration: { amount: 3, unit: 'days' } },
  send: { templateId: '' },
  branch: { rule: { all: [] } },
}

export function StepEditor(props: StepEditorProps) {
  const Editor = editors[props.step.kind]
  return Editor ? <Editor {...props} /> : null
}
