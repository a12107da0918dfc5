import type { Field, Fields } from '../../core/entity/field.ts'
import type { Agreement, Comparison, Sides } from './comparison.ts'
import { comparisons } from './comparisons.ts'

/** The product's own fields that matching reads. */
const ownFields = 'name shortName phone email wechat idCard creditCode code gender birthday province city district address'.split(' ')
/** Types of the firm's own fields whose values can be compared. */
const customTypes = ['text', 'longtext', 'choice', 'number', 'date', 'phone', 'email', 'id-card']

/** What is sealed is compared by its blind index: whole with whole. */
const ofWholes = ['exact', 'normalised', 'differs']

/** Those that ask for less than the whole and are true of two that are wholly alike. */
const ofParts = ['last-8-digits', 'slipped-phone', 'same-email-name']

/** Of a contact detail that is kept sealed only the whole can be compared. */
export function compareSealed(comparison: Comparison, one: string, other: string, sides: Sides): Agreement {
  if (ofWholes.includes(comparison.name)) return comparison.compare(one, other, sides)
  return ofParts.includes(comparison.name) ? { likeness: one === other ? 1 : 0 } : null
}

/** By what records with such a value meet. */
export function sealedKeys({ name, keys }: Comparison, value: string): readonly string[] {
  if (ofParts.includes(name)) return [value]
  return ofWholes.includes(name) ? (keys?.(value) ?? []) : []
}

const isCompared = (name: string, field: Field): boolean =>
  field.custom === true ? customTypes.includes(field.type) : ownFields.includes(name)

/** The names of the fields that a rule may compare, the product's own first. */
export function comparedFields(fields: Fields): string[] {
  const known = ownFields.filter((name) => fields[name] !== undefined)
  return [...known, ...Object.entries(fields).flatMap(([name, field]) => (field.custom && isCompared(name, field) ? [name] : []))]
}

/** The comparisons that suit a field; none where it is not compared at all. */
export function fittingComparisons(name: string, field: Field): Comparison[] {
  if (!isCompared(name, field)) return []
  const all = Object.values(comparisons).filter((comparison) => fits(comparison, name, field))
  return field.sealed ? all.filter((comparison) => ofWholes.includes(comparison.name)) : all
}

function fits({ fits: names, types }: Comparison, name: string, field: Field): boolean {
  if (names.includes(name)) return true
  if (names.length === 0) return types === undefined || types.includes(field.type)
  return field.custom === true && types !== undefined && types.includes(field.type)
}
