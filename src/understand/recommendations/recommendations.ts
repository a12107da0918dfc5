import { defineExtension } from '../../core/entity/entity.ts'

/** What each customer is likeliest to want next, one row each; made anew at night and after imports. */
export const customerRecommendations = defineExtension({
  of: 'customer',
  table: 'recommendations',
  key: 'customer_id',
  fields: {
    likelyProducts: {
      type: 'text',
      label: { zh: '推荐商品', en: 'Recommended products' },
      help: {
        zh: '最可能想买的商品名称，最可能的在前，用顿号隔开。没有买过、拒绝个性化或限制处理的客户没有。',
        en: 'Names of what they are likeliest to want, the likeliest first. Empty for whoever has never bought, refuses personalisation, or whose data may not be processed.',
      },
      computed: true,
    },
    likelyCodes: {
      type: 'text',
      label: { zh: '推荐商品编码', en: 'Codes of recommended products' },
      help: {
        zh: '同上，是带方括号的商品编码；条件写“包含 [编码]”就只认这一个商品。',
        en: 'The same as codes in brackets; a rule that asks for “[code]” means that one product alone.',
      },
      computed: true,
    },
    recommendedAt: {
      type: 'time',
      label: { zh: '推荐时间', en: 'Recommended' },
      help: { zh: '这位客户的推荐最近一次算出的时间', en: 'When this customer’s list was last made' },
      computed: true,
    },
  },
})

/** How a code stands in `likelyCodes`. */
export const bracketed = (code: string): string => `[${code}]`
/** What parts the names. */
export const betweenNames = '、'
