import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { updateCampaign } from '../actions.ts'
import { editionStateWords, memberStateWords } from '../campaign.ts'
import { channelLabel } from '../campaign-channels.ts'
import { campaignSearch, type WhichMembers } from '../campaigns-address.ts'
import { sayTiming } from '../say-when.ts'
import { AudienceCount } from './AudienceCount.tsx'
import { CampaignActions } from './CampaignActions.tsx'
import { draftOf } from './campaign-draft.ts'
import type { Measured } from './measured.ts'
import type { Campaign } from './campaign-answer.ts'
import { CampaignBadge, nextOf } from './CampaignsPage.tsx'
import { MembersDrawer } from './MembersDrawer.tsx'
import { Overlap } from './Overlap.tsx'
import { Results } from './Results.tsx'
import '../../../pages/pages.css'
import './campaigns.css'

type Props = Measured & { readonly campaign: Campaign; readonly asOf: Date }

/** A campaign at work: its state, how far it is, who is in it, what it brought by both ways of counting. */
export function CampaignView({ campaign, asOf, Result }: Props) {
  const say = useSay()
  const format = useFormat()
  const may = useMayDo(updateCampaign)
  const [search, setSearch] = useSearchState(campaignSearch)
  const { id, editions, runs } = campaign
  const open = runs.find(({ state }) => state === 'choosing' || state === 'drawing' || state === 'sending' || state === 'stopping')
  const openPeople = (which: WhichMembers) =>
    setSearch(
      {
        people: true,
        edition: undefined,
        state: undefined,
        reason: undefined,
        arm: undefined,
        variant: undefined,
        outcome: undefined,
        ...which,
      },
      { push: true },
    )
  return (
    <Page
      wide
      back={{ to: '/campaigns', label: { zh: '全部活动', en: 'All campaigns' } }}
      title={campaign.name}
      answer={
        <span className="rg-campaign-state">
          <CampaignBadge line={campaign} /> <span>{say(nextOf(campaign, format))}</span>
        </span>
      }
      actions={may ? <CampaignActions campaign={campaign} /> : null}
    >
      {campaign.goal ? <p className="rg-campaign-goal">{campaign.goal}</p> : null}
      {open ? <Going run={open} waiting={campaign.counts.waiting} isPaused={campaign.state === 'paused'} /> : null}
      {editions > 0 ? <Numbers campaign={campaign} asOf={asOf} /> : <Before campaign={campaign} />}
      {Result && editions > 0 ? <Result campaignId={id} /> : null}
      {editions > 0 ? (
        <Results campaign={campaign} isOpen={open !== undefined} search={search} setSearch={setSearch} onPeople={openPeople} />
      ) : null}
      <Plan campaign={campaign} />
      {editions > 0 ? <Refusals campaign={campaign} onPeople={openPeople} /> : null}
      {runs.length > 0 ? <Editions campaign={campaign} onPeople={openPeople} /> : null}
      <MembersDrawer
        campaignId={id}
        which={search.people ? search : null}
        onClose={() =>
          setSearch({
            people: undefined,
            edition: undefined,
            state: undefined,
            reason: undefined,
            arm: undefined,
            variant: undefined,
            outcome: undefined,
          })
        }
      />
    </Page>
  )
}

/** Before it begins: who could be reached now, and what else they get. */
function Before({ campaign }: { readonly campaign: Campaign }) {
  const [draft] = useState(() => draftOf(campaign.name, campaign.goal, campaign.definition))
  return (
    <>
      <AudienceCount draft={draft} id={campaign.id} />
      <Overlap draft={draft} id={campaign.id} />
    </>
  )
}

const goingWords: Record<string, Words> = {
  choosing: { zh: '正在锁定受众', en: 'Fixing the audience' },
  drawing: { zh: '正在按规则筛选并抽对照组', en: 'Asking the rules and drawing the holdout' },
  sending: { zh: '正在交给发件箱', en: 'Handing on to the outbox' },
  stopping: { zh: '正在撤回', en: 'Taking back' },
}

