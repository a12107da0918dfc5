import { useRef } from 'react'
import { ProblemError } from './call.ts'

type Save<T> = (unchangedSince: string) => Promise<T>

/**
 * Saves what was read at `updatedAt` when the editor opened. Where it was changed since, that is refused and told once; who then
 * saves again means it.
 */
export function useUnchanged(updatedAt: string): <T>(save: Save<T>) => Promise<T> {
  const since = useRef(updatedAt)
  return async (save) => {
    try {
      return await save(since.current)
    } catch (error) {
      const changedAt = error instanceof ProblemError && error.code === 'record.changed-meanwhile' && error.details['updatedAt']
      if (typeof changedAt === 'string') since.current = changedAt
      throw error
    }
  }
}
