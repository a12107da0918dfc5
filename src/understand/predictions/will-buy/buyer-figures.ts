/**
 * What is known of a buyer as of one day, in the order in which the statement gives it. Days by the shop's clock; a day
 * with several purchases counts once; amounts in minor units of the shop's currency.
 */
export const buyerFigures = [
  /** Days with a purchase. */
  'days',
  /** Days since the first one, and since the last. */
  'tenure',
  'recency',
  /** All that was spent. */
  'spend',
  /** Days with a purchase in the last 30 and 90 days, and in the 90 before those. */
  'days30',
  'days90',
  /** Missing where the shop's records do not reach back so far. */
  'daysBefore90',
  /** Lines of products bought, and pieces; missing where no purchase says. */
  'lines',
  'items',
  'refunds',
  /** 1 for who bought through more than one channel. */
  'severalChannels',
  /** Calls, visits, messages and the like that were noted in the last 90 days. */
  'interactions90',
] as const
export type BuyerFigure = (typeof buyerFigures)[number]
