import type { RawBuilder } from 'kysely'
import type { ZodType } from 'zod'
import type { Field } from '../entity/field.ts'
import type { Customs, FieldType } from '../entity/field-type.ts'
import type { Words } from '../kit/words.ts'

/** What an operator may look at besides its column and its value. */
export type Moment = { readonly now: Date; readonly timeZone: string }

/** What form field an operator's value needs: none, one value, several, two ends, a length of time, several in a length of time. */
export type Operand = 'nothing' | 'value' | 'values' | 'range' | 'duration' | 'values-within'

/** Everything about one operator. Which types it fits is said by the type's own list. */
export type Operator<V = unknown> = {
  readonly name: string
  readonly label: Words
  readonly operand: Operand
  readonly value: (type: FieldType, field: Field) => ZodType<V>
  /** May be NULL where the column is: `compile` settles that. Values are bound, never written into the text. */
  readonly sql: (column: RawBuilder<unknown>, value: V, moment: Moment, type: string) => RawBuilder<unknown>
  /** `{field}` and `{value}` are replaced. */
  readonly sentence: Words
  /** Another sentence for some values or fields, where it reads better. */
  readonly sentenceFor?: (value: V, field: Field) => Words | undefined
  readonly sayValue: (value: V, say: (one: unknown) => string, customs: Customs) => string
}

/**
 * Closes over the operator's own value type: whoever holds an `AnyOperator` passes what the schema let through.
 */
export type AnyOperator = Omit<Operator, 'sql' | 'sayValue' | 'sentenceFor'> & {
  readonly sentenceOf: (value: unknown, field: Field, parsed: ZodType) => Words
  readonly sql: (column: RawBuilder<unknown>, value: unknown, moment: Moment, type: string, parsed: ZodType) => RawBuilder<unknown>
  readonly sayValue: (value: unknown, say: (one: unknown) => string, customs: Customs, parsed: ZodType) => string
}

export function defineOperator<V>(operator: Operator<V>): AnyOperator {
  const read = (value: unknown, schema: ZodType) => (schema as ZodType<V>).parse(value)
  return {
    ...operator,
    sql: (column, value, moment, type, schema) => operator.sql(column, read(value, schema), moment, type),
    sentenceOf: (value, field, schema) => operator.sentenceFor?.(read(value, schema), field) ?? operator.sentence,
    sayValue: (value, say, customs, schema) => operator.sayValue(read(value, schema), say, customs),
  }
}
