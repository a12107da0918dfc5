import type { Tone } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Delimiter, Encoding, ImportState } from '../import.ts'
import type { ImportKind } from '../targets.ts'

export const kindWords: Record<ImportKind, { readonly label: Words; readonly hint: Words }> = {
  customers: { label: { zh: '客户名单', en: 'Customers' }, hint: { zh: '一行一位客户', en: 'One customer a line' } },
  companies: { label: { zh: '企业名单', en: 'Companies' }, hint: { zh: '一行一家企业', en: 'One company a line' } },
  contacts: { label: { zh: '企业联系人', en: 'Contacts' }, hint: { zh: '一行一位企业的联系人', en: 'One person at a company a line' } },
  purchases: {
    label: { zh: '消费记录', en: 'Purchases' },
    hint: { zh: '一行一件商品，或一行一笔订单', en: 'One item a line, or one order a line' },
  },
  tags: { label: { zh: '标签', en: 'Tags' }, hint: { zh: '一行一位客户和它的标签', en: 'One customer and their tags a line' } },
  interactions: {
    label: { zh: '互动记录', en: 'Interactions' },
    hint: { zh: '一行一次电话、拜访或聊天', en: 'One call, visit or chat a line' },
  },
  products: {
    label: { zh: '商品', en: 'Products' },
    hint: { zh: '一行一个商品：售价、成本、库存', en: 'One product a line: price, cost, stock' },
  },
}

export const encodingWords: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  gb18030: 'GB18030 / GBK',
}

export const delimiterWords: Record<Delimiter, Words> = {
  ',': { zh: '逗号 ,', en: 'Comma ,' },
  ';': { zh: '分号 ;', en: 'Semicolon ;' },
  '\t': { zh: '制表符', en: 'Tab' },
  '|': { zh: '竖线 |', en: 'Bar |' },
  '，': { zh: '全角逗号 ，', en: 'Full-width comma ，' },
}

export const dateOrderWords: Record<'ymd' | 'dmy' | 'mdy', Words> = {
  ymd: { zh: '年 / 月 / 日', en: 'Year / month / day' },
  dmy: { zh: '日 / 月 / 年', en: 'Day / month / year' },
  mdy: { zh: '月 / 日 / 年', en: 'Month / day / year' },
}

export const stateTones: Record<ImportState, Tone> = {
  uploaded: 'neutral',
  waiting: 'blue',
  running: 'blue',
  settling: 'blue',
  done: 'good',
  paused: 'attention',
  stopping: 'attention',
  stopped: 'attention',
  failed: 'danger',
  undoing: 'attention',
  undone: 'neutral',
}

/** Something is being done with it right now. */
export function isBusy(state: ImportState | undefined): boolean {
  return state === 'waiting' || state === 'running' || state === 'settling' || state === 'stopping' || state === 'undoing'
}
