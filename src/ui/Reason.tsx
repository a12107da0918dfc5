import type { ReactNode } from 'react'
import type { Tone } from '../core/entity/field.ts'

/** A short coloured word: a state, a stage, a channel. The word carries the meaning, the colour only helps. */
export function Badge(props: { readonly tone?: Tone; readonly colour?: string; readonly children: ReactNode }) {
  return (
    <span className={`rg-badge rg-tone-${props.tone ?? 'neutral'}`}>
      {props.colour ? <span className="rg-dot" style={{ background: props.colour }} aria-hidden="true" /> : null}
      {props.children}
    </span>
  )
}

/** Why something is so, said right under it: 因为最近 90 天没有消费. */
export function Reason(props: { readonly what?: ReactNode; readonly since?: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="rg-reason">
      {props.what ? (
        <div className="rg-reason-what">
          {props.what}
          {props.since ? <span className="rg-reason-since">{props.since}</span> : null}
        </div>
      ) : null}
      <div className="rg-reason-why">{props.children}</div>
    </div>
  )
}
