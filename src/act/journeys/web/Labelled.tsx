import { InputNumber } from 'antd'
import type { ReactNode } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useSay } from '../../../ui/language.tsx'

/** A setting with its name before it, and what it means below. */
export function Labelled({ label, hint, children }: { readonly label: Words; readonly hint?: Words; readonly children: ReactNode }) {
  const say = useSay()
  return (
    <div>
      <div className="rg-journey-pair">
        <span>{say(label)}</span>
        {children}
      </div>
      {hint ? <p className="rg-filter-hint">{say(hint)}</p> : null}
    </div>
  )
}

type NumberProps = {
  readonly label: Words
  readonly hint?: Words
  readonly min: number
  readonly max: number
  readonly value: number
  /** What it becomes where the field is emptied. */
  readonly usual: number
  readonly onChange: (value: number) => void
}

/** A whole number with its name before it. */
export function NumberLine({ label, hint, min, max, value, usual, onChange }: NumberProps) {
  const say = useSay()
  return (
    <Labelled label={label} {...(hint ? { hint } : {})}>
      <InputNumber<number>
        aria-label={say(label)}
        min={min}
        max={max}
        precision={0}
        value={value}
        onChange={(next) => onChange(next ?? usual)}
      />
    </Labelled>
  )
}
