import { useMemo } from 'react'
import { useGo } from '../../../ui/address.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { Words } from '../../../core/kit/words.ts'
import { type Block, type DraftStep, numbering } from '../flow.ts'
import { journeyStateWords } from '../journey.ts'
import { stepKinds } from '../step-kinds.ts'
import { DoorCard } from './DoorCard.tsx'
import { FlowView } from './FlowView.tsx'
import { Forecast } from './Forecast.tsx'
import type { JourneySearch, WhichPeople } from '../journey-address.ts'
import { draftOf } from './journey-draft.ts'
import { JourneyActions } from './JourneyActions.tsx'
import type { ResultLine } from './measured.ts'
import type { Journey } from './journey-answer.ts'
import { KeptOut } from './KeptOut.tsx'
import { KeptBack } from './KeptBack.tsx'
import { PeopleDrawer } from './PeopleDrawer.tsx'
import type { Known } from './say-rule.ts'
import { sayWhat } from './say-what.ts'
import { type Count, faceOf, sharesOf } from './step-faces.tsx'
import { Tests } from './Tests.tsx'
import { Versions } from './Versions.tsx'
import '../../../pages/pages.css'
import './journeys.css'
import { updateJourney } from '../actions.ts'

type Props = {
  readonly journey: Journey
  readonly known: Known
  readonly asOf: Date
  readonly Result?: ResultLine
  readonly search: JourneySearch
  readonly setSearch: (patch: Partial<JourneySearch>, options?: { readonly push?: boolean }) => void
}

const nobody = { step: undefined, what: undefined, state: undefined, arm: undefined, out: undefined } satisfies WhichPeople

/** A journey at work: its state in words, how many are where, and the drawing with its numbers. */
export function JourneyView(props: Props) {
  const { journey, known, search, setSearch, Result } = props
  const go = useGo()
  const may = useMayDo(updateJourney)
  const draft = useMemo(() => draftOf(journey.name, journey.definition), [journey.name, journey.definition])
  const numberOf = numbering(draft.flow)
  const treated = journey.counts.entered - journey.counts.holdout
  const shares = useMemo(
    () => (journey.startedAt === null ? new Map<string, number>() : sharesOf(journey.steps, treated)),
    [journey, treated],
  )
  const openPeople = (which: WhichPeople) => setSearch({ people: true, ...nobody, ...which }, { push: true })
  const openCount = (step: DraftStep, { people, messages }: Count) =>
    people ? openPeople(people) : go('/messages', { search: { journey: journey.id, step: step.id, state: messages } })
  return (
    <Page
      wide
      back={{ to: '/journeys', label: { zh: '全部旅程', en: 'All journeys' } }}
      title={journey.name}
      answer={<StateLine journey={journey} />}
      actions={
        may ? (
          <JourneyActions
            journey={journey}
            known={known}
            onEdit={() => setSearch({ edit: true }, { push: true })}
            onCheck={() => setSearch({ launch: true }, { push: true })}
          />
        ) : null
      }
    >
      {journey.startedAt === null ? (
        <Forecast definition={journey.definition} isByHand={journey.trigger.kind === 'by-hand'} wasStarted={false} />
      ) : (
        <Numbers {...props} />
      )}
      {Result && journey.startedAt !== null ? <Result journeyId={journey.id} /> : null}
      <FlowView
        flow={draft.flow}
        known={known}
        door={<DoorCard draft={draft} known={known} troubles={[]} />}
        numberOf={numberOf}
        countsOf={(step) => countsOf(journey, step)}
        winnerOf={(step) => journey.steps.find(({ id }) => id === step.id)?.test?.winner ?? null}
        onCount={openCount}
        onOpen={(step) => openPeople({ step })}
        shares={shares}
        troubles={[]}
        view={search.view}
        onView={(view) => setSearch({ view })}
      />
      <KeptOut journey={journey} />
      <KeptBack journeyId={journey.id} />
      <Tests journey={journey} flow={draft.flow} />
      <Versions journey={journey} known={known} may={may} />
      <People {...props} numberOf={numberOf} flow={draft.flow} />
    </Page>
  )
}

function countsOf(journey: Journey, step: DraftStep): readonly Count[] {
  const found = journey.startedAt === null ? undefined : journey.steps.find(({ id }) => id === step.id)
  return found ? faceOf(found.kind).countsOf(found) : []
}

type PeopleProps = Props & { readonly numberOf: (id: string) => number; readonly flow: readonly Block[] }

function People({ journey, known, search, setSearch, numberOf, flow }: PeopleProps) {
  const say = useSay()
  const sayPlace = (id: string) => {
    const step = journey.definition.steps.find((one) => one['id'] === id)
    // One of an earlier version: its name here begins with its kind.
    const kind = stepKinds[step?.kind ?? id.replace(/-\d+$/, '')]?.label ?? step?.kind ?? id
    const number = numberOf(id)
    if (number > 0) return `${number}. ${say(kind)}`
    return id === '' ? '' : say({ zh: '{kind}（旧版本的步骤）', en: '{kind} (a step of an earlier version)' }, { kind: say(kind) })
  }
  const { people, step, what, state, arm, out } = search
  return (
    <PeopleDrawer
      journeyId={journey.id}
      skipped={journey.skipped}
      which={people ? { step, what, state, arm, out } : null}
      title={
        step
          ? say({ zh: '“{step}”的客户', en: 'Customers at “{step}”' }, { step: sayPlace(step) })
          : say(out ? { zh: '没有进入的客户', en: 'Customers not let in' } : { zh: '旅程里的客户', en: 'Customers of this journey' })
      }
      sayPlace={sayPlace}
      whats={Object.keys(journey.steps.find(({ id }) => id === step)?.log ?? {})}
      sayWhat={(one) => say(sayWhat(one, step ?? '', flow, known))}
      onWhich={(which) => setSearch({ ...nobody, ...which })}
      onClose={() => setSearch({ people: undefined, ...nobody })}
    />
  )
}

