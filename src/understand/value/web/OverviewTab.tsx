import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useGo } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { Histogram } from '../../../ui/Histogram.tsx'
import type { Bin } from '../../../ui/name-bin.ts'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, HiddenFromYou } from '../../../ui/States.tsx'
import { spendDistribution, valueSummary } from '../questions.ts'
import { buyersRule, repeatRule, spendRule } from '../value-address.ts'
import { ShareOfSpend } from './ShareOfSpend.tsx'
import { TopShares } from './TopShares.tsx'

type Spread = ReplyOf<typeof spendDistribution>
type Summary = ReplyOf<typeof valueSummary>

export function OverviewAnswer() {
  const { data } = useAsk(spendDistribution, {})
  return data && data.buyers > 0 ? <Said spread={data} /> : null
}

/** How much there is, and how it is spread over the customers. */
export function OverviewTab() {
  const summary = useAsk(valueSummary, {})
  const spread = useAsk(spendDistribution, {})
  return (
    <>
      <Answered of={summary}>{(known) => <SummaryFigures summary={known} median={spread.data?.median ?? null} />}</Answered>
      <Answered of={spread} rows={8}>
        {(found) => <SpreadSections spread={found} />}
      </Answered>
    </>
  )
}

function Said({ spread }: { readonly spread: Spread }) {
  const format = useFormat()
  const top = spread.top.find((one) => one.share === 0.2)
  const all = { buyers: format.count(spread.buyers), spend: format.shortMoney(spread.spend) }
  if (!top)
    return (
      <Sentence
        words={{ zh: '{buyers} 位客户一共消费了 {spend}。', en: '{buyers} {buyers|customer has|customers have} spent {spend} in all.' }}
        parts={all}
      />
    )
  return (
    <Sentence
      words={{
        zh: '{buyers} 位客户一共消费了 {spend}，其中花得最多的 20%（{n} 位）贡献了 {share}。',
        en: '{buyers} {buyers|customer has|customers have} spent {spend} in all; the top 20% of them ({n}) brought {share} of it.',
      }}
      parts={{
        ...all,
        n: format.count(top.customers),
        share: (
          <ShareOfSpend
            of={spread}
            share={top.spendShare}
            name={{ zh: '前 20% 客户的消费占比', en: 'Share of the top 20%' }}
            definition={{
              zh: '把买过的客户按消费总额从多到少排列，前 20% 的消费之和除以全部消费。退款未扣除。',
              en: 'Buyers ranked by spend, the greatest first: what the first 20% spent, divided by all spend. Refunds are not deducted.',
            }}
          />
        ),
      }}
    />
  )
}

function SummaryFigures({ summary, median }: { readonly summary: Summary; readonly median: number | null }) {
  const format = useFormat()
  const { asOf, buyers, customers, repeatBuyers, purchases, spend, refunds, averageSpend, averagePurchase } = summary
  const who = { to: '/customers', search: { rule: buyersRule } }
  return (
    <Figures>
      <Figure
        label={{ zh: '买过的客户', en: 'Customers who bought' }}
        value={
          <Explain
            definition={{ zh: '至少有一笔金额大于 0 的消费的客户。', en: 'Customers with at least one purchase above zero.' }}
            asOf={asOf}
            rows={customers}
            who={who}
          >
            {format.count(buyers)}
          </Explain>
        }
        note={<Of share={customers > 0 ? buyers / customers : 0} />}
      />
      <Figure
        label={{ zh: '消费总额', en: 'Spend' }}
        value={
          <Explain
            definition={{ zh: '全部金额大于 0 的消费之和，未扣除退款。', en: 'The sum of all purchases above zero, refunds not deducted.' }}
            asOf={asOf}
            rows={purchases}
            {...(spend === null ? {} : { exact: format.money(spend) })}
            who={who}
          >
            {spend === null ? <HiddenFromYou /> : format.shortMoney(spend)}
          </Explain>
        }
        note={spend === null || refunds === null ? null : <Refunded refunds={refunds} spend={spend} />}
      />
      <Figure
        label={{ zh: '人均消费', en: 'Spend per customer' }}
        value={
          <Explain
            definition={{ zh: '消费总额除以买过的客户数。', en: 'Spend divided by the customers who bought.' }}
            asOf={asOf}
            rows={buyers}
            who={who}
          >
            {averageSpend === null ? <HiddenFromYou /> : format.money(Math.round(averageSpend))}
          </Explain>
        }
        note={<Median median={median} />}
      />
      <Figure
        label={{ zh: '买过两次以上', en: 'Bought again' }}
        value={
          <Explain
            definition={{ zh: '至少有两笔金额大于 0 的消费的客户。', en: 'Customers with at least two purchases above zero.' }}
            asOf={asOf}
            rows={buyers}
            who={{ to: '/customers', search: { rule: repeatRule } }}
          >
            {format.count(repeatBuyers)}
          </Explain>
        }
        note={<OfBuyers share={repeatBuyers / buyers} />}
      />
      <Figure
        label={{ zh: '平均每次消费', en: 'Average purchase' }}
        value={
          <Explain
            definition={{
              zh: '消费总额除以消费笔数；一笔订单算一次。',
              en: 'Spend divided by the number of purchases; an order counts once.',
            }}
            asOf={asOf}
            rows={purchases}
            who={who}
          >
            {averagePurchase === null ? <HiddenFromYou /> : format.money(Math.round(averagePurchase))}
          </Explain>
        }
        note={<PerBuyer times={purchases / buyers} />}
      />
    </Figures>
  )
}

