import { CalendarOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Grid, Table, type TableColumnsType } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { createCampaign, listCampaigns } from '../actions.ts'
import { unreadableWords } from '../../messages/unreadable.ts'
import { campaignStateWords } from '../campaign.ts'
import { channelLabel } from '../campaign-channels.ts'
import { sayWhen } from '../say-when.ts'
import type { CampaignResult } from './measured.ts'
import '../../../pages/pages.css'
import './campaigns.css'

export type Line = ReplyOf<typeof listCampaigns>['campaigns'][number]

/** Every campaign: its state, what is to be done next, and what it brought. */
export function CampaignsPage({ Result }: { readonly Result?: CampaignResult }) {
  const asked = useAsk(listCampaigns, {}, { every: 10_000 })
  const may = useMayDo(createCampaign)
  const go = useGo()
  const say = useSay()
  const campaigns = asked.data?.campaigns
  return (
    <Page
      wide
      title={{ zh: '哪些活动在进行？', en: 'Which campaigns are under way?' }}
      answer={campaigns && campaigns.length > 0 ? <Answer campaigns={campaigns} /> : null}
      actions={
        <>
          <Button icon={<CalendarOutlined />} onClick={() => go('/calendar')}>
            {say({ zh: '营销日历', en: 'Calendar' })}
          </Button>
          {may && campaigns && campaigns.length > 0 ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => go('/campaigns/new')}>
              {say({ zh: '新建活动', en: 'New campaign' })}
            </Button>
          ) : null}
        </>
      }
    >
      <Answered of={asked}>
        {({ campaigns: found }) =>
          found.length === 0 ? <NoneYet may={may} /> : <List campaigns={found} {...(Result ? { Result } : {})} />
        }
      </Answered>
    </Page>
  )
}

function Answer({ campaigns }: { readonly campaigns: readonly Line[] }) {
  const format = useFormat()
  const running = campaigns.filter(({ state }) => state === 'running').length
  const planned = campaigns.filter(({ nextAt, state }) => nextAt !== null && state !== 'draft')
  const next = planned.map(({ nextAt }) => nextAt ?? '').toSorted()[0]
  return (
    <Sentence
      words={
        next
          ? { zh: '{running} 个正在进行；下一次发送在 {next}。', en: '{running} under way; the next sending is on {next}.' }
          : { zh: '{running} 个正在进行，没有已排期的。', en: '{running} under way, none planned.' }
      }
      parts={{ running: format.count(running), next: next ? format.dateTime(next) : '' }}
    />
  )
}

function NoneYet({ may }: { readonly may: boolean }) {
  if (!may)
    return (
      <Empty
        title={{ zh: '还没有营销活动', en: 'No campaigns yet' }}
        hint={{ zh: '活动由负责人或经理建立。', en: 'Owners and managers make them.' }}
      />
    )
  return (
    <Empty
      title={{ zh: '还没有营销活动', en: 'No campaigns yet' }}
      hint={{
        zh: '一次活动把一条消息发给一群人，并留出对照组，好知道它到底带来了多少。启动之前什么都不会发生。',
        en: 'A campaign sends one message to many and holds some out, so that you learn what it earned. Nothing happens before it is started.',
      }}
      next={{ label: { zh: '新建活动', en: 'New campaign' }, to: '/campaigns/new' }}
    />
  )
}

type ListProps = { readonly campaigns: readonly Line[]; readonly Result?: CampaignResult }

function List(props: ListProps) {
  const wide = Grid.useBreakpoint().md ?? true
  return wide ? <AsTable {...props} /> : <AsCards {...props} />
}

export function CampaignBadge({ line }: { readonly line: Pick<Line, 'state' | 'unreadable'> }) {
  const say = useSay()
  const { label, tone } = line.unreadable === null ? campaignStateWords[line.state] : unreadableWords
  return <Badge tone={tone}>{say(label)}</Badge>
}

