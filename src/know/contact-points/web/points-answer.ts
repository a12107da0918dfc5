import type { ReplyOf } from '../../../core/action/action.ts'
import type { listContactPoints } from '../actions.ts'

export type Point = ReplyOf<typeof listContactPoints>['points'][number]
