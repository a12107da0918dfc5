import type { ReplyOf } from '../../../core/action/action.ts'
import type { readBackups } from '../actions.ts'

/** All that the page of backups is told. */
export type Backups = ReplyOf<typeof readBackups>

export type Target = Backups['targets'][number]

/** Under way, or about to be. */
export const isOpen = (run: Backups['runs'][number]): boolean => run.state === 'waiting' || run.state === 'running'
