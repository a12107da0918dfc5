import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { blottedMark } from '../../../core/kit/blotted.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { openSealed } from './open-sealed.ts'
import { identityFields, identityKey } from '../../customers/identity-keys.ts'

/** By what a person is found in texts that no id leads to. */
export const marksShape = z.object({
  ids: z.array(z.string()),
  /** Identity keys, `phone:+8613800001111`. */
  keys: z.array(z.string()),
  names: z.array(z.string()),
  /** Phones, addresses, numbers: what is long enough to be nobody else's. */
  texts: z.array(z.string()),
  /** Digits of phones, found however they are written. */
  digits: z.array(z.string()),
})
export type Marks = z.output<typeof marksShape>

/** Shorter texts would be found in what is not about the person. */
const shortest = 5
const shortestDigits = 7

/** Gathers them from wherever the person's data stand, rows of merged ones included. */
export async function readMarks(ctx: Ctx, ids: readonly string[]): Promise<Marks> {
  const { db } = ctx
  const keys = new Set<string>()
  const names = new Set<string>()
  const texts = new Set<string>()
  const take = (row: Readonly<Record<string, unknown>>) => {
    for (const field of identityFields) {
      const value = row[columnOf(field)]
      if (typeof value === 'string' && value !== '') keys.add(identityKey(field, value))
    }
    for (const column of ['name', 'short_name']) if (typeof row[column] === 'string') names.add(row[column])
    if (typeof row['address'] === 'string') texts.add(row['address'])
  }
  const { rows } = await sql<{ row: Record<string, unknown> }>`select to_jsonb(c) as row from customers c where id = any(${ids}::uuid[])
    union all select row from merged_customers where customer_id = any(${ids}::uuid[])
    union all select to_jsonb(c) from contacts c where person_id = any(${ids}::uuid[])`.execute(db)
  for (const { row } of rows) take(row)
  for (const row of await openSealed(
    ctx,
    ids,
    rows.map((one) => one.row),
  ))
    take(row)
  const held = await sql<{ key: string }>`select key from customer_identities where customer_id = any(${ids}::uuid[])
    union select key from identities where customer_id = any(${ids}::uuid[])
    union select kind || ':' || value from contact_points where customer_id = any(${ids}::uuid[])
    union select unnest(keys) from merged_customers where customer_id = any(${ids}::uuid[])
    union select 'address:' || address from messages where customer_id = any(${ids}::uuid[]) and address is not null`.execute(db)
  for (const { key } of held.rows) keys.add(key)
  // A person is found in both forms: what is sealed now may stand plain in a text of before.
  for (const key of Array.from(keys, (one) => ctx.services.sealing.openContacts(one))) keys.add(key)
  return underEachKey(ctx.services, marksOf([...ids], keys, names, texts))
}

/**
 * With sealed contact details under each key that they had: the audit, which cannot be changed, and what is not turned over yet
 * hold them under another one than their person does.
 */
export function underEachKey({ sealing }: Pick<Ctx['services'], 'sealing'>, marks: Marks): Marks {
  const forms = (all: readonly string[]) => [...new Set([...all, ...all.flatMap((text) => sealing.contactForms(text))])].sort()
  return { ...marks, keys: forms(marks.keys), texts: forms(marks.texts) }
}

const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function marksOf(ids: string[], keys: ReadonlySet<string>, names: ReadonlySet<string>, texts: Set<string>): Marks {
  const digits = new Set<string>()
  for (const key of keys) {
    const value = key.slice(key.indexOf(':') + 1)
    texts.add(value)
    if (!key.startsWith('phone:')) continue
    const bare = value.replace(/^\+86/, '').replace(/\D/g, '')
    if (bare.length >= shortestDigits) digits.add(bare)
  }
  const long = [...texts].filter((text) => text.length >= shortest)
  return { ids, keys: [...keys].sort(), names: [...names].filter((name) => name !== ''), texts: long.sort(), digits: [...digits] }
}

const escaped = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)
/** A text as it stands within JSON, as it stands within a `like`. */
const pattern = (text: string) => `%${escaped(text)}%`
const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

/** Does one of these columns hold a mark? `withIds`: also where only the id stands. */
export function holdsMark(columns: readonly string[], marks: Marks, { withIds = false } = {}): RawBuilder<unknown> {
  const all = [...marks.texts, ...(withIds ? marks.ids : [])]
  const patterns = [...new Set(all.flatMap((text) => [pattern(text), pattern(inJson(text))]))]
  const conditions = columns.flatMap((column) => {
    const text = sql`${sql.id(column)}::text`
    const found = patterns.length > 0 ? [sql`${text} like any(${patterns}::text[])`] : []
    const dialled =
      marks.digits.length > 0
        ? [sql`regexp_replace(${text}, '[^0-9]', '', 'g') like any(${marks.digits.map((digits) => `%${digits}%`)}::text[])`]
        : []
    return [...found, ...dialled]
  })
  return conditions.length > 0 ? sql`(${sql.join(conditions, sql` or `)})` : sql`false`
}

/**
 * A value of a row with every mark blotted out; in what its parts are called only what is nobody else's. A number keeps its size
 * alone: a rule that compares by it goes on.
 */
export function blotted(value: unknown, marks: Marks): unknown {
  const calls = blotterOf(marks)
  const values = blotterOf(marks, marks.names)
  const numbers = new Set(marks.digits.flatMap((digits) => [digits, `86${digits}`]))
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'string') return values(inner)
    if (typeof inner === 'number') return numbers.has(String(inner)) ? 10 ** Math.floor(Math.log10(inner)) : inner
    if (Array.isArray(inner)) return inner.map(walk)
    if (typeof inner !== 'object' || inner === null || inner instanceof Date) return inner
    return Object.fromEntries(Object.entries(inner).map(([name, part]) => [calls(name), walk(part)]))
  }
  return walk(value)
}

function blotterOf({ texts, digits }: Marks, names: readonly string[] = []): (text: string) => string {
  const words = [...new Set([...texts, ...names].flatMap((word) => [word, inJson(word)]))].sort((a, b) => b.length - a.length)
  return (text) =>
    digits.reduce(
      withoutNumber,
      words.reduce((rest, word) => rest.replaceAll(word, blottedMark), text),
    )
}

/** Signs between the digits of a number that is written in groups. */
const mostBetween = 8

/** The text without this number, in groups or in one. */
function withoutNumber(text: string, digits: string): string {
  const places = Array.from(text.matchAll(/[0-9]/g), ({ index }) => index)
  const all = places.map((place) => text[place]).join('')
  for (let at = all.indexOf(digits); at >= 0; at = all.indexOf(digits, at + 1)) {
    const [from = 0, to = 0] = [places[at], places[at + digits.length - 1]]
    if (to - from < digits.length + mostBetween) return text.slice(0, from) + blottedMark + withoutNumber(text.slice(to + 1), digits)
  }
  return text
}
