import { Alert, Button, Select } from 'antd'
import { useMemo, useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { addDays, daysBetween } from '../../../core/kit/local-time.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { Bars } from '../../../ui/Bars.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, ErrorState, Loading, useSayProblem } from '../../../ui/States.tsx'
import { readReplay, startReplay, stopReplay } from '../replay-actions.ts'
import type { JourneySearch } from '../journey-address.ts'
import { stepKinds } from '../step-kinds.ts'
import { DoorCard } from './DoorCard.tsx'
import { FlowView } from './FlowView.tsx'
import { draftOf } from './journey-draft.ts'
import { numbering } from '../flow.ts'
import type { Journey } from './journey-answer.ts'
import { type Behind, ReplayPeople } from './ReplayPeople.tsx'
import { sayWay } from './say-journey.ts'
import { sayWhat } from './say-what.ts'
import type { Known } from './say-rule.ts'
import { faceOf, sharesOf } from './step-faces.tsx'

type Props = {
  readonly journey: Journey
  readonly known: Known
  readonly search: JourneySearch
  readonly setSearch: (patch: Partial<JourneySearch>, options?: { readonly push?: boolean }) => void
}

const spans = [7, 30, 90] as const
/** A replay under way is asked after so often, in milliseconds. */
const often = 1_000

/** So many of the sample at first. */
const shownFirst = 10

type Answer = ReplyOf<typeof readReplay>
type Result = NonNullable<Answer['result']>

const faceLabel = (kind: string) => stepKinds[kind]?.label ?? { zh: kind, en: kind }

/** The journey played on what has happened: who would have got what. Nothing is sent. */
export function Replay({ journey, known, search, setSearch }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const start = useAct(startReplay)
  const days = search.days ?? 30
  const run = () =>
    start.mutate({ journeyId: journey.id, definition: journey.definition, days }, { onSuccess: ({ id }) => setSearch({ replay: id }) })
  return (
    <Section
      title={{ zh: '在过去的记录上试跑', en: 'Tried out on the past' }}
      note={say({
        zh: '按过去真实发生的事，算出谁会进入、会收到什么。什么都不会发出，也不改动任何资料。',
        en: 'By what really happened: who would have entered and what they would have got. Nothing is sent or changed.',
      })}
      actions={
        <>
          <Select
            size="small"
            aria-label={say({ zh: '多长一段时间', en: 'How long a time' })}
            value={days}
            onChange={(next) => setSearch({ days: next })}
            options={spans.map((value) => ({ value, label: say({ zh: '最近 {n} 天', en: 'Last {n} days' }, { n: value }) }))}
          />
          <Button size="small" loading={start.isPending} onClick={run}>
            {say(search.replay ? { zh: '再跑一次', en: 'Play again' } : { zh: '开始试跑', en: 'Play' })}
          </Button>
        </>
      }
    >
      {start.error ? <Alert type="error" showIcon role="alert" title={sayProblem(start.error)} /> : null}
      {search.replay ? (
        <Played id={search.replay} journey={journey} known={known} search={search} setSearch={setSearch} />
      ) : (
        <Empty
          small
          title={{ zh: '还没有试跑过', en: 'Not played yet' }}
          hint={{
            zh: '点“开始试跑”，看看如果过去就开着，会发生什么。',
            en: 'Press “Play” to see what would have happened had it been running.',
          }}
        />
      )}
    </Section>
  )
}

function Played({ id, ...props }: Props & { readonly id: string }) {
  const say = useSay()
  const stop = useAct(stopReplay)
  const first = useAsk(readReplay, { id })
  const isOpen = first.data?.state === 'waiting' || first.data?.state === 'running'
  const asked = useAsk(readReplay, { id }, { every: isOpen ? often : false })
  const { data } = asked
  if (!data) return asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={4} />
  if (data.state === 'failed')
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        title={data.failure ? say(data.failure) : say({ zh: '试跑没有成功，请再试一次', en: 'It could not be played; try again' })}
      />
    )
  if (data.state === 'stopped') return <Empty small title={{ zh: '已停止', en: 'Stopped' }} />
  if (isOpen || !data.result)
    return (
      <Progress
        label={say({ zh: '正在试跑', en: 'Playing' })}
        done={data.done}
        total={data.of > 0 ? data.of : null}
        onStop={() => stop.mutate({ id })}
        stopping={stop.isPending}
        confirm={{ zh: '停下来？算到一半的结果不保留。', en: 'Stop here? Nothing of it is kept.' }}
      />
    )
  return <Outcome replay={data} result={data.result} {...props} />
}

