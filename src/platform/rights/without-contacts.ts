import { hideInText } from '../../core/kit/contact-in-text.ts'
import { contactTokenText, replaceContactTokens } from '../../core/kit/contact-token.ts'
import { contactDots } from './text-masks.ts'
import type { Sight } from './sight.ts'
import { contactsOf, withShapes } from './veils.ts'

/** The contact details that this reader may not see whole. */
export const veiledContacts = ({ limits }: Sight): readonly string[] => (limits ? contactsOf(withShapes(limits.fields)) : [])

/** What is read past the tables that a reader sees, e.g. in the audit: each text in it without the contact details of these kinds. */
export function withoutContactsIn<T>(kinds: readonly string[], value: T): T
export function withoutContactsIn(kinds: readonly string[], value: unknown): unknown {
  if (kinds.length === 0) return value
  if (typeof value === 'string') {
    const open = replaceContactTokens(value, (token) => (kinds.includes(token.kind) ? contactDots : contactTokenText(token)))
    return hideInText(open, (kind, found) => (kinds.includes(kind) ? contactDots : found))
  }
  if (Array.isArray(value)) return value.map((one: unknown) => withoutContactsIn(kinds, one))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutContactsIn(kinds, one)]))
}
