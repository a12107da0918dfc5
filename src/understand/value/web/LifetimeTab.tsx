import { Button } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink, useGo } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { Histogram } from '../../../ui/Histogram.tsx'
import type { Bin } from '../../../ui/name-bin.ts'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { readLedger } from '../../predictions/actions.ts'
import { lifetimeValue, valuePeople } from '../questions.ts'
import { expectedRule, silentRule } from '../value-address.ts'
import { PeopleTable } from './PeopleDrawer.tsx'

type Lifetime = ReplyOf<typeof lifetimeValue>

const definition = {
  zh: '每位客户今后 12 个月预计毛利（商品成本不全时为消费额）的合计，已按年折现率折现。区间假定客户之间互不影响、模型没有偏差，有 80% 的把握；模型准不准，见预测账本。',
  en: 'The gross margin that each customer is expected to bring in the next 12 months (spend, where costs are not known), summed and discounted. The range holds with a chance of 80% if customers are independent and the model is right; whether it is, the record of predictions tells.',
}

export function LifetimeAnswer() {
  const format = useFormat()
  const { data } = useAsk(lifetimeValue, {})
  if (!data || data.predictedAt === null) return null
  return (
    <Sentence
      words={
        data.basis === 'margin'
          ? {
              zh: '{n} 位客户今后 12 个月预计带来毛利 {value}（{low} 至 {high}）；他们过去 12 个月带来约 {last}。',
              en: '{n} {n|customer is|customers are} expected to bring a margin of {value} in the next 12 months ({low} to {high}); they brought about {last} in the last 12.',
            }
          : {
              zh: '{n} 位客户今后 12 个月预计消费 {value}（{low} 至 {high}）；他们过去 12 个月消费了 {last}。',
              en: '{n} {n|customer is|customers are} expected to spend {value} in the next 12 months ({low} to {high}); they spent {last} in the last 12.',
            }
      }
      parts={{
        n: format.count(data.customers),
        value: (
          <Explain
            name={{ zh: '12 个月价值', en: 'Value of 12 months' }}
            definition={definition}
            asOf={data.predictedAt}
            rows={data.customers}
            exact={format.money(data.twelve.expected)}
            who={{
              to: '/customers',
              search: { sort: '-clv12' },
              label: { zh: '按预计价值查看客户', en: 'Show customers by expected value' },
            }}
          >
            {format.shortMoney(data.twelve.expected)}
          </Explain>
        ),
        low: format.shortMoney(data.twelve.low),
        high: format.shortMoney(data.twelve.high),
        last: format.shortMoney(data.lastTwelve),
      }}
    />
  )
}

/** What is expected of customers from now on, and whoever spent much and is expected to bring little. */
export function LifetimeTab() {
  const asked = useAsk(lifetimeValue, {})
  return (
    <Answered of={asked} rows={8}>
      {(found) =>
        found.whyNone ? (
          <Empty
            title={{ zh: '现在不给出终身价值', en: 'No lifetime value is told at the moment' }}
            hint={found.whyNone}
            next={{ label: { zh: '看预测账本', en: 'See the record of predictions' }, to: '/predictions' }}
          />
        ) : found.predictedAt === null ? (
          <Empty
            title={{ zh: '还没有预测', en: 'Nothing is predicted yet' }}
            hint={{
              zh: '终身价值由预测得出：从大约 20 位买家起，每周自动建模一次。到预测页可以立即开始。',
              en: 'Lifetime value follows from predictions, which are made by themselves from some 20 buyers on. Start them at once on their page.',
            }}
            next={{ label: { zh: '去做预测', en: 'Go to predictions' }, to: '/predictions' }}
          />
        ) : (
          <Found found={found} />
        )
      }
    </Answered>
  )
}

function Found({ found }: { readonly found: Lifetime }) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const bins = useMemo(() => found.buckets.map(({ from, to, customers }) => ({ from, to, count: customers })), [found])
  const open = (bin: Bin) => go('/customers', { search: { rule: expectedRule(bin.from, bin.to), sort: '-clv12' } })
  return (
    <>
      <FoundFigures found={found} />
      <LastBias />
      <SilentSection found={found} />
      <TopSection />
      <Section
        title={{ zh: '每位客户今后 12 个月值多少', en: 'What each is worth in the next 12 months' }}
        note={say({ zh: '点一根柱子，看这些客户。', en: 'Click a bar to see its customers.' })}
      >
        <Histogram
          label={{ zh: '客户按今后 12 个月价值的分布', en: 'Customers by what they are worth in the next 12 months' }}
          bins={bins}
          countName={{ zh: '客户数', en: 'Customers' }}
          formatEdge={format.shortMoney}
          formatCount={format.count}
          onOpen={open}
        />
        <MadeOf
          asOf={found.predictedAt ?? found.asOf}
          rows={found.customers}
          of="customers"
          definition={{
            zh: '每位客户今后 12 个月的预计价值，已折现；每根柱子含左边的数，不含右边的。',
            en: 'What each customer is expected to be worth in the next 12 months, discounted; a bar counts its left edge and not its right.',
          }}
        />
      </Section>
      <p className="rg-note">
        {say(
          {
            zh: '按每年 {discount} 折现，{basis}。{left} 位买家没有预测（拒绝个性化、限制处理或刚刚消费），不计入。',
            en: 'Discounted at {discount} a year; {basis}. {left} buyers have no prediction (they refuse personalisation, their data may not be processed, or they bought just now) and are left out.',
          },
          {
            basis: say(
              found.basis === 'margin'
                ? {
                    zh: '按毛利算（每位客户按自己的毛利率，向全店靠拢）',
                    en: 'counted as gross margin, each customer’s own drawn to the shop’s',
                  }
                : { zh: '按消费额算，不是利润', en: 'it is spend, not profit' },
            ),
            discount: format.percent(found.discount / 100),
            left: format.count(Math.max(0, found.buyers - found.customers)),
          },
        )}{' '}
        <GoLink to="/predictions">{say({ zh: '预测准不准，见预测账本', en: 'How right predictions were' })}</GoLink>
      </p>
    </>
  )
}

