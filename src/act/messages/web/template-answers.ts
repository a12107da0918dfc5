import type { ReplyOf } from '../../../core/action/action.ts'
import type { readTemplate } from '../template-actions.ts'
import type { previewTemplate } from '../try-template-actions.ts'

export type KnownTemplate = ReplyOf<typeof readTemplate>

export type Preview = ReplyOf<typeof previewTemplate>
