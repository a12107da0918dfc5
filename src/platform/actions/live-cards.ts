import { sql } from 'kysely'
import type { Words } from '../../core/kit/words.ts'
import { columnOf, type Option } from '../../core/entity/field.ts'
import type { Database, Db } from '../database/connect.ts'
import type { Sealing } from '../sealing/sealing.ts'
import type { ContactKind } from '../../core/kit/contact-token.ts'
import type { LiveField, SealedContact } from './feature.ts'
import { type Card, contactPlace, type PlacedField, type Registry, sealedPlace } from './registry.ts'

/** Every entity as it is at this moment: its own fields, those of the extensions, and those that live in the database. */
export type Cards = ReadonlyMap<string, Card>

type Kept = { readonly readAt: number; readonly told: string; readonly cards: Cards }

type Known = { readonly database: Database; readonly registry: Registry; readonly sealing: Sealing }

const keptMs = 2_000
const kept = new WeakMap<Database, Kept>()

/**
 * The cards with the live fields; read again at most every two seconds, for every request asks for them. While nothing
 * changes the same objects are given out, so that what hangs on a card may be kept beside it.
 */
export async function readCards({ database, registry, sealing }: Known, db: Db = database.db): Promise<Cards> {
  const before = kept.get(database)
  const at = performance.now()
  if (before && at - before.readAt < keptMs) return before.cards
  const live: LiveField[] = []
  const options = new Map<string, readonly Option[]>()
  const contacts = new Map<ContactKind, SealedContact>()
  for (const feature of registry.features) {
    live.push(...((await feature.liveFields?.(db)) ?? []))
    for (const [kind, how] of (await feature.sealedContacts?.(db, sealing)) ?? []) contacts.set(kind, how)
    const answers = await feature.liveOptions?.(db)
    if (answers) options.set(answers.type, answers.options)
  }
  const told = JSON.stringify([live.map(({ of, name, field }) => [of, name, field]), [...options], [...contacts]])
  const same = before?.told === told
  const cards = same ? before.cards : withSealed(withLive(registry.cards, live, options, registry), contacts)
  kept.set(database, { readAt: at, told, cards })
  return cards
}

/** After live fields were changed: the next to ask reads them anew. */
export function forgetCards(database: Database): void {
  kept.delete(database)
}

type LiveAnswers = ReadonlyMap<string, readonly Option[]>

function withLive(cards: Cards, live: readonly LiveField[], options: LiveAnswers, registry: Registry): Cards {
  return new Map(
    [...cards].map(([name, card]) => {
      const fields = new Map(card.fields)
      for (const one of live) {
        if (one.of !== name) continue
        const placed = place(card, one, registry, fields)
        fields.set(placed.name, placed)
      }
      const answered = withOptions(fields, options)
      return [name, fields.size === card.fields.size && !answered ? card : { ...card, fields }]
    }),
  )
}

/** @returns whether any field has its answers from the database */
function withOptions(fields: Map<string, PlacedField>, options: LiveAnswers): boolean {
  let answered = false
  for (const [name, placed] of fields) {
    const answers = options.get(placed.field.type)
    if (!answers) continue
    fields.set(name, { ...placed, field: { ...placed.field, options: answers } })
    answered = true
  }
  return answered
}

/** Whose contact details may be kept sealed. */
const sealedEntities = ['customer', 'contact']

/** Why nothing is offered but the whole value and its end. */
function sealedHelp(kind: ContactKind, help: Words | undefined): Words {
  const zh = kind === 'email' ? '加密保存，只能按完整的值查找' : '加密保存，只能按完整的值或后四位查找'
  const en = `Kept encrypted: found whole${kind === 'email' ? '' : ' or by the last four characters'}, and by no other part`
  return help ? { zh: `${help.zh}；${zh}`, en: `${help.en}. ${en}` } : { zh, en }
}

function withSealed(cards: Cards, contacts: ReadonlyMap<ContactKind, SealedContact>): Cards {
  if (contacts.size === 0) return cards
  return new Map(
    [...cards].map(([name, card]) => {
      if (!sealedEntities.includes(name)) return [name, card]
      const fields = new Map(card.fields)
      for (const [kind, { isTurning, isOpening, writtenUnder, otherKey }] of contacts) {
        const placed = fields.get(kind)
        if (!placed) continue
        const column = sql.ref(`${placed.table}.${placed.column}`)
        fields.set(kind, {
          ...placed,
          field: { ...placed.field, sealed: true, sortable: false, help: sealedHelp(kind, placed.field.help) },
          ...contactPlace(column),
          contactKeys: { writtenUnder, other: otherKey },
          ...(isTurning ? { isTurning: true as const } : {}),
          ...(isOpening ? { isOpening: true as const } : {}),
        })
      }
      return [name, { ...card, fields }]
    }),
  )
}

/** A newer program may bring a field whose name a custom field has already: that one then goes by `custom_…`. */
function place({ entity }: Card, live: LiveField, { types }: Registry, taken: ReadonlyMap<string, unknown>): PlacedField {
  const { field } = live
  const name = taken.has(live.name) ? `custom_${live.name}` : live.name
  const at = { name, field, table: 'c', key: 'id' }
  if (live.sql) return { ...at, column: columnOf(live.name, field), sql: live.sql, ...(live.shown ? { shown: live.shown } : {}) }
  const column = entity.customColumn
  const type = types[field.type]
  if (!column || !type) throw new Error(`the field ${live.name} of ${entity.name} has no place`)
  const own = { ...at, field: { ...field, custom: true }, column, custom: live.name }
  if (field.sealed) return { ...own, ...sealedPlace(sql`(${sql.ref(`c.${column}`)} ->> ${sql.lit(live.name)})`) }
  return { ...own, sql: (type.fromCustom ?? type.fromPayload)(sql.ref(`c.${column}`), sql.lit(live.name)) }
}
