import { Drawer, Select } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Portions } from '../../../ui/Portions.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { customerJourneys, listRuns, listSkips } from '../actions.ts'
import { arms, runStateWords } from '../journey.ts'
import { everyReason, type WhichPeople } from '../journey-address.ts'
import { labelOfWhy } from '../why.ts'
import { MessageFate } from './MessageFate.tsx'

type Run = ReplyOf<typeof listRuns>['rows'][number]

/** The people behind a count: where each one is, and why. */
export function PeopleDrawer(props: {
  readonly journeyId: string
  /** How often customers were not let in, by reason. */
  readonly skipped: Readonly<Record<string, number>>
  readonly which: WhichPeople | null
  readonly title: string
  /** What can have happened at the step that is looked at, by the names of the log; empty for the whole journey. */
  readonly whats: readonly string[]
  readonly sayWhat: (what: string) => string
  readonly onWhich: (which: WhichPeople) => void
  /** Names a step of this journey, e.g. “3. Wait”. */
  readonly sayPlace: (step: string) => string
  readonly onClose: () => void
}) {
  return (
    <Drawer open={props.which !== null} onClose={props.onClose} title={props.title} size={640} destroyOnHidden>
      {props.which ? <WhyLog {...props} which={props.which} /> : null}
    </Drawer>
  )
}

type PeopleProps = { readonly journeyId: string; readonly which: WhichPeople; readonly sayPlace: (step: string) => string }

function People({ journeyId, which, sayPlace }: PeopleProps) {
  const say = useSay()
  const given = Object.fromEntries(Object.entries(which).filter(([, value]) => value !== undefined))
  const asked = useAskMore(listRuns, (after: string | undefined) => ({ id: journeyId, ...given, ...(after ? { after } : {}) }))
  return (
    <Portions of={asked} nothing={{ zh: '现在没有这样的客户', en: 'Nobody at present' }} more={{ zh: '更多客户', en: 'More customers' }}>
      {(rows) => (
        <ul aria-label={say({ zh: '客户', en: 'Customers' })}>
          {rows.map((run) => (
            <RunLine key={run.id} run={run} sayPlace={sayPlace} />
          ))}
        </ul>
      )}
    </Portions>
  )
}

const tones = { ready: 'blue', waiting: 'gold', holdout: 'purple', ended: 'neutral' } as const

type LogProps = Omit<Parameters<typeof PeopleDrawer>[0], 'which' | 'title' | 'onClose'> & { readonly which: WhichPeople }

const wholeJourney: readonly { readonly value: string; readonly label: Words; readonly which: WhichPeople }[] = [
  { value: 'all', label: { zh: '全部', en: 'All' }, which: {} },
  { value: 'active', label: { zh: '正在里面', en: 'Inside now' }, which: { state: 'active' } },
  { value: 'waiting', label: { zh: '等待中', en: 'Waiting' }, which: { state: 'waiting' } },
  { value: 'holdout', label: { zh: '对照组', en: 'Held out' }, which: { arm: 'holdout' } },
  { value: 'ended', label: { zh: '已结束', en: 'Ended' }, which: { state: 'ended' } },
]

/** Who, chosen by what happened to them; those who were not let in, and the messages that did not go out, a press away. */
function WhyLog(props: LogProps) {
  const say = useSay()
  const { which, whats, onWhich, journeyId } = props
  const { step, out } = which
  const choices =
    step === undefined
      ? [
          ...wholeJourney.map(({ value, label }) => ({ value, label: say(label) })),
          { value: `out ${everyReason}`, label: say({ zh: '没有进入', en: 'Not let in' }) },
          ...Object.keys(props.skipped).map((code) => ({
            value: `out ${code}`,
            label: say({ zh: '没有进入：{why}', en: 'Not let in: {why}' }, { why: labelOfWhy(code) }),
          })),
        ]
      : [
          { value: 'here', label: say({ zh: '现在在这里', en: 'Here now' }) },
          ...whats.map((what) => ({ value: what, label: props.sayWhat(what) })),
        ]
  const chosen = out ? `out ${out}` : step === undefined ? (which.state ?? which.arm ?? 'all') : (which.what ?? 'here')
  const choose = (next: string) => {
    if (next.startsWith('out ')) return onWhich({ out: next.slice('out '.length) })
    if (step === undefined) return onWhich(wholeJourney.find(({ value }) => value === next)?.which ?? {})
    onWhich(next === 'here' ? { step } : { step, what: next })
  }
  return (
    <>
      <div className="rg-why-bar">
        <Select
          aria-label={say({ zh: '按发生的事筛选', en: 'By what happened' })}
          className="rg-journey-name"
          popupMatchSelectWidth={false}
          value={chosen}
          onChange={choose}
          options={choices}
        />
        <GoLink to="/messages" search={{ journey: journeyId, ...(step === undefined ? {} : { step }), state: 'skipped' }}>
          {say({ zh: '没有发出的消息', en: 'Messages that did not go out' })}
        </GoLink>
      </div>
      {out ? <Skips journeyId={journeyId} code={out} /> : <People journeyId={journeyId} which={which} sayPlace={props.sayPlace} />}
    </>
  )
}

