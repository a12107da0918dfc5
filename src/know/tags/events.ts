import type { Fields } from '../../core/entity/field.ts'
import { defineEvent } from '../../core/event/event.ts'
import { originWords, tagOrigins } from './tag.ts'

const named: Fields = {
  name: { type: 'text', label: { zh: '标签', en: 'Tag' } },
  tag: { type: 'reference', to: 'tag', label: { zh: '标签编号', en: 'Tag id' } },
}
const origin: Fields = {
  origin: {
    type: 'choice',
    label: { zh: '方式', en: 'How' },
    options: tagOrigins.map((value) => ({ value, label: originWords[value] })),
  },
}

export const tagAdded = defineEvent({
  name: 'tag.added',
  label: { zh: '打上标签', en: 'Tagged' },
  sentence: { zh: '打上了标签“{name}”（{origin}）', en: 'Was tagged “{name}” ({origin})' },
  payload: { ...named, ...origin, expiresAt: { type: 'time', label: { zh: '到期', en: 'Until' } } },
  tone: 'teal',
})

export const tagRemoved = defineEvent({
  name: 'tag.removed',
  label: { zh: '去掉标签', en: 'Tag taken off' },
  sentence: { zh: '去掉了标签“{name}”（{origin}）', en: 'The tag “{name}” was taken off ({origin})' },
  payload: { ...named, ...origin },
})

export const tagExpired = defineEvent({
  name: 'tag.expired',
  label: { zh: '标签到期', en: 'Tag ran out' },
  sentence: { zh: '标签“{name}”到期', en: 'The tag “{name}” ran out' },
  payload: named,
})
