import type { Problem } from '../../core/kit/problem.ts'

const marked = new WeakSet<Problem>()

/**
 * Marks a "there is no such record" that was said to somebody who may not see all records: for them it may well be there.
 * They are told nothing; the audit is told that they tried.
 */
export function markOutOfReach(problem: Problem): Problem {
  marked.add(problem)
  return problem
}

export const isOutOfReach = (problem: Problem): boolean => marked.has(problem)