function Outcome({ replay, result, ...props }: Props & { readonly replay: Answer; readonly result: Result }) {
  const say = useSay()
  const format = useFormat()
  const [behind, setBehind] = useState<Behind | null>(null)
  const count = (figure: 'entries' | 'holdout' | 'messages' | 'capped', n: number, title: string) =>
    n === 0 ? (
      format.count(n)
    ) : (
      <button
        type="button"
        className="rg-link"
        aria-label={`${title} ${format.count(n)}`}
        onClick={() => setBehind({ title, n, ask: { figure } })}
      >
        {format.count(n)}
      </button>
    )
  const entries = say({ zh: '会进入的客户', en: 'Those who would have entered' })
  return (
    <>
      <p className="rg-replay-said">
        <Sentence
          words={{
            zh: '从 {from} 到 {to}，会有 {people} 位客户进入 {entries} 次，其中 {holdout} 次进对照组；会发出 {messages} 条消息，另有 {capped} 条被频次上限拦下。',
            en: 'From {from} to {to}, {people} {people|customer|customers} would have entered {entries} {entries|time|times}, {holdout} of them held out; {messages} {messages|message|messages} would have gone out, and {capped} been refused by the cap.',
          }}
          parts={{
            from: format.date(replay.from),
            to: format.date(replay.to),
            people: count('entries', result.people, entries),
            entries: format.count(result.entries),
            holdout: count('holdout', result.holdout, say({ zh: '会进对照组的客户', en: 'Those who would have been held out' })),
            messages: count('messages', result.messages, say({ zh: '会收到消息的客户', en: 'Those who would have got a message' })),
            capped: count('capped', result.capped, say({ zh: '会被频次上限拦下的客户', en: 'Those whom the cap would have refused' })),
          }}
        />
      </p>
      {result.unknown.length > 0 ? (
        <Alert
          type="info"
          showIcon
          title={say({ zh: '有些事无法从记录中得知', en: 'Some things cannot be known from the records' })}
          description={
            <ul>
              {result.unknown.map((one) => (
                <li key={one.zh}>{say(one)}</li>
              ))}
            </ul>
          }
        />
      ) : null}
      <DayBars days={result.days} from={replay.from.slice(0, 10)} to={replay.to.slice(0, 10)} onOpen={setBehind} />
      <PlayedFlow replay={replay} result={result} onOpen={setBehind} {...props} />
      <Sample replay={replay} {...props} />
      <ReplayPeople id={replay.id} behind={behind} onClose={() => setBehind(null)} />
    </>
  )
}

type Opens = { readonly onOpen: (behind: Behind) => void }
type DayProps = Opens & { readonly days: Result['days']; readonly from: string; readonly to: string }

/** Days on which nothing would have happened stand there too. */
function DayBars({ days, from, to, onOpen }: DayProps) {
  const say = useSay()
  const format = useFormat()
  const bars = useMemo(() => {
    const counts = new Map(days.map(({ day, messages }) => [day, messages]))
    const first = [...counts.keys()].reduce((a, b) => (b < a ? b : a), from)
    const last = [...counts.keys()].reduce((a, b) => (b > a ? b : a), to)
    const all = Array.from({ length: daysBetween(first, last) + 1 }, (_, i) => addDays(first, i))
    return all.map((day) => ({ key: day, name: day.slice(5), value: counts.get(day) ?? 0 }))
  }, [days, from, to])
  if (days.length === 0) return null
  return (
    <Bars
      label={{ zh: '每天会发出的消息', en: 'Messages that would have gone out each day' }}
      bars={bars}
      keyName={{ zh: '日期', en: 'Day' }}
      valueName={{ zh: '消息', en: 'Messages' }}
      format={format.count}
      height={180}
      onOpen={(day) =>
        onOpen({
          title: say({ zh: '{day} 会收到消息的客户', en: 'Those who would have got a message on {day}' }, { day: format.date(day) }),
          n: days.find((one) => one.day === day)?.messages ?? 0,
          ask: { figure: 'messages', day },
        })
      }
    />
  )
}

