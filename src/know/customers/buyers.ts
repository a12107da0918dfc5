import type { Rule } from '../../core/rule/rule.ts'

/** Has bought: at least one purchase above zero. */
export const atLeastOnePurchase: Rule = { all: [{ field: 'purchaseCount', op: 'at-least', value: 1 }] }
