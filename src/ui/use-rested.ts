import { useEffect, useState } from 'react'

/** A value once it has stayed the same for `ms` milliseconds: what is typed need not be asked for letter by letter. */
export function useRested<T>(value: T, ms = 300): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return rested
}
