import type { ComponentType, ReactNode } from 'react'
import type { Tone } from '../core/entity/field.ts'
import { groupByDay } from './group-by-day.ts'
import { useFormat, useShop } from './shop.tsx'

export type Moment = {
  readonly key: string
  /** ISO instant. */
  readonly at: string
  /** The fact, as one sentence. */
  readonly what: ReactNode
  readonly detail?: ReactNode
  readonly icon?: ComponentType
  readonly tone?: Tone
}

/** What happened, newest first as given, one line a fact, a heading a day. */
export function Timeline(props: { readonly moments: readonly Moment[] }) {
  const format = useFormat()
  const { timeZone } = useShop()
  return (
    <div className="rg-timeline">
      {groupByDay(props.moments, timeZone).map(({ day, moments }) => (
        <section key={`${day} ${moments[0]?.key}`}>
          <h3>{format.date(day)}</h3>
          <ul>
            {moments.map((moment) => (
              <MomentLine key={moment.key} moment={moment} time={format.time(moment.at)} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function MomentLine(props: { readonly moment: Moment; readonly time: string }) {
  const { icon: Icon, tone, what, detail, at } = props.moment
  return (
    <li>
      <time dateTime={at}>{props.time}</time>
      <span className={`rg-timeline-dot rg-tone-${tone ?? 'neutral'}`} aria-hidden="true">
        {Icon ? <Icon /> : null}
      </span>
      <div>
        <div>{what}</div>
        {detail ? <div className="rg-timeline-detail">{detail}</div> : null}
      </div>
    </li>
  )
}
