import type { ComponentType } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import './choice-chips.css'

export type Chip<V extends string = string> = { readonly value: V; readonly label: Words; readonly icon?: ComponentType }

/** A choice as buttons, wide enough for a thumb: one tap takes it, a second gives it up where `onChoose` takes null. */
export function ChoiceChips<V extends string>(props: {
  readonly label: Words
  readonly chips: readonly Chip<V>[]
  readonly value: V | null
  readonly onChoose: (value: V | null) => void
}) {
  const say = useSay()
  return (
    <div className="rg-choice-chips" role="group" aria-label={say(props.label)}>
      {props.chips.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="button"
          className="rg-choice-chip"
          aria-pressed={props.value === value}
          onClick={() => props.onChoose(props.value === value ? null : value)}
        >
          {Icon ? (
            <span aria-hidden="true">
              <Icon />
            </span>
          ) : null}
          {say(label)}
        </button>
      ))}
    </div>
  )
}
