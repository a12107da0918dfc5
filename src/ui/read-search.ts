import type { z } from 'zod'

/**
 * Reads an address by a schema and forgives: a key that does not fit is left out instead of breaking the page,
 * so an old or mistyped link still opens. Every key of the schema must be optional or have a default.
 */
export function readSearch<S extends z.ZodObject>(schema: S, raw: Readonly<Record<string, unknown>>): z.output<S> {
  const first = schema.safeParse(raw)
  if (first.success) return first.data
  const wrong = new Set(first.error.issues.map((issue) => String(issue.path[0])))
  const kept = Object.fromEntries(Object.entries(raw).filter(([name]) => !wrong.has(name)))
  const second = schema.safeParse(kept)
  return second.success ? second.data : schema.parse({})
}
