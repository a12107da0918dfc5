import { type IdentityField, identityFields, identityKey, tellsWho } from '../customers/identity-keys.ts'
import { asText } from './row-reading.ts'

/** The keys by which a row names a customer: field → normalised value. */
export type Keys = Readonly<Partial<Record<IdentityField, string>>>

/** The keys among these values. */
export function keysOf(got: Readonly<Record<string, unknown>>): Keys {
  const keys: Partial<Record<IdentityField, string>> = {}
  for (const field of identityFields) {
    const value = asText(got[field])
    if (tellsWho(field, value)) keys[field] = value
  }
  return keys
}

/** The keys as they stand in `identities`, strongest first. */
export function keyTexts(keys: Keys): string[] {
  const texts: string[] = []
  for (const field of identityFields) {
    const value = keys[field]
    if (value !== undefined) texts.push(identityKey(field, value))
  }
  return texts
}
