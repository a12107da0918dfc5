import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Lines } from '../../../ui/Lines.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge, Reason } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { customerRfm } from '../rfm-questions.ts'
import { rfmGroups } from '../scoring.ts'
import './value.css'

type Known = ReplyOf<typeof customerRfm>

/** Where a customer stands by recency, frequency and money, why, and how it went month by month. */
export function CustomerRfm({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const asked = useAsk(customerRfm, { id: customerId })
  const isNobody = asked.data && asked.data.scores === null
  return (
    <Section
      title={{ zh: 'RFM', en: 'RFM' }}
      nothing={isNobody ? say({ zh: '还没有消费，没有分数。', en: 'No purchases yet, no scores.' }) : null}
    >
      {isNobody ? null : (
        <Answered of={asked} rows={3}>
          {(known) => (known.scores ? <Standing known={known} scores={known.scores} /> : null)}
        </Answered>
      )}
    </Section>
  )
}

function Standing({ known, scores }: { readonly known: Known; readonly scores: NonNullable<Known['scores']> }) {
  const say = useSay()
  const format = useFormat()
  const group = rfmGroups.find((one) => one.key === known.group)
  const { withoutLargest, largest, bands } = known
  return (
    <>
      <Reason
        what={<Badge>{group ? say(group.label) : '—'}</Badge>}
        since={say(
          { zh: 'R{r} F{f} M{m}（满分 {bands}）', en: 'R{r} F{f} M{m} of {bands}' },
          { r: scores.recency, f: scores.frequency, m: scores.monetary, bands },
        )}
      >
        {group ? say(group.next) : null}
        {withoutLargest === null || largest === null ? null : (
          <p className="rg-note">
            {say(
              { zh: '最大一笔 {largest}；没有它，M 是 {m} 分。', en: 'The largest purchase was {largest}; without it M would be {m}.' },
              { largest: format.money(largest), m: withoutLargest },
            )}
          </p>
        )}
      </Reason>
      {known.path.length > 1 ? <Path known={known} /> : null}
    </>
  )
}

function Path({ known }: { readonly known: Known }) {
  const say = useSay()
  const format = useFormat()
  const { path, months } = known
  const moments = useMemo(() => path.map(({ month }) => format.month(month)), [path, format])
  const series = useMemo(
    () => [
      { key: 'r', name: 'R', values: path.map((one) => one.recency) },
      { key: 'f', name: 'F', values: path.map((one) => one.frequency) },
      { key: 'm', name: 'M', values: path.map((one) => one.monetary) },
    ],
    [path],
  )
  return (
    <>
      <Lines
        label={{ zh: '各月底的 R、F、M 分', en: 'R, F and M at the end of each month' }}
        moments={moments}
        series={series}
        momentName={{ zh: '月份', en: 'Month' }}
        format={String}
        height={150}
      />
      <p className="rg-note">
        {path.some((one) => one.reconstructed)
          ? say({ zh: '过去的月份由消费记录推算。', en: 'Months of the past were worked out from the purchases.' })
          : ''}
        {months > path.length
          ? say(
              { zh: ' 只画最近 {n} 个月，共 {months} 个月。', en: ' The last {n} of {months} months are drawn.' },
              { n: path.length, months },
            )
          : ''}
      </p>
    </>
  )
}
