import { contactToken } from '../../core/kit/contact-token.ts'
import { ofWholes } from './fitting-comparisons.ts'
import type { Agreement, Sides } from './way.ts'
import { ways } from './ways.ts'

/** Those that ask for less than the whole and are true of two that are wholly alike. */
const ofParts = ['last-8-digits', 'slipped-phone', 'same-email-name']

/** Of a contact detail that is kept sealed only the whole can be compared. */
export function compareSealed(comparison: string, one: string, other: string, sides: Sides): Agreement {
  const [a, b] = [blindly(one), blindly(other)]
  if (ofWholes.includes(comparison)) return ways[comparison]?.compare(a, b, sides) ?? null
  return ofParts.includes(comparison) ? { likeness: a === b ? 1 : 0 } : null
}

/** The same under the former key and under the new one. */
const blindly = (value: string): string => contactToken(value)?.blind ?? value

/** By what records with such a value meet. */
export function sealedKeys(comparison: string, value: string): readonly string[] {
  if (ofParts.includes(comparison)) return [value]
  return ofWholes.includes(comparison) ? (ways[comparison]?.keys?.(value) ?? []) : []
}
