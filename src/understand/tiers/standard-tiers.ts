import { mostCost, type Scheme } from './scheme.ts'

/** From the firm's own figures, money in minor units; `unit`: minor units in one of the main unit. */
export type Thresholds = {
  readonly spend: number
  readonly times: number
  readonly topSpend: number
  readonly topTimes: number
  readonly unit: number
}

/** A threshold that people can remember: two significant digits, the second 0 or 5, of whole main units. */
export function roundThreshold(amount: number, unit: number): number {
  const whole = Math.max(1, amount / unit)
  const step = 10 ** Math.floor(Math.log10(whole)) / 2
  return Math.max(1, Math.round(Math.round(whole / step) * step)) * unit
}

/**
 * 潜在, 普通, 重要, VIP: by spend or frequency of the last twelve months. A VIP must have come at least twice, so that one
 * giant order makes none. Benefits are examples whose cost is a small part of the threshold.
 */
export function standardTiers({ spend, times, topSpend, topTimes, unit }: Thresholds): Scheme {
  const share = (of: number, percent: number) => Math.min(mostCost, Math.max(1, Math.round((of * percent) / 100 / unit)) * unit)
  return {
    counting: 'year',
    tiers: [
      {
        key: 'prospect',
        label: { zh: '潜在客户', en: 'Prospect' },
        colour: 'tier-grey',
        mark: '潜',
        rule: { all: [] },
        benefits: [],
        validity: { kind: 'none' },
        graceDays: 0,
        down: { when: 'at-once', how: 'straight' },
      },
      {
        key: 'regular',
        label: { zh: '普通客户', en: 'Regular' },
        colour: 'tier-blue',
        mark: '普',
        rule: { field: 'tierPurchases', op: 'at-least', value: 1 },
        benefits: [{ name: { zh: '会员价', en: 'Member prices' }, kind: 'discount', cost: 0 }],
        validity: { kind: 'none' },
        graceDays: 0,
        down: { when: 'at-once', how: 'straight' },
      },
      {
        key: 'important',
        label: { zh: '重要客户', en: 'Important' },
        colour: 'tier-teal',
        mark: '重',
        rule: {
          any: [
            { field: 'tierSpend', op: 'at-least', value: spend },
            { field: 'tierPurchases', op: 'at-least', value: times },
          ],
        },
        benefits: [
          { name: { zh: '生日礼', en: 'Birthday gift' }, kind: 'gift', cost: share(spend, 1) },
          { name: { zh: '包邮', en: 'Free delivery' }, kind: 'shipping', cost: share(spend, 2) },
        ],
        validity: { kind: 'days', days: 365 },
        graceDays: 30,
        down: { when: 'after-validity', how: 'one-step' },
      },
      {
        key: 'vip',
        label: { zh: 'VIP 客户', en: 'VIP' },
        colour: 'tier-gold',
        mark: 'V',
        rule: {
          all: [
            {
              any: [
                { field: 'tierSpend', op: 'at-least', value: topSpend },
                { field: 'tierPurchases', op: 'at-least', value: topTimes },
              ],
            },
            { field: 'tierPurchases', op: 'at-least', value: 2 },
          ],
        },
        benefits: [
          { name: { zh: '生日礼', en: 'Birthday gift' }, kind: 'gift', cost: share(topSpend, 1) },
          { name: { zh: '包邮', en: 'Free delivery' }, kind: 'shipping', cost: share(topSpend, 2) },
          { name: { zh: '专属顾问', en: 'Personal adviser' }, kind: 'service', cost: share(topSpend, 2) },
        ],
        validity: { kind: 'days', days: 365 },
        graceDays: 30,
        down: { when: 'after-validity', how: 'one-step' },
      },
    ],
  }
}
