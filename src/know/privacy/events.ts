import { defineEvent } from '../../core/event/event.ts'

const kind = { type: 'text', label: { zh: '请求', en: 'Request' } } as const

export const privacyRequested = defineEvent({
  name: 'privacy.requested',
  label: { zh: '提出权利请求', en: 'Made a request about their data' },
  sentence: { zh: '提出权利请求：{kind}', en: 'Made a request about their data: {kind}' },
  payload: { kind, door: { type: 'text', label: { zh: '途径', en: 'Door' } } },
  tone: 'attention',
})

export const privacyAnswered = defineEvent({
  name: 'privacy.answered',
  label: { zh: '答复权利请求', en: 'Request answered' },
  sentence: { zh: '权利请求“{kind}”{outcome}', en: 'The request “{kind}”: {outcome}' },
  payload: { kind, outcome: { type: 'text', label: { zh: '结果', en: 'Outcome' } } },
})

export const privacyExported = defineEvent({
  name: 'privacy.exported',
  label: { zh: '生成个人数据副本', en: 'Copy of their data made' },
  sentence: { zh: '生成了个人数据副本', en: 'A copy of all their data was made' },
  payload: { by: { type: 'text', to: 'actor', label: { zh: '操作人', en: 'By' } } },
  askable: false,
})

export const privacyRestricted = defineEvent({
  name: 'privacy.restricted',
  label: { zh: '限制处理', en: 'Restricted' },
  sentence: { zh: '限制处理：只存储，停止其他一切处理', en: 'Restricted: only stored, nothing else' },
  payload: { by: { type: 'text', to: 'actor', label: { zh: '操作人', en: 'By' } } },
  tone: 'attention',
})

export const privacyReleased = defineEvent({
  name: 'privacy.released',
  label: { zh: '解除限制', en: 'Restriction lifted' },
  sentence: { zh: '解除了处理限制', en: 'The restriction was lifted' },
  payload: { by: { type: 'text', to: 'actor', label: { zh: '操作人', en: 'By' } } },
})
