import { Drawer } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { PageButtons } from '../../../ui/PageButtons.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, HiddenFromYou } from '../../../ui/States.tsx'
import { gradedPeople, type readLedger } from '../actions.ts'
import { horizons } from '../predictions.ts'
import { predictionsSearch } from '../predictions-address.ts'

type Graded = ReplyOf<typeof readLedger>['grades'][number]
type Bin = NonNullable<Graded['grade']['chance']>['bins'][number]

/** The customers behind a point of the calibration drawing: what was said of each, and how often they came. */
export function GradedPeople({ grade }: { readonly grade: Graded }) {
  const say = useSay()
  const format = useFormat()
  const [{ group }, setSearch] = useSearchState(predictionsSearch)
  const bin = group === undefined ? undefined : grade.grade.chance?.bins[group]
  return (
    <Drawer
      open={bin !== undefined}
      onClose={() => setSearch({ group: undefined })}
      title={
        bin
          ? say(
              {
                zh: '当时说 {days} 天内有 {from} 至 {to} 可能会来的客户',
                en: 'Said to come within {days} days with a chance of {from} to {to}',
              },
              { days: grade.horizon, from: format.percent(bin.from, 1), to: format.percent(bin.to, 1) },
            )
          : null
      }
      size={640}
      destroyOnHidden
    >
      {bin ? <People key={`${grade.set.id}${group}`} grade={grade} bin={bin} /> : null}
    </Drawer>
  )
}

const size = 50

function People({ grade, bin }: { readonly grade: Graded; readonly bin: Bin }) {
  const say = useSay()
  const format = useFormat()
  const [skip, setSkip] = useState(0)
  const horizon = horizons.find((days) => days === grade.horizon) ?? horizons[0]
  const answer = useAsk(gradedPeople, { setId: grade.set.id, horizon, from: bin.from, to: bin.to, skip, limit: size }, { keep: true })
  return (
    <Answered of={answer} rows={8}>
      {({ isKept, isHidden, customers, rows }) =>
        isHidden ? (
          <p>
            {say({
              zh: '会来的可能对您的角色隐藏，所以这里不列客户。',
              en: 'Chances are hidden from your role, so nobody is listed here.',
            })}
          </p>
        ) : isKept ? (
          <>
            <p className="rg-note">
              {say(
                {
                  zh: '这组平均说 {said}，实际来了 {came}。共 {n} 位（与两端可能相同的也列出；之后拒绝个性化、被限制处理或已抹除的不在内），这里是第 {from} 至 {to} 位。',
                  en: 'On average {said} was said and {came} came. {n} in all (equal chances at both ends are listed too; those who have since refused personalisation, been restricted or been erased are not); these are {from} to {to}.',
                },
                {
                  said: format.percent(bin.predicted, 1),
                  came: format.percent(bin.came, 1),
                  n: format.count(customers),
                  from: format.count(Math.min(skip + 1, customers)),
                  to: format.count(Math.min(skip + size, customers)),
                },
              )}
            </p>
            <GradedTable rows={rows} />
            <PageButtons className="rg-graded-pages" total={customers} size={size} skip={skip} onSkip={setSkip} />
          </>
        ) : (
          <p>
            {say({
              zh: '这一批的逐位预测已过了保留天数，只剩评分。保留多久在本页下方设置。',
              en: 'Single predictions of this set are past the days that they are kept for; the grade remains. The days are set at the foot of the page.',
            })}
          </p>
        )
      }
    </Answered>
  )
}

function GradedTable({ rows }: { readonly rows: ReplyOf<typeof gradedPeople>['rows'] }) {
  const say = useSay()
  const format = useFormat()
  const hidden = <HiddenFromYou />
  return (
    <div className="rg-against rg-graded">
      <table>
        <thead>
          <tr>
            <th scope="col">{say({ zh: '客户', en: 'Customer' })}</th>
            <th scope="col">{say({ zh: '当时说的可能', en: 'Chance said' })}</th>
            <th scope="col">{say({ zh: '预计次数', en: 'Expected' })}</th>
            <th scope="col">{say({ zh: '实际来了', en: 'Came' })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <CustomerLink id={row.id} name={row.name} />
              </td>
              <td>{format.percent(row.chance, 1)}</td>
              <td>{row.expected === null ? hidden : format.number(row.expected, 2)}</td>
              <td>{row.came === null ? hidden : say({ zh: '{n} 次', en: '{n} {n|time|times}' }, { n: row.came })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
