import type { Field, Fields } from '../../core/entity/field.ts'
import type { Comparison } from './comparison.ts'
import { comparisons } from './comparisons.ts'

/** The product's own fields that matching reads. */
const ownFields = 'name shortName phone email wechat idCard creditCode code gender birthday province city district address'.split(' ')
/** Types of the firm's own fields whose values can be compared. */
const customTypes = ['text', 'longtext', 'choice', 'number', 'date', 'phone', 'email', 'id-card']

/** What is sealed is compared by its blind index: whole with whole. */
export const ofWholes = ['exact', 'normalised', 'differs']

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
