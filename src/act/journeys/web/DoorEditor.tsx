import { InputNumber, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import { DurationInput } from '../../../pages/rule-builder/DurationInput.tsx'
import { askableEvents, newFieldRule } from '../../../pages/rule-tree.ts'
import { useSay } from '../../../ui/language.tsx'
import { usualPriority } from '../definition.ts'
import type { JourneyDraft } from './journey-draft.ts'
import { Labelled, NumberLine } from './Labelled.tsx'
import { OptionalRule, RuleChoice } from './RuleChoice.tsx'
import type { Known } from './say-rule.ts'
import { TriggerEditor } from './TriggerEditor.tsx'

type DoorProps = {
  readonly draft: JourneyDraft
  readonly onChange: (patch: Partial<JourneyDraft>) => void
  readonly known: Known
  /** What a holdout of this size lets one see. */
  readonly plan?: ReactNode
}

/** Who comes in, how often, who is held out, and when they leave early. */
export function DoorEditor({ draft, onChange, known, plan }: DoorProps) {
  const say = useSay()
  return (
    <>
      <Part title={{ zh: '什么时候进入', en: 'When they enter' }}>
        <TriggerEditor trigger={draft.trigger} known={known} onChange={(trigger) => onChange({ trigger })} />
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
        {plan}
      </Part>
      <Part
        title={{ zh: '目标', en: 'Goal' }}
        hint={{
          zh: '进入之后达成就离开，并记为转化，例如再次消费。',
          en: 'Whoever reaches it after entering leaves as converted, e.g. buys again.',
        }}
      >
        <GoalChoice goal={draft.goal} known={known} onChange={(goal) => onChange({ goal })} />
      </Part>
      <Part
        title={{ zh: '提前退出', en: 'Leaving early' }}
        hint={{
          zh: '客户有新动作、每走一步之前，以及每小时都会看这个条件；符合就离开，例如已经下单。',
          en: 'Looked at when something happens, before every step, and every hour: whoever it holds for leaves, e.g. has bought.',
        }}
      >
        <RuleChoice
          rule={draft.exit}
          known={known}
          add={{ zh: '设退出条件', en: 'Set an exit rule' }}
          onChange={(exit) => onChange({ exit })}
        />
      </Part>
      <Part
        title={{ zh: '与其他旅程的先后', en: 'Among other journeys' }}
        hint={{
          zh: '意图相同的旅程，一位客户同时只走优先级最高的一个。',
          en: 'Of several journeys with one intent a customer is in the highest only.',
        }}
      >
        <IntentChoice draft={draft} onChange={onChange} />
      </Part>
    </>
  )
}

type Goal = JourneyDraft['goal']
type GoalProps = { readonly goal: Goal; readonly known: Known; readonly onChange: (goal: Goal) => void }

function GoalChoice({ goal, known, onChange }: GoalProps) {
  const say = useSay()
  const { dictionary } = known
  const first = newFieldRule(dictionary)
  const how = goal === undefined ? 'none' : goal.rule ? 'rule' : 'event'
  const choose = (next: string) => {
    if (next === 'none') return onChange(undefined)
    onChange(next === 'rule' ? { rule: { all: first ? [first] : [] } } : { event: 'purchase.made' })
  }
  const kind = goal?.event === undefined ? undefined : dictionary.events.get(goal.event)
  const inner = kind ? payloadDictionary(dictionary, kind) : null
  return (
    <div className="rg-form">
      <Radio.Group
        aria-label={say({ zh: '目标', en: 'Goal' })}
        value={how}
        onChange={(event) => choose(String(event.target.value))}
        options={[
          { value: 'none', label: say({ zh: '不设', en: 'None' }) },
          { value: 'event', label: say({ zh: '发生某种行为', en: 'Something happens' }) },
          { value: 'rule', label: say({ zh: '符合某个条件', en: 'A rule holds' }) },
        ]}
      />
      {how === 'event' ? (
        <Select
          aria-label={say({ zh: '目标行为', en: 'What is the goal' })}
          className="rg-journey-name"
          showSearch={{ optionFilterProp: 'label' }}
          value={kind ? goal?.event : null}
          onChange={(event) => onChange({ event })}
          options={askableEvents(dictionary).map((name) => ({ value: name, label: say(dictionary.events.get(name)?.label ?? name) }))}
        />
      ) : null}
      {how === 'event' && inner && goal?.where ? (
        <OptionalRule rule={goal.where} dictionary={inner} onChange={(where) => onChange({ event: goal.event, where })} />
      ) : null}
      {how === 'rule' && goal?.rule ? (
        <OptionalRule rule={goal.rule} dictionary={dictionary} onChange={(rule) => onChange(rule ? { rule } : undefined)} />
      ) : null}
    </div>
  )
}

/** Words that firms use; anything else may be written. */
const usualIntents: readonly Words[] = [
  { zh: '迎新', en: 'welcome' },
  { zh: '促成首单', en: 'first order' },
  { zh: '复购', en: 'repeat' },
  { zh: '关怀', en: 'care' },
  { zh: '挽回', en: 'win back' },
]

function IntentChoice({ draft, onChange }: Pick<DoorProps, 'draft' | 'onChange'>) {
  const say = useSay()
  return (
    <div className="rg-form">
      <Labelled label={{ zh: '意图', en: 'Intent' }}>
        <Input
          aria-label={say({ zh: '意图', en: 'Intent' })}
          className="rg-journey-name"
          value={draft.intent ?? ''}
          maxLength={40}
          placeholder={usualIntents.map((one) => say(one)).join(say({ zh: '、', en: ', ' }))}
          onChange={(event) => onChange({ intent: event.target.value === '' ? undefined : event.target.value })}
        />
      </Labelled>
      <NumberLine
        label={{ zh: '优先级', en: 'Priority' }}
        hint={{ zh: '0 到 100，越大越优先', en: '0 to 100, the higher goes first' }}
        min={0}
        max={100}
        value={draft.priority ?? usualPriority}
        usual={usualPriority}
        onChange={(priority) => onChange({ priority })}
      />
      {draft.intent === undefined ? null : (
        <Radio.Group
          vertical
          aria-label={say({ zh: '有更高的旅程在进行时', en: 'While a higher one goes on' })}
          value={draft.whenBusy ?? 'skip'}
          onChange={(event) => onChange({ whenBusy: event.target.value === 'wait' ? 'wait' : 'skip' })}
          options={[
            {
              value: 'skip',
              label: say({ zh: '有更高的旅程在进行时，不进入、不发送', en: 'While a higher one goes on: do not enter, do not send' }),
            },
            { value: 'wait', label: say({ zh: '等更高的旅程结束再继续', en: 'Wait until the higher one is over' }) },
          ]}
        />
      )}
    </div>
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
