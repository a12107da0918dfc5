import type { Words } from '../../core/kit/words.ts'
import type { SampleProduct } from './products.ts'

/** The shop whose customers these are: made up, in Hangzhou, with four places of its own and four on the net. */
export const sampleShopCard = {
  name: { zh: '山前茶事', en: 'Foothill Tea' },
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
} as const satisfies { name: Words; currency: string; timeZone: string }

/** How a customer came to the shop. */
export const sampleSources = {
  store: { zh: '门店', en: 'Store' },
  wechat: { zh: '微信小程序', en: 'WeChat mini program' },
  tmall: { zh: '天猫', en: 'Tmall' },
  douyin: { zh: '抖音', en: 'Douyin' },
  friend: { zh: '朋友推荐', en: 'Recommended by a friend' },
  fair: { zh: '茶博会', en: 'Tea fair' },
  company: { zh: '企业团购', en: 'Company orders' },
} as const satisfies Record<string, Words>

export type SampleSource = keyof typeof sampleSources

/** Where an order was placed. */
export const sampleChannels = {
  westLake: { zh: '西湖龙井路店', en: 'Longjing Road store, Hangzhou' },
  wulin: { zh: '杭州武林店', en: 'Wulin store, Hangzhou' },
  jingan: { zh: '上海静安店', en: "Jing'an store, Shanghai" },
  pingjiang: { zh: '苏州平江路店', en: 'Pingjiang Road store, Suzhou' },
  wechat: { zh: '微信小程序', en: 'WeChat mini program' },
  tmall: { zh: '天猫旗舰店', en: 'Tmall flagship store' },
  douyin: { zh: '抖音小店', en: 'Douyin shop' },
  company: { zh: '企业团购', en: 'Company orders' },
} as const satisfies Record<string, Words>

export type SampleChannel = keyof typeof sampleChannels

/**
 * The hidden truth of a customer, which no export shows: never bought · bought once · now and then · for the festivals ·
 * drinks steadily · buys for a business. Models can be held against it.
 */
export type SampleRhythm = 'lead' | 'once' | 'occasional' | 'festival' | 'steady' | 'business'

export type SampleCustomer = {
  /** Member number, e.g. `SQ000123`, counted in the order of joining. */
  readonly number: string
  readonly kind: 'person' | 'company'
  readonly name: string
  /** Eleven digits without a country code. See `samplePhone` for why they reach nobody. */
  readonly phone: string | null
  /** Always below `.example`, which RFC 2606 keeps out of use. */
  readonly email: string | null
  readonly sex: 'male' | 'female' | null
  /** `YYYY-MM-DD`. */
  readonly birthday: string | null
  readonly place: { readonly province: Words; readonly city: Words; readonly district: string } | null
  readonly joinedAt: Date
  readonly source: SampleSource | null
  /** Whether they agreed to e-mail; null when they were never asked. */
  readonly acceptsEmail: boolean | null
  readonly rhythm: SampleRhythm
  /** Where the shop's own export has it written carelessly or wrong, as in real life. */
  readonly written: { readonly name?: string; readonly phone?: string; readonly email?: string; readonly birthday?: string }
}

export type SampleLine = {
  readonly product: SampleProduct
  /** Pieces; negative in a refund. */
  readonly quantity: number
  /** What was paid for the line after discounts, in 分; negative in a refund. */
  readonly paid: number
}

export type SampleOrder = {
  /** E.g. `D202503110042`: the day and a running number within it. */
  readonly number: string
  readonly customerNumber: string
  readonly phone: string | null
  /** True for the few orders that the till knew by telephone number alone. */
  readonly memberUnknown: boolean
  readonly at: Date
  readonly channel: SampleChannel
  readonly lines: readonly SampleLine[]
  readonly refund: { readonly at: Date; readonly lines: readonly SampleLine[] } | null
}

export type SampleShop = { readonly customers: readonly SampleCustomer[]; readonly orders: readonly SampleOrder[] }
