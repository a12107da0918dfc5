import { createContext, type ReactNode, use, useMemo, useRef } from 'react'

export type Place = {
  readonly element: () => HTMLInputElement | HTMLTextAreaElement | null
  readonly value: () => string
  readonly write: (value: string) => void
}
type Insertion = { readonly focus: (place: Place) => void; readonly insert: (text: string) => void }

const context = createContext<Insertion>({ focus: () => {}, insert: () => {} })

/** Where one wrote last, so that a variable can be put in there, at the cursor. */
export function InsertionProvider({ children }: { readonly children: ReactNode }) {
  const last = useRef<Place | null>(null)
  const insertion = useMemo(
    () => ({
      focus: (place: Place) => void (last.current = place),
      insert: (text: string) => void (last.current && insertAt(last.current, text)),
    }),
    [],
  )
  return <context.Provider value={insertion}>{children}</context.Provider>
}

function insertAt(place: Place, text: string): void {
  const element = place.element()
  const value = place.value()
  const from = element?.selectionStart ?? value.length
  const to = element?.selectionEnd ?? from
  place.write(value.slice(0, from) + text + value.slice(to))
  // Back to where one was writing, behind what was put in.
  requestAnimationFrame(() => {
    element?.focus()
    element?.setSelectionRange(from + text.length, from + text.length)
  })
}

export const useInsertion = (): Insertion => use(context)