function Going({
  run,
  waiting,
  isPaused,
}: {
  readonly run: Campaign['runs'][number]
  readonly waiting: number
  readonly isPaused: boolean
}) {
  const say = useSay()
  // All have been handed on: what the outbox still holds is said above.
  if (run.state === 'sending' && waiting === 0 && !isPaused) return null
  const [done, total] =
    run.state === 'choosing' ? [0, null] : run.state === 'drawing' ? [run.drawn, run.chosen] : [run.queued, run.queued + waiting]
  return (
    <Section>
      <Progress
        label={`${isPaused ? say({ zh: '已暂停 · ', en: 'Paused · ' }) : ''}${say(goingWords[run.state] ?? '')}`}
        done={done}
        total={total}
      />
    </Section>
  )
}

type FigureKind = { readonly key: keyof Campaign['counts']; readonly label: Words; readonly what: Words; readonly which: WhichMembers }

const figures: readonly FigureKind[] = [
  {
    key: 'audience',
    label: { zh: '受众', en: 'Audience' },
    what: { zh: '开始时符合受众条件的人次，各期相加。', en: 'Who matched the audience when it began, over all editions.' },
    which: {},
  },
  {
    key: 'refused',
    label: { zh: '不能联系', en: 'Not reachable' },
    what: { zh: '抽签之前被规则挡下的，不参与比较。', en: 'Refused by a rule before the draw; they take no part in the comparison.' },
    which: { state: 'refused' },
  },
  {
    key: 'holdout',
    label: { zh: '对照组', en: 'Held out' },
    what: { zh: '随机留出、什么都没收到的，只用来比较。', en: 'Drawn at random; they got nothing and are compared with.' },
    which: { arm: 'holdout' },
  },
  {
    key: 'queued',
    label: { zh: '已交给发件箱', en: 'Handed to the outbox' },
    what: {
      zh: '发件箱在发出的那一刻再检查一遍同意、额度和免打扰。',
      en: 'The outbox asks consent, limits and quiet hours again when it leaves.',
    },
    which: { state: 'queued' },
  },
]

function Numbers({ campaign, asOf }: { readonly campaign: Campaign; readonly asOf: Date }) {
  const format = useFormat()
  const say = useSay()
  const { counts, cost, budgetUsed } = campaign
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
              rows={counts[key]}
              who={{ to: `/campaigns/${campaign.id}`, search: { people: true, ...which } }}
            >
              {format.count(counts[key])}
            </Explain>
          }
        />
      ))}
      <Figure
        label={{ zh: '花费', en: 'Cost' }}
        value={
          <Explain
            name={{ zh: '花费', en: 'Cost' }}
            definition={{
              zh: '固定花费，加上每条消息的费用：渠道报了实际费用的按实际，否则按账号里的单价。',
              en: 'Fixed costs and each message’s: as the vendor charged where it says, else by the account’s price.',
            }}
            asOf={asOf}
          >
            {format.money(cost)}
          </Explain>
        }
        note={
          budgetUsed === null
            ? undefined
            : say({ zh: '预算已用 {share}', en: '{share} of the budget' }, { share: format.percent(budgetUsed, 0) })
        }
      />
    </Figures>
  )
}

