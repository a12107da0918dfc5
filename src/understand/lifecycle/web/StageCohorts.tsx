import { useMemo } from 'react'
import type { z } from 'zod'
import type { Rule } from '../../../core/rule/rule.ts'
import { useGo } from '../../../ui/address.tsx'
import { Chart } from '../../../ui/Chart.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { MadeOf } from '../../../ui/MadeOf.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { stageCohorts } from '../questions.ts'
import { type NamedStage, useStageLooks } from './stage-colours.ts'

type Cohort = z.output<typeof stageCohorts.output>['cohorts'][number]

/** Those who first bought in each month, by the stages they are in now. */
export function CohortsSection({ stages }: { readonly stages: readonly NamedStage[] }) {
  const say = useSay()
  const format = useFormat()
  const asked = useAsk(stageCohorts, {})
  return (
    <Section
      title={{ zh: '各月的新客，现在走到哪一步', en: 'Where each month’s new customers are now' }}
      note={
        asked.data
          ? say(
              {
                zh: '按首次消费的月份分组，共 {n} 位买过的客户；点一段可以看到这些客户。最近的月份还没有时间走远。',
                en: 'By the month of the first purchase, {n} buyers in all; a part opens its customers. The latest months have not had time to go far.',
              },
              { n: format.count(asked.data.cohorts.reduce((sum, { customers }) => sum + customers, 0)) },
            )
          : null
      }
    >
      <Answered of={asked} rows={6}>
        {({ cohorts, asOf }) =>
          cohorts.length === 0 ? (
            <p className="rg-note">{say({ zh: '还没有人买过东西。', en: 'Nobody has bought anything yet.' })}</p>
          ) : (
            <>
              <Cohorts cohorts={cohorts} stages={stages} />
              <MadeOf
                asOf={asOf}
                rows={cohorts.reduce((sum, { customers }) => sum + customers, 0)}
                of="customers"
                definition={{
                  zh: '每位买过的客户按首次消费的月份归到一组，阶段是现在所在的。',
                  en: 'Each buyer belongs to the month of their first purchase; the stage is the one they are in now.',
                }}
              />
            </>
          )
        }
      </Answered>
    </Section>
  )
}

/** The customers of one part, as a list's filter. */
export function cohortRule({ from, until }: Pick<Cohort, 'from' | 'until'>, stage: string): Rule {
  return {
    all: [
      { stage: [stage] },
      ...(from === null ? [] : [{ field: 'firstPurchaseAt', op: 'on-or-after', value: from }]),
      { field: 'firstPurchaseAt', op: 'before', value: until },
    ],
  }
}

function Cohorts({ cohorts, stages }: { readonly cohorts: readonly Cohort[]; readonly stages: readonly NamedStage[] }) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const looks = useStageLooks(stages)
  const drawn = useMemo(() => {
    const name = ({ month, before }: Cohort) => (before ? say({ zh: '更早', en: 'Earlier' }) : format.month(month))
    const used = stages.filter(({ key }) => cohorts.some(({ counts }) => (counts[key] ?? 0) > 0))
    const names = cohorts.map(name)
    const share = (cohort: Cohort, key: string) => (cohort.customers > 0 ? (cohort.counts[key] ?? 0) / cohort.customers : 0)
    return {
      used,
      option: {
        grid: { left: 4, right: 8, top: 40, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
        legend: { type: 'scroll', top: 0, left: 0, right: 0 },
        xAxis: { type: 'category', data: names },
        yAxis: { type: 'value', max: 1, axisLabel: { formatter: (value: number) => format.percent(value, 0) } },
        tooltip: { trigger: 'axis', valueFormatter: (value: number) => format.percent(value) },
        series: used.map(({ key }) => ({
          type: 'bar',
          stack: 'all',
          name: looks.get(key)?.name ?? key,
          barMaxWidth: 44,
          itemStyle: { color: looks.get(key)?.colour },
          data: cohorts.map((cohort) => share(cohort, key)),
        })),
      },
      table: {
        columns: [
          say({ zh: '首次消费', en: 'First purchase' }),
          say({ zh: '客户', en: 'Customers' }),
          ...used.map(({ key }) => looks.get(key)?.name ?? key),
        ],
        rows: cohorts.map((cohort) => [
          name(cohort),
          format.count(cohort.customers),
          ...used.map(({ key }) => format.count(cohort.counts[key] ?? 0)),
        ]),
      },
    }
  }, [cohorts, stages, looks, say, format])
  return (
    <Chart
      label={{ zh: '各月新客现在所处的阶段', en: 'The stages of each month’s new customers now' }}
      option={drawn.option}
      table={drawn.table}
      height={320}
      patterned
      onPick={({ index, series }) => {
        const cohort = cohorts[index]
        const stage = drawn.used.find(({ key }) => looks.get(key)?.name === series)
        if (cohort && stage) go('/customers', { search: { rule: cohortRule(cohort, stage.key) } })
      }}
    />
  )
}
