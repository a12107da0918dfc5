// The thread in which methods are tried and lists are made, so that whoever is served meanwhile does not notice.
import { serveThread, tellProgress } from '../../../../platform/jobs/serve-thread.ts'
import { recommendWork } from './recommend-work.ts'
import type { ThreadAnswer, ThreadJob } from './thread-jobs.ts'

serveThread<ThreadJob, ThreadAnswer>(recommendWork(tellProgress), () => [])
