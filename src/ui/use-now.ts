import { useState } from 'react'

/** The instant at which this part of the page came up: one and the same however often it is drawn. */
export function useNow(): Date {
  const [now] = useState(() => new Date())
  return now
}
