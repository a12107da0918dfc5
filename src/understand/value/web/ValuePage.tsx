import { useMemo } from 'react'
import type { z } from 'zod'
import { useGo, useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Figure, Figures } from '../../../ui/Figure.tsx'
import { type Bin, Histogram } from '../../../ui/Histogram.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { rfmGrid, spendDistribution, valueSummary } from '../questions.ts'
import { dayReaches, numberReaches } from '../score-edges.ts'
import { buyersRule, repeatRule, spendRule, valueSearch } from '../value-address.ts'
import { Pareto } from './Pareto.tsx'
import { TopShares } from './TopShares.tsx'
import { MeasureSwitch, RfmGrid } from './RfmGrid.tsx'
import { sayFrequency, sayMonetary, sayRecency } from './say-edges.ts'
import { ScoreEdges } from './ScoreEdges.tsx'
import './value.css'

type Grid = z.output<typeof rfmGrid.output>
type Spread = z.output<typeof spendDistribution.output>
type Summary = z.output<typeof valueSummary.output>

/** Who brings the value: how spend is spread, and where everybody stands by recency and frequency. */
export function ValuePage() {
  const summary = useAsk(valueSummary, {})
  const spread = useAsk(spendDistribution, {})
  return (
    <Page
      title={{ zh: '谁在为我们创造价值？', en: 'Who brings the value?' }}
      answer={spread.data && spread.data.buyers > 0 ? <Answer spread={spread.data} /> : null}
    >
      <Answered of={summary}>
        {(known) =>
          known.buyers === 0 ? (
            <NobodyYet />
          ) : (
            <>
              <SummaryFigures summary={known} median={spread.data?.median ?? null} />
              <GridSection />
              <Answered of={spread}>{(found) => <SpreadSections spread={found} />}</Answered>
            </>
          )
        }
      </Answered>
    </Page>
  )
}