function Plan({ campaign }: { readonly campaign: Campaign }) {
  const say = useSay()
  const format = useFormat()
  const { definition, variants } = campaign
  return (
    <Section title={{ zh: '安排', en: 'The plan' }}>
      <dl className="rg-check">
        <div>
          <dt>{say({ zh: '受众', en: 'Audience' })}</dt>
          <dd>{say(campaign.audienceWords)}</dd>
        </div>
        <div>
          <dt>{say({ zh: '内容', en: 'Content' })}</dt>
          <dd>
            {say(channelLabel(definition.channel))}
            {campaign.accountName === null ? '' : say({ zh: '（{name}）', en: ' ({name})' }, { name: campaign.accountName })} ·{' '}
            {variants
              .map(({ key, templateName }) => `${key.toUpperCase()} ${templateName ?? say({ zh: '模板已删除', en: 'template deleted' })}`)
              .join(' · ')}
          </dd>
        </div>
        <div>
          <dt>{say({ zh: '时间', en: 'Time' })}</dt>
          <dd>
            {say(sayTiming(definition, format.date))}
            {definition.perHour === null
              ? ''
              : say({ zh: ' · 每小时 {n} 条', en: ' · {n} an hour' }, { n: format.count(definition.perHour) })}
          </dd>
        </div>
        <div>
          <dt>{say({ zh: '对照组', en: 'Holdout' })}</dt>
          <dd>{format.number(definition.holdout)}%</dd>
        </div>
        <div>
          <dt>{say({ zh: '预算', en: 'Budget' })}</dt>
          <dd>
            {definition.budget === null
              ? say({ zh: '不设', en: 'None' })
              : say(
                  definition.budget.over === 'stop'
                    ? { zh: '{amount}，用完即停', en: '{amount}, and it stops there' }
                    : { zh: '{amount}，用完只提醒', en: '{amount}, and only a warning there' },
                  { amount: format.money(definition.budget.amount) },
                )}
          </dd>
        </div>
      </dl>
    </Section>
  )
}

const takenBack = {
  code: '',
  words: memberStateWords.withdrawn.label,
  when: { zh: '交给发件箱之前', en: 'before the outbox had it' },
  which: { state: 'withdrawn' as const },
}

function Refusals({ campaign, onPeople }: { readonly campaign: Campaign; readonly onPeople: (which: WhichMembers) => void }) {
  const say = useSay()
  const format = useFormat()
  const lines = [
    ...campaign.refusals.map((one) => ({
      ...one,
      when: { zh: '抽签之前', en: 'before the draw' },
      which: { state: 'refused' as const, reason: one.code },
    })),
    ...campaign.skipped.map((one) => ({
      ...one,
      when: { zh: '发出的那一刻', en: 'when it was to leave' },
      which: { state: 'queued' as const, reason: one.code },
    })),
    ...(campaign.counts.withdrawn > 0 ? [{ ...takenBack, count: campaign.counts.withdrawn }] : []),
  ]
  return (
    <Section
      title={{ zh: '谁没有收到，为什么', en: 'Who did not get it, and why' }}
      nothing={lines.length === 0 ? say({ zh: '没有被挡下的', en: 'Nobody was refused' }) : null}
    >
      <ul className="rg-overlap">
        {lines.map(({ code, words, count, when, which }) => (
          <li key={`${which.state} ${code}`}>
            <span>
              {say(words)} <span className="rg-campaign-more">{say(when)}</span>
            </span>
            <button type="button" className="rg-link" onClick={() => onPeople(which)}>
              {say({ zh: '{n} 位', en: '{n}' }, { n: format.count(count) })}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Editions({ campaign, onPeople }: { readonly campaign: Campaign; readonly onPeople: (which: WhichMembers) => void }) {
  const say = useSay()
  const format = useFormat()
  if (campaign.runs.length === 1 && campaign.runs[0]?.failure === null) return null
  return (
    <Section title={{ zh: '各期', en: 'Editions' }}>
      <ol className="rg-overlap" reversed>
        {campaign.runs.map((run) => {
          const { label, tone } = editionStateWords[run.state]
          return (
            <li key={run.number}>
              <span>
                {format.dateTime(run.plannedAt)} <Badge tone={tone}>{say(label)}</Badge>{' '}
                {run.failure ? <span className="rg-campaign-more">{say(run.failure)}</span> : null}
              </span>
              <button type="button" className="rg-link" onClick={() => onPeople({ edition: run.number })}>
                {say({ zh: '第 {number} 期，{n} 位', en: 'Edition {number}, {n}' }, { number: run.number, n: format.count(run.chosen) })}
              </button>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
