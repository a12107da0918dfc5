import type { Field, Fields } from '../core/entity/field.ts'
import type { Reading } from '../core/entity/field-type.ts'
import type { Words } from '../core/kit/words.ts'
import { fieldTypes } from '../fields/field-types.ts'
import { mainIssue, sayIssue } from '../core/kit/say-issue.ts'

export type Values = Readonly<Record<string, unknown>>

const isEmpty = (value: unknown) => value === null || value === undefined || (typeof value === 'string' && value.trim() === '')

/** What is wrong with a form's values, by field; an empty record when nothing is. */
export function checkValues(values: Values, fields: Fields, reading: Reading): Readonly<Record<string, Words>> {
  const troubles: Record<string, Words> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (isEmpty(value)) {
      if (field.required) troubles[name] = { zh: '请填写', en: 'is required' }
      continue
    }
    const trouble = troubleOf(value, field, reading)
    if (trouble) troubles[name] = trouble
  }
  return troubles
}

/** Half-typed text is told what was expected of it; anything else what its schema says. */
function troubleOf(value: unknown, field: Field, reading: Reading): Words | null {
  const type = fieldTypes[field.type]
  const error = type?.schema(field).safeParse(value).error
  const issue = error && mainIssue(error)
  if (!type || !issue) return null
  const parsed = typeof value === 'string' ? type.parse(value, field, reading) : null
  return parsed && 'wrong' in parsed ? parsed.wrong : sayIssue(issue, value)
}

/** Only what differs from before, empty as null: this is what an update sends. */
export function changedValues(before: Values, after: Values, fields: Fields): Values {
  const plain = (value: unknown) => (isEmpty(value) ? null : value)
  return Object.fromEntries(
    Object.keys(fields)
      .filter((name) => plain(before[name]) !== plain(after[name]))
      .map((name) => [name, plain(after[name])]),
  )
}

/** The field that a problem's path is about (`email`, `input.email`, `rows.0.email`), or null. */
export function fieldOfPath(path: unknown, fields: Fields): string | null {
  if (typeof path !== 'string') return null
  return path.split('.').find((part) => part in fields) ?? null
}

/** The fields that a person fills in: the named ones, or all but those that the program works out. */
export function formFields(fields: Fields, names?: readonly string[]): Fields {
  const wanted = names ?? Object.keys(fields)
  return Object.fromEntries(wanted.flatMap((name) => (fields[name] && !fields[name].computed ? [[name, fields[name]]] : [])))
}
