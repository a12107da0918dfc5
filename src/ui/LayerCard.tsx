import type { ReactNode } from 'react'

/** What a button opens beside itself: a dialog with its heading. */
export function LayerCard(props: { readonly title: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={`rg-layer ${props.className ?? ''}`} role="dialog" aria-label={props.title}>
      <div className="rg-layer-title">{props.title}</div>
      {props.children}
    </div>
  )
}
