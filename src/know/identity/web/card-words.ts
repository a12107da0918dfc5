import type { Words } from '../../../core/kit/words.ts'
import type { MatchCard } from '../matching-actions.ts'
import { labelOf } from './Evidence.tsx'

type Format = {
  readonly date: (value: string) => string
  readonly count: (value: number) => string
  /** The value of a field of the customer as the reader says it. */
  readonly place: (name: 'province' | 'city', value: string | null) => string | null
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
    of: (card, format) =>
      [...new Set([format.place('province', card.province), format.place('city', card.city)].filter((each) => each !== null))].join(' ') ||
      null,
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

export const nameOfCard = (card: MatchCard): string => card.name ?? card.phone ?? card.email ?? card.code ?? '—'
