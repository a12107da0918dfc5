import { createContext, use } from 'react'
import type { ProblemError } from '../../../../ui/call.ts'
import { useSay } from '../../../../ui/language.tsx'

/** What is wrong with the text, from the last try to save or from the preview. */
export const TroubleContext = createContext<readonly (ProblemError | null)[]>([])

export type Trouble = { readonly said: string; readonly line: number | null }

/** What is wrong with this field, in words, and in which of its lines; null where nothing is. */
export function useTrouble(at: string): Trouble | null {
  const say = useSay()
  const found = use(TroubleContext).find((problem) => problem?.details['path'] === at)
  if (!found) return null
  const line = Number(found.details['line'])
  return { said: say(found.words), line: Number.isInteger(line) ? line : null }
}

/** Whether anything inside of a block is wrong. */
export function useTroubleIn(block: string): boolean {
  return use(TroubleContext).some((problem) => {
    const path = problem?.details['path']
    return typeof path === 'string' && path.startsWith(`${block}.`)
  })
}
