import type { Words } from '../../core/kit/words.ts'
import type { CheckWay } from './quality.ts'

export type Lack = 'missing' | 'doubted' | 'stale'

export const lackWords: Readonly<Record<Lack | 'good', Words>> = {
  good: { zh: '良好', en: 'Good' },
  stale: { zh: '久未确认', en: 'Out of date' },
  doubted: { zh: '存疑', en: 'Doubtful' },
  missing: { zh: '缺失', en: 'Missing' },
}

export const wayWords: Readonly<Record<CheckWay, Words>> = {
  changed: { zh: '填写', en: 'written' },
  confirmed: { zh: '人工确认', en: 'confirmed' },
  'self-check': { zh: '客户自查', en: 'checked by the customer' },
  bounced: { zh: '邮件被拒收', en: 'mail was refused' },
  'wrong-number': { zh: '通话得知是错号', en: 'a call reached a wrong number' },
  doubted: { zh: '人工标为存疑', en: 'marked as doubtful' },
}
