import { useCallback, useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { Chart, type Picked } from '../../../ui/Chart.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useGo, useSearchState } from '../../../ui/address.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import { startOfDay } from '../../../core/kit/local-time.ts'
import type { readLedger } from '../actions.ts'
import { cohortRule, predictionsSearch } from '../predictions-address.ts'
import { sayPlainNearer, sayRanking } from '../say-model.ts'
import { GradedPeople } from './GradedPeople.tsx'

type Graded = ReplyOf<typeof readLedger>['grades'][number]

/** One grade: whether the chances were true, how the forecast went for each cohort, and who ranks best. */
export function GradeSections({ grade }: { readonly grade: Graded }) {
  const [, setSearch] = useSearchState(predictionsSearch)
  const open = useCallback((picked: Picked) => setSearch({ group: picked.index }), [setSearch])
  const say = useSay()
  const format = useFormat()
  const about = say(
    { zh: '截至 {day} 的预测，之后 {days} 天，{n} 位客户', en: 'predicted as of {day}, the {days} days after, {n} customers' },
    { day: format.date(grade.set.cutDay), days: grade.horizon, n: format.count(grade.grade.customers) },
  )
  const plainNearer = sayPlainNearer(grade.grade)
  return (
    <>
      <div className="rg-columns">
        {grade.grade.chance ? (
          <Section title={{ zh: '说几成，就来几成吗？', en: 'Were the chances true?' }} note={about}>
            <Calibration bins={grade.grade.chance.bins} {...(grade.trial ? {} : { onPick: open })} />
            <p className="rg-note">
              {say(
                {
                  zh: '按“会不会来”的可能把客户分成十组：点在虚线上就是说得准，在上方是说少了，在下方是说多了。平均偏差 {error}。',
                  en: 'Customers in ten groups by their chance to come: a point on the dashed line is right, above it too little was said, below it too much. Off by {error} on average.',
                },
                { error: format.percent(grade.grade.chance.error, 1) },
              )}{' '}
              {grade.trial ? null : say({ zh: '点一个点，看这组客户。', en: 'Click a point to see its customers.' })}
            </p>
          </Section>
        ) : null}
        <Section title={{ zh: '各批新客户，预计和实际', en: 'Expected and come, by when customers were new' }} note={about}>
          <Cohorts grade={grade} />
        </Section>
      </div>
      <Section title={{ zh: '和最简单的办法比', en: 'Against the plainest ways' }} note={about}>
        <Against grade={grade} />
        <p className="rg-note">{say(sayRanking(grade.grade))}</p>
        {plainNearer ? <p className="rg-note">{say(plainNearer)}</p> : null}
      </Section>
      {grade.trial ? null : <GradedPeople grade={grade} />}
    </>
  )
}

type Bins = NonNullable<Graded['grade']['chance']>['bins']

/** What was said against what came; the line of those who are always right is dashed. */
function Calibration({ bins, onPick }: { readonly bins: Bins; readonly onPick?: (picked: Picked) => void }) {
  const say = useSay()
  const format = useFormat()
  const { palette } = useTheme()
  const said = say({ zh: '预测的可能', en: 'Chance said' })
  const came = say({ zh: '实际来的比例', en: 'Share that came' })
  const option = useMemo(() => {
    const percent = { axisLabel: { formatter: (share: number) => format.percent(share, 0) }, min: 0, max: 1 }
    return {
      grid: { left: 8, right: 20, top: 28, bottom: 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'value', name: said, nameLocation: 'middle', nameGap: 26, ...percent },
      yAxis: { type: 'value', name: came, ...percent },
      tooltip: {
        valueFormatter: (value: unknown) => (Array.isArray(value) ? value.map((one) => format.percent(Number(one), 1)).join(' → ') : ''),
      },
      series: [
        {
          type: 'line',
          name: say({ zh: '完全准', en: 'Always right' }),
          data: [
            [0, 0],
            [1, 1],
          ],
          symbol: 'none',
          silent: true,
          lineStyle: { type: 'dashed', width: 1, color: palette.lineStrong },
        },
        {
          type: 'line',
          name: came,
          data: bins.map((bin) => [bin.predicted, bin.came]),
          symbol: 'circle',
          symbolSize: 9,
          lineStyle: { width: 2, color: palette.primary },
          itemStyle: { color: palette.primary },
        },
      ],
    }
  }, [bins, format, palette, said, came, say])
  const rows = bins.map((bin) => [format.percent(bin.predicted, 1), format.percent(bin.came, 1), format.count(bin.count)])
  return (
    <Chart
      label={{ zh: '预测的可能与实际来的比例，十组', en: 'Chances said against shares that came, in ten groups' }}
      option={option}
      table={{ columns: [said, came, say({ zh: '客户', en: 'Customers' })], rows }}
      height={300}
      {...(onPick ? { onPick } : {})}
    />
  )
}

/** Forecast, past rate and what came, for each month of first purchase; a bar opens its customers. */
function Cohorts({ grade }: { readonly grade: Graded }) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const { timeZone } = useShop()
  const { palette } = useTheme()
  const { cohorts } = grade.grade
  const names = useMemo(
    () => ({
      forecast: say({ zh: '预计', en: 'Expected' }),
      came: say({ zh: '实际', en: 'Came' }),
      rate: say({ zh: '照过去的频率', en: 'Past rate' }),
    }),
    [say],
  )
  const months = useMemo(
    () =>
      cohorts.map(({ month }, at) => {
        const name = format.month(month)
        return at === 0 && cohorts.length >= 12 ? say({ zh: '{month}及以前', en: 'to {month}' }, { month: name }) : name
      }),
    [cohorts, format, say],
  )
  const option = useMemo(() => {
    const series = (name: string, values: number[], colour: string) => ({
      type: 'bar',
      name,
      data: values,
      itemStyle: { color: colour },
      barMaxWidth: 18,
    })
    return {
      grid: { left: 4, right: 8, top: 40, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { type: 'category', data: months },
      yAxis: { type: 'value', axisLabel: { formatter: format.shortCount } },
      legend: { right: 0 },
      tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.number(value, 1) },
      series: [
        series(
          names.forecast,
          cohorts.map((one) => one.forecast),
          palette.primary,
        ),
        series(
          names.came,
          cohorts.map((one) => one.came),
          palette.attention,
        ),
        series(
          names.rate,
          cohorts.map((one) => one.rate),
          palette.lineStrong,
        ),
      ],
    }
  }, [cohorts, months, names, format, palette])
  const rows = cohorts.map((one, at) => [
    months[at] ?? '',
    format.count(one.customers),
    format.number(one.forecast, 1),
    format.count(one.came),
    format.number(one.rate, 1),
  ])
  const open = useMemo(
    () => (picked: { readonly index: number }) => {
      const month = cohorts[picked.index]?.month
      if (!month) return
      const isOldest = picked.index === 0 && cohorts.length >= 12
      const from = isOldest ? '1900-01-01' : `${month}-01`
      const until = nextMonth(month)
      const rule = cohortRule(startOfDay(from, timeZone).toISOString(), startOfDay(until, timeZone).toISOString())
      go('/customers', { search: { rule, sort: '-expectedSpend90' } })
    },
    [cohorts, timeZone, go],
  )
  return (
    <>
      <Chart
        label={{ zh: '按首次消费的月份：预计、实际和照过去的频率', en: 'By month of first purchase: expected, come, and the past rate' }}
        option={option}
        table={{
          columns: [
            say({ zh: '首次消费', en: 'First purchase' }),
            say({ zh: '客户', en: 'Customers' }),
            names.forecast,
            names.came,
            names.rate,
          ],
          rows,
        }}
        height={300}
        onPick={open}
      />
      <p className="rg-note">
        {say({
          zh: '生意在增长或遇上旺季时，所有模型都会低估。点一根柱子，看这批客户。',
          en: 'When business grows or a season comes, every model says too little. Click a bar to see its customers.',
        })}
      </p>
    </>
  )
}

