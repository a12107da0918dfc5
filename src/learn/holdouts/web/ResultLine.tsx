import { GoLink } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { journeyResult } from '../journey-result.ts'
import { verdictOf } from './verdict.ts'
import './results.css'

/** The result of a journey in one line, a way to the whole of it. */
export function ResultLine({ journeyId }: { readonly journeyId: string }) {
  const say = useSay()
  const format = useFormat()
  const { data, error } = useAsk(journeyResult, { id: journeyId })
  if (error) return <>—</>
  if (!data) return <span aria-hidden="true">…</span>
  const { label, tone } = verdictOf(data)
  const { revenueLift: lift } = data
  const seen = lift && data.verdict !== 'no-holdout'
  return (
    <GoLink to="/results" search={{ journey: journeyId }} className="rg-result-line">
      <Badge tone={tone}>{say(label)}</Badge>
      {seen ? (
        <span>
          {say(
            { zh: '人均 {value}（{low} 到 {high}）', en: '{value} a person ({low} to {high})' },
            { value: signed(lift.value, format.money), low: format.money(Math.round(lift.low)), high: format.money(Math.round(lift.high)) },
          )}
        </span>
      ) : null}
    </GoLink>
  )
}

/** +¥3.20 */
export function signed(value: number, format: (value: number) => string): string {
  return `${value > 0 ? '+' : ''}${format(Math.round(value))}`
}