/** Who was not let in, each with the rule that kept them out. */
function Skips({ journeyId, code }: { readonly journeyId: string; readonly code: string }) {
  const say = useSay()
  const format = useFormat()
  const given = code === everyReason ? { id: journeyId } : { id: journeyId, code }
  const asked = useAskMore(listSkips, (after: string | undefined) => ({ ...given, ...(after ? { after } : {}) }))
  return (
    <Portions of={asked} nothing={{ zh: '没有人被挡在外面', en: 'Nobody was kept out' }} more={{ zh: '更多客户', en: 'More customers' }}>
      {(rows) => (
        <ul aria-label={say({ zh: '没有进入的客户', en: 'Customers not let in' })}>
          {rows.map((skip) => (
            <li key={skip.id} className="rg-run">
              <div className="rg-run-head">
                <CustomerLink id={skip.customerId} name={skip.customerName} />
                <time dateTime={skip.at}>{format.dateTime(skip.at)}</time>
              </div>
              <p className="rg-run-why">{say(skip.words)}</p>
            </li>
          ))}
        </ul>
      )}
    </Portions>
  )
}

function RunLine({ run, sayPlace }: { readonly run: Run; readonly sayPlace: (step: string) => string }) {
  const say = useSay()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const arm = arms.find(({ value }) => value === run.arm)
  return (
    <li className="rg-run">
      <div className="rg-run-head">
        <CustomerLink id={run.customerId} name={run.customerName} />
        <Badge tone={tones[run.state]}>{say(run.state === 'holdout' ? (arm?.label ?? run.arm) : runStateWords[run.state])}</Badge>
        {run.state === 'waiting' || run.state === 'ready' ? <span>{sayPlace(run.step)}</span> : null}
        <time dateTime={run.enteredAt}>{say({ zh: '{at} 进入', en: 'entered {at}' }, { at: format.dateTime(run.enteredAt) })}</time>
      </div>
      {run.why?.words ? <p className="rg-run-why">{say(run.why.words)}</p> : null}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{say({ zh: '完整经过', en: 'The whole story' })}</summary>
        {open ? <RunLog run={run} sayPlace={sayPlace} /> : null}
      </details>
    </li>
  )
}

/** Logged at the first step, though nobody has taken it yet. */
const atTheDoor: ReadonlySet<string> = new Set(['entered', 'held-out'])

/** Every line of the run's log: when, at which step, what, and the very rule or reason. */
function RunLog({ run, sayPlace }: { readonly run: Run; readonly sayPlace: (step: string) => string }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(customerJourneys, { id: run.customerId })
  return (
    <Answered of={asked} rows={2}>
      {({ runs }) => (
        <ol className="rg-run-log">
          {(runs.find(({ id }) => id === run.id)?.log ?? []).map((line, at) => (
            // The lines of one log keep their places.
            <li key={at}>
              <time dateTime={line.at}>{format.dateTime(line.at)}</time>
              {atTheDoor.has(line.what) ? say({ zh: '进入', en: 'Entered' }) : sayPlace(line.step)}
              {line.words ? ` · ${say(line.words)}` : ''}
              <MessageFate customerId={run.customerId} line={line} />
            </li>
          ))}
        </ol>
      )}
    </Answered>
  )
}
