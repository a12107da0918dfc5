import { shortId } from '../../../core/kit/id.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Row } from '../../../ui/data.tsx'

/** A kind of record that may be looked at through other eyes: where it is listed, and by which fields it is told from others. */
export type RecordKind = {
  readonly kind: string
  readonly path: string
  readonly label: Words
  readonly fields: readonly string[]
  /** Where it has no search of its own. */
  readonly typedIn?: string
}

const customers: RecordKind = {
  kind: 'customer',
  path: 'customers',
  label: { zh: '客户', en: 'Customer' },
  fields: ['name', 'phone', 'code'],
}

export const recordKinds: readonly RecordKind[] = [
  customers,
  { kind: 'contact', path: 'contacts', label: { zh: '联系人', en: 'Contact' }, fields: ['name', 'company'] },
  { kind: 'purchase', path: 'purchases', label: { zh: '消费记录', en: 'Purchase' }, fields: ['number'], typedIn: 'number' },
  { kind: 'todo', path: 'todos', label: { zh: '待办', en: 'To-do' }, fields: ['title'] },
  { kind: 'interaction', path: 'interactions', label: { zh: '互动记录', en: 'Interaction' }, fields: ['summary', 'byName'] },
  { kind: 'segment', path: 'segments', label: { zh: '细分', en: 'Segment' }, fields: ['name'], typedIn: 'name' },
  { kind: 'template', path: 'templates', label: { zh: '消息模板', en: 'Template' }, fields: ['name'], typedIn: 'name' },
  { kind: 'product', path: 'products', label: { zh: '商品', en: 'Product' }, fields: ['name'] },
]

export const recordKindNamed = (name: string | undefined): RecordKind => recordKinds.find(({ kind }) => kind === name) ?? customers

const longest = 60

/** What tells a record from others of its kind; at least the end of its id. */
export function sayRecord({ fields }: RecordKind, row: Row): string {
  const [title, ...others] = fields.map((name) => row[name]).filter((part): part is string => typeof part === 'string' && part !== '')
  const said = [title, others[0]].filter((part) => part !== undefined).join(' · ')
  return said.length > longest ? `${said.slice(0, longest)}…` : said || shortId(row['id'])
}
