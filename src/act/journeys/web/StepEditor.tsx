import { Alert, Checkbox, InputNumber, Radio, Select } from 'antd'
import type { ComponentType } from 'react'
import { z } from 'zod'
import { durationSchema, ruleSchema } from '../../../core/rule/rule.ts'
import { DurationInput } from '../../../pages/rule-builder/DurationInput.tsx'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Empty } from '../../../ui/States.tsx'
import type { DraftStep } from '../flow.ts'
import { ClockInput } from './ClockInput.tsx'
import { channelOptions } from '../../channels/channel-kinds.ts'
import { otherwise } from '../steps/choose.ts'
import { testMetricOptions } from '../steps/ab-test.ts'
import { ActionSettings } from './ActionSettings.tsx'
import { Labelled } from './CalendarSettings.tsx'
import { ruleOf } from './say-journey.ts'
import { type Known, sayWeekday } from './say-rule.ts'
import { type Part, WaysEditor } from './WaysEditor.tsx'
import { FactChoice } from './TriggerEditor.tsx'

export type StepEditorProps = { readonly step: DraftStep; readonly onChange: (step: DraftStep) => void; readonly known: Known }

const base = ({ id, kind }: DraftStep) => ({ id, kind })
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

function WaitEditor({ step, onChange }: StepEditorProps) {
  const say = useSay()
  const { duration, until, bestHour } = waiting.catch({}).parse(step)
  const set = (settings: z.output<typeof waiting>) => onChange({ ...base(step), ...settings })
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

const sendShape = z.object({
  templateId: z.string().catch(''),
  channel: z.string().optional().catch(undefined),
  accountId: z.string().optional().catch(undefined),
  priority: z.number().optional().catch(undefined),
})

function SendEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const sending = sendShape.parse(step)
  const { templateId, channel, priority } = sending
  const set = (patch: Partial<typeof sending>) => onChange({ ...base(step), ...sending, ...patch })
  const options = [...known.templates].flatMap(([value, name]) => {
    const of = known.templateChannels.get(value) ?? 'email'
    // What is written for another system is no message to a customer.
    if (of === 'webhook' && value !== templateId) return []
    const said = channelOptions.find((one) => one.value === of)?.label
    return [
      {
        value,
        label: of === 'email' || !said ? name : say({ zh: '{name}（{channel}）', en: '{name} ({channel})' }, { name, channel: said }),
      },
    ]
  })
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
        onChange={(next) => set({ templateId: next })}
        options={options}
      />
      <Labelled label={{ zh: '渠道', en: 'Channel' }}>
        <Select
          aria-label={say({ zh: '渠道', en: 'Channel' })}
          className="rg-journey-name"
          value={channel ?? ''}
          onChange={(next) => set({ channel: next === '' ? undefined : next })}
          options={[
            { value: '', label: say({ zh: '按模板的渠道', en: 'The template’s own' }) },
            ...channelOptions.map(({ value, label }) => ({ value, label: say(label) })),
          ]}
        />
      </Labelled>
      <Labelled
        label={{ zh: '优先级', en: 'Priority' }}
        hint={{
          zh: '客户当天只剩一次额度时，优先级高的先发；不填用旅程的',
          en: 'Where there is room for one message only the higher goes; the journey’s where left empty',
        }}
      >
        <InputNumber<number>
          aria-label={say({ zh: '优先级', en: 'Priority' })}
          min={0}
          max={100}
          precision={0}
          value={priority ?? null}
          onChange={(next) => set({ priority: next ?? undefined })}
        />
      </Labelled>
      {known.templates.has(templateId) ? (
        <GoLink to={`/templates/${templateId}`}>{say({ zh: '查看这个模板', en: 'See this template' })}</GoLink>
      ) : null}
      <Alert
        type="info"
        showIcon
        title={say({
          zh: '消息交给发件箱；客户许可、免打扰时段和触达额度在发出的那一刻检查，没有发出的会写明原因。',
          en: 'The message goes to the outbox. Consent, quiet hours and the limits are obeyed when it leaves; where it does not, the reason is kept.',
        })}
      />
    </div>
  )
}

