import { defineEvent } from '../../core/event/event.ts'
import { actOptions } from './consent.ts'

export const consentRecorded = defineEvent({
  name: 'consent.recorded',
  label: { zh: '同意记录', en: 'Consent recorded' },
  sentence: { zh: '{purpose}（{channel}）：{state}，{how}', en: '{purpose} ({channel}): {state}, {how}' },
  payload: {
    purpose: { type: 'text', label: { zh: '用途', en: 'Purpose' } },
    channel: { type: 'text', label: { zh: '渠道', en: 'Channel' } },
    state: { type: 'choice', label: { zh: '表示', en: 'What was said' }, options: actOptions },
    how: { type: 'text', label: { zh: '方式', en: 'How' } },
  },
  tone: 'attention',
})
