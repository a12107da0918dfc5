import { hideInText } from '../../core/kit/contact-in-text.ts'
import { contactDots, contactTokenText, replaceContactTokens } from '../../core/kit/contact-token.ts'
import { eachText } from '../sealing/contacts.ts'
import type { Sight } from './sight.ts'
import { contactsOf, withShapes } from './veils.ts'

/** The contact details that this reader may not see whole. */
export const veiledContacts = ({ limits }: Sight): readonly string[] => (limits ? contactsOf(withShapes(limits)) : [])

/** What is read past the tables that a reader sees, e.g. in the audit: each text in it without the contact details of these kinds. */
export function withoutContactsIn<T>(kinds: readonly string[], value: T): T
export function withoutContactsIn(kinds: readonly string[], value: unknown): unknown {
  if (kinds.length === 0) return value
  return eachText(value, (text) => {
    const open = replaceContactTokens(text, (token) => (kinds.includes(token.kind) ? contactDots : contactTokenText(token)))
    return hideInText(open, (kind, found) => (kinds.includes(kind) ? contactDots : found))
  })
}
