import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'

/** Who chose nothing is reminded at half past eight. */
export const usualMinute = 8 * 60 + 30

/** Later than this after its time a reminder would surprise: the day's is left out. */
export const mostMinutesLate = 180

export const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .describe('HH:MM of the shop · 店铺时间')

export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export const readTodoReminder = defineQuestion({
  name: 'read-todo-reminder',
  label: { zh: '待办提醒邮件', en: 'The reminder of to-dos by mail' },
  method: 'GET',
  path: '/todos/reminder',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({ at: clock.nullable() }),
})

export const saveTodoReminder = defineAction({
  name: 'save-todo-reminder',
  label: { zh: '设置待办提醒邮件', en: 'Set the reminder of to-dos' },
  help: {
    zh: '每天这个时间（店铺时区），有今天到期或已过期的待办就给自己发一封邮件；null 为不发。',
    en: 'At this time of the shop’s day a mail lists your to-dos that are due or overdue, if there are any; null for none.',
  },
  method: 'PUT',
  path: '/todos/reminder',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({ at: clock.nullable() }),
  output: z.object({ at: clock.nullable() }),
})
