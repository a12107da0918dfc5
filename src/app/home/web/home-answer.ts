import type { ReplyOf } from '../../../core/action/action.ts'
import type { readHome } from '../read-home.ts'

export type Home = ReplyOf<typeof readHome>
