import { PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Grid, Table, type TableColumnsType } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { createJourney, listJourneys } from '../actions.ts'
import { unreadableWords } from '../../messages/unreadable.ts'
import { journeyStateWords } from '../journey.ts'
import { readyJourneys } from '../ready/ready-journeys.ts'
import type { ResultLine } from './measured.ts'
import { type Known, useKnown } from './say-rule.ts'
import { sayTrigger } from './say-trigger.ts'
import { starters } from './starters.ts'
import '../../../pages/pages.css'
import './journeys.css'

type Line = ReplyOf<typeof listJourneys>['journeys'][number]

/** Every journey: its state, who is in it, and what it earned. */
export function JourneysPage({ Result }: { readonly Result?: ResultLine }) {
  const asked = useAsk(listJourneys, {}, { every: 15_000 })
  const known = useKnown()
  const may = useMayDo(createJourney)
  const journeys = asked.data?.journeys
  return (
    <Page
      wide
      title={{ zh: '哪些旅程在替我们照顾客户？', en: 'Which journeys look after our customers?' }}
      answer={journeys && journeys.length > 0 ? <Answer journeys={journeys} asOf={new Date(asked.dataUpdatedAt)} /> : null}
      actions={journeys && journeys.length > 0 && may ? <NewButton /> : null}
    >
      <Answered of={asked}>
        {({ journeys: found }) =>
          found.length === 0 ? (
            <NoneYet may={may} />
          ) : (
            <Answered of={known}>{(words) => <List journeys={found} known={words} {...(Result ? { Result } : {})} />}</Answered>
          )
        }
      </Answered>
    </Page>
  )
}

function Answer({ journeys, asOf }: { readonly journeys: readonly Line[]; readonly asOf: Date }) {
  const format = useFormat()
  const live = journeys.filter(({ state }) => state === 'live')
  const inside = journeys.reduce((sum, { counts }) => sum + counts.active, 0)
  return (
    <Sentence
      words={{ zh: '{live} 个正在运行，{inside} 位客户在里面。', en: '{live} running, {inside} {inside|customer|customers} inside.' }}
      parts={{
        live: format.count(live.length),
        inside: (
          <Explain
            definition={{
              zh: '各旅程里正在等待或即将执行下一步的客户之和；同一位客户在两个旅程里算两次。',
              en: 'Customers who wait or are about to go on, over all journeys; one in two journeys counts twice.',
            }}
            asOf={asOf}
            rows={inside}
          >
            {format.count(inside)}
          </Explain>
        ),
      }}
    />
  )
}

function NewButton() {
  const say = useSay()
  const go = useGo()
  const items = [
    { key: 'ready', label: say({ zh: '现成的旅程……', en: 'A ready journey …' }) },
    { type: 'divider' as const },
    ...starters.map(({ key, name }) => ({ key, label: say(name) })),
    { type: 'divider' as const },
    { key: 'blank', label: say({ zh: '从空白开始', en: 'From scratch' }) },
  ]
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items,
        onClick: ({ key }) =>
          key === 'ready' ? go('/journeys/ready') : go('/journeys/new', { search: key === 'blank' ? {} : { from: key } }),
      }}
    >
      <Button type="primary" icon={<PlusOutlined />}>
        {say({ zh: '新建旅程', en: 'New journey' })}
      </Button>
    </Dropdown>
  )
}

function NoneYet({ may }: { readonly may: boolean }) {
  const say = useSay()
  const go = useGo()
  if (!may)
    return (
      <Empty
        title={{ zh: '还没有旅程', en: 'No journeys yet' }}
        hint={{ zh: '旅程由负责人或经理建立。', en: 'Owners and managers make them.' }}
      />
    )
  return (
    <Section
      title={{ zh: '从一个常用的旅程开始', en: 'Begin with a common journey' }}
      note={say({
        zh: '旅程在对的时候联系对的客户，并留出对照组，好知道它到底带来了多少。选一个，改成您自己的；启动之前什么都不会发生。',
        en: 'A journey reaches the right customers at the right time and holds some out, so that you learn what it earned. Choose one and make it yours; nothing happens before you start it.',
      })}
    >
      <div className="rg-starters-grid">
        <button type="button" className="rg-starter rg-starter-first" onClick={() => go('/journeys/ready')}>
          <strong>{say({ zh: '现成的旅程', en: 'Ready journeys' })}</strong>
          <span>
            {say(
              {
                zh: '新客欢迎、加购未付款、生日、补货提醒、流失挽回……{n} 个，消息也写好了。',
                en: 'Welcome, basket, birthday, restocking, win back … {n} of them, their messages written.',
              },
              { n: readyJourneys.length },
            )}
          </span>
        </button>
        {starters.map(({ key, name, what }) => (
          <button key={key} type="button" className="rg-starter" onClick={() => go('/journeys/new', { search: { from: key } })}>
            <strong>{say(name)}</strong>
            <span>{say(what)}</span>
          </button>
        ))}
        <button type="button" className="rg-starter" onClick={() => go('/journeys/new')}>
          <strong>{say({ zh: '从空白开始', en: 'From scratch' })}</strong>
          <span>{say({ zh: '自己选触发方式和步骤。', en: 'Choose the trigger and the steps yourself.' })}</span>
        </button>
      </div>
    </Section>
  )
}

