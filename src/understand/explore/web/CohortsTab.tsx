import { InputNumber, Segmented } from 'antd'
import type { z } from 'zod'
import type { Words } from '../../../core/kit/words.ts'
import type { SequenceStep } from '../../../core/rule/rule.ts'
import { useGo } from '../../../ui/address.tsx'
import { type HeatCell, HeatGrid } from '../../../ui/HeatGrid.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty } from '../../../ui/States.tsx'
import { cohortMeasures, type CohortMeasure, type ExploreSearch } from '../explore-address.ts'
import { cohortRule } from '../explore-rules.ts'
import { type PeriodUnit, periodUnits } from '../periods.ts'
import { cohorts as question } from '../questions.ts'
import { Explored } from './Explored.tsx'
import { FirstAndLater } from './FirstAndLater.tsx'
import { bought, type TabProps } from './set-search.ts'
import { TakeAway } from './TakeAway.tsx'
import { useExploration } from './use-exploration.ts'

type Answer = z.output<typeof question.output>

const unitWords: Record<PeriodUnit, Words> = {
  week: { zh: '周', en: 'Weeks' },
  month: { zh: '月', en: 'Months' },
  quarter: { zh: '季度', en: 'Quarters' },
}
const measureWords: Record<CohortMeasure, Words> = {
  share: { zh: '留存比例', en: 'Share who stay' },
  customers: { zh: '人数', en: 'Customers' },
  amount: { zh: '人均消费', en: 'Spend per customer' },
  cumulative: { zh: '累计人均', en: 'Cumulative' },
}

/** Of the customers who began in each period: how many were active so many periods later. */
export function CohortsTab({ search, setSearch, dictionary }: TabProps) {
  const say = useSay()
  const start = search.start ?? bought
  const back = search.back ?? start
  const input = {
    by: search.by,
    count: search.count,
    start,
    ...(search.back ? { back } : {}),
    ...(search.rule ? { rule: search.rule } : {}),
  }
  const asked = useExploration(question, input)
  const definition = say({
    zh: '客户按首次发生的时间分群；每格是这一群里当期有过的客户。金额为金额大于 0 的消费之和，未扣除退款；斜纹格的当期还没结束。',
    en: 'Customers are parted by when they first did it; a cell has those of them who were active in that period. Amounts are purchases above zero, refunds not deducted; hatched cells are of a period that is not over.',
  })
  return (
    <Section
      title={{ zh: '每一批新客户，后来还来吗', en: 'Each batch of new customers: do they still come?' }}
      actions={<TakeAway of="cohorts" ask={input} />}
    >
      <div className="rg-explore-bar">
        <Segmented
          size="small"
          aria-label={say({ zh: '按什么分期', en: 'Length of a period' })}
          value={search.by}
          options={periodUnits.map((one) => ({ value: one, label: say(unitWords[one]) }))}
          onChange={(by) => setSearch({ by })}
        />
        <Segmented
          size="small"
          aria-label={say({ zh: '格子里显示什么', en: 'What the cells show' })}
          value={search.show}
          options={cohortMeasures.map((one) => ({ value: one, label: say(measureWords[one]) }))}
          onChange={(show) => setSearch({ show })}
        />
        <label className="rg-explore-field">
          {say({ zh: '看最近几期', en: 'How many periods' })}
          <InputNumber
            size="small"
            min={2}
            max={60}
            precision={0}
            value={search.count}
            onChange={(count) => setSearch({ count: count ?? 13 })}
          />
        </label>
        <FirstAndLater start={start} back={back} setSearch={setSearch} dictionary={dictionary} />
      </div>
      <Explored of={asked} definition={definition}>
        {(answer) =>
          answer.rows === 0 && answer.earlier === 0 ? (
            <Empty
              title={{ zh: '还没有可以分群的记录', en: 'Nothing to make cohorts of yet' }}
              hint={{
                zh: '有了消费记录，这里会告诉您每一批新客户后来还来不来。',
                en: 'Once there are purchases, this tells whether each batch of new customers still comes.',
              }}
              next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
            />
          ) : (
            <CohortGrid answer={answer} search={search} start={start} back={back} />
          )
        }
      </Explored>
    </Section>
  )
}

