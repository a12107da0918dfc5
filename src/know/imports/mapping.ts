import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { importModes } from './import.ts'
import { type Columns, type ImportKind, importKinds } from './targets.ts'

/** A column by its name; `nth` counts those of one name from 0. */
export const namedColumn = z.strictObject({ header: z.string().max(300), nth: z.int().min(0).max(500).default(0) })
export type NamedColumn = z.output<typeof namedColumn>

/** What a mapping says beside the columns; what it leaves out is as the file is guessed. */
export const mappingSettings = z
  .strictObject({
    dateOrder: z.enum(['ymd', 'dmy', 'mdy']).nullable(),
    decimalMark: z.enum(['.', ',']),
    source: soundText(60).regex(/^[^:]+$/),
    createCustomers: z.boolean(),
    findBy: z.string().max(40),
    mode: z.enum(importModes),
    emptyCells: z.enum(['leave', 'clear']),
  })
  .partial()
export type MappingSettings = z.output<typeof mappingSettings>

export const savedColumns = z.record(z.string().max(40), namedColumn)

/** Which column of a form of file is what. */
export type Mapping = {
  readonly id: string
  readonly name: Words
  readonly kind: ImportKind
  /** Target → columns by their names; the first that the file has. */
  readonly columns: Readonly<Record<string, readonly NamedColumn[]>>
  /** A file that has all of these is of this form. */
  readonly headers: readonly string[]
  readonly settings: MappingSettings
}

const tidyHeader = (header: string) =>
  header
    .normalize('NFKC')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()

/** Where the columns of these names stand in this file. */
export function columnsBy({ columns }: Pick<Mapping, 'columns'>, header: readonly string[]): Columns {
  const heads = header.map(tidyHeader)
  const taken = new Set<number>()
  const found: Record<string, number> = {}
  for (const [target, named] of Object.entries(columns)) {
    const at = named.map((column) => positionOf(column, heads)).find((position) => position !== undefined && !taken.has(position))
    if (at === undefined) continue
    found[target] = at
    taken.add(at)
  }
  return found
}

function positionOf({ header, nth }: NamedColumn, heads: readonly string[]): number | undefined {
  const name = tidyHeader(header)
  return heads.flatMap((head, at) => (head === name ? [at] : []))[nth]
}

/** The mapping that is most surely of this file: of those all of whose columns are here the one that asks for most. */
export function mappingFor(mappings: readonly Mapping[], header: readonly string[]): Mapping | null {
  const heads = new Set(header.map(tidyHeader))
  const fitting = mappings.filter(({ headers }) => headers.length >= 2 && headers.every((each) => heads.has(tidyHeader(each))))
  return fitting.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)) || b.headers.length - a.headers.length)[0] ?? null
}

export const isReady = ({ id }: Pick<Mapping, 'id'>): boolean => id.startsWith('ready:')

/** A mapping as the API shows it. */
export const mappingCard = z.object({
  id: z.string(),
  name: words,
  kind: z.enum(importKinds),
  headers: z.array(z.string()).describe('Columns by which a file of this form is known'),
  ready: z.boolean().describe('Brought by the program; cannot be removed'),
})
