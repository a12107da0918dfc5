import type { ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'

/** Holds a table that may be wider than its page; reached by Tab and moved by the arrow keys even where it holds nothing to press. */
export function Scrolled(props: { readonly label: Words; readonly className?: string; readonly children: ReactNode }) {
  const say = useSay()
  return (
    <div
      className={props.className ? `rg-scrolled ${props.className}` : 'rg-scrolled'}
      role="region"
      tabIndex={0}
      aria-label={say(props.label)}
    >
      {props.children}
    </div>
  )
}