function CohortGrid({
  answer,
  search,
  start,
  back,
}: {
  readonly answer: Answer
  readonly search: ExploreSearch
  readonly start: SequenceStep
  readonly back: SequenceStep
}) {
  const say = useSay()
  const go = useGo()
  const format = useFormat()
  const period = usePeriodName(search.by)
  const columns = answer.periods.map((_, k) => (k === 0 ? say({ zh: '当期', en: 'Same' }) : `+${k}`))
  const cells = answer.cohorts.map((_cohort, i) => columns.map((_, k) => cellOf(answer, i, k)))
  function cellOf({ cohorts: all, periods, hasAmounts }: Answer, i: number, k: number): HeatCell {
    const cohort = all[i]
    const cell = cohort?.cells[k]
    const at = periods[i + k]
    if (!cohort || !cell || !at || cohort.size === 0) return { value: null, text: cell ? '·' : '', label: '' }
    const share = cell.customers / cohort.size
    const amount =
      search.show === 'cumulative' ? cohort.cells.slice(0, k + 1).reduce((sum, one) => sum + (one.amount ?? 0), 0) : (cell.amount ?? 0)
    const shown = { share, customers: cell.customers, amount: amount / cohort.size, cumulative: amount / cohort.size }[search.show]
    const isMoney = search.show === 'amount' || search.show === 'cumulative'
    const text = isMoney
      ? hasAmounts
        ? format.shortMoney(Math.round(shown))
        : '—'
      : search.show === 'share'
        ? format.percent(share, share < 0.1 ? 1 : 0)
        : format.count(cell.customers)
    const label = say(
      {
        zh: '{cohort}的 {size} 位客户，在{at}有 {n} 位（{share}）{open}',
        en: 'Of the {size} customers of {cohort}, {n} ({share}) in {at}{open}',
      },
      {
        cohort: period(cohort.day),
        size: format.count(cohort.size),
        at: period(at.day),
        n: format.count(cell.customers),
        share: format.percent(share),
        open: at.isOver ? '' : say({ zh: '，还没结束', en: ', which is not over' }),
      },
    )
    // The first column is everybody by definition: its hue would drown the others.
    return { value: k === 0 && !isMoney ? null : shown, text, label, unfinished: !at.isOver }
  }
  return (
    <>
      <div className="rg-cohorts">
        <HeatGrid
          label={{ zh: '同期群：之后每期还有多少客户', en: 'Cohorts: how many customers in each later period' }}
          columnTitle={{ zh: '之后第几期', en: 'Periods later' }}
          rows={answer.cohorts.map(({ day, size }) =>
            say({ zh: '{day} · {n} 人', en: '{day} · {n}' }, { day: period(day), n: format.count(size) }),
          )}
          columns={columns}
          cells={cells}
          scale="even"
          onOpen={(row, column) => {
            const [cohort, active] = [answer.periods[row], answer.periods[row + column]]
            const own = start.did === back.did && JSON.stringify(start) === JSON.stringify(back) && column === 0
            if (cohort && active)
              go('/customers', { search: { rule: cohortRule(start, back, cohort, own ? null : active, answer.asOf, search.rule) } })
          }}
        />
      </div>
      <p className="rg-note">
        {say({ zh: '点一格，看这些客户。', en: 'Click a cell to see its customers.' })}
        {answer.earlier > 0
          ? say(
              {
                zh: ' 更早开始的 {n} 位客户不在图上；调大“看最近几期”就能看到。',
                en: ' {n} {n|customer|customers} began earlier and {n|is|are} not shown; raise the number of periods to see them.',
              },
              { n: format.count(answer.earlier) },
            )
          : ''}
        {answer.future > 0
          ? say(
              { zh: ' {n} 条日期在未来的记录没有计入。', en: ' {n} {n|record|records} dated in the future {n|is|are} left out.' },
              { n: format.count(answer.future) },
            )
          : ''}
      </p>
    </>
  )
}

/** 2026年5月 / Q2 2026 / the week from 4 May. */
export function usePeriodName(unit: PeriodUnit): (day: string) => string {
  const say = useSay()
  const format = useFormat()
  return (day) => {
    if (unit === 'quarter')
      return say({ zh: '{y} 年第 {q} 季度', en: 'Q{q} {y}' }, { y: day.slice(0, 4), q: Math.ceil(Number(day.slice(5, 7)) / 3) })
    return unit === 'week' ? format.date(day) : format.month(day)
  }
}