/** The ranges take the model to be right: how far it was off the last time is said beside them. */
function LastBias() {
  const say = useSay()
  const format = useFormat()
  const [grade] = useAsk(readLedger, {}, { when: useMayDo(readLedger) }).data?.grades ?? []
  const bias = grade?.grade.spend.model.bias ?? null
  if (!grade || bias === null) return null
  const values = { days: grade.horizon, n: format.count(grade.grade.customers), off: format.percent(Math.abs(bias)) }
  return (
    <p className="rg-note">
      {say(
        bias < 0
          ? {
              zh: '区间只含偶然，不含模型的偏差：最近一次评分（{days} 天，{n} 位客户）里，预计的消费额比实际少 {off}。',
              en: 'The ranges hold chance alone, not a bias of the model: in the last grading ({days} days, {n} customers) it expected {off} less spend than came.',
            }
          : {
              zh: '区间只含偶然，不含模型的偏差：最近一次评分（{days} 天，{n} 位客户）里，预计的消费额比实际多 {off}。',
              en: 'The ranges hold chance alone, not a bias of the model: in the last grading ({days} days, {n} customers) it expected {off} more spend than came.',
            },
        values,
      )}
    </p>
  )
}

function FoundFigures({ found }: { readonly found: Lifetime }) {
  const say = useSay()
  const format = useFormat()
  const change = found.lastTwelve > 0 ? found.twelve.expected / found.lastTwelve - 1 : null
  return (
    <Figures>
      <Figure
        label={{ zh: '12 个月价值', en: 'Value of 12 months' }}
        value={format.shortMoney(found.twelve.expected)}
        {...(change === null ? {} : { change: { share: change, against: { zh: '较过去 12 个月', en: 'than the last 12 months' } } })}
        note={`${format.shortMoney(found.twelve.low)} – ${format.shortMoney(found.twelve.high)}`}
      />
      <Figure
        label={{ zh: '36 个月价值', en: 'Value of 36 months' }}
        value={format.shortMoney(found.thirtySix.expected)}
        note={`${format.shortMoney(found.thirtySix.low)} – ${format.shortMoney(found.thirtySix.high)}`}
      />
      <Figure
        label={{ zh: '每位客户（12 个月）', en: 'Per customer, 12 months' }}
        value={format.money(found.customers > 0 ? Math.round(found.twelve.expected / found.customers) : null)}
      />
      <Figure
        label={{ zh: '算的是', en: 'Counted as' }}
        value={say(found.basis === 'margin' ? { zh: '毛利', en: 'Gross margin' } : { zh: '消费额', en: 'Spend' })}
        note={
          found.basis === 'margin' && found.margin !== null ? (
            say({ zh: '全店毛利率 {margin}', en: 'the shop’s margin is {margin}' }, { margin: format.percent(found.margin) })
          ) : (
            <GoLink to="/value" search={{ tab: 'profit' }}>
              {say({ zh: '补齐商品成本或毛利率，就按毛利算', en: 'Set costs or a margin to count margin' })}
            </GoLink>
          )
        }
      />
    </Figures>
  )
}

function TopSection() {
  const say = useSay()
  const go = useGo()
  const asked = useAsk(valuePeople, { what: 'lifetime', limit: 10 })
  return (
    <Section
      title={{ zh: '今后最有价值的十位，和他们过去的消费', en: 'The ten who will be worth most, and what they spent so far' }}
      actions={
        <Button size="small" onClick={() => go('/customers', { search: { sort: '-clv12' } })}>
          {say({ zh: '查看全部', en: 'Show all' })}
        </Button>
      }
    >
      <Answered of={asked} rows={6}>
        {({ rows }) => <PeopleTable rows={rows} what="lifetime" />}
      </Answered>
    </Section>
  )
}

function SilentSection({ found }: { readonly found: Lifetime }) {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const { silent } = found
  const title = { zh: '沉默的大客户', en: 'Silent VIPs' }
  if (!silent || silent.customers === 0) return <Section title={title} nothing={say({ zh: '没有。', en: 'None.' })} />
  return (
    <Section title={title}>
      <p>
        <Sentence
          words={{
            zh: '{n} 位客户过去消费排在前五分之一（至少 {spend}），今后 12 个月却预计不到 {below}（排在后一半）：先问问他们。',
            en: '{n} {n|customer|customers} spent among the top fifth ({spend} or more) and {n|is|are} expected to bring less than {below} in 12 months, in the lower half: ask them first.',
          }}
          parts={{
            n: (
              <button
                type="button"
                className="rg-explain"
                onClick={() => go('/customers', { search: { rule: silentRule(silent.spendFrom, silent.below), sort: '-spend' } })}
              >
                {format.count(silent.customers)}
              </button>
            ),
            spend: format.shortMoney(silent.spendFrom),
            below: format.money(silent.below),
          }}
        />
      </p>
    </Section>
  )
}
