import type { ReplyOf } from '../../../core/action/action.ts'
import type { readRequest } from '../request-actions.ts'

export type WholeRequest = ReplyOf<typeof readRequest>
