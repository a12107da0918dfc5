import type { ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { useFormat } from './shop.tsx'

type Change = {
  /** Share: 0.12 for 12 % more. */
  readonly share: number
  /** Against what, e.g. 较上月 / than last month. */
  readonly against: Words
  /** Less is better, e.g. for customers who leave. */
  readonly lessIsBetter?: boolean
}

/** A big number with its name, how it changed, and a quiet line. Put `<Explain>` round the value. */
export function Figure(props: {
  readonly label: Words | string
  readonly value: ReactNode
  readonly change?: Change
  readonly note?: ReactNode
}) {
  const say = useSay()
  return (
    <div className="rg-figure">
      <div className="rg-figure-label">{say(props.label)}</div>
      <div className="rg-figure-value">{props.value}</div>
      {props.change ? <ChangeLine change={props.change} /> : null}
      {props.note ? <div className="rg-figure-note">{props.note}</div> : null}
    </div>
  )
}

function ChangeLine(props: { readonly change: Change }) {
  const say = useSay()
  const format = useFormat()
  const { share, against, lessIsBetter } = props.change
  const tone = share === 0 ? 'rg-flat' : share > 0 === !lessIsBetter ? 'rg-better' : 'rg-worse'
  return (
    <div className="rg-figure-note">
      <span className={tone}>
        <span aria-hidden="true">{share === 0 ? '' : share > 0 ? '▲ ' : '▼ '}</span>
        {format.change(share)}
      </span>{' '}
      {say(against)}
    </div>
  )
}

/** Figures side by side; they wrap on a phone. */
export function Figures(props: { readonly children: ReactNode }) {
  return <div className="rg-figures">{props.children}</div>
}