function Of({ share }: { readonly share: number }) {
  const say = useSay()
  const format = useFormat()
  return <>{say({ zh: '占全部客户的 {share}', en: '{share} of all customers' }, { share: format.percent(share) })}</>
}

function Median({ median }: { readonly median: number | null }) {
  const say = useSay()
  const format = useFormat()
  if (median === null) return null
  return <>{say({ zh: '一半的人不到 {median}', en: 'half of them below {median}' }, { median: format.money(Math.round(median)) })}</>
}

function OfBuyers({ share }: { readonly share: number }) {
  const say = useSay()
  const format = useFormat()
  return <>{say({ zh: '占买过的客户的 {share}', en: '{share} of those who bought' }, { share: format.percent(share) })}</>
}

function Refunded({ refunds, spend }: { readonly refunds: number; readonly spend: number }) {
  const say = useSay()
  const format = useFormat()
  return (
    <>
      {say(
        { zh: '另有退款 {refunds}（{share}）', en: '{refunds} of it refunded ({share})' },
        { refunds: format.shortMoney(refunds), share: format.percent(spend > 0 ? refunds / spend : 0) },
      )}
    </>
  )
}

function PerBuyer({ times }: { readonly times: number }) {
  const say = useSay()
  const format = useFormat()
  return <>{say({ zh: '人均 {times} 次', en: '{times} purchases a customer' }, { times: format.number(times, 1) })}</>
}

function SpreadSections({ spread }: { readonly spread: Spread }) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const bins = useMemo(() => spread.buckets.map(({ from, to, customers }) => ({ from, to, count: customers })), [spread])
  const open = (bin: Bin) => go('/customers', { search: { rule: spendRule(bin.from, bin.to), sort: '-spend' } })
  return (
    <>
      <Section
        title={{ zh: '每人花了多少', en: 'How much each has spent' }}
        note={say({ zh: '点一根柱子，看这些客户。', en: 'Click a bar to see its customers.' })}
      >
        <Histogram
          label={{ zh: '客户按消费总额的分布', en: 'Customers by what they have spent' }}
          bins={bins}
          countName={{ zh: '客户数', en: 'Customers' }}
          formatEdge={format.shortMoney}
          formatCount={format.count}
          onOpen={open}
        />
        <MadeOf
          asOf={spread.asOf}
          rows={spread.buyers}
          of="customers"
          definition={{
            zh: '每位买过的客户的消费总额，未扣除退款；每根柱子含左边的数，不含右边的。',
            en: 'What each customer who bought has spent, refunds not deducted; a bar counts its left edge and not its right.',
          }}
        />
      </Section>
      <Section title={{ zh: '花得最多的人占多少', en: 'What those who spend most bring' }}>
        <TopShares spread={spread} />
      </Section>
    </>
  )
}
