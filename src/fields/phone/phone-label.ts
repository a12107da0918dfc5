import type { Field } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** A number of China that is no mobile: 010 of Beijing begins with a 1 as well, behind +86. */
export const isLandline = (value: unknown): boolean => typeof value === 'string' && /^\+86(?!1[3-9]\d{9}$)\d/.test(value)

/** What the field is called over these values: a number that is no mobile is not called one. */
export function labelOver(field: Field, values: readonly unknown[]): Words {
  return field.type === 'phone' && values.some(isLandline) ? { zh: '电话', en: field.label.en } : field.label
}
