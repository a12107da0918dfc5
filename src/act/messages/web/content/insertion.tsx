import { createContext, type ReactNode, use, useRef } from 'react'

type Place = {
  readonly element: () => HTMLInputElement | HTMLTextAreaElement | null
  readonly value: () => string
  readonly write: (value: string) => void
}
type Insertion = { readonly focus: (place: Place) => void; readonly insert: (text: string) => void }

const context = createContext<Insertion>({ focus: () => {}, insert: () => {} })

/** Where one wrote last, so that a variable can be put in there, at the cursor. */
export function InsertionProvider({ children }: { readonly children: ReactNode }) {
  const last = useRef<Place | null>(null)
  const insert = (text: string) => {
    const place = last.current
    if (!place) return
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
  return <context.Provider value={{ focus: (place) => void (last.current = place), insert }}>{children}</context.Provider>
}

export const useInsertion = (): Insertion => use(context)
