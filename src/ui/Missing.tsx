import type { ComponentType, ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'

/** Beside a button that waits for something: what is still missing. Nothing once it is there. */
export function Missing({ what }: { readonly what: Words | null }) {
  const say = useSay()
  return what ? <span className="rg-missing">{say(what)}</span> : null
}

type FootParts = { readonly OkBtn: ComponentType; readonly CancelBtn: ComponentType }

/** The foot of a dialog whose button waits for something: `footer={footWith(missing)}`. */
export function footWith(what: Words | null): (_: ReactNode, parts: FootParts) => ReactNode {
  return (_, { OkBtn, CancelBtn }) => (
    <div className="rg-dialog-foot">
      <Missing what={what} />
      <CancelBtn />
      <OkBtn />
    </div>
  )
}
