import { sayJsonError, unreadableReasons } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'

/** JSON deeper than this is refused before anything walks it; the sentence says so too. */
const deepest = 64

/**
 * Reads JSON as it comes from outside; an empty text is nothing.
 * @throws Problem input.unreadable
 */
export function readJsonText(text: string): unknown {
  if (text === '') return undefined
  const value = parse(text)
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
