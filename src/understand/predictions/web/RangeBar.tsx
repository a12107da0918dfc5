import { useSay } from '../../../ui/language.tsx'

/** A range with its middle as a small picture, said in words for who cannot see it. Nothing without a range. */
export function RangeBar(props: {
  readonly low: number | null
  readonly middle: number | null
  readonly high: number | null
  readonly format: (value: number) => string
}) {
  const say = useSay()
  const { low, middle, high, format } = props
  if (low === null || middle === null || high === null || high <= 0) return null
  const most = Math.max(high, middle) * 1.1
  const share = (value: number) => `${(100 * value) / most}%`
  const label = say({ zh: '{low} 至 {high}', en: '{low} to {high}' }, { low: format(low), high: format(high) })
  return (
    <span className="rg-range" role="img" aria-label={label} title={label}>
      <span className="rg-range-line">
        <span className="rg-range-part" style={{ left: share(low), width: share(high - low) }} />
        <span className="rg-range-middle" style={{ left: share(middle) }} />
      </span>
      <span className="rg-range-words" aria-hidden="true">
        {label}
      </span>
    </span>
  )
}
