import type { ReactNode } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import type { Interval } from './verdict.ts'

/** Room at both ends, so that no end touches the edge. */
const margin = 0.12

/**
 * A difference with its 95% interval against zero: teal and full when all of it is above, red and striped when all is
 * below, grey and dotted when zero lies inside. What is drawn is said beside it too.
 */
export function IntervalBar(props: {
  readonly name: Words
  readonly interval: Interval
  readonly format: (value: number) => string
  /** The figure with its explanation; the plain figure when left out. */
  readonly figure?: ReactNode
}) {
  const say = useSay()
  const { interval, format } = props
  const { low, high, value } = interval
  const reach = Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE) * (1 + margin)
  const at = (amount: number) => `${50 + (amount / reach) * 50}%`
  const kind = low > 0 ? 'more' : high < 0 ? 'less' : 'open'
  const range = say({ zh: '{low} 到 {high}', en: '{low} to {high}' }, { low: format(low), high: format(high) })
  const label = say(
    { zh: '{name}：{value}，95% 区间 {range}', en: '{name}: {value}, 95% interval {range}' },
    { name: props.name, value: format(value), range },
  )
  return (
    <div className="rg-interval">
      <div className="rg-interval-words">
        <span>{say(props.name)}</span>
        <strong>{props.figure ?? format(value)}</strong>
        <span className="rg-interval-range">{say({ zh: '95% 区间 {range}', en: '95% interval {range}' }, { range })}</span>
      </div>
      <div className="rg-interval-picture" role="img" aria-label={label}>
        <span className="rg-interval-zero" aria-hidden="true" />
        <span
          className={`rg-interval-bar rg-interval-${kind}`}
          style={{ left: at(low), right: `calc(100% - ${at(high)})` }}
          aria-hidden="true"
        />
        <span className="rg-interval-dot" style={{ left: at(value) }} aria-hidden="true" />
        <span className="rg-interval-zero-name" aria-hidden="true">
          0
        </span>
      </div>
    </div>
  )
}
