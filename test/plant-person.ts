// Puts a row of one person into every table that the catalogue has, whatever was added since.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../src/platform/database/connect.ts'
import { dataMap, ownColumns, personColumns } from '../src/know/privacy/data-map.ts'
import { namesIn } from '../src/know/privacy/map/mapped-table.ts'
import { type LiveColumn, type LiveTable, liveTables } from '../src/know/privacy/server/person.ts'

/** A value that was planted: where, and the text by which it is found. */
export type Planted = { readonly table: string; readonly column: string; readonly text: string; readonly inExport: boolean }

/** These the product writes itself, or they must be as they are for it to run. */
const leftOut: ReadonlySet<string> = new Set([
  'customers',
  'log_heads',
  'person_keys',
  'erasures',
  'privacy_exports',
  'merged_customers',
  'restrictions',
  'shared_keys',
])

/**
 * Plants a row into every mapped table of customers.
 * @param mark what stands in columns that are searched, so that the row is known as the person's
 */
export async function plantPerson(db: Db, customerId: string, mark: string): Promise<Planted[]> {
  const planted: Planted[] = []
  for (const table of (await liveTables(db)).values()) {
    const mapped = dataMap[table.name]
    if (!mapped || mapped.of !== 'customer' || leftOut.has(table.name) || mapped.erasure === 'law') continue
    planted.push(...(await plantRow(db, table, customerId, mark)))
  }
  return planted
}

async function plantRow(db: Db, table: LiveTable, customerId: string, mark: string): Promise<Planted[]> {
  const mapped = dataMap[table.name]
  if (!mapped) return []
  const by = new Set(mapped.by || table.columns.has('customer_id') ? personColumns(mapped) : [])
  const searched = new Set(namesIn(mapped.searched))
  const own = new Set(ownColumns(mapped))
  const columns = [...table.columns].filter(([, column]) => !column.computed && column.type !== 'tsvector')
  const values = columns.map(([name, column]) => ({
    name,
    type: column.type,
    ...valueOf(table.name, name, column, by.has(name) ? customerId : null, searched.has(name) ? mark : null),
  }))
  await sql`insert into ${sql.id(table.name)} (${sql.join(values.map(({ name }) => sql.id(name)))})
    values (${sql.join(values.map(({ value, type }) => sql`${value}::${sql.raw(type)}`))})`.execute(db)
  return values.flatMap(({ name, text }) => (text === null ? [] : [{ table: table.name, column: name, text, inExport: own.has(name) }]))
}

/** The same for the same place, so that a failure can be had again. */
const digest = (place: string) => createHash('md5').update(place).digest('hex')
const uuidOf = (place: string) => digest(place).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5')
const numberOf = (place: string, below: number) => (parseInt(digest(place).slice(0, 8), 16) % below) + 1

type Value = { readonly value: unknown; readonly text: string | null }

function valueOf(table: string, column: string, { type }: LiveColumn, id: string | null, mark: string | null): Value {
  const place = `${table}.${column}`
  const word = `plant ${place} ${mark ?? ''}`.trim()
  if (place === 'privacy_steps.request_id') return { value: uuidOf('privacy_requests.id'), text: null }
  if (type === 'uuid') return { value: id ?? uuidOf(place), text: null }
  if (type === 'uuid[]' || type === 'integer[]') return { value: [], text: null }
  if (type === 'text')
    return {
      value: column === 'used_by' ? `interaction:${uuidOf('interactions.id')}` : word,
      text: word.startsWith('plant') && column !== 'used_by' ? word : null,
    }
  if (type === 'text[]') return { value: [word], text: word }
  if (type === 'jsonb') return { value: JSON.stringify(column === 'attachments' ? [word] : { planted: word }), text: word }
  if (type === 'date') return { value: '2001-02-03', text: '2001-02-03' }
  if (type.startsWith('timestamp')) return { value: '2001-02-03T04:05:06Z', text: null }
  if (type === 'boolean') return { value: false, text: null }
  if (type === 'bytea') return { value: Buffer.from(word), text: null }
  if (type === 'smallint') return { value: numberOf(place, 30_000), text: String(numberOf(place, 30_000)) }
  // Of six digits a short float keeps each.
  if (type === 'real') return { value: numberOf(place, 900_000), text: String(numberOf(place, 900_000)) }
  return { value: numberOf(place, 2_000_000_000), text: String(numberOf(place, 2_000_000_000)) }
}
