import { useState } from 'react'
import type { z } from 'zod'
import type { Endpoint } from '../../../ui/call.ts'
import { useAsk, useStopAsking } from '../../../ui/data.tsx'
import { useRested } from '../../../ui/use-rested.ts'

/** Asks what may take long: the last answer stays until the next is there, and the waiting can be given up. */
export function useExploration<I extends z.ZodType, O extends z.ZodType>(question: Endpoint<I, O>, input: z.input<I>) {
  const [stopped, setStopped] = useState<string | null>(null)
  const rested = useRested(input, 200)
  const key = JSON.stringify(rested)
  const isStopped = stopped === key
  const asked = useAsk(question, rested, { keep: true, when: !isStopped })
  const stopAsking = useStopAsking()
  return {
    ...asked,
    isStopped,
    stop: () => {
      setStopped(key)
      stopAsking(question)
    },
    again: () => setStopped(null),
  }
}
