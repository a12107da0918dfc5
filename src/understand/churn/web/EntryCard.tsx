import { sayActor } from '../../../core/kit/program-parts.ts'
import { CheckSquareOutlined, ClockCircleOutlined, MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown, Select } from 'antd'
import { useEffect, useState } from 'react'
import { nameOfCustomer } from '../../../pages/name-of-customer.ts'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { resolveChurnEntry } from '../actions.ts'
import { type ChurnOutcome, outcomeWords } from '../churn.ts'
import { type Entry, sayFactors, sayStep, sayWhy } from '../say-entry.ts'
import type { JourneyTool } from './journey-tool.ts'
import { ReasonLine, type ReasonChoice } from './ReasonLine.tsx'
import { ResolveForm } from './ResolveForm.tsx'
import { useEntryVerbs } from './use-entry-verbs.tsx'

type Colleague = { readonly id: string; readonly name: string; readonly you: boolean }
type Props = {
  readonly entry: Entry
  readonly colleagues: readonly Colleague[]
  readonly reasons: readonly ReasonChoice[]
  /** A key that was pressed on this card; `n` tells one press from the next. */
  readonly asked: { readonly key: string; readonly n: number } | null
  readonly JourneyTool?: JourneyTool
}

/** What one key does to the card under it. */
export const entryKeys = ['b', 'l', 'f', 's', 't', 'Enter']
const outcomeOf: Readonly<Record<string, ChurnOutcome>> = { b: 'back', l: 'lost', f: 'mistaken' }

