import type { RawBuilder } from 'kysely'
import type { Field } from '../entity/field.ts'
import type { FieldType } from '../entity/field-type.ts'
import type { EventKind } from '../event/event.ts'
import type { Words } from '../kit/words.ts'

/** A field that a rule may name, and where its value stands. */
export type RuleField = {
  readonly field: Field
  readonly sql: RawBuilder<unknown>
  /** What is said to stand there, where that is not what is asked. */
  readonly shown?: RawBuilder<unknown>
}

/** What a stage is called, and which of the palette's named colours is its own. */
export type StageName = Words & { readonly colour?: string }

/** All that a rule may name: the allow-list from which every structural part of its SQL comes. */
export type Dictionary = {
  readonly types: Readonly<Record<string, FieldType>>
  readonly fields: ReadonlyMap<string, RuleField>
  readonly events: ReadonlyMap<string, EventKind>
  /** The record's id, e.g. `c.id`; facts, memberships and buckets hang on it. Left out where they make no sense. */
  readonly customerId?: RawBuilder<unknown>
  /** The customer's lifecycle stage, where stages are known. */
  readonly stage?: RawBuilder<unknown>
  /** Names of segments and stages, for sentences and for refusing unknown ones. */
  readonly segments?: ReadonlyMap<string, string>
  readonly stages?: ReadonlyMap<string, StageName>
}

export function typeOf(dictionary: Dictionary, field: Field): FieldType {
  const type = dictionary.types[field.type]
  if (!type) throw new Error(`no field type ${field.type}`)
  return type
}
