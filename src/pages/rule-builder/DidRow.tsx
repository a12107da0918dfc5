import { Button, InputNumber } from 'antd'
import { payloadDictionary } from '../../core/rule/payload-dictionary.ts'
import type { DidRule, Window } from '../../core/rule/rule.ts'
import { DaySpanInput } from '../../ui/DayInput.tsx'
import { useSay } from '../../ui/language.tsx'
import { useShop } from '../../ui/shop.tsx'
import { askableEvents, daysOfWindow, makeDid, newFieldRule, windowOfDays } from '../rule-tree.ts'
import { DurationInput } from './DurationInput.tsx'
import { Pick } from './Pick.tsx'
import type { DrawGroup, RowProps } from './row.ts'
import { timesWords, windowWords } from './words.ts'

/** Has, or has not, done a thing: how often, in which time, with which particulars. `negated` is "has not". */
export function DidRow({ rule, negated: never, onChange, dictionary, drawGroup }: RowProps<DidRule> & { readonly drawGroup: DrawGroup }) {
  const say = useSay()
  const set = (next: DidRule) => onChange(makeDid(next, never))
  const events = askableEvents(dictionary).map((name) => ({ value: name, label: say(dictionary.events.get(name)?.label ?? name) }))
  return (
    <>
      <Pick
        label={say({ zh: '做过或没做过', en: 'Has or has not' })}
        value={never ? 'not' : 'did'}
        options={[
          { value: 'did', label: say({ zh: '有过', en: 'has' }) },
          { value: 'not', label: say({ zh: '没有', en: 'has not' }) },
        ]}
        onChange={(value) => onChange(makeDid(rule, value === 'not'))}
      />
      <Pick
        label={say({ zh: '行为', en: 'Fact' })}
        value={dictionary.events.has(rule.did) ? rule.did : null}
        placeholder={rule.did}
        wrong={!dictionary.events.has(rule.did)}
        options={events}
        onChange={(did) => set({ did, ...(rule.times ? { times: rule.times } : {}), ...(rule.within ? { within: rule.within } : {}) })}
        wide
      />
      {never ? null : <TimesInput times={rule.times} onChange={(times) => set(replaced(rule, { times }))} />}
      <WindowInput within={rule.within} onChange={(within) => set(replaced(rule, { within }))} />
      <Particulars rule={rule} onChange={set} dictionary={dictionary} drawGroup={drawGroup} />
    </>
  )
}

/** The rule with some parts replaced; a part that is undefined goes, so that the JSON stays short. */
function replaced(rule: DidRule, parts: Partial<DidRule>): DidRule {
  const { times, within, where } = { ...rule, ...parts }
  return { did: rule.did, ...(times ? { times } : {}), ...(within ? { within } : {}), ...(where ? { where } : {}) }
}

function TimesInput(props: { readonly times: DidRule['times']; readonly onChange: (times: DidRule['times']) => void }) {
  const say = useSay()
  const times = props.times ?? { op: 'at-least', count: 1 }
  const change = (op: string, count: number) => {
    const known = (['at-least', 'at-most', 'exactly'] as const).find((one) => one === op) ?? 'at-least'
    props.onChange(known === 'at-least' && count === 1 ? undefined : { op: known, count })
  }
  return (
    <span className="rg-rule-pair">
      <Pick
        label={say({ zh: '次数', en: 'How often' })}
        value={times.op}
        options={Object.entries(timesWords).map(([value, label]) => ({ value, label: say(label) }))}
        onChange={(op) => change(op, times.count)}
      />
      <InputNumber<number>
        aria-label={say({ zh: '多少次', en: 'How many times' })}
        value={times.count}
        min={times.op === 'at-least' ? 1 : 0}
        max={100_000}
        precision={0}
        onChange={(count) => change(times.op, count ?? 1)}
        suffix={say({ zh: '次', en: 'times' })}
        className="rg-rule-number"
      />
    </span>
  )
}

function WindowInput(props: { readonly within: Window | undefined; readonly onChange: (within: Window | undefined) => void }) {
  const say = useSay()
  const { timeZone } = useShop()
  const { within } = props
  const kind = !within ? 'ever' : 'last' in within ? 'last' : 'between'
  const days = within ? daysOfWindow(within, timeZone) : { from: null, to: null }
  const label = say({ zh: '时间范围', en: 'Time' })
  const choose = (next: string) =>
    props.onChange(next === 'last' ? { last: { amount: 30, unit: 'days' } } : next === 'between' ? {} : undefined)
  return (
    <span className="rg-rule-pair">
      <Pick
        label={label}
        value={kind}
        options={Object.entries(windowWords).map(([value, words]) => ({ value, label: say(words) }))}
        onChange={choose}
      />
      {within && 'last' in within ? (
        <DurationInput value={within.last} label={label} onChange={(last) => props.onChange(last ? { last } : within)} />
      ) : null}
      {within && !('last' in within) ? (
        <DaySpanInput
          label={label}
          from={days.from}
          to={days.to}
          onChange={({ from, to }) => props.onChange(windowOfDays(from ?? null, to ?? null, timeZone))}
        />
      ) : null}
    </span>
  )
}

type ParticularsProps = {
  readonly rule: DidRule
  readonly onChange: (rule: DidRule) => void
  readonly dictionary: RowProps['dictionary']
  readonly drawGroup: DrawGroup
}

/** Conditions on the fact's own fields, e.g. purchases of more than 100. */
function Particulars({ rule, onChange, dictionary, drawGroup }: ParticularsProps) {
  const say = useSay()
  const kind = dictionary.events.get(rule.did)
  if (!kind || Object.keys(kind.payload).length === 0) return null
  const inner = payloadDictionary(dictionary, kind)
  if (rule.where) {
    const group = drawGroup({
      rule: rule.where,
      dictionary: inner,
      title: say({ zh: '并且这次行为', en: 'where that fact has' }),
      onChange: (where) => onChange(replaced(rule, { where })),
      onRemove: () => onChange(replaced(rule, { where: undefined })),
    })
    return <div className="rg-rule-inner">{group}</div>
  }
  const first = newFieldRule(inner)
  if (!first) return null
  return (
    <Button size="small" type="link" onClick={() => onChange(replaced(rule, { where: { all: [first] } }))}>
      {say({ zh: '限定细节', en: 'Add particulars' })}
    </Button>
  )
}