/** One customer to win back: why, what is at stake, and what can be done. */
export function EntryCard(props: Props) {
  const { entry, asked } = props
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const verbs = useEntryVerbs(entry)
  const may = useMayDo(resolveChurnEntry)
  const [ending, setEnding] = useState<ChurnOutcome | null>(null)
  const isOpen = entry.state === 'open' || entry.state === 'snoozed'
  const pressed = asked?.n
  useEffect(() => {
    const key = asked?.key ?? ''
    const outcome = outcomeOf[key]
    if (key === 'Enter') go(`/customers/${entry.customer.id}`)
    else if (!may || !isOpen) return
    else if (outcome) setEnding(outcome)
    else if (key === 's') verbs.snooze(7)
    else if (key === 't') verbs.todo(entry)
    // Once for each press.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [pressed])
  const name = nameOfCustomer(entry.customer)
  const said = sayWhy(entry)
  return (
    <li className="rg-churn-card" data-entry={entry.id} tabIndex={0} aria-label={name}>
      <div className="rg-churn-head">
        <GoLink to={`/customers/${entry.customer.id}`} className="rg-link rg-churn-name">
          {name}
        </GoLink>
        <Badge tone={entry.why.state === 'gone' ? 'danger' : 'attention'}>
          {entry.why.state === 'gone' ? say({ zh: '已流失', en: 'Gone' }) : say({ zh: '晚了', en: 'Late' })}
        </Badge>
        {entry.customer.noPersonalisation ? <Badge>{say({ zh: '不做个性化', en: 'No personalisation' })}</Badge> : null}
        {entry.state === 'open' ? null : <Badge tone={entry.state === 'back' ? 'good' : 'neutral'}>{say(outcomeWords[entry.state])}</Badge>}
        {entry.atStake === null ? null : (
          <span
            className="rg-churn-stake"
            title={say({ zh: '流失可能 × 一年价值 × 能改变多少', en: 'Risk × worth a year × what can be changed' })}
          >
            {say({ zh: '可争取 {money}/年', en: '{money} a year at stake' }, { money: format.shortMoney(entry.atStake) })}
          </span>
        )}
      </div>
      <p className="rg-churn-why">{say(said.words, said.values)}</p>
      <Factors entry={entry} />
      <ReasonLine customerId={entry.customer.id} entry={entry} reasons={props.reasons} isOpen={isOpen} />
      {isOpen && may ? <Verbs {...props} verbs={verbs} onEnd={setEnding} /> : <Ended entry={entry} verbs={verbs} may={may} />}
      {ending ? <ResolveForm entry={entry} outcome={ending} reasons={props.reasons} onClose={() => setEnding(null)} /> : null}
      {entry.steps.length > 1 ? <Steps entry={entry} /> : null}
    </li>
  )
}

const factorNames = {
  risk: { zh: '流失可能', en: 'Risk' },
  value: { zh: '价值', en: 'Worth' },
  change: { zh: '能改变', en: 'Can be changed' },
} as const

function Factors({ entry }: { readonly entry: Entry }) {
  const say = useSay()
  const format = useFormat()
  const figures = {
    risk: format.percent(entry.risk === null ? null : Math.min(0.99, entry.risk), 0),
    value: format.shortMoney(entry.value),
    change: format.percent(entry.changeable, 0),
  }
  return (
    <dl className="rg-churn-factors">
      {sayFactors(entry).map(({ key, words, values }) => (
        <div key={key}>
          <dt>{say(factorNames[key])}</dt>
          <dd>
            <strong>{figures[key]}</strong> <span>{say(words, values)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

type VerbsProps = Props & { readonly verbs: ReturnType<typeof useEntryVerbs>; readonly onEnd: (outcome: ChurnOutcome) => void }

function Verbs({ entry, colleagues, verbs, onEnd, JourneyTool }: VerbsProps) {
  const say = useSay()
  const outcomes = ['back', 'lost', 'mistaken'] as const
  return (
    <div className="rg-churn-verbs">
      <Button icon={<CheckSquareOutlined />} loading={verbs.busy} onClick={() => verbs.todo(entry)}>
        {say({ zh: '添加待办', en: 'Make a to-do' })}
      </Button>
      {JourneyTool ? <JourneyTool customerId={entry.customer.id} onEntered={(journey) => verbs.entered(journey)} /> : null}
      <Dropdown
        autoFocus
        trigger={['click']}
        menu={{
          items: [
            ...(entry.state === 'snoozed'
              ? [{ key: 'now', label: say({ zh: '现在就看', en: 'Back now' }), onClick: () => verbs.snooze(null) }]
              : []),
            ...([1, 3, 7, 30] as const).map((days) => ({
              key: String(days),
              label: say({ zh: '{days} 天后再看', en: 'In {days} {days|day|days}' }, { days }),
              onClick: () => verbs.snooze(days),
            })),
          ],
        }}
      >
        <Button icon={<ClockCircleOutlined />}>{say({ zh: '稍后', en: 'Snooze' })}</Button>
      </Dropdown>
      <Dropdown
        autoFocus
        trigger={['click']}
        menu={{ items: outcomes.map((outcome) => ({ key: outcome, label: say(outcomeWords[outcome]), onClick: () => onEnd(outcome) })) }}
      >
        <Button icon={<MoreOutlined />}>{say({ zh: '记结果', en: 'Outcome' })}</Button>
      </Dropdown>
      <Select<string>
        className="rg-churn-who"
        aria-label={say({ zh: '负责人', en: 'Who sees to it' })}
        value={entry.assigneeId ?? 'nobody'}
        onChange={(next) => verbs.assign(next === 'nobody' ? null : next)}
        options={[
          { value: 'nobody', label: say({ zh: '公共', en: 'Nobody yet' }) },
          ...colleagues.map(({ id, name, you }) => ({
            value: id,
            label: you ? say({ zh: '{name}（我）', en: '{name} (me)' }, { name }) : name,
          })),
          ...(entry.assigneeId && !colleagues.some(({ id }) => id === entry.assigneeId)
            ? [{ value: entry.assigneeId, label: entry.assigneeName ?? '—' }]
            : []),
        ]}
      />
    </div>
  )
}

function Ended({ entry, verbs, may }: { readonly entry: Entry; readonly verbs: ReturnType<typeof useEntryVerbs>; readonly may: boolean }) {
  const say = useSay()
  const format = useFormat()
  if (entry.resolvedAt === null) return null
  return (
    <p className="rg-churn-ended">
      {entry.resolvedBy
        ? say(
            { zh: '{day}，{name}记下', en: 'Put down by {name} on {day}' },
            { day: format.date(entry.resolvedAt), name: entry.resolvedBy },
          )
        : say({ zh: '{day}，由消费记录自动了结', en: 'Closed by a purchase on {day}' }, { day: format.date(entry.resolvedAt) })}
      {entry.cameBackWith !== null && entry.cameBackWith > 0
        ? say(
            { zh: '；随后消费 {money}（之后发生，不等于因此发生）', en: '; spent {money} after (after, not because of)' },
            { money: format.money(entry.cameBackWith) },
          )
        : ''}
      {entry.note ? say({ zh: '；{note}', en: '; {note}' }, { note: entry.note }) : ''}{' '}
      {may && entry.state !== 'withdrawn' ? (
        <Button size="small" type="link" loading={verbs.busy} onClick={() => verbs.reopen()}>
          {say({ zh: '重新打开', en: 'Reopen' })}
        </Button>
      ) : null}
    </p>
  )
}

function Steps({ entry }: { readonly entry: Entry }) {
  const say = useSay()
  const format = useFormat()
  return (
    <details className="rg-churn-steps">
      <summary>{say({ zh: '做过什么（{n}）', en: 'What was done ({n})' }, { n: entry.steps.length })}</summary>
      <ul>
        {entry.steps.map((step) => {
          const { words, values } = sayStep(step.kind, step.details)
          return (
            <li key={`${step.at} ${step.kind}`}>
              {format.dateTime(step.at)} · {say(words, values)}
              {step.byName ? ` · ${say(sayActor(step.byName))}` : ''}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
