import { Select } from 'antd'
import { useMemo } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { placesIn } from '../hook-place.ts'
import type { Saying } from '../hook-mapping.ts'

export type Sample = { readonly body: unknown; readonly headers: Readonly<Record<string, string>> }

/** The places of a sample to choose from, each with what it says there. */
export function usePlaces({ body, headers }: Sample) {
  return useMemo(
    () => [
      ...placesIn(body).map(({ place, sample }) => ({ value: place, label: `${place}  ${sample}` })),
      ...Object.entries(headers).map(([name, value]) => ({ value: `@${name}`, label: `@${name}  ${value}` })),
    ],
    [body, headers],
  )
}

export type Places = ReturnType<typeof usePlaces>

/** Chooses the places that say something; the first that does counts. A place may be typed too. */
export function PlaceSelect(props: {
  readonly label: string
  readonly places: Places
  readonly value: Saying | undefined
  readonly onChange: (saying: Saying | undefined) => void
}) {
  const say = useSay()
  const value = props.value === undefined ? [] : Array.isArray(props.value) ? props.value : [props.value]
  const change = (all: readonly string[]) => {
    const [first, ...rest] = all.map((one) => one.trim()).filter((one) => /^[$@=]/.test(one))
    props.onChange(first === undefined ? undefined : rest.length > 0 ? [first, ...rest].slice(0, 5) : first)
  }
  return (
    <Select
      mode="tags"
      aria-label={props.label}
      value={value}
      onChange={change}
      options={[...props.places]}
      optionLabelProp="value"
      popupMatchSelectWidth={420}
      placeholder={say({ zh: '选择位置，如 $.email', en: 'Choose a place, like $.email' })}
      style={{ width: '100%' }}
    />
  )
}
