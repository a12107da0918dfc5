import { type RawBuilder, sql } from 'kysely'
import { todoSearch, todoTexts } from '../../todos/todo-search.ts'
import { interactionSearch, interactionTexts } from '../../interactions/interaction-search.ts'

/** Tables that hold contact details: whose row it is, by what it is known, and the columns to look through. */
export type ContactPlace = {
  readonly name: string
  /** Whose row it is stands in this column, `customer_id` where nothing is said. */
  readonly owner?: 'id'
  /** Besides the customer. */
  readonly keys: readonly string[]
  readonly columns: readonly string[]
  /** Columns beside those, which say what an address is of. */
  readonly beside?: readonly string[]
  /** Columns of JSON that are called as a text is in another table. */
  readonly json?: readonly string[]
  /** No table of customers. */
  readonly isShared?: true
  /** Large: only rows whose text may hold one are read; `keys`: whose text holds it behind the name of its kind alone. */
  readonly isLarge?: true | 'keys'
  /** Columns by which no two rows of one owner may agree; `o` is a row that does already, and gives way where this holds of it. */
  readonly unique?: { readonly by: readonly string[]; readonly givesWay: RawBuilder<unknown> }
  /** The words under which a row is found, of what stands in its columns. */
  readonly search?: (columns: Readonly<Record<string, unknown>>) => string
}

const textIn = (columns: Readonly<Record<string, unknown>>, name: string) => {
  const value = columns[name]
  return typeof value === 'string' ? value : null
}

export const searchOfInteraction = (columns: Readonly<Record<string, unknown>>): string =>
  interactionSearch({
    summary: textIn(columns, 'summary'),
    next_step: textIn(columns, 'next_step'),
    person: textIn(columns, 'person'),
    place: textIn(columns, 'place'),
  })

const todos: ContactPlace = {
  name: 'todos',
  keys: ['id'],
  columns: [...todoTexts],
  beside: ['state'],
  isLarge: true,
  search: (columns) => todoSearch({ title: textIn(columns, 'title') ?? '', note: textIn(columns, 'note') }),
}

/** Rows of one customer, turned over together with their own. */
export const customerPlaces: readonly ContactPlace[] = [
  {
    name: 'contact_points',
    keys: ['id'],
    columns: ['value', 'label'],
    beside: ['kind'],
    unique: { by: ['kind', 'value'], givesWay: sql`o.consent = 'unknown'` },
  },
  { name: 'contacts', keys: ['id'], columns: ['phone', 'email', 'wechat', 'note'] },
  { name: 'consents', keys: ['id'], columns: ['address', 'note', 'guardian'], beside: ['channel', 'purpose'] },
  { name: 'messages', keys: ['id'], columns: ['address', 'reason'], beside: ['channel'] },
  // What was written to them; what was filled in of a message in blocks is a text of JSON.
  { name: 'messages', keys: ['id'], columns: ['subject', 'body'], isLarge: true },
  {
    name: 'email_holds',
    keys: ['address'],
    columns: ['address', 'said'],
    beside: ['soft_bounces'],
    unique: { by: ['address'], givesWay: sql`o.held_at is null` },
  },
  { name: 'inbound_mails', keys: ['id'], columns: ['from_address', 'from_name', 'subject', 'body', 'details'] },
  { name: 'given_keys', keys: ['key'], columns: ['key', 'value'], unique: { by: ['key'], givesWay: sql`true` } },
  { name: 'merged_customers', keys: [], columns: ['row', 'keys'] },
  { name: 'merges', keys: ['id'], columns: ['before', 'after', 'choices', 'parts'] },
  { name: 'merge_kept', keys: ['id'], columns: ['row'] },
  { name: 'import_changes', keys: ['import_id'], columns: ['before'] },
  { name: 'import_record_changes', keys: ['import_id', 'what', 'record_id'], columns: ['before', 'after'] },
  { name: 'purchases', keys: ['id'], columns: ['number'], isLarge: 'keys' },
  { name: 'interactions', keys: ['id'], columns: [...interactionTexts], beside: ['kind'], isLarge: true, search: searchOfInteraction },
  todos,
  // Notes of the customers themselves; what else stands in their row is turned over by itself.
  { name: 'customers', owner: 'id', keys: [], columns: ['note', 'custom'], isLarge: true },
  { name: 'removed_interactions', keys: ['id'], columns: ['body'], json: ['body'] },
  { name: 'events', keys: ['seq'], columns: ['payload'], isLarge: true },
]

/** Its cells are known by their columns alone (seal-refusals.ts). */
export const refusals = 'import_refusals'

/** Rows that are nobody's, or of two; each table in portions of its own. */
export const sharedPlaces: readonly ContactPlace[] = [
  {
    name: 'purchase_numbers',
    isShared: true,
    keys: ['key'],
    columns: ['key'],
    isLarge: 'keys',
    unique: { by: ['key'], givesWay: sql`true` },
  },
  { name: 'match_pairs', isShared: true, keys: ['low', 'high'], columns: ['evidence'] },
  { name: 'inbound_mails', keys: ['id'], columns: ['from_address', 'from_name', 'subject', 'body', 'details'] },
  // Those that are about nobody.
  todos,
  { name: 'privacy_requests', isShared: true, keys: ['id'], columns: ['asker_contact'] },
  { name: 'anonymous_events', isShared: true, keys: ['source_id', 'anonymous_id', 'message_id'], columns: ['fact'] },
  { name: 'source_latest', isShared: true, keys: ['source_id', 'id'], columns: ['message'] },
  { name: 'source_notes', isShared: true, keys: ['source_id', 'id'], columns: ['reason', 'message'] },
  { name: 'action_keys', isShared: true, keys: ['actor', 'key'], columns: ['answer'] },
  { name: refusals, isShared: true, keys: ['import_id', 'line'], columns: ['cells'] },
]
