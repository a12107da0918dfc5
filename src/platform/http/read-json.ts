import { isUtf8 } from 'node:buffer'
import { sayJsonError, unreadableReasons } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'

/** JSON deeper than this is refused before anything walks it; the sentence says so too. */
const deepest = 64

/**
 * Reads the JSON of a body. In another encoding its letters would be kept as signs that nobody can read again.
 * @throws Problem input.unreadable
 */
export function readJsonBody(body: Buffer): unknown {
  if (!isUtf8(body)) throw new Problem('input.unreadable', { reason: unreadableReasons.otherEncoding })
  return readJsonText(body.toString('utf8'))
}

/**
 * Reads JSON as it comes from outside, some programs put a byte order mark before it; an empty text is nothing.
 * @throws Problem input.unreadable
 */
export function readJsonText(text: string): unknown {
  if (text === '') return undefined
  const value = parse(text.startsWith('\ufeff') ? text.slice(1) : text)
  if (depthOf(value) > deepest) throw new Problem('input.unreadable', { reason: unreadableReasons.tooDeep })
  return value
}

/** Only a text that could spell `__proto__` is read name by name. */
function parse(text: string): unknown {
  try {
    if (!/proto|\\u/i.test(text)) return JSON.parse(text)
    return JSON.parse(text, (key, inner: unknown) => {
      if (key === '__proto__') throw new Problem('input.unreadable', { reason: unreadableReasons.forbiddenName })
      return inner
    })
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('input.unreadable', { reason: sayJsonError(error instanceof Error ? error.message : '', text) })
  }
}

function depthOf(value: unknown, limit = deepest + 1): number {
  if (typeof value !== 'object' || value === null) return 0
  if (limit === 0) return 1
  let inner = 0
  for (const item of Object.values(value)) inner = Math.max(inner, depthOf(item, limit - 1))
  return inner + 1
}
