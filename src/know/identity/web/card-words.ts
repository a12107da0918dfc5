import type { Words } from '../../../core/kit/words.ts'
import type { MatchCard } from '../matching-actions.ts'
import { labelOf } from './Evidence.tsx'

type Format = {
  readonly date: (value: string) => string
  readonly count: (value: number) => string
  /** Where somebody lives as the reader says it: 江苏省 南京市 · Nanjing, Jiangsu. */
  readonly region: (province: string | null, city: string | null) => string | null
}

/** What is set side by side of likely duplicates, line by line. */
export const cardLines: readonly {
  readonly name: string
  readonly label: Words
  readonly of: (card: MatchCard, format: Format) => string | null
}[] = [
  ...(['code', 'phone', 'email', 'wechat', 'idCard', 'creditCode'] as const).map((name) => ({
    name,
    label: labelOf(name) ?? { zh: name, en: name },
    of: (card: MatchCard) => card[name],
  })),
  { name: 'birthday', label: labelOf('birthday') ?? { zh: '生日', en: 'Birthday' }, of: (card) => card.birthday },
  { name: 'gender', label: labelOf('gender') ?? { zh: '性别', en: 'Gender' }, of: (card) => card.gender },
  {
    name: 'place',
    label: { zh: '地区', en: 'Place' },
    of: (card, format) => format.region(card.province, card.city),
  },
  { name: 'address', label: labelOf('address') ?? { zh: '地址', en: 'Address' }, of: (card) => card.address },
  {
    name: 'purchases',
    label: { zh: '消费', en: 'Purchases' },
    of: (card, format) =>
      card.purchases === 0 ? null : `${format.count(card.purchases)}${card.lastPurchaseAt ? ` · ${format.date(card.lastPurchaseAt)}` : ''}`,
  },
  { name: 'createdAt', label: { zh: '建档', en: 'On record since' }, of: (card, format) => format.date(card.createdAt) },
]