const nextMonth = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}

/** The same measures of the model and of the plain ways, side by side. */
function Against({ grade }: { readonly grade: Graded }) {
  const say = useSay()
  const format = useFormat()
  const { purchases, spend, ranking, worth } = grade.grade
  const figure = (value: number | null, digits = 2) => (value === null ? '—' : format.number(value, digits))
  const rows: readonly (readonly [string, string, string, string])[] = [
    [
      say({ zh: '总次数差多少', en: 'Sum of purchases, off by' }),
      format.change(purchases.model.bias),
      format.change(purchases.rate.bias),
      '—',
    ],
    [
      say({ zh: '每位客户差几次（平均）', en: 'Purchases off a customer, mean' }),
      figure(purchases.model.mae),
      figure(purchases.rate.mae),
      '—',
    ],
    [say({ zh: '总金额差多少', en: 'Sum of spend, off by' }), format.change(spend.model.bias), format.change(spend.rate.bias), '—'],
    [
      say({ zh: '每位客户差多少钱（平均）', en: 'Spend off a customer, mean' }),
      format.money(spend.model.mae === null ? null : Math.round(spend.model.mae)),
      format.money(spend.rate.mae === null ? null : Math.round(spend.rate.mae)),
      '—',
    ],
    [
      say({ zh: '排出谁会来（AUC，0.5 为瞎猜）', en: 'Ordering who comes (AUC, 0.5 is chance)' }),
      figure(ranking.model, 3),
      figure(ranking.rate, 3),
      figure(ranking.rfm, 3),
    ],
    [
      say({ zh: '排出谁花得多（基尼，1 为全对）', en: 'Ordering who spends (Gini, 1 is perfect)' }),
      figure(worth.model, 3),
      figure(worth.rate, 3),
      figure(worth.rfm, 3),
    ],
  ]
  return (
    <div
      className="rg-against"
      role="region"
      aria-label={say({ zh: '模型与简单办法的对比', en: 'The model against plain ways' })}
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{say({ zh: '比什么', en: 'Measure' })}</th>
            <th scope="col">{say({ zh: '模型', en: 'Model' })}</th>
            <th scope="col">{say({ zh: '照过去的频率', en: 'Past rate' })}</th>
            <th scope="col">{say({ zh: 'RFM 总分', en: 'RFM sum' })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, at) => (
                // The columns keep their places.
                <td key={at}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
