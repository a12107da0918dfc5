import { z } from 'zod'
import type { Language } from '../../../core/kit/words.ts'

/** Of a message in blocks the filled-in texts are kept; the blocks stand in its template's version. */
export type KeptBody = {
  readonly template: string
  readonly version: number
  readonly language: Language
  readonly texts: ReadonlyMap<string, string>
}

/** Begins a body that is such, and no text that somebody wrote. */
const begin = '\ue015'

const shape = z.object({ t: z.string(), v: z.int(), l: z.enum(['zh', 'en']), f: z.record(z.string(), z.string()) })

export function keepMade({ template, version, language, texts }: KeptBody): string {
  return begin + JSON.stringify({ t: template, v: version, l: language, f: Object.fromEntries(texts) })
}

/** Null for a body that is text. */
export function readKept(body: string): KeptBody | null {
  if (!body.startsWith(begin)) return null
  const { t: template, v: version, l: language, f } = shape.parse(JSON.parse(body.slice(begin.length)))
  return { template, version, language, texts: new Map(Object.entries(f)) }
}
