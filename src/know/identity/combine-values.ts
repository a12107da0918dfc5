import { sameValue } from '../../core/kit/sealed-text.ts'

/** A record's fields by name, as the database says them in JSON. */
export type Values = Readonly<Record<string, unknown>>

/** One of the records that become one. */
export type Source = { readonly id: string; readonly values: Values }

/** Field → the record whose value is kept. */
export type Choices = Readonly<Record<string, string>>

/** What stands where nothing was said, by field; null for most. */
export type Emptiness = (field: string) => string | null

export const consentField = 'emailConsent'
/** Refused by one of them, refused by all. */
export const personalisationField = 'noPersonalisation'
/** Fields that are not chosen: the stricter wins. */
export const strictFields: ReadonlySet<string> = new Set([consentField, personalisationField])
/** Beside the fields that a person fills. */
export const createdField = 'createdAt'
export const updatedField = 'updatedAt'

const has = (value: unknown, field: string, otherwise: Emptiness) =>
  value !== null && value !== undefined && value !== '' && value !== otherwise(field)

const instantOf = (value: unknown): number => (typeof value === 'string' && Date.parse(value)) || 0

const timeOf = (source: Source, field: string) => instantOf(source.values[field])

/**
 * The fields of one customer made of several. Where nobody chose: the survivor's value, else that of the most recently
 * updated record which has one. Consent is not chosen: the stricter wins. The customer has been known since the earliest.
 */
export function combineValues(survivor: Source, parts: readonly Source[], choices: Choices, otherwise: Emptiness, now: string): Values {
  const all = [survivor, ...parts]
  const newestFirst = parts.toSorted((a, b) => timeOf(b, updatedField) - timeOf(a, updatedField))
  const names = new Set(all.flatMap(({ values }) => Object.keys(values)))
  const combined: Record<string, unknown> = {}
  for (const name of names) {
    const chosen = all.find(({ id }) => id === choices[name])
    const holder = chosen ?? [survivor, ...newestFirst].find(({ values }) => has(values[name], name, otherwise)) ?? survivor
    combined[name] = holder.values[name] ?? otherwise(name)
  }
  combined[consentField] = strictestConsent(all, combined['email'] ?? null)
  if (names.has(personalisationField)) combined[personalisationField] = all.some(({ values }) => values[personalisationField] === true)
  combined[createdField] = all.map(({ values }) => values[createdField]).toSorted((a, b) => instantOf(a) - instantOf(b))[0]
  combined[updatedField] = now
  return combined
}

/**
 * A withdrawal of any record counts for all. A yes was given for one address: it holds where that address is kept, or
 * where none was named.
 */
function strictestConsent(all: readonly Source[], email: unknown): string {
  const said = (source: Source) => source.values[consentField]
  if (all.some((source) => said(source) === 'withdrawn')) return 'withdrawn'
  const isFor = ({ values }: Source) => (values['email'] ?? null) === null || values['email'] === email
  return all.some((source) => said(source) === 'granted' && isFor(source)) ? 'granted' : 'unknown'
}

/** Same as values of a record: JSON texts of the same shape, with instants compared as instants, what is sealed by its blind index. */
export function isSame(a: unknown, b: unknown, field: string): boolean {
  if (field === createdField || field === updatedField) return instantOf(a) === instantOf(b)
  return sameValue(a, b) || JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

/** Names of the fields in which the records differ. */
export function differingFields(sources: readonly Source[], otherwise: Emptiness): string[] {
  const names = new Set(sources.flatMap(({ values }) => Object.keys(values)))
  return [...names].filter((name) => {
    const said = sources.map(({ values }) => values[name]).filter((value) => has(value, name, otherwise))
    return said.some((value) => !isSame(value, said[0], name))
  })
}
