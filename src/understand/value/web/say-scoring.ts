import type { Words } from '../../../core/kit/words.ts'
import type { ScoringKind } from '../scoring.ts'

export const kindNames: Readonly<Record<ScoringKind, Words>> = {
  values: { zh: '按数值分档', en: 'By value' },
  ranks: { zh: '每档人数相同', en: 'Bands of equal size' },
  own: { zh: '自定分界', en: 'Our own edges' },
}

export const kindHelp: Readonly<Record<ScoringKind, Words>> = {
  values: {
    zh: '分界取全部买家的分位点。数值相同的客户分数必然相同，所以各档人数可能相差很多（例如大多数人只买过一次）。建议使用。',
    en: 'The edges are quantiles of all buyers. Equal customers always have equal scores, so bands may differ much in size, as when most bought once. Recommended.',
  },
  ranks: {
    zh: '把客户排队后等分，每档人数相同。值相同的客户按登记先后排列，可能被分到相邻两档。',
    en: 'Customers are lined up and parted evenly. Those who tie stand in the order in which they became known, and may fall on either side of an edge.',
  },
  own: {
    zh: '由您规定天数、次数和金额的分界，不随客户变化，适合有明确业务标准的店。',
    en: 'You set the edges in days, purchases and money. They stay as customers change; for a firm that has standards of its own.',
  },
}
