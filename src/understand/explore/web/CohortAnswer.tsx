import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { exploreSearch } from '../explore-address.ts'
import { cohortRule } from '../explore-rules.ts'
import { cohorts } from '../questions.ts'
import { usePeriodName } from './CohortsTab.tsx'
import { bought } from './set-search.ts'

/** The newest cohort whose next month is over, beside the ones before it: the page’s answer, by months of first purchases. */
export function CohortAnswer() {
  const format = useFormat()
  const period = usePeriodName('month')
  const [{ rule }] = useSearchState(exploreSearch)
  const asked = useAsk(cohorts, { by: 'month', count: 13, ...(rule ? { rule } : {}) }, { keep: true })
  const found = asked.data
  if (!found) return null
  const ripe = found.cohorts.flatMap((cohort, i) => (found.periods[i + 1]?.isOver && cohort.size > 0 ? [{ cohort, i }] : []))
  const newest = ripe.at(-1)
  const before = ripe.slice(-7, -1).map((one) => one.cohort)
  const [began, next] = newest ? [found.periods[newest.i], found.periods[newest.i + 1]] : []
  const size = before.reduce((sum, cohort) => sum + cohort.size, 0)
  if (!newest || !began || !next || size === 0) return null
  const backOf = (cohort: (typeof before)[number]) => cohort.cells[1]?.customers ?? 0
  const usual = before.reduce((sum, cohort) => sum + backOf(cohort), 0) / size
  return (
    <Sentence
      words={{
        zh: '{month}首次消费的 {n} 位客户里，{share} 在次月又来了；此前几个月平均是 {usual}。',
        en: 'Of the {n} customers who first bought in {month}, {share} came again the month after; the months before it was {usual}.',
      }}
      parts={{
        month: period(newest.cohort.day),
        n: format.count(newest.cohort.size),
        share: (
          <Explain
            name={{ zh: '次月留存', en: 'Came again the month after' }}
            definition={{
              zh: '首次消费那个月的下一个自然月里有消费的客户，除以这一批客户。',
              en: 'Customers with a purchase in the calendar month after that of their first, divided by all who began in that month.',
            }}
            asOf={found.asOf}
            rows={found.rows}
            exact={`${format.count(backOf(newest.cohort))} / ${format.count(newest.cohort.size)}`}
            who={{ to: '/customers', search: { rule: cohortRule(bought, bought, began, next, found.asOf, rule) } }}
          >
            {format.percent(backOf(newest.cohort) / newest.cohort.size)}
          </Explain>
        ),
        usual: format.percent(usual),
      }}
    />
  )
}
