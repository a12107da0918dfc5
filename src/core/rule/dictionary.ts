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
  /** Other values that a text means, which are said otherwise in another language: Xihu District is 西湖区. */
  readonly meant?: (operator: string, value: unknown) => readonly string[]
  /** How a sealed value is asked for where rules become SQL; the browser's dictionary has none of it. */
  readonly sealed?: SealedRuleField
}

/** `sql` of a sealed field is its blind index; what a rule compares with goes through the same key. */
export type SealedRuleField = {
  /** The blind index of the last four characters. */
  readonly four: RawBuilder<unknown>
  readonly blindOf: (value: unknown) => string
  readonly fourOf: (text: string) => string
  /** Values that are not sealed stand beside: they are asked for as they are, and without the words. */
  readonly isTurning?: true
  /** The record's search words, which have the blind indexes among them and are themselves indexed. */
  readonly words?: RawBuilder<unknown>
}

/** The operators that fit a field, in the order in which they are offered. */
export function operatorsOf(dictionary: Dictionary, field: Field): readonly string[] {
  if (!field.sealed) return typeOf(dictionary, field).operators
  return field.type === 'email' ? sealedOperators.filter((op) => op !== 'ends-with-four') : sealedOperators
}

/** Of what is kept sealed only the whole value and its last four characters can be asked for. */
const sealedOperators = ['is', 'is-one-of', 'ends-with-four', 'is-known', 'is-unknown'] as const

/** What a stage or a tier is called, and which of the palette's named colours is its own. */
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
  /** The customer's tier, where tiers are known. */
  readonly tier?: RawBuilder<unknown>
  /** Who reads, by the id of their user, where somebody does: what “is me” means. */
  readonly me?: string | null
  /** Names of segments, stages and tiers, for sentences and for refusing unknown ones. */
  readonly segments?: ReadonlyMap<string, string>
  readonly stages?: ReadonlyMap<string, StageName>
  readonly tiers?: ReadonlyMap<string, StageName>
}

export function typeOf(dictionary: Dictionary, field: Field): FieldType {
  const type = dictionary.types[field.type]
  if (!type) throw new Error(`no field type ${field.type}`)
  return type
}
