import type { Feature } from '../actions/feature.ts'
import { clearFiles } from './clear-files.ts'
import { fileProblems } from './problems.ts'
import { addFileRoutes } from './routes.ts'

/** Files that people attach to what they write; whoever uses them claims them by `hangFiles`. */
export const filesFeature: Feature = {
  name: 'files',
  problems: fileProblems,
  routes: addFileRoutes,
  ticks: [{ name: 'clear-files', everyMs: 3_600_000, run: clearFiles }],
}