/** Another system gets what its own template says: no consent, no hours, no limits. */
function WebhookEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { templateId } = sendShape.parse(step)
  const options = [...known.templates].flatMap(([value, label]) =>
    known.templateChannels.get(value) === 'webhook' || value === templateId ? [{ value, label }] : [],
  )
  if (options.length === 0)
    return (
      <Empty
        small
        title={{ zh: '还没有给其他系统的模板', en: 'There is no template for another system yet' }}
        hint={{
          zh: '先写一个渠道为 Webhook 的模板，说明要发去的内容（JSON）；接收地址在“渠道”里设置。',
          en: 'First write a template for the channel Webhook that says what is sent (JSON); the address is set under Channels.',
        }}
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
        onChange={(next) => onChange({ ...step, templateId: next })}
        options={options}
      />
      {known.templates.has(templateId) ? (
        <GoLink to={`/templates/${templateId}`}>{say({ zh: '查看这个模板', en: 'See this template' })}</GoLink>
      ) : null}
      <Alert
        type="info"
        showIcon
        title={say({
          zh: '带签名发到“渠道”里设置的地址；对方暂时不通会在之后重试，同一条用同一个编号，旅程照常往下走。',
          en: 'Sent signed to the address set under Channels. While the receiver is down it is tried again later under the same id, and the journey goes on.',
        })}
      />
    </div>
  )
}

const awaitShape = z.object({ most: durationSchema.optional().catch(undefined) })

function AwaitFactEditor({ step, onChange, known }: StepEditorProps) {
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

const chooseShape = z.object({ cases: z.array(z.object({ way: z.string(), label: z.string().optional(), rule: ruleSchema })) })

function ChooseEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { cases } = chooseShape.catch({ cases: [] }).parse(step)
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">
        {say({
          zh: '从上往下看，第一个成立的条件决定走哪一路；都不成立走“其他”。',
          en: 'From above: the first rule that holds decides; whoever fits none takes “Others”.',
        })}
      </p>
      <WaysEditor
        parts={cases}
        least={1}
        most={8}
        reserved={otherwise}
        make={(way): (typeof cases)[number] => ({ way, rule: { all: [] } })}
        onChange={(next) => onChange({ ...base(step), cases: next })}
        settings={(one, change) => (
          <RuleBuilder rule={one.rule} dictionary={known.dictionary} onChange={(rule) => change({ ...one, rule })} />
        )}
      />
    </div>
  )
}

const share = z.number().catch(1)
const sharesShape = z.array(z.object({ way: z.string(), label: z.string().optional(), share }))

type Shared = Part & { readonly share: number }

function SharesEditor({
  parts,
  most,
  onChange,
}: {
  readonly parts: readonly Shared[]
  readonly most: number
  readonly onChange: (parts: readonly Shared[]) => void
}) {
  const say = useSay()
  const sum = parts.reduce((total, one) => total + one.share, 0)
  return (
    <WaysEditor<Shared>
      parts={parts}
      least={2}
      most={most}
      make={(way) => ({ way, share: 50 })}
      onChange={onChange}
      settings={(one, change) => (
        <Labelled label={{ zh: '份额', en: 'Share' }}>
          <InputNumber<number>
            aria-label={say({ zh: '份额：{way}', en: 'Share: {way}' }, { way: one.label ?? one.way })}
            min={1}
            max={10_000}
            value={one.share}
            onChange={(next) => change({ ...one, share: next ?? 1 })}
          />
          <span>{sum > 0 ? `${Math.round((one.share / sum) * 100)}%` : ''}</span>
        </Labelled>
      )}
    />
  )
}

function SplitEditor({ step, onChange }: StepEditorProps) {
  const say = useSay()
  const parts = sharesShape.catch([]).parse(step['shares'])
  return (
    <div className="rg-form">
      <p className="rg-filter-hint">{say({ zh: '同一位客户每次都走同一路。', en: 'The same customer goes the same way every time.' })}</p>
      <SharesEditor parts={parts} most={8} onChange={(shares) => onChange({ ...base(step), shares })} />
    </div>
  )
}

const testShape = z.object({
  metric: z.string().catch('purchase'),
  days: z.number().catch(14),
  plannedPeople: z.number().catch(2_000),
  stopsEarly: z.boolean().catch(true),
})

