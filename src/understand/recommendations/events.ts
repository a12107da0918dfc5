import { defineEvent } from '../../core/event/event.ts'

const product = { type: 'text', label: { zh: '商品编码', en: 'Product code' } } as const
const name = { type: 'text', label: { zh: '商品', en: 'Product' } } as const

export const recommendationRefused = defineEvent({
  name: 'recommendation.refused',
  label: { zh: '不感兴趣', en: 'Not interested' },
  sentence: { zh: '对“{name}”不感兴趣', en: 'Not interested in “{name}”' },
  payload: { product, name },
})

export const recommendationAllowed = defineEvent({
  name: 'recommendation.allowed',
  label: { zh: '恢复推荐', en: 'May be recommended again' },
  sentence: { zh: '“{name}”可以再推荐', en: '“{name}” may be recommended again' },
  payload: { product, name },
})
