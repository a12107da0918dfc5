import type { ContactKind } from './contact-token.ts'

/**
 * What an e-mail and a phone look like wherever somebody writes them. An e-mail begins where no letter of one stands before it:
 * tried from each letter anew, a long text without an @ would take the square of its length.
 */
export const emailInText = /(?<![a-z0-9.!#$%&'*+/=?^_`{|}~-])[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi
export const phoneInText = /(?<![\w.+-])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![\w-])|(?<![\w.+-])\+[1-9]\d{7,14}(?![\w-])/g

/** `138 1234 5678` as it is kept. */
export function internationalOf(found: string): string {
  const digits = found.replace(/[ -]/g, '')
  return digits.startsWith('+') ? digits : `+86${digits.replace(/^86(?=\d{11}$)/, '')}`
}

/** The text with each e-mail and phone in it as `kept` gives it back; what it gives back as it was stays as it was written. */
export function keepInText(text: string, kept: (kind: ContactKind, value: string) => string): string {
  const keep = (kind: ContactKind, found: string, value: string) => {
    const is = kept(kind, value)
    return is === value ? found : is
  }
  return text
    .replace(emailInText, (found) => keep('email', found, found.toLowerCase()))
    .replace(phoneInText, (found) => keep('phone', found, internationalOf(found)))
}

/** Does an e-mail or a phone of one of these kinds stand in it? */
export function holdsContact(text: string, isWanted: (kind: ContactKind) => boolean): boolean {
  let holds = false
  keepInText(text, (kind, value) => {
    holds ||= isWanted(kind)
    return value
  })
  return holds
}
