import type { z } from 'zod'

type Raw = Readonly<Record<string, unknown>>
type Read<S extends z.ZodObject> = {
  readonly search: z.output<S>
  /** The keys that could not be read and are left out. */
  readonly unread: readonly string[]
}

/**
 * Reads an address by a schema and forgives: a key that does not fit is left out instead of breaking the page,
 * so an old or mistyped link still opens. Every key of the schema must be optional or have a default.
 */
export function readSearch<S extends z.ZodObject>(schema: S, raw: Raw): z.output<S> {
  return readAddress(schema, raw).search
}

/** The same, and what was left out, for whoever tells the reader. */
export function readAddress<S extends z.ZodObject>(schema: S, raw: Raw): Read<S> {
  const first = schema.safeParse(raw)
  if (first.success) return { search: first.data, unread: [] }
  const wrong = keysOf(first.error)
  // A figure where text is asked for was typed by hand: `?q=138`.
  const asText = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, wrong.has(name) && typeof value === 'number' ? String(value) : value]),
  )
  const typed = schema.safeParse(asText)
  if (typed.success) return { search: typed.data, unread: [] }
  const stillWrong = keysOf(typed.error)
  const kept = Object.fromEntries(Object.entries(asText).filter(([name]) => !stillWrong.has(name)))
  const second = schema.safeParse(kept)
  if (second.success) return { search: second.data, unread: [...stillWrong] }
  return { search: schema.parse({}), unread: Object.keys(raw).filter((name) => name in schema.shape) }
}

const keysOf = (error: z.ZodError): ReadonlySet<string> => new Set(error.issues.map((issue) => String(issue.path[0])))
