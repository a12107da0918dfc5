import type { z } from 'zod'

/**
 * Reads an address by a schema and forgives: a key that does not fit is left out instead of breaking the page,
 * so an old or mistyped link still opens. Every key of the schema must be optional or have a default.
 */
export function readSearch<S extends z.ZodObject>(schema: S, raw: Readonly<Record<string, unknown>>): z.output<S> {
  const first = schema.safeParse(raw)
  if (first.success) return first.data
  const wrong = new Set(first.error.issues.map((issue) => String(issue.path[0])))
  // A figure where text is asked for was typed by hand: `?q=138`.
  const asText = Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [name, wrong.has(name) && typeof value === 'number' ? String(value) : value]),
  )
  const typed = schema.safeParse(asText)
  if (typed.success) return typed.data
  const stillWrong = new Set(typed.error.issues.map((issue) => String(issue.path[0])))
  const kept = Object.fromEntries(Object.entries(asText).filter(([name]) => !stillWrong.has(name)))
  const second = schema.safeParse(kept)
  return second.success ? second.data : schema.parse({})
}