type ListProps = { readonly journeys: readonly Line[]; readonly known: Known; readonly Result?: ResultLine }

function List(props: ListProps) {
  const wide = Grid.useBreakpoint().md ?? true
  return wide ? <AsTable {...props} /> : <AsCards {...props} />
}

function State({ line }: { readonly line: Line }) {
  const say = useSay()
  const { label, tone } = line.unreadable === null ? journeyStateWords[line.state] : unreadableWords
  return <Badge tone={tone}>{say(label)}</Badge>
}

function AsTable({ journeys, known, Result }: ListProps) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Line> = [
    {
      key: 'name',
      title: say({ zh: '旅程', en: 'Journey' }),
      rowScope: 'row',
      render: (_, line) => (
        <>
          <GoLink to={`/journeys/${line.id}`}>{line.name}</GoLink>
          <div className="rg-step-more">{say(sayTrigger(line.trigger, known))}</div>
        </>
      ),
    },
    { key: 'state', title: say({ zh: '状态', en: 'State' }), render: (_, line) => <State line={line} /> },
    {
      key: 'active',
      title: say({ zh: '正在里面', en: 'Inside now' }),
      align: 'right',
      render: (_, line) => <PeopleLink line={line} n={line.counts.active} search={{ state: 'active' }} />,
    },
    {
      key: 'entered',
      title: say({ zh: '进入过', en: 'Entered' }),
      align: 'right',
      render: (_, line) => <PeopleLink line={line} n={line.counts.entered} search={{}} />,
    },
    {
      key: 'sent',
      title: say({ zh: '已发送', en: 'Sent' }),
      align: 'right',
      render: (_, line) => format.count(line.messages['sent'] ?? 0),
    },
    { key: 'holdout', title: say({ zh: '对照组', en: 'Holdout' }), align: 'right', render: (_, line) => `${format.number(line.holdout)}%` },
    ...(Result
      ? [
          {
            key: 'result',
            title: say({ zh: '效果', en: 'Result' }),
            render: (_: unknown, line: Line) => (line.startedAt === null ? '—' : <Result journeyId={line.id} />),
          },
        ]
      : []),
  ]
  return (
    <Table<Line>
      aria-label={say({ zh: '旅程', en: 'Journeys' })}
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={[...journeys]}
      pagination={false}
      scroll={{ x: 'max-content' }}
    />
  )
}

type PeopleProps = { readonly line: Line; readonly n: number; readonly search: Readonly<Record<string, unknown>> }

function PeopleLink({ line, n, search }: PeopleProps) {
  const format = useFormat()
  if (n === 0) return <>{format.count(n)}</>
  return (
    <GoLink to={`/journeys/${line.id}`} search={{ people: true, ...search }}>
      {format.count(n)}
    </GoLink>
  )
}

function AsCards({ journeys, known, Result }: ListProps) {
  const say = useSay()
  const format = useFormat()
  return (
    <ul className="rg-cards" aria-label={say({ zh: '旅程', en: 'Journeys' })}>
      {journeys.map((line) => (
        <li key={line.id} className="rg-card">
          <div className="rg-card-title">
            <GoLink to={`/journeys/${line.id}`}>{line.name}</GoLink> <State line={line} />
          </div>
          <div className="rg-step-more">{say(sayTrigger(line.trigger, known))}</div>
          <div className="rg-step-more">
            {say(
              { zh: '正在里面 {active} · 进入过 {entered} · 已发送 {sent}', en: 'Inside {active} · entered {entered} · sent {sent}' },
              {
                active: format.count(line.counts.active),
                entered: format.count(line.counts.entered),
                sent: format.count(line.messages['sent'] ?? 0),
              },
            )}
          </div>
          {Result && line.startedAt !== null ? <Result journeyId={line.id} /> : null}
        </li>
      ))}
    </ul>
  )
}
