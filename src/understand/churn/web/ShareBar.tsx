import { useEffect, useRef } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { Share } from '../share-of.ts'

/** A share as a bar with its interval, and of how many it is. */
export function ShareBar({
  name,
  share,
  unit,
  more,
}: {
  readonly name: string
  readonly share: Share
  readonly unit: Words
  readonly more?: React.ReactNode
}) {
  const say = useSay()
  const format = useFormat()
  const place = useRef<HTMLSpanElement>(null)
  const { share: value, low, high, hits, of } = share
  useEffect(() => {
    const style = place.current?.style
    style?.setProperty('--rg-share', String(value ?? 0))
    style?.setProperty('--rg-low', String(low ?? 0))
    style?.setProperty('--rg-high', String(high ?? 0))
  }, [value, low, high])
  return (
    <li>
      <span className="rg-churn-share-name">{name}</span>
      <span className="rg-churn-share-bar" ref={place} aria-hidden="true">
        <i />
        <b />
      </span>
      <span className="rg-churn-share-said">
        {value === null
          ? say({ zh: '还没有', en: 'none yet' })
          : say(
              { zh: '{share}（{low} 至 {high}）· {of} {unit}中 {hits}', en: '{share} ({low} to {high}) · {hits} of {of} {unit}' },
              {
                share: format.percent(value),
                low: format.percent(low),
                high: format.percent(high),
                of: format.count(of),
                hits: format.count(hits),
                unit: say(unit),
              },
            )}
        {more}
      </span>
    </li>
  )
}
