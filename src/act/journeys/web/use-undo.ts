import { useCallback, useState } from 'react'

type History<T> = { readonly past: readonly T[]; readonly now: T; readonly future: readonly T[]; readonly by: string | null }

const most = 100

/**
 * A state whose changes can be taken back and done again. Changes with the same `by` that follow one another are one step,
 * such as the letters of a name.
 */
export function useUndo<T>(first: T) {
  const [history, setHistory] = useState<History<T>>({ past: [], now: first, future: [], by: null })
  const change = useCallback(
    (make: (old: T) => T, by: string | null = null) =>
      setHistory(({ past, now, by: last }) => {
        const isSame = by !== null && by === last
        return { past: isSame ? past : [...past.slice(-most), now], now: make(now), future: [], by }
      }),
    [],
  )
  const undo = useCallback(
    () =>
      setHistory((old) => {
        const before = old.past.at(-1)
        return before === undefined ? old : { past: old.past.slice(0, -1), now: before, future: [old.now, ...old.future], by: null }
      }),
    [],
  )
  const redo = useCallback(
    () =>
      setHistory((old) => {
        const [after, ...future] = old.future
        return after === undefined ? old : { past: [...old.past, old.now], now: after, future, by: null }
      }),
    [],
  )
  return { now: history.now, change, undo, redo, canUndo: history.past.length > 0, canRedo: history.future.length > 0 }
}
