import type { ReplyOf } from '../../../core/action/action.ts'
import type { previewMerge, readMerge } from '../actions.ts'

export type Preview = ReplyOf<typeof previewMerge>

export type Merge = ReplyOf<typeof readMerge>