type PlayedProps = Props & Opens & { readonly replay: Answer; readonly result: Result }

function PlayedFlow({ replay, result, known, search, setSearch, onOpen }: PlayedProps) {
  const say = useSay()
  const draft = useMemo(() => draftOf('', replay.definition), [replay.definition])
  const steps = useMemo(
    () =>
      replay.definition.steps.map((step) => {
        const id = String(step['id'])
        return { id, kind: step.kind, here: 0, log: result.steps.find((one) => one.step === id)?.what ?? {}, messages: {} }
      }),
    [replay.definition, result],
  )
  const shares = useMemo(() => sharesOf(steps, result.entries - result.holdout), [steps, result])
  const numberOf = numbering(draft.flow)
  return (
    <FlowView
      flow={draft.flow}
      known={known}
      door={<DoorCard draft={draft} known={known} troubles={[]} />}
      numberOf={numberOf}
      countsOf={(step) => {
        const found = steps.find(({ id }) => id === step.id)
        return found
          ? faceOf(found.kind)
              .countsOf(found)
              .filter(({ n }) => n > 0)
          : []
      }}
      onCount={(step, { label, way, people, n }) => {
        const what = people?.what
        if (what !== undefined)
          onOpen({
            title: `${numberOf(step.id)}. ${say(faceLabel(step.kind))} · ${say(way === undefined ? label : sayWay(step, way, known))}`,
            n,
            ask: { step: step.id, what },
          })
      }}
      shares={shares}
      troubles={[]}
      view={search.view}
      onView={(view) => setSearch({ view })}
    />
  )
}

/** Some of those who would have entered, each with the way they would have gone. */
function Sample({ replay, known }: Props & { readonly replay: Answer }) {
  const say = useSay()
  const format = useFormat()
  const flow = useMemo(() => draftOf('', replay.definition).flow, [replay.definition])
  const numberOf = numbering(flow)
  const [isWhole, setWhole] = useState(false)
  if (replay.sample.length === 0) return null
  const shown = isWhole ? replay.sample : replay.sample.slice(0, shownFirst)
  const kindOf = (id: string) => replay.definition.steps.find((one) => one['id'] === id)?.kind ?? ''
  return (
    <>
      <h3 className="rg-ready-part">{say({ zh: '其中一些客户会怎么走', en: 'The way some of them would have gone' })}</h3>
      <ul aria-label={say({ zh: '客户', en: 'Customers' })}>
        {shown.map((one, i) => (
          <li key={`${one.customerId} ${one.enteredAt} ${i}`} className="rg-run">
            <div className="rg-run-head">
              <CustomerLink id={one.customerId} name={one.customerName} />
              {one.arm === 'holdout' ? <span>{say({ zh: '对照组', en: 'held out' })}</span> : null}
              <time dateTime={one.enteredAt}>{say({ zh: '{at} 进入', en: 'entered {at}' }, { at: format.dateTime(one.enteredAt) })}</time>
            </div>
            <details>
              <summary>{say({ zh: '会怎么走', en: 'The way' })}</summary>
              <ol className="rg-run-log">
                {one.path.map((line, at) => (
                  // The lines of one path keep their places.
                  <li key={at}>
                    <time dateTime={line.at}>{format.dateTime(line.at)}</time>
                    {`${numberOf(line.step)}. ${say(stepKinds[kindOf(line.step)]?.label ?? line.step)} · ${say(sayWhat(line.what, line.step, flow, known))}`}
                  </li>
                ))}
              </ol>
            </details>
          </li>
        ))}
      </ul>
      {shown.length < replay.sample.length ? (
        <Button size="small" onClick={() => setWhole(true)}>
          {say({ zh: '再看 {n} 位', en: 'Show {n} more' }, { n: format.count(replay.sample.length - shown.length) })}
        </Button>
      ) : null}
    </>
  )
}
