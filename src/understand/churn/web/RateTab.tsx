import { Segmented, Select } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { overviewSegments } from '../../segments/questions.ts'
import { churnSearch, rateGroups } from '../churn-address.ts'
import { churnRate, churnSurvival } from '../rate-questions.ts'
import { HazardSection } from './HazardSection.tsx'
import { ShareBar } from './ShareBar.tsx'

type Rate = ReplyOf<typeof churnRate>

/** How many leave each month, and how long customers stay. */
export function RateTab() {
  const say = useSay()
  const [{ by, months, segment }] = useSearchState(churnSearch)
  const asked = useAsk(churnRate, { by, months, ...(segment ? { segment } : {}) }, { keep: true })
  return (
    <>
      <Tools />
      <Section title={{ zh: '每个月流失多少', en: 'How many leave each month' }}>
        <Answered of={asked} rows={8}>
          {(rate) => (
            <>
              <RateAnswer rate={rate} />
              <RatePicture rate={rate} />
              <MadeOf
                asOf={rate.asOf}
                rows={rate.spells}
                of="records"
                definition={{
                  zh: '一条记录是一次流失。流失率 = 当月进入“已流失”的客户 ÷ 月初买过、且当时没有流失的客户；区间为 95%（Wilson）。',
                  en: 'A record is one leaving. The rate is who became gone in a month, of those who had bought and were not gone when it began; the interval is 95% (Wilson).',
                }}
              />
              <p className="rg-filter-hint">
                {say({
                  zh: '过去的月份按今天的定义和每位客户今天的节奏推算；最近几个月流失的人还可能回来，所以“其中没有再回来的”还会变少。',
                  en: 'Past months are judged by today’s definition and today’s rhythms. Those who left lately may still come back, so “Not back by now” will still fall.',
                })}
              </p>
            </>
          )}
        </Answered>
      </Section>
      {by === 'none' ? null : <GroupSection />}
      <SurvivalSection />
      <HazardSection />
    </>
  )
}

const groupWords = {
  none: { zh: '不分组', en: 'Everybody' },
  cohort: { zh: '首购年份', en: 'Year of first purchase' },
  tier: { zh: '客户等级', en: 'Tier' },
  stage: { zh: '生命周期阶段', en: 'Stage' },
} as const

