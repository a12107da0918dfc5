import { sql } from 'kysely'
import { productSearch } from '../../products/product-search.ts'
import { makePlainReader, type PlainRow } from '../read-plain-row.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { newTally, type Portion, type PortionResult } from './portion.ts'

/** A product as the table has it, of what people write. */
type Image = {
  readonly name: string
  readonly category: string | null
  readonly price: number | null
  readonly cost: number | null
  readonly stock: number | null
  readonly on_sale: boolean
  readonly recommended: boolean
  readonly note: string | null
  readonly by_hand: readonly string[]
}
type Known = Image & { readonly id: string; readonly code: string }
type Written = { readonly id: string; readonly code: string; readonly before: Image | null; readonly after: Image }

const longest: Readonly<Record<string, number>> = { product: 100, name: 200, category: 100, note: 2_000 }

/** Keeps products. Of a code that comes twice what is said last holds; a file may say only a few things of each. */
export async function keepProducts(portion: Portion, records: readonly CsvRecord[]): Promise<PortionResult> {
  const refusals: Refusal[] = []
  const rows = new Map<string, Map<string, string | number | boolean | null>>()
  const read = makePlainReader(portion.rows)
  for (const record of records) {
    const row = read(record)
    const wrong = 'reason' in row ? row : refusalOf(row)
    if (wrong) refusals.push(wrong)
    else if (!('reason' in row)) gather(rows, row, portion.settings.emptyCells === 'clear' ? Object.keys(portion.settings.columns) : [])
  }
  await sql`select pg_advisory_xact_lock(hashtext('products'))`.execute(portion.db)
  const known = await readKnown(portion, [...rows.keys()])
  const { mode } = portion.settings
  const told = [...rows].filter(([code]) => (known.has(code) ? mode !== 'add' : mode !== 'update'))
  const all = told.map(([code, said]) => imageOf(portion, code, said, known.get(code)))
  const changed = all.filter(({ before, after }) => before === null || !isSame(before, after))
  portion.breakpoint('rows-found')
  await write(portion, changed)
  const tally = newTally()
  tally.rows = records.length
  tally.recordsNew = changed.filter(({ before }) => before === null).length
  tally.recordsChanged = changed.length - tally.recordsNew
  tally.recordsSame = rows.size - changed.length
  tally.refused = refusals.length
  return { counts: tally, refusals, touched: new Set() }
}

function refusalOf({ record, values }: PlainRow): Refusal | null {
  if (typeof values['product'] !== 'string') return refuseRow(record, refusalWords.noProduct)
  const negative = ['price', 'cost', 'stock'].some((target) => Number(values[target] ?? 0) < 0)
  return negative ? refuseRow(record, refusalWords.negative) : null
}

function gather(rows: Map<string, Map<string, string | number | boolean | null>>, { values }: PlainRow, cleared: readonly string[]): void {
  const cut = (target: string, value: string | number | boolean) =>
    typeof value === 'string' ? value.slice(0, longest[target] ?? 200).toWellFormed() : value
  const code = String(cut('product', values['product'] ?? ''))
  const said = rows.get(code) ?? new Map<string, string | number | boolean | null>()
  for (const target of cleared) if (!(target in values)) said.set(target, null)
  for (const [target, value] of Object.entries(values)) if (target !== 'product') said.set(target, cut(target, value))
  rows.set(code, said)
}

async function readKnown({ db }: Portion, codes: readonly string[]): Promise<Map<string, Known>> {
  const { rows } =
    await sql<Known>`select id, code, name, category, price, cost, stock::float8 as stock, on_sale, recommended, note, by_hand
    from products where code = any(${codes}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.code, row]))
}

type Said = ReadonlyMap<string, string | number | boolean | null>

function imageOf({ newId }: Portion, code: string, said: Said, known: Known | undefined): Written {
  const text = (target: 'name' | 'category' | 'note') => {
    const value = said.get(target)
    return value === undefined ? (known?.[target] ?? null) : value === null ? null : String(value)
  }
  const amount = (target: 'price' | 'cost' | 'stock') => {
    const value = said.get(target)
    return value === undefined ? (known?.[target] ?? null) : typeof value === 'number' ? value : null
  }
  const yes = (target: string, was: boolean | undefined) => {
    const value = said.get(target)
    return typeof value === 'boolean' ? value : (was ?? true)
  }
  const { id = newId(), code: _, ...before } = known ?? { code }
  const after: Image = {
    name: text('name') ?? known?.name ?? code,
    category: text('category'),
    price: amount('price'),
    cost: amount('cost'),
    stock: amount('stock'),
    on_sale: yes('onSale', known?.on_sale),
    recommended: yes('recommended', known?.recommended),
    note: text('note'),
    by_hand: [...new Set([...(known?.by_hand ?? []), ...said.keys()])].toSorted(),
  }
  return { id, code, before: 'name' in before ? before : null, after }
}

const isSame = (a: Image, b: Image) => imageText(a) === imageText(b)
const imageText = (one: Image) =>
  JSON.stringify([one.name, one.category, one.price, one.cost, one.stock, one.on_sale, one.recommended, one.note])

async function write({ db, now, importId }: Portion, changed: readonly Written[]): Promise<void> {
  if (changed.length === 0) return
  const rows = changed.map(({ id, code, before, after }) => ({
    id,
    code,
    before,
    after,
    ...after,
    search: productSearch({ code, ...after }),
  }))
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, code text, name text, category text, price bigint, cost bigint,
    stock numeric, on_sale boolean, recommended boolean, note text, by_hand text[], search text, before jsonb, after jsonb)`
  await sql`insert into products (id, code, name, category, price, cost, stock, on_sale, recommended, note, by_hand, search, import_id, created_at, updated_at)
    select id, code, name, category, price, cost, stock, on_sale, recommended, note, by_hand, search::tsvector, ${importId}::uuid, ${now}, ${now}
    from ${given} order by code on conflict (code) do update set name = excluded.name, category = excluded.category, price = excluded.price,
      cost = excluded.cost, stock = excluded.stock, on_sale = excluded.on_sale, recommended = excluded.recommended, note = excluded.note,
      by_hand = excluded.by_hand, search = excluded.search, version = products.version + 1, updated_at = excluded.updated_at`.execute(db)
  await sql`insert into product_changes (import_id, product_id, before, after) select ${importId}::uuid, id, before, after from ${given}
    on conflict (import_id, product_id) do update set after = excluded.after`.execute(db)
}
