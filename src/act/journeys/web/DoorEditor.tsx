import { Button, InputNumber, Radio, Select } from 'antd'
import type { ComponentType, ReactNode } from 'react'
import { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import { type Rule, ruleSchema } from '../../../core/rule/rule.ts'
import { DurationInput } from '../../../pages/rule-builder/DurationInput.tsx'
import { RuleBuilder } from '../../../pages/rule-builder/RuleBuilder.tsx'
import { askableEvents, newFieldRule } from '../../../pages/rule-tree.ts'
import { useSay } from '../../../ui/language.tsx'
import { triggerKinds } from '../trigger-kinds.ts'
import type { JourneyDraft } from './journey-draft.ts'
import type { Known } from './say-journey.ts'
import { SegmentPick } from './SegmentPick.tsx'

type Trigger = JourneyDraft['trigger']
type TriggerProps = { readonly trigger: Trigger; readonly onChange: (trigger: Trigger) => void; readonly known: Known }

function EventTrigger({ trigger, onChange, known: { dictionary } }: TriggerProps) {
  const say = useSay()
  const { event, where } = z.object({ event: z.string(), where: ruleSchema.optional() }).catch({ event: '' }).parse(trigger)
  const kind = dictionary.events.get(event)
  const inner = kind ? payloadDictionary(dictionary, kind) : null
  const first = inner ? newFieldRule(inner) : null
  const set = (next: { event: string; where?: Rule }) => onChange({ kind: 'event', ...next })
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
        <OptionalRule rule={where} dictionary={inner} onChange={(next) => set({ event, ...(next ? { where: next } : {}) })} />
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

function SegmentTrigger({ trigger, onChange, known }: TriggerProps) {
  const { segment } = z.object({ segment: z.string() }).catch({ segment: '' }).parse(trigger)
  return <SegmentPick segment={segment} known={known} onChange={(next) => onChange({ kind: 'segment', segment: next ?? '' })} />
}

function ByHandTrigger({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const { segment } = z.object({ segment: z.string().optional() }).catch({}).parse(trigger)
  return (
    <>
      <SegmentPick
        segment={segment}
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

function StageTrigger({ trigger, onChange, known }: TriggerProps) {
  const say = useSay()
  const { stages } = z
    .object({ stages: z.array(z.string()) })
    .catch({ stages: [] })
    .parse(trigger)
  return (
    <Select
      mode="multiple"
      aria-label={say({ zh: '阶段', en: 'Stages' })}
      placeholder={say({ zh: '选择阶段', en: 'Choose stages' })}
      className="rg-journey-name"
      value={stages}
      onChange={(next) => onChange({ kind: 'stage', stages: next })}
      options={[...(known.dictionary.stages ?? [])].map(([value, label]) => ({ value, label: say(label) }))}
    />
  )
}

const triggerEditors: Readonly<Record<string, ComponentType<TriggerProps>>> = {
  event: EventTrigger,
  segment: SegmentTrigger,
  stage: StageTrigger,
  'by-hand': ByHandTrigger,
}
const emptyTriggers: Readonly<Record<string, Trigger>> = {
  event: { kind: 'event', event: '' },
  segment: { kind: 'segment', segment: '' },
  stage: { kind: 'stage', stages: [] },
  'by-hand': { kind: 'by-hand' },
}

type DoorProps = { readonly draft: JourneyDraft; readonly onChange: (patch: Partial<JourneyDraft>) => void; readonly known: Known }

/** Who comes in, how often, who is held out, and when they leave early. */
export function DoorEditor({ draft, onChange, known }: DoorProps) {
  const say = useSay()
  const Editor = triggerEditors[draft.trigger.kind]
  return (
    <>
      <Part title={{ zh: '什么时候进入', en: 'When they enter' }}>
        <div className="rg-form">
          <Radio.Group
            vertical
            aria-label={say({ zh: '触发方式', en: 'Trigger' })}
            value={draft.trigger.kind}
            onChange={(event) => onChange({ trigger: emptyTriggers[String(event.target.value)] ?? draft.trigger })}
            options={Object.values(triggerKinds).map(({ kind, label }) => ({ value: kind, label: say(label) }))}
          />
          {Editor ? <Editor trigger={draft.trigger} known={known} onChange={(trigger) => onChange({ trigger })} /> : null}
        </div>
      </Part>
      <Part
        title={{ zh: '谁可以进入', en: 'Who may enter' }}
        hint={{ zh: '不设条件就是所有被触发的客户。', en: 'Without a rule: everybody who is triggered.' }}
      >
        <RuleChoice
          rule={draft.audience}
          known={known}
          add={{ zh: '只限部分客户', en: 'Only some customers' }}
          onChange={(audience) => onChange({ audience })}
        />
      </Part>
      <Part title={{ zh: '能否再次进入', en: 'Entering again' }}>
        <ReentryChoice reentry={draft.reentry} onChange={(reentry) => onChange({ reentry })} />
      </Part>
      <Part
        title={{ zh: '对照组', en: 'Holdout' }}
        hint={{
          zh: '随机留出这么多人，什么都不发，用来比较这个旅程到底带来了多少。建议至少 10%。',
          en: 'That share is drawn at random and gets nothing, so that what the journey earns can be measured. 10% or more is advisable.',
        }}
      >
        <InputNumber<number>
          aria-label={say({ zh: '对照组百分比', en: 'Per cent held out' })}
          min={0}
          max={50}
          precision={0}
          value={draft.holdout}
          suffix="%"
          onChange={(holdout) => onChange({ holdout: holdout ?? 0 })}
        />
      </Part>
      <Part
        title={{ zh: '提前退出', en: 'Leaving early' }}
        hint={{
          zh: '每往前走一步都先看这个条件，符合就离开，例如已经下单。',
          en: 'Looked at before every step: whoever it holds for leaves, e.g. has bought.',
        }}
      >
        <RuleChoice
          rule={draft.exit}
          known={known}
          add={{ zh: '设退出条件', en: 'Set an exit rule' }}
          onChange={(exit) => onChange({ exit })}
        />
      </Part>
    </>
  )
}

function Part(props: { readonly title: Words; readonly hint?: Words; readonly children: ReactNode }) {
  const say = useSay()
  return (
    <section className="rg-journey-part">
      <h3>{say(props.title)}</h3>
      {props.hint ? <p className="rg-filter-hint">{say(props.hint)}</p> : null}
      {props.children}
    </section>
  )
}

type ReentryProps = { readonly reentry: JourneyDraft['reentry']; readonly onChange: (reentry: JourneyDraft['reentry']) => void }

function ReentryChoice({ reentry, onChange }: ReentryProps) {
  const say = useSay()
  return (
    <div className="rg-journey-pair">
      <Radio.Group
        aria-label={say({ zh: '能否再次进入', en: 'Entering again' })}
        value={reentry === 'once' ? 'once' : 'again'}
        onChange={(event) => onChange(event.target.value === 'once' ? 'once' : { after: { amount: 90, unit: 'days' } })}
        options={[
          { value: 'once', label: say({ zh: '只进入一次', en: 'Once only' }) },
          { value: 'again', label: say({ zh: '隔一段时间后可以', en: 'Again, after' }) },
        ]}
      />
      {reentry === 'once' ? null : (
        <DurationInput
          value={reentry.after}
          label={say({ zh: '间隔', en: 'Gap' })}
          onChange={(after) => (after ? onChange({ after }) : undefined)}
        />
      )}
    </div>
  )
}

type ChoiceProps = {
  readonly rule: Rule | undefined
  readonly known: Known
  readonly add: Words
  readonly onChange: (rule: Rule | undefined) => void
}

function RuleChoice({ rule, known, add, onChange }: ChoiceProps) {
  const say = useSay()
  const first = newFieldRule(known.dictionary)
  if (rule) return <OptionalRule rule={rule} dictionary={known.dictionary} onChange={onChange} />
  return <Button onClick={() => onChange({ all: first ? [first] : [] })}>{say(add)}</Button>
}

type OptionalProps = { readonly rule: Rule; readonly dictionary: Known['dictionary']; readonly onChange: (rule: Rule | undefined) => void }

function OptionalRule({ rule, dictionary, onChange }: OptionalProps) {
  const say = useSay()
  return (
    <div>
      <RuleBuilder rule={rule} dictionary={dictionary} onChange={onChange} />
      <Button type="link" size="small" onClick={() => onChange(undefined)}>
        {say({ zh: '不设条件', en: 'Without a rule' })}
      </Button>
    </div>
  )
}