function Tools() {
  const say = useSay()
  const [{ by, months, segment }, setSearch] = useSearchState(churnSearch)
  const segments = useAsk(overviewSegments, {}).data?.segments ?? []
  const fields = useDictionary('customer').data?.dictionary.fields
  return (
    <div className="rg-churn-tools">
      <Segmented<6 | 12 | 24>
        aria-label={say({ zh: '多少个月', en: 'How many months' })}
        value={months}
        onChange={(next) => setSearch({ months: next })}
        options={([6, 12, 24] as const).map((n) => ({ value: n, label: say({ zh: '{n} 个月', en: '{n} months' }, { n }) }))}
      />
      <Select<(typeof rateGroups)[number]>
        aria-label={say({ zh: '分组', en: 'Grouped by' })}
        value={by}
        onChange={(next) => setSearch({ by: next })}
        options={rateGroups
          .filter((key) => key === 'none' || key === 'cohort' || fields?.has(key))
          .map((key) => ({ value: key, label: say(groupWords[key]) }))}
      />
      <Select<string>
        aria-label={say({ zh: '细分', en: 'Segment' })}
        className="rg-churn-segment"
        allowClear
        placeholder={say({ zh: '全部客户', en: 'All customers' })}
        value={segment ?? null}
        onChange={(next) => setSearch({ segment: next ?? undefined })}
        options={segments.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </div>
  )
}

function RateAnswer({ rate }: { readonly rate: Rate }) {
  const format = useFormat()
  const whole = rate.months.filter(({ isWhole }) => isWhole).at(-1)
  if (!whole || whole.left.share === null) return null
  return (
    <p>
      <Sentence
        words={{
          zh: '上个月流失 {n} 人，流失率 {share}（95% 区间 {low} 至 {high}）。',
          en: 'Last month {n} left: {share} (95% interval {low} to {high}).',
        }}
        parts={{
          n: (
            <Explain
              definition={{
                zh: '在那个月里进入“已流失”的客户，除以月初买过、且当时没有流失的客户',
                en: 'Who became “gone” in that month, of the customers who had bought and were not gone when it began',
              }}
              asOf={rate.asOf}
              rows={whole.left.of}
            >
              {format.count(whole.left.hits)}
            </Explain>
          ),
          share: format.percent(whole.left.share),
          low: format.percent(whole.left.low),
          high: format.percent(whole.left.high),
        }}
      />
    </p>
  )
}

function RatePicture({ rate }: { readonly rate: Rate }) {
  const say = useSay()
  const format = useFormat()
  const picture = useMemo(() => {
    const share = (n: number, of: number) => (of === 0 ? null : n / of)
    return {
      moments: rate.months.map(({ month }) => format.month(month)),
      series: [
        { key: 'rate', name: say({ zh: '流失率', en: 'Left' }), values: rate.months.map(({ left }) => left.share) },
        { key: 'low', name: say({ zh: '区间下沿', en: 'Interval, low' }), values: rate.months.map(({ left }) => left.low) },
        { key: 'high', name: say({ zh: '区间上沿', en: 'Interval, high' }), values: rate.months.map(({ left }) => left.high) },
        {
          key: 'stayed',
          name: say({ zh: '其中没有再回来的', en: 'Not back by now' }),
          values: rate.months.map(({ left, back }) => share(left.hits - back, left.of)),
        },
      ],
    }
  }, [rate, say, format])
  const percent = useMemo(() => (value: number) => format.percent(value), [format])
  return (
    <>
      <Lines
        label={{ zh: '每月流失率', en: 'Rate of leaving by month' }}
        {...picture}
        momentName={{ zh: '月份', en: 'Month' }}
        format={percent}
      />
      {rate.months
        .filter(({ isWhole }) => !isWhole)
        .map(({ month }) => (
          <p key={month} className="rg-filter-hint">
            {say({ zh: '{month}还没结束。', en: '{month} is not over.' }, { month: format.month(month) })}
          </p>
        ))}
    </>
  )
}

function GroupSection() {
  const say = useSay()
  const [{ by, months, segment }] = useSearchState(churnSearch)
  const asked = useAsk(churnRate, { by, months, ...(segment ? { segment } : {}) }, { keep: true })
  const dictionary = useDictionary('customer').data?.dictionary
  const nameOf = (key: string) => {
    if (key === '') return say({ zh: '没有', en: 'None' })
    const named = by === 'stage' ? dictionary?.stages?.get(key) : by === 'tier' ? dictionary?.tiers?.get(key) : undefined
    return named ? say(named) : key
  }
  return (
    <Section title={{ zh: '哪一组流失得多', en: 'Which group leaves more' }}>
      <Answered of={asked} rows={4}>
        {({ groups }) =>
          groups.length === 0 ? (
            <Empty small title={{ zh: '没有可比较的组', en: 'No groups to compare' }} />
          ) : (
            <ul className="rg-churn-shares">
              {groups.map(({ key, left }) => (
                <ShareBar key={key} name={nameOf(key)} share={left} unit={{ zh: '人月', en: 'customer-months' }} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  )
}

function SurvivalSection() {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(churnSurvival, { months: 36 })
  const points = asked.data?.points
  const picture = useMemo(() => {
    const known = points ?? []
    return {
      moments: known.map(({ month }) => String(month)),
      series: [
        { key: 'share', name: say({ zh: '还没流失过', en: 'Never left' }), values: known.map(({ share }) => share) },
        { key: 'low', name: say({ zh: '区间下沿', en: 'Interval, low' }), values: known.map(({ low }) => low) },
        { key: 'high', name: say({ zh: '区间上沿', en: 'Interval, high' }), values: known.map(({ high }) => high) },
      ],
    }
  }, [points, say])
  const percent = useMemo(() => (value: number) => format.percent(value, 0), [format])
  return (
    <Section title={{ zh: '客户能留多久', en: 'How long customers stay' }}>
      <Answered of={asked} rows={6}>
        {({ customers, left, medianMonths, asOf }) =>
          customers < 10 ? (
            <Empty small title={{ zh: '买过的客户不到 10 位，还画不出曲线', en: 'Fewer than ten customers have bought; no curve yet' }} />
          ) : (
            <>
              <p>
                <Sentence
                  words={
                    medianMonths === null
                      ? {
                          zh: '{n} 位客户中 {left} 位至少流失过一次；一半的客户至今没有流失过。',
                          en: 'Of {n} customers {left} left at least once; half have not left so far.',
                        }
                      : {
                          zh: '{n} 位客户中 {left} 位至少流失过一次；一半的客户在首购后 {months} 个月内第一次流失。',
                          en: 'Of {n} customers {left} left at least once; half of all did so within {months} months of their first purchase.',
                        }
                  }
                  parts={{
                    n: (
                      <Explain
                        definition={{
                          zh: '从首次消费到第一次流失的 Kaplan–Meier 曲线；还没流失的客户按已知的时间计入，不足 10 人处不再画',
                          en: 'Kaplan–Meier from the first purchase to the first leaving; whoever has not left counts for the time that is known; not drawn where fewer than ten are left',
                        }}
                        asOf={asOf}
                        rows={customers}
                      >
                        {format.count(customers)}
                      </Explain>
                    ),
                    left: format.count(left),
                    months: String(medianMonths ?? ''),
                  }}
                />
              </p>
              <Lines
                label={{ zh: '首购后还没流失过的比例', en: 'Share that has never left, since the first purchase' }}
                {...picture}
                momentName={{ zh: '首购后的月数', en: 'Months since the first purchase' }}
                format={percent}
              />
              <MadeOf
                asOf={asOf}
                rows={customers}
                of="customers"
                definition={{
                  zh: 'Kaplan–Meier 曲线，从首次消费到第一次流失；还没流失的客户按已知的时间计入。',
                  en: 'Kaplan–Meier, from the first purchase to the first leaving; whoever has not left counts for the time that is known.',
                }}
              />
              <p className="rg-filter-hint">
                {say({
                  zh: '横轴是首购后的月数。只来过一次的客户要等满同样的天数才算流失，所以曲线可能在一个月里陡降。',
                  en: 'Months since the first purchase from left to right. Whoever came once counts as gone after the same number of days, so the curve may fall steeply within one month.',
                })}
              </p>
            </>
          )
        }
      </Answered>
    </Section>
  )
}
