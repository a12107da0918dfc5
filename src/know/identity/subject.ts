import { blindOf } from '../../core/kit/sealed-text.ts'
import { looksLikeCompany } from '../../core/china/company-name.ts'

/** What matching knows of a customer, or of somebody who is being typed in: each field's values, the primary one first. */
export type Subject = {
  readonly id: string
  readonly kind: 'person' | 'company'
  readonly values: Readonly<Record<string, readonly string[]>>
}

export const valuesOf = (subject: Subject, field: string): readonly string[] => subject.values[field] ?? nothing
const nothing: readonly string[] = []

/** Values as they are compared: what is sealed by its blind index. */
export const comparable = (given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, blindOf(value) ?? value]))

/**
 * A record out of its fields. Files often bring companies under the head of persons, so a name that ends like a
 * company's makes it one.
 */
export function makeSubject(id: string, given: Readonly<Record<string, unknown>>): Subject {
  const values: Record<string, string[]> = {}
  for (const [field, value] of Object.entries(given)) {
    const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string' && each !== '')
    if (texts.length > 0) values[field] = [...new Set(texts.map(String))]
  }
  const name = values['name']?.[0]?.trim() ?? ''
  const isCompany = values['kind']?.[0] === 'company' || (name.length > 4 && looksLikeCompany(name))
  return { id, kind: isCompany ? 'company' : 'person', values }
}
