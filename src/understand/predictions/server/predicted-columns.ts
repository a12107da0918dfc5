/** What is foretold of a customer, by the columns of `predictions` and in the order in which rows are written. */
export const figureColumns = [
  'expected_purchases30',
  'expected_purchases90',
  'expected_purchases365',
  'expected_spend30',
  'expected_spend90',
  'expected_spend365',
  'next_purchase_from',
  'next_purchase',
  'next_purchase_to',
  'alive_chance',
  'buy_chance30',
  'buy_chance90',
  'clv12',
  'clv12_low',
  'clv12_high',
  'clv36',
  'clv36_low',
  'clv36_high',
] as const

/** The past that it was foretold from. */
export const pastColumns = ['days', 'first_day', 'last_day', 'repeat_spend'] as const

/** What the record keeps beside the past, in the order in which rows are written. */
export const ledgerColumns = [
  'purchases30',
  'purchases90',
  'purchases365',
  'chance30',
  'chance90',
  'chance365',
  'spend30',
  'spend90',
  'spend365',
  'rate',
  'spend_rate',
  'rfm',
] as const
