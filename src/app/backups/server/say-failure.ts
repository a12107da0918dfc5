import { generalProblems, type ProblemDetails, type ProblemTable } from '../../../core/kit/problem.ts'
import { fillBoth } from '../../../core/kit/words.ts'
import { backupProblems } from '../../../platform/backup/problems.ts'
import { databaseProblems } from '../../../platform/database/problems.ts'
import { backupPageProblems } from '../problems.ts'

export const knownProblems: ProblemTable = { ...generalProblems, ...databaseProblems, ...backupProblems, ...backupPageProblems }

/** A failure as it is kept in a row. */
export type KeptFailure = { readonly code: string; readonly details?: ProblemDetails }

/** In both languages, its places filled. */
export function sayFailure({ code, details = {} }: KeptFailure): { zh: string; en: string } {
  const words = knownProblems[code]?.words ?? backupPageProblems['backup.unexpected'].words
  const values = code in knownProblems ? details : { reason: code }
  return fillBoth(words, values)
}
