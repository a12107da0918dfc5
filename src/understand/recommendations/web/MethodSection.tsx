import { Table, type TableColumnsType } from 'antd'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { Scrolled } from '../../../ui/Scrolled.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { RecommendationSet } from './recommendations-answer.ts'

type Trial = RecommendationSet['trials'][number]

/** How each method did on the past, popularity always among them. */
export function MethodSection({ set }: { readonly set: RecommendationSet }) {
  const say = useSay()
  const format = useFormat()
  const { trial, trials } = set
  if (!trial || trials.length === 0) return <Section title={{ zh: '用什么方法推荐', en: 'By which method' }} note={say(set.words)} />
  const how = say(
    {
      zh: '把历史在 {day} 切开：用之前的消费学习，看之后 {days} 天里 {n} 位客户真正买的排在第几。切开只按时间，不随机。',
      en: 'History was cut on {day}: what was bought before is learnt from, what {n} customers bought in the {days} days after is looked for in the ranking. Cut in time, never at random.',
    },
    { day: trial.day, days: trial.days, n: format.count(trial.customers) },
  )
  const sampled = say(
    { zh: '这些客户从 {of} 位中等距取样。', en: 'They were picked at even steps from {of}.' },
    { of: format.count(trial.of) },
  )
  const note = trial.customers < trial.of ? `${how} ${sampled}` : how
  return (
    <Section title={{ zh: '用什么方法推荐，准不准', en: 'By which method, and how well it does' }} note={note}>
      <Trials set={set} />
      <p className="rg-method-note">
        {say({
          zh: '命中：前 10 个推荐里至少买了一个的客户占比。找回：之后买的商品有多少出现在前 10 个。排序分（NDCG）：猜中且排得靠前得分高，满分 1。领先：与畅销榜排序分之差（95% 区间，同一批客户比较）。覆盖：有多少商品出现在任何人的前 10 个里。',
          en: 'Hit: customers who bought at least one of their first ten. Found: how much of what they then bought was among the first ten. Order (NDCG): right and near the top, at most 1. Lead: its difference from popularity over the same customers, with a 95% interval. Shown: products that stand among anybody’s first ten.',
        })}
      </p>
    </Section>
  )
}

function Trials({ set }: { readonly set: RecommendationSet }) {
  return (
    <Scrolled label={{ zh: '试过的方法', en: 'Methods tried' }}>
      <Table
        size="small"
        rowKey={(one) => `${one.kind}-${one.lambda ?? ''}`}
        columns={useColumns(set)}
        dataSource={[...set.trials]}
        pagination={false}
      />
    </Scrolled>
  )
}

function useColumns(set: RecommendationSet): TableColumnsType<Trial> {
  const say = useSay()
  const format = useFormat()
  const share = (title: { zh: string; en: string }, of: (one: Trial) => number) => ({
    title: say(title),
    render: (_: unknown, one: Trial) => format.percent(of(one)),
    align: 'right' as const,
  })
  const score = (value: number) => value.toFixed(3)
  return [
    {
      title: say({ zh: '方法', en: 'Method' }),
      render: (_, one) => (
        <span className="rg-method">
          {say(one.label)}
          {one.lambda === null ? null : <span className="rg-quiet"> λ {format.count(one.lambda)}</span>}
          {one.kind === set.method && one.lambda === set.lambda ? (
            <Badge tone="good">{say({ zh: '正在用', en: 'In use' })}</Badge>
          ) : one.kind === 'popularity' ? (
            <Badge tone="neutral">{say({ zh: '对照', en: 'Plain' })}</Badge>
          ) : null}
        </span>
      ),
    },
    share({ zh: '命中', en: 'Hit' }, (one) => one.ranking.hit10),
    share({ zh: '找回', en: 'Found' }, (one) => one.ranking.recall10),
    { title: say({ zh: '排序分', en: 'Order' }), render: (_, one) => score(one.ranking.ndcg10), align: 'right' },
    {
      title: say({ zh: '领先', en: 'Lead' }),
      render: (_, one) =>
        one.lead ? `${one.lead.value > 0 ? '+' : ''}${score(one.lead.value)} (${score(one.lead.low)} – ${score(one.lead.high)})` : '—',
      align: 'right',
    },
    share({ zh: '覆盖', en: 'Shown' }, (one) => one.ranking.coverage10),
  ]
}
