import type { ReplyOf } from '../../../core/action/action.ts'
import type { listImportSchedules, readImport } from '../actions.ts'

export type ImportAnswer = ReplyOf<typeof readImport>

export type ScheduleCard = ReplyOf<typeof listImportSchedules>['schedules'][number]
