import type { Problem } from '../../../core/kit/problem.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import { spreadsheetProblems } from '../../../platform/spreadsheets/problems.ts'
import { importProblems } from '../problems.ts'

/** What went wrong with a file, in both languages, where nobody waits for the answer. */
export function problemWords(problem: Problem): Words {
  const card = Object.entries({ ...spreadsheetProblems, ...importProblems }).find(([code]) => code === problem.code)?.[1]
  if (!card) return { zh: problem.code, en: problem.code }
  return fillBoth(card.words, problem.details)
}