function TestEditor({ step, onChange }: StepEditorProps) {
  const say = useSay()
  const variants = sharesShape.catch([]).parse(step['variants'])
  const test = testShape.parse(step)
  const set = (patch: object) => onChange({ ...base(step), variants, ...test, ...patch })
  return (
    <div className="rg-form">
      <SharesEditor parts={variants} most={4} onChange={(next) => set({ variants: next })} />
      <Labelled label={{ zh: '比什么', en: 'Compared by' }}>
        <Select
          aria-label={say({ zh: '比什么', en: 'Compared by' })}
          className="rg-journey-name"
          value={test.metric}
          onChange={(metric) => set({ metric })}
          options={testMetricOptions.map(({ value, label }) => ({ value, label: say(label) }))}
        />
      </Labelled>
      <Labelled label={{ zh: '看多少天内', en: 'Within days' }}>
        <InputNumber<number>
          aria-label={say({ zh: '看多少天内', en: 'Within days' })}
          min={1}
          max={90}
          precision={0}
          value={test.days}
          onChange={(days) => set({ days: days ?? 14 })}
        />
      </Labelled>
      <Labelled
        label={{ zh: '预计多少人参加', en: 'People expected' }}
        hint={{
          zh: '各路合计。估得接近，区间最窄；估错也不会误判',
          en: 'All ways together. The interval is narrowest near it; a wrong guess misleads nobody',
        }}
      >
        <InputNumber<number>
          aria-label={say({ zh: '预计多少人参加', en: 'People expected' })}
          min={20}
          max={10_000_000}
          precision={0}
          value={test.plannedPeople}
          onChange={(plannedPeople) => set({ plannedPeople: plannedPeople ?? 2_000 })}
        />
      </Labelled>
      <Checkbox checked={test.stopsEarly} onChange={(event) => set({ stopsEarly: event.target.checked })}>
        {say({ zh: '一旦确实分出高下，之后的客户都走更好的一路', en: 'Once one is surely better, everybody after takes it' })}
      </Checkbox>
    </div>
  )
}

const actShape = z.object({ action: z.string().catch(''), input: z.record(z.string(), z.unknown()).catch({}) })

function ActEditor({ step, onChange, known }: StepEditorProps) {
  const say = useSay()
  const { action, input } = actShape.parse(step)
  const chosen = known.actions.get(action)
  return (
    <div className="rg-form">
      <Select
        aria-label={say({ zh: '做什么', en: 'What to do' })}
        placeholder={say({ zh: '选择动作', en: 'Choose what to do' })}
        className="rg-journey-name"
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen ? action : null}
        onChange={(next) => onChange({ ...base(step), action: next, input: {} })}
        options={[...known.actions.values()].map(({ name, label }) => ({ value: name, label: say(label) }))}
      />
      {chosen?.help ? <p className="rg-filter-hint">{say(chosen.help)}</p> : null}
      {chosen ? (
        <ActionSettings
          schema={chosen.input}
          input={input}
          known={known}
          onChange={(next) => onChange({ ...base(step), action, input: next })}
        />
      ) : null}
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
  webhook: WebhookEditor,
  branch: BranchEditor,
  'await-fact': AwaitFactEditor,
  choose: ChooseEditor,
  split: SplitEditor,
  'ab-test': TestEditor,
  act: ActEditor,
  end: EndEditor,
}

/** What a new step of a kind begins with. */
export const newSettings: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  wait: { duration: { amount: 3, unit: 'days' } },
  send: { templateId: '' },
  webhook: { templateId: '' },
  branch: { rule: { all: [] } },
  'await-fact': { event: 'purchase.made', most: { amount: 7, unit: 'days' } },
  choose: { cases: [{ way: 'a', rule: { all: [] } }] },
  split: {
    shares: [
      { way: 'a', share: 50 },
      { way: 'b', share: 50 },
    ],
  },
  'ab-test': {
    variants: [
      { way: 'a', share: 50 },
      { way: 'b', share: 50 },
    ],
    metric: 'purchase',
    days: 14,
    plannedPeople: 2_000,
    stopsEarly: true,
  },
  act: { action: '', input: {} },
}

export function StepEditor(props: StepEditorProps) {
  const Editor = editors[props.step.kind]
  return Editor ? <Editor {...props} /> : null
}