/** What happens next, or what the reader is to do. */
export function nextOf({ state, nextAt, missedAt, counts, messages, unreadable }: Line, format: ReturnType<typeof useFormat>): Words {
  if (unreadable !== null) return { zh: '已停下，打开看怎么办', en: 'It stands still: open it to see what to do' }
  if (missedAt !== null) {
    const [thenZh, thenEn] = nextAt === null ? ['', ''] : [`。下一次：${format.dateTime(nextAt)}`, `. Next: ${format.dateTime(nextAt)}`]
    return {
      zh: `错过了 ${format.dateTime(missedAt)}，没有自动补发，可以现在补发${thenZh}`,
      en: `It missed ${format.dateTime(missedAt)} and was not sent by itself; it can be sent now${thenEn}`,
    }
  }
  if (state === 'draft') return { zh: '检查后启动', en: 'Check it and start it' }
  if (state === 'paused') return { zh: '已暂停，可以继续或停止', en: 'Paused: resume it or stop it' }
  if (state === 'stopped') return { zh: '已停止，没发出的已撤回', en: 'Stopped; what had not left was taken back' }
  if (state === 'running' && counts.waiting > 0)
    return { zh: `还有 ${format.count(counts.waiting)} 位等待发送`, en: `${format.count(counts.waiting)} wait to be sent` }
  const queued = (messages['queued'] ?? 0) + (messages['sending'] ?? 0)
  if (state === 'running' && queued > 0)
    return { zh: `发件箱里还有 ${format.count(queued)} 条`, en: `${format.count(queued)} in the outbox` }
  if (nextAt) return { zh: `下一次：${format.dateTime(nextAt)}`, en: `Next: ${format.dateTime(nextAt)}` }
  return state === 'running' ? { zh: '正在收尾', en: 'Coming to its end' } : { zh: '看看结果', en: 'See what it brought' }
}

function AsTable({ campaigns, Result }: ListProps) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<Line> = [
    {
      key: 'name',
      title: say({ zh: '活动', en: 'Campaign' }),
      rowScope: 'row',
      render: (_, line) => (
        <>
          <GoLink to={`/campaigns/${line.id}`}>{line.name}</GoLink>
          <div className="rg-campaign-more">
            {line.channel && line.when ? `${say(channelLabel(line.channel))} · ${say(sayWhen(line.when, format.date))}` : null}
          </div>
        </>
      ),
    },
    { key: 'state', title: say({ zh: '状态', en: 'State' }), render: (_, line) => <CampaignBadge line={line} /> },
    {
      key: 'next',
      title: say({ zh: '下一步', en: 'Next' }),
      render: (_, line) => <div className="rg-campaign-next">{say(nextOf(line, format))}</div>,
    },
    {
      key: 'audience',
      title: say({ zh: '受众', en: 'Audience' }),
      align: 'right',
      render: (_, line) => <PeopleLink line={line} n={line.counts.audience} search={{}} />,
    },
    {
      key: 'sent',
      title: say({ zh: '已发送', en: 'Sent' }),
      align: 'right',
      render: (_, line) => <PeopleLink line={line} n={line.messages['sent'] ?? 0} search={{ outcome: 'sent' }} />,
    },
    {
      key: 'holdout',
      title: say({ zh: '对照组', en: 'Held out' }),
      align: 'right',
      render: (_, line) => <PeopleLink line={line} n={line.counts.holdout} search={{ arm: 'holdout' }} />,
    },
    { key: 'cost', title: say({ zh: '花费', en: 'Cost' }), align: 'right', render: (_, line) => format.money(line.cost) },
    ...(Result
      ? [
          {
            key: 'result',
            title: say({ zh: '效果', en: 'Result' }),
            render: (_: unknown, line: Line) => (line.editions === 0 ? '—' : <Result campaignId={line.id} />),
          },
        ]
      : []),
  ]
  return (
    <Scrolled label={{ zh: '营销活动', en: 'Campaigns' }}>
      <Table<Line>
        aria-label={say({ zh: '营销活动', en: 'Campaigns' })}
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={[...campaigns]}
        pagination={false}
      />
    </Scrolled>
  )
}

function PeopleLink({ line, n, search }: { readonly line: Line; readonly n: number; readonly search: Readonly<Record<string, unknown>> }) {
  const format = useFormat()
  if (n === 0) return <>{format.count(n)}</>
  return (
    <GoLink to={`/campaigns/${line.id}`} search={{ people: true, ...search }}>
      {format.count(n)}
    </GoLink>
  )
}

function AsCards({ campaigns, Result }: ListProps) {
  const say = useSay()
  const format = useFormat()
  return (
    <ul className="rg-cards" aria-label={say({ zh: '营销活动', en: 'Campaigns' })}>
      {campaigns.map((line) => (
        <li key={line.id} className="rg-card">
          <div className="rg-card-title">
            <GoLink to={`/campaigns/${line.id}`}>{line.name}</GoLink> <CampaignBadge line={line} />
          </div>
          <div className="rg-campaign-more">
            {line.channel && line.when ? `${say(channelLabel(line.channel))} · ${say(sayWhen(line.when, format.date))}` : null}
          </div>
          <div className="rg-campaign-more">{say(nextOf(line, format))}</div>
          {Result && line.editions > 0 ? <Result campaignId={line.id} /> : null}
        </li>
      ))}
    </ul>
  )
}