const stateSentences: Record<Journey['state'], Words> = {
  draft: { zh: '还是草稿，启动之前什么都不会发生。', en: 'Still a draft; nothing happens before it is started.' },
  live: { zh: '正在运行，符合的客户随时会进入。', en: 'Running; customers enter as they are triggered.' },
  paused: { zh: '已暂停：里面的客户停在原地，也没有人再进入。', en: 'Paused: those inside stay where they are and nobody enters.' },
}

const looping: Words = {
  zh: '程序已自动暂停：它和别的旅程互相触发，同一位客户一天内反复进入。请点“检查与试跑”看是哪几个，改掉一处再继续。',
  en: 'Paused by the program: it and other journeys set each other off, and a customer entered again and again within a day. “Check and play” shows which; change one of them, then go on.',
}
const liveByHand: Words = { zh: '正在运行，客户由人手动加入。', en: 'Running; customers are added by hand.' }

function sentenceOf({ state, trigger, pausedWhy }: Journey): Words {
  if (state === 'paused' && pausedWhy === 'loop') return looping
  return state === 'live' && trigger.kind === 'by-hand' ? liveByHand : stateSentences[state]
}

function StateLine({ journey }: { readonly journey: Journey }) {
  const say = useSay()
  const format = useFormat()
  const { label, tone } = journeyStateWords[journey.state]
  return (
    <span className="rg-journey-state">
      <Badge tone={tone}>{say(label)}</Badge>
      <span>{say(sentenceOf(journey))}</span>
      {journey.startedAt ? (
        <span>{say({ zh: '{day} 首次启动。', en: 'First started on {day}.' }, { day: format.date(journey.startedAt) })}</span>
      ) : null}
    </span>
  )
}

const figures: readonly {
  readonly key: 'entered' | 'active' | 'holdout' | 'ended'
  readonly label: Words
  readonly what: Words
  readonly which: WhichPeople
}[] = [
  {
    key: 'entered',
    label: { zh: '进入过', en: 'Entered' },
    what: { zh: '进入这个旅程的人次，对照组也算。', en: 'Entries so far, those held out included.' },
    which: {},
  },
  {
    key: 'active',
    label: { zh: '正在里面', en: 'Inside now' },
    what: { zh: '在等待或即将执行下一步的客户。', en: 'Customers who wait or are about to go on.' },
    which: { state: 'active' },
  },
  {
    key: 'holdout',
    label: { zh: '对照组', en: 'Held out' },
    what: { zh: '随机留出、不接受任何动作的客户，只用来比较。', en: 'Drawn at random; they get nothing and are compared with.' },
    which: { arm: 'holdout' },
  },
  {
    key: 'ended',
    label: { zh: '已结束', en: 'Ended' },
    what: { zh: '走完全部步骤，或符合退出条件离开的人次。', en: 'Those who did all steps or left by the exit rule.' },
    which: { state: 'ended' },
  },
]

function Numbers({ journey, asOf }: Props) {
  const format = useFormat()
  return (
    <Figures>
      {figures.map(({ key, label, what, which }) => (
        <Figure
          key={key}
          label={label}
          value={
            <Explain
              name={label}
              definition={what}
              asOf={asOf}
              rows={journey.counts[key]}
              who={{ to: `/journeys/${journey.id}`, search: { people: true, ...which } }}
            >
              {format.count(journey.counts[key])}
            </Explain>
          }
        />
      ))}
      <SentFigure journey={journey} asOf={asOf} />
    </Figures>
  )
}

function SentFigure({ journey, asOf }: Pick<Props, 'journey' | 'asOf'>) {
  const format = useFormat()
  const say = useSay()
  const sent = journey.messages['sent'] ?? 0
  const others = Object.entries(journey.messages).reduce((sum, [state, n]) => sum + (state === 'sent' ? 0 : n), 0)
  return (
    <Figure
      label={{ zh: '已发送', en: 'Sent' }}
      value={
        <Explain
          name={{ zh: '已发送的消息', en: 'Messages sent' }}
          definition={{ zh: '这个旅程的消息中，发信服务器已接收的。', en: 'Messages of this journey that the mail server took.' }}
          asOf={asOf}
          rows={sent}
          who={{
            to: '/messages',
            search: { journey: journey.id, state: 'sent' },
            label: { zh: '查看这些消息', en: 'Show these messages' },
          }}
        >
          {format.count(sent)}
        </Explain>
      }
      note={others > 0 ? say({ zh: '另有 {n} 封没有发出', en: '{n} more did not go out' }, { n: format.count(others) }) : undefined}
    />
  )
}
