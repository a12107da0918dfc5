import type { Words } from '../../../core/kit/words.ts'
import type { Counts } from '../import.ts'

type Part = { readonly n: number; readonly words: Words }

/**
 * What an import brings, as the parts of one sentence, greatest matters first; nothing that is zero.
 * `{n}` stands for the number.
 */
export function partsOfCounts(counts: Counts): readonly Part[] {
  // In a file of purchases those who are known already go without saying.
  const ofPurchases =
    counts.purchasesNew + counts.refundsNew + counts.purchasesChanged + counts.purchasesSame + (counts.purchasesVoided ?? 0) > 0
  const parts: readonly Part[] = [
    { n: counts.customersNew, words: { zh: '新客户 {n} 位', en: '{n} new {n|customer|customers}' } },
    { n: counts.customersUpdated, words: { zh: '更新 {n} 位', en: '{n} updated' } },
    { n: ofPurchases ? 0 : counts.customersSame, words: { zh: '没有变化 {n} 位', en: '{n} unchanged' } },
    { n: counts.purchasesNew, words: { zh: '新消费 {n} 笔', en: '{n} new {n|purchase|purchases}' } },
    { n: counts.refundsNew, words: { zh: '退款 {n} 笔', en: '{n} {n|refund|refunds}' } },
    { n: counts.purchasesChanged, words: { zh: '更正消费 {n} 笔', en: '{n} {n|purchase|purchases} corrected' } },
    { n: counts.purchasesVoided ?? 0, words: { zh: '取消消费 {n} 笔', en: '{n} {n|order|orders} came to nothing' } },
    { n: counts.purchasesSame, words: { zh: '已有且相同 {n} 笔', en: '{n} already here' } },
    { n: counts.recordsNew, words: { zh: '新增记录 {n} 条', en: '{n} {n|record|records} added' } },
    { n: counts.recordsChanged, words: { zh: '更新记录 {n} 条', en: '{n} {n|record|records} updated' } },
    { n: counts.refused, words: { zh: '拒绝 {n} 行', en: '{n} {n|row|rows} refused' } },
  ]
  return parts.filter((part) => part.n > 0)
}
