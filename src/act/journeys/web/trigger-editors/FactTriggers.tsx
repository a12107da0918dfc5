import { Button, Select } from 'antd'
import { z } from 'zod'
import { payloadDictionary } from '../../../../core/rule/payload-dictionary.ts'
import { type Rule, ruleSchema } from '../../../../core/rule/rule.ts'
import { askableEvents, newFieldRule } from '../../../../pages/rule-tree.ts'
import { useSay } from '../../../../ui/language.tsx'
import { TimeChoice } from '../CalendarSettings.tsx'
import { Labelled, NumberLine } from '../Labelled.tsx'
import { OptionalRule } from '../RuleChoice.tsx'
import type { TriggerProps } from './trigger-props.ts'

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

/** A number of days after a fact, or after a day that the fact tells of. */
export function AfterEventTrigger(props: TriggerProps) {
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
      <NumberLine
        label={{ zh: '之后第几天', en: 'Days after' }}
        min={0}
        max={1_000}
        value={days}
        usual={0}
        onChange={(next) => onChange({ ...trigger, days: next })}
      />
      <TimeChoice time={time} optional onChange={(next) => onChange({ ...trigger, time: next })} />
    </>
  )
}
