import { useCallback, useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { concentrationOverTime, spendDistribution } from '../questions.ts'
import { keptMonths } from '../shop-months.ts'
import { Lorenz } from './Lorenz.tsx'
import { ShareOfSpend } from './ShareOfSpend.tsx'
import { TopShares } from './TopShares.tsx'

type Spread = ReplyOf<typeof spendDistribution>

export function ConcentrationAnswer() {
  const format = useFormat()
  const { data } = useAsk(spendDistribution, {})
  if (!data || data.buyers === 0) return null
  const { topTen } = data
  return (
    <Sentence
      words={{
        zh: '消费最多的 {n} 位客户带来 {share} 的消费：他们若都离开，会少掉 {spend}。',
        en: 'The {n} who spent most brought {share} of all spend: without them, {spend} would be missing.',
      }}
      parts={{
        n: format.count(topTen.customers),
        share: (
          <ShareOfSpend
            of={data}
            share={topTen.spendShare}
            name={{ zh: '对大客户的依赖', en: 'Dependence on the biggest' }}
            definition={{
              zh: '消费总额最高的十位客户的消费之和，除以全部消费。未扣除退款。',
              en: 'What the ten customers with the highest spend spent, divided by all spend. Refunds are not deducted.',
            }}
          />
        ),
        spend: format.shortMoney(topTen.spend),
      }}
    />
  )
}

/** How evenly spend is spread, now and month by month. */
export function ConcentrationTab() {
  const asked = useAsk(spendDistribution, {})
  const may = useMayDo(concentrationOverTime)
  return (
    <>
      <Answered of={asked} rows={8}>
        {(spread) => (
          <div className="rg-columns">
            <Section title={{ zh: '靠多少人撑起来', en: 'How many carry it' }}>
              <TopShares spread={spread} />
            </Section>
            <Section title={{ zh: '集中程度', en: 'How concentrated it is' }} note={<Gini spread={spread} />}>
              <Lorenz points={spread.curve} />
              <MadeOf
                asOf={spread.asOf}
                rows={spread.buyers}
                of="customers"
                definition={{
                  zh: '洛伦兹曲线：客户按消费从少到多，累计占多少人，就累计占多少消费；未扣除退款。',
                  en: 'Lorenz curve: customers from the least spend to the most, and the share of all spend that so many of them bring; refunds not deducted.',
                }}
              />
            </Section>
          </div>
        )}
      </Answered>
      {may ? <OverTime /> : null}
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
              zh: '曲线与虚线（人人消费一样多）之间的面积，除以虚线一侧三角形的面积。',
              en: 'The area between the curve and the dashed line of equality, divided by the triangle on its side.',
            }}
            asOf={spread.asOf}
            rows={spread.buyers}
            exact={format.number(spread.gini, 4)}
          >
            {format.number(spread.gini, 2)}
          </Explain>
        ),
      }}
    />
  )
}

function OverTime() {
  const say = useSay()
  const asked = useAsk(concentrationOverTime, {})
  return (
    <Section
      title={{ zh: '越来越集中，还是越来越分散', en: 'Growing narrower, or broader' }}
      note={say(
        {
          zh: '每个月底，到那时为止的全部消费。最多保留 {n} 个月；过去的月份由消费记录推算。',
          en: 'At the end of each month, of all that was spent by then. {n} months are kept at most; those of the past were worked out from the purchases.',
        },
        { n: keptMonths },
      )}
    >
      <Answered of={asked} rows={6}>
        {({ asOf, months }) =>
          months.length === 0 ? (
            <p className="rg-note">
              {say({ zh: '第一个月还没过完，或正在推算。', en: 'The first month is not over yet, or is being worked out.' })}
            </p>
          ) : (
            <>
              <Curves months={months} />
              <MadeOf
                asOf={asOf}
                rows={months.at(-1)?.buyers ?? 0}
                of="customers"
                definition={{
                  zh: '最后一个月底之前买过的客户；每个点按到那时为止的全部消费计算。',
                  en: 'Who had bought by the end of the last month; each point is of all that was spent by then.',
                }}
              />
            </>
          )
        }
      </Answered>
    </Section>
  )
}

function Curves({ months }: { readonly months: ReplyOf<typeof concentrationOverTime>['months'] }) {
  const say = useSay()
  const format = useFormat()
  const moments = useMemo(() => months.map(({ month }) => format.month(month)), [months, format])
  const series = useMemo(
    () => [
      { key: 'fifth', name: say({ zh: '前 20%', en: 'Top 20%' }), values: months.map((one) => one.topFifth) },
      { key: 'tenth', name: say({ zh: '前 10%', en: 'Top 10%' }), values: months.map((one) => one.topTenth) },
      { key: 'ten', name: say({ zh: '前十位', en: 'Top ten' }), values: months.map((one) => one.topTen) },
      { key: 'gini', name: say({ zh: '基尼系数', en: 'Gini' }), values: months.map((one) => one.gini) },
    ],
    [months, say],
  )
  const percent = useCallback((value: number) => format.percent(value), [format])
  return (
    <Lines
      label={{ zh: '各月底头部客户占消费的比例和基尼系数', en: 'Shares of the top customers and the Gini coefficient, month by month' }}
      moments={moments}
      series={series}
      momentName={{ zh: '月份', en: 'Month' }}
      format={percent}
      height={300}
    />
  )
}
