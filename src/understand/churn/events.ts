import { defineEvent } from '../../core/event/event.ts'

const days = { type: 'number', label: { zh: '天数', en: 'Days' }, unit: { zh: '天', en: 'days' } } as const

export const churnLeft = defineEvent({
  name: 'churn.left',
  label: { zh: '流失', en: 'Left' },
  sentence: { zh: '流失了：已经 {days} 天没有消费', en: 'Left: no purchase for {days} days' },
  payload: { days, basis: { type: 'text', label: { zh: '判断方式', en: 'Judged by' } } },
  tone: 'danger',
})

export const churnReturned = defineEvent({
  name: 'churn.returned',
  label: { zh: '流失后回来', en: 'Came back' },
  sentence: { zh: '隔了 {days} 天，又回来消费了', en: 'Came back after {days} days' },
  payload: { days },
  tone: 'good',
})

export const churnResolved = defineEvent({
  name: 'churn.resolved',
  label: { zh: '挽回有了结果', en: 'Winning back came to an end' },
  sentence: { zh: '{by}把挽回记为“{said}”[，原因：{reason}]', en: '{by} put down the winning back as “{said}”[, because of: {reason}]' },
  payload: {
    outcome: { type: 'text', label: { zh: '结果', en: 'Outcome' } },
    said: { type: 'text', label: { zh: '结果（文字）', en: 'Outcome in words' } },
    reason: { type: 'text', label: { zh: '原因', en: 'Reason' } },
    by: { type: 'text', to: 'actor', label: { zh: '操作人', en: 'By' } },
  },
})
