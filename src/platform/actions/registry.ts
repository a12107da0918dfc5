import { type RawBuilder, sql } from 'kysely'
import { namesPlaces, placesMeant } from '../../core/china/places-meant.ts'
import type { Entity, EntityExtension } from '../../core/entity/entity.ts'
import { columnOf, type Field } from '../../core/entity/field.ts'
import type { FieldType } from '../../core/entity/field-type.ts'
import type { EventKind } from '../../core/event/event.ts'
import { generalProblems, type ProblemCard } from '../../core/kit/problem.ts'
import { ruleProblems } from '../../core/rule/check-rule.ts'
import type { Dictionary, RuleField, SealedRuleField } from '../../core/rule/dictionary.ts'
import type { Words } from '../../core/kit/words.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { accessProblems } from '../access/problems.ts'
import { auditProblems } from '../audit/problems.ts'
import { databaseProblems } from '../database/problems.ts'
import { rightsProblems } from '../rights/problems.ts'
import { exportProblems } from '../exports/problems.ts'
import { outgoingProblems } from '../http/problems.ts'
import { asText, boundName } from '../sealing/bound-name.ts'
import { sealingProblems } from '../sealing/problems.ts'
import type { Sealing } from '../sealing/sealing.ts'
import { spreadsheetProblems } from '../spreadsheets/problems.ts'
import type { ActionEntry, Feature, QuestionEntry, Refresher, Tick, Vocabulary } from './feature.ts'

/** An entity with all that other features add to it, and where each field stands in SQL. */
export type Card = {
  readonly entity: Entity
  readonly extensions: readonly EntityExtension[]
  /** Own fields first, then those of the extensions, in the order of features. */
  readonly fields: ReadonlyMap<string, PlacedField>
}

/**
 * `table` is the SQL alias: `c` for the entity's own table, the table's name for an extension; `key` its column for the
 * record's id. `sql` is the value as rules ask it and lists are sorted by it, with nothing bound in it.
 */
export type PlacedField = {
  readonly name: string
  readonly field: Field
  readonly table: string
  readonly column: string
  readonly key: string
  readonly sql: RawBuilder<unknown>
  /** What is shown, where that is not `sql`. */
  readonly shown?: RawBuilder<unknown>
  /** Values that are not sealed stand beside those that are. */
  readonly isTurning?: true
  /** Of a contact detail: new values are written plain. */
  readonly isOpening?: true
  /** Of a contact detail that is kept sealed: the version of the key that new values are sealed under, and one that others still are. */
  readonly contactKeys?: { readonly writtenUnder: number; readonly other: number | null }
  /** Of a sealed field: the blind index of its last four characters. */
  readonly four?: RawBuilder<unknown>
  /** One of the firm's own: the key under which its value stands in the column, a jsonb. */
  readonly custom?: string
}

export type Registry = {
  readonly features: readonly Feature[]
  readonly types: Readonly<Record<string, FieldType>>
  readonly cards: ReadonlyMap<string, Card>
  readonly events: ReadonlyMap<string, EventKind>
  readonly actions: ReadonlyMap<string, ActionEntry>
  readonly questions: ReadonlyMap<string, QuestionEntry>
  readonly problems: ReadonlyMap<string, ProblemCard>
  readonly refreshers: readonly Refresher[]
  readonly ticks: readonly Tick[]
}

/** Gathers what the features bring. @throws Error when two of them use one name */
export function gatherRegistry(features: readonly Feature[]): Registry {
  const extensions = features.flatMap((f) => f.extensions ?? [])
  const entities = features.flatMap((f) => f.entities ?? [])
  const problems = [
    generalProblems,
    ruleProblems,
    databaseProblems,
    spreadsheetProblems,
    exportProblems,
    accessProblems,
    outgoingProblems,
    rightsProblems,
    auditProblems,
    sealingProblems,
    ...features.map((f) => f.problems ?? {}),
  ]
  return {
    features,
    types: fieldTypes,
    cards: unique(
      'entity',
      entities.map((entity) => [entity.name, cardOf(entity, extensions)]),
    ),
    events: unique(
      'event',
      features.flatMap((f) => f.events ?? []).map((e) => [e.name, e]),
    ),
    actions: unique(
      'action',
      features.flatMap((f) => f.actions ?? []).map((a) => [a.definition.name, a]),
    ),
    questions: unique(
      'question',
      features.flatMap((f) => f.questions ?? []).map((q) => [q.definition.name, q]),
    ),
    problems: unique(
      'problem',
      problems.flatMap((table) => Object.entries(table)),
    ),
    refreshers: features.flatMap((f) => f.refreshers ?? []),
    ticks: features.flatMap((f) => f.ticks ?? []),
  }
}

