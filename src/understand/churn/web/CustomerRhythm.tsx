import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { sayActor } from '../../../core/kit/program-parts.ts'
import { Bars } from '../../../ui/Bars.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge, Reason } from '../../../ui/Reason.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, HiddenFromYou } from '../../../ui/States.tsx'
import { sayRhythm } from '../../rhythm/say-rhythm.ts'
import { churnStateOptions, outcomeWords } from '../churn.ts'
import { customerRhythm } from '../questions.ts'
import { ReasonLine } from './ReasonLine.tsx'
import '../../../pages/pages.css'
import './churn.css'

type Known = ReplyOf<typeof customerRhythm>
type Rhythm = NonNullable<Known['rhythm']>

/** How often a customer comes, whether they are late by that, and why, where it is known. */
export function CustomerRhythm({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(customerRhythm, { id: customerId })
  return (
    <Section
      title={{ zh: '节奏与流失', en: 'Rhythm and leaving' }}
      nothing={asked.data?.whyNone === 'never-bought' ? say({ zh: '还没有消费过', en: 'Has not bought yet' }) : null}
    >
      <Answered of={asked} rows={3}>
        {(known) => (known.whyNone === 'never-bought' ? null : <Standing customerId={customerId} known={known} />)}
      </Answered>
    </Section>
  )
}

function Standing({ customerId, known }: { readonly customerId: string; readonly known: Known }) {
  const say = useSay()
  const format = useFormat()
  const { churn, entry, spells } = known
  const state = churnStateOptions.find(({ value }) => value === churn?.state)
  const isAway = churn !== null && churn.state !== 'active'
  return (
    <Reason
      what={state ? <Badge {...(state.tone ? { tone: state.tone } : {})}>{say(state.label)}</Badge> : null}
      {...(churn && churn.since !== null && isAway
        ? { since: say({ zh: '{day} 起', en: 'since {day}' }, { day: format.date(churn.since) }) }
        : {})}
    >
      <Why known={known} isAway={isAway} />
      {isAway && churn ? <ReasonLine customerId={customerId} entry={churn} reasons={known.reasons} isOpen /> : null}
      {churn?.reasonBy && churn.reasonAt ? (
        <p className="rg-filter-hint">
          {say(
            { zh: '{name}填于 {day}', en: 'Filled in by {name} on {day}' },
            { name: sayActor(churn.reasonBy), day: format.date(churn.reasonAt) },
          )}
        </p>
      ) : null}
      {entry ? (
        <p className="rg-filter-hint">
          <GoLink
            to="/churn"
            search={{ who: 'everyone', ...(entry.state === 'open' ? {} : { state: entry.state === 'snoozed' ? 'snoozed' : 'ended' }) }}
          >
            {entry.state === 'open'
              ? say({ zh: '在挽回名单上', en: 'On the list to win back' })
              : say({ zh: '挽回：{state}', en: 'Winning back: {state}' }, { state: say(outcomeWords[entry.state]) })}
          </GoLink>
          {entry.assigneeName ? ` · ${entry.assigneeName}` : ''}
        </p>
      ) : null}
      {spells.some(({ backAt }) => backAt !== null) ? (
        <p className="rg-filter-hint">
          {say(
            { zh: '以前流失后回来过 {n} 次', en: 'Left and came back {n} {n|time|times} before' },
            { n: spells.filter(({ backAt }) => backAt !== null).length },
          )}
        </p>
      ) : null}
    </Reason>
  )
}

/** Their rhythm, and where they are in it; or why none is told. */
function Why({ known: { rhythm, whyNone, churn }, isAway }: { readonly known: Known; readonly isAway: boolean }) {
  const say = useSay()
  const format = useFormat()
  if (!rhythm)
    return (
      <p className="rg-filter-hint">
        {whyNone === 'hidden'
          ? say({
              zh: '节奏由您的角色看不到的字段得出，这里不显示。',
              en: 'The rhythm follows from fields that are hidden from your role, so it is not shown.',
            })
          : churn
            ? say(
                {
                  zh: '这位客户不做个性化：不看自己的节奏，是否流失只按 {days} 天判断。',
                  en: 'Personalisation is refused: no rhythm of their own is looked at, and whether they left goes by {days} days alone.',
                },
                { days: churn.days },
              )
            : say({ zh: '这位客户不做个性化：不看自己的节奏。', en: 'Personalisation is refused: no rhythm of their own is looked at.' })}
      </p>
    )
  const said = sayRhythm(rhythm)
  const { dueAt, lateAt, goneAt } = rhythm
  return (
    <>
      <p className="rg-churn-why">{say(said.words, said.values)}</p>
      <p className="rg-filter-hint">{sayBasis(say, rhythm)}</p>
      {isAway || dueAt === null || lateAt === null || goneAt === null ? null : (
        <p className="rg-filter-hint">
          {say(
            { zh: '按节奏该在 {due} 来；{late} 起算晚，{gone} 起算流失。', en: 'Expected by {due}; late from {late}, gone from {gone}.' },
            { due: format.date(dueAt), late: format.date(lateAt), gone: format.date(goneAt) },
          )}
        </p>
      )}
      {rhythm.recent === null ? (
        <p className="rg-filter-hint">
          {say({ zh: '最近各次间隔：', en: 'The latest gaps: ' })}
          <HiddenFromYou />
        </p>
      ) : rhythm.recent.length >= 3 ? (
        <Gaps rhythm={rhythm} recent={rhythm.recent} />
      ) : null}
    </>
  )
}

function sayBasis(say: ReturnType<typeof useSay>, { gaps, ownDays, firmDays, closedDays }: Rhythm): string {
  const closed =
    closedDays > 0 ? say({ zh: '；其间停业 {n} 天不算', en: '; {n} closed days in between do not count' }, { n: closedDays }) : ''
  if (gaps === 0)
    return (
      say({
        zh: '只有一次消费，按全店第一次到第二次的间隔判断',
        en: 'One purchase only: judged by the gap from the first to the second of all customers',
      }) + closed
    )
  return (
    say(
      {
        zh: '自己 {gaps} 次间隔的中位数是 {own} 天，全店是 {firm} 天；间隔越少，越向全店靠拢',
        en: 'The middle of {gaps} own {gaps|gap|gaps} is {own} days, of everybody {firm}; the fewer, the nearer to everybody’s',
      },
      { gaps, own: String(ownDays ?? ''), firm: firmDays },
    ) + closed
  )
}

function Gaps({ rhythm, recent }: { readonly rhythm: Rhythm; readonly recent: readonly number[] }) {
  const say = useSay()
  const format = useFormat()
  const { since, closedDays } = rhythm
  const bars = useMemo(
    () => [
      ...recent.map((value, at) => ({ key: String(at), name: String(at - recent.length), value })),
      { key: 'now', name: say({ zh: '至今', en: 'so far' }), value: Math.max(0, since - closedDays) },
    ],
    [recent, since, closedDays, say],
  )
  const days = useMemo(() => (value: number) => format.count(value), [format])
  return (
    <Bars
      label={{ zh: '最近各次消费间隔（天），最后一根是至今', en: 'The latest gaps in days; the last is the one so far' }}
      bars={bars}
      keyName={{ zh: '第几次', en: 'Which' }}
      valueName={{ zh: '天', en: 'Days' }}
      format={days}
      height={140}
    />
  )
}