function NobodyYet() {
  return (
    <Empty
      title={{ zh: '还没有消费记录', en: 'No purchases yet' }}
      hint={{
        zh: '有了消费记录，这里会告诉您谁买得近、买得勤、买得多。',
        en: 'Once there are purchases, this page tells who bought recently, often and much.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}

function Answer({ spread }: { readonly spread: Spread }) {
  const format = useFormat()
  const top = spread.top.find((one) => one.share === 0.2)
  if (!top) return null
  return (
    <Sentence
      words={{
        zh: '{buyers} 位客户一共消费了 {spend}，其中花得最多的 20%（{n} 位）贡献了 {share}。',
        en: '{buyers} {buyers|customer has|customers have} spent {spend} in all; the top 20 % of them ({n}) brought {share} of it.',
      }}
      parts={{
        buyers: format.count(spread.buyers),
        spend: format.shortMoney(spread.spend),
        n: format.count(top.customers),
        share: (
          <Explain
            name={{ zh: '前 20% 客户的消费占比', en: 'Share of the top 20 %' }}
            definition={{
              zh: '把买过的客户按消费总额从多到少排列，前 20% 的消费之和除以全部消费。退款未扣除。',
              en: 'Buyers ranked by spend, the greatest first: what the first 20 % spent, divided by all spend. Refunds are not deducted.',
            }}
            asOf={spread.asOf}
            rows={spread.buyers}
            exact={format.percent(top.spendShare, 2)}
            who={{
              to: '/customers',
              search: { rule: buyersRule, sort: '-spend' },
              label: { zh: '查看消费最多的客户', en: 'Show those who spent most' },
            }}
          >
            {format.percent(top.spendShare)}
          </Explain>
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
            exact={format.money(spend)}
            who={who}
          >
            {format.shortMoney(spend)}
          </Explain>
        }
        note={<Refunded refunds={refunds} spend={spend} />}
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
            {format.money(Math.round(averageSpend ?? 0))}
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
            {format.money(Math.round(averagePurchase ?? 0))}
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

function GridSection() {
  const say = useSay()
  const [{ show }, setSearch] = useSearchState(valueSearch)
  const asked = useAsk(rfmGrid, {})
  return (
    <Section
      title={{ zh: '买得近、买得勤的人在哪里', en: 'Where the recent and frequent buyers are' }}
      actions={<MeasureSwitch measure={show} onMeasure={(next) => setSearch({ show: next })} />}
      note={say({
        zh: '点一格，看这些客户。分数把买过的客户大致五等分，值相同的客户分数相同。',
        en: 'Click a cell to see its customers. Scores divide the buyers into fifths; equal customers have equal scores.',
      })}
    >
      <Answered of={asked} rows={8}>
        {(grid) =>
          grid.thresholds ? (
            <GridWithEdges grid={grid} thresholds={grid.thresholds} />
          ) : (
            <p className="rg-note">{say({ zh: '正在给客户打分，请稍候。', en: 'Customers are being scored; one moment.' })}</p>
          )
        }
      </Answered>
    </Section>
  )
}

function GridWithEdges({ grid, thresholds }: { readonly grid: Grid; readonly thresholds: NonNullable<Grid['thresholds']> }) {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  const [{ show }] = useSearchState(valueSearch)
  const said = useMemo(
    () => ({
      recency: dayReaches(
        thresholds.recency.map((at) => new Date(at)),
        timeZone,
      ).map((reach) => sayRecency(reach, say, format)),
      frequency: numberReaches(thresholds.frequency).map((reach) => sayFrequency(reach, say, format)),
      monetary: numberReaches(thresholds.monetary).map((reach) => sayMonetary(reach, say, format)),
    }),
    [thresholds, timeZone, say, format],
  )
  return (
    <div className="rg-rfm">
      <RfmGrid cells={grid.cells} measure={show} recency={said.recency} frequency={said.frequency} />
      <div className="rg-rfm-edges">
        <ScoreEdges letter="R" title={{ zh: '最近消费', en: 'Recency' }} said={said.recency} />
        <ScoreEdges letter="F" title={{ zh: '消费次数', en: 'Frequency' }} said={said.frequency} />
        <ScoreEdges letter="M" title={{ zh: '消费总额', en: 'Money' }} said={said.monetary} />
        <p className="rg-edges-note">
          {say(
            {
              zh: '分界取自 {at} 时的 {n} 位买家，每天更新一次。',
              en: 'The edges were taken from {n} buyers on {at}; they are taken anew every day.',
            },
            { at: format.dateTime(thresholds.takenAt), n: format.count(thresholds.customers) },
          )}
        </p>
      </div>
    </div>
  )
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
      </Section>
      <div className="rg-columns">
        <Section title={{ zh: '靠多少人撑起来', en: 'How many carry it' }}>
          <TopShares tops={spread.top} />
        </Section>
        <Section title={{ zh: '集中程度', en: 'How concentrated it is' }} note={<Gini spread={spread} />}>
          <Pareto points={spread.curve} />
        </Section>
      </div>
    </>
  )
}

function Gini({ spread }: { readonly spread: Spread }) {
  const format = useFormat()
  return (
    <Sentence
      words={{
        zh: '基尼系数 {gini}：0 表示人人消费一样多，1 表示全由一人消费。',
        en: 'Gini coefficient {gini}: 0 if all spent alike, 1 if one customer spent everything.',
      }}
      parts={{
        gini: (
          <Explain
            name={{ zh: '基尼系数', en: 'Gini coefficient' }}
            definition={{
              zh: '曲线与“人人一样”的虚线之间的面积，除以虚线一侧三角形的面积。',
              en: 'The area between the curve and the dashed line of equality, divided by the triangle on its side.',
            }}
            asOf={spread.asOf}
            rows={spread.buyers}
          >
            {format.number(spread.gini, 2)}
          </Explain>
        ),
      }}
    />
  )
}
