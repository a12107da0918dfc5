import type { Fields } from '../../core/entity/field.ts'

/** Stands in the place of what is kept sealed with its customer and nowhere else. */
export const maskedTrait = '••••'

/** `ID card number`, `id_card` and `idCard` are one name, and so is what the firm calls it. */
const tidy = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** By what names a message may bring what is kept sealed. */
export function sealedTraits(fields: Fields): ReadonlySet<string> {
  const names = Object.entries(fields).flatMap(([name, field]) => (field.sealed ? [name, field.label.zh, field.label.en] : []))
  return new Set(names.map(tidy))
}

/** What is kept of a message beside its customer: the same with each such value masked, at any depth. */
export function maskTraits<T>(value: T, names: ReadonlySet<string>): T {
  if (names.size === 0 || !bringsOne(value, names)) return value
  return JSON.parse(JSON.stringify(value, (name, inner: unknown) => (isNamed(name, inner, names) ? maskedTrait : inner)))
}

const isNamed = (name: string, value: unknown, names: ReadonlySet<string>): boolean =>
  value !== null && value !== '' && value !== maskedTrait && names.has(tidy(name))

function bringsOne(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, inner]) => isNamed(name, inner, names) || bringsOne(inner, names))
}