function unique<T>(what: string, entries: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  const map = new Map(entries)
  if (map.size !== entries.length) {
    const names = entries.map(([name]) => name)
    throw new Error(`two features use one ${what}: ${names.filter((name, i) => names.indexOf(name) !== i).join(', ')}`)
  }
  return map
}

function cardOf(entity: Entity, all: readonly EntityExtension[]): Card {
  const extensions = all.filter((x) => x.of === entity.name)
  const place = (table: string, key: string, fields: Entity['fields']) =>
    Object.entries(fields).map(([name, field]) => {
      const column = columnOf(name, field)
      const value = sql.ref(`${table}.${column}`)
      return [name, { name, field, table, key, column, ...(field.sealed ? sealedPlace(value) : { sql: value }) }] as const
    })
  const fields = [...place('c', 'id', entity.fields), ...extensions.flatMap((x) => place(x.table, x.key, x.fields))]
  return { entity, extensions, fields: unique(`field of ${entity.name}`, fields) }
}

/** Rules ask a sealed text for its blind indexes, which stand inside it; what is shown is opened on its way out. */
export const sealedPlace = (text: RawBuilder<unknown>) => ({
  sql: sql`split_part(${text}, '.', 3)`,
  four: sql`split_part(${text}, '.', 4)`,
  shown: text,
})

/** The same of a contact detail, which may be turned over at this moment: what is not sealed is asked for as it is. */
export const contactPlace = (text: RawBuilder<unknown>) => ({
  sql: sql`case when starts_with(${text}, '§3.') then split_part(${text}, '.', 3) else ${text} end`,
  four: sql`case when starts_with(${text}, '§3.') then split_part(${text}, '.', 4) else right(${text}, 4) end`,
  shown: text,
})

/** The fields that a person, a file or a program may fill: the entity's own and the firm's, but none that is worked out. */
export function writableFieldsOf(card: Card): PlacedField[] {
  return [...card.fields.values()].filter(
    (placed) => placed.field.computed !== true && (placed.custom !== undefined || placed.table === 'c'),
  )
}

/** What rules about this entity may name. Columns come from the definitions and from nowhere else. */
export function dictionaryOf(registry: Registry, card: Card, vocabulary: Vocabulary, sealing: Sealing): Dictionary {
  const fields = new Map<string, RuleField>()
  for (const [name, placed] of card.fields) {
    const { field, sql: asked, shown } = placed
    fields.set(name, {
      field,
      sql: asked,
      ...(shown ? { shown } : {}),
      ...(namesPlaces(field.type) ? { meant: (op: string, value: unknown) => placesMeant(field.type, op, value) } : {}),
      ...(field.sealed ? { sealed: blindsOf(placed, card.entity.searchColumn, sealing) } : {}),
    })
  }
  const base = { types: registry.types, fields, ...vocabulary }
  if (card.entity.name !== 'customer') return { ...base, events: new Map() }
  const stage = fields.get('stage')?.sql
  const tier = fields.get('tier')?.sql
  return { ...base, events: registry.events, customerId: sql.ref('c.id'), ...(stage ? { stage } : {}), ...(tier ? { tier } : {}) }
}

function blindsOf(placed: PlacedField, searchColumn: string | undefined, sealing: Sealing): SealedRuleField {
  const bound = boundName(placed)
  return {
    four: placed.four ?? sql`null::text`,
    blindOf: (value) => sealing.blindIndex(bound, asText(value)),
    ...(placed.isTurning ? { isTurning: true as const } : {}),
    fourOf: (text) => sealing.blindOfFour(bound, text),
    ...(searchColumn === undefined ? {} : { words: sql.ref(`c.${searchColumn}`) }),
  }
}

/** Words for a code, or null for an error that no table knows. */
export function problemWords(registry: Registry, code: string): Words | null {
  return registry.problems.get(code)?.words ?? null
}
