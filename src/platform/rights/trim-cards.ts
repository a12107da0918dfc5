import type { FieldRight } from '../../core/rights/rights.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Card } from '../actions/registry.ts'
import type { Cards } from '../actions/live-cards.ts'
import type { Unasked } from './askers.ts'

const trimmed = new WeakMap<Card, Map<string, Card>>()

/** The cards as a reader may name their fields: hidden ones are not there, masked ones can only be looked at. */
export function trimCards(cards: Cards, fields: ReadonlyMap<string, FieldRight>): Cards {
  const customer = cards.get('customer')
  if (fields.size === 0 || !customer) return cards
  return new Map([...cards, ['customer', trimCard(customer, fields)]])
}

/** The same object for the same card and rights, so that what hangs on a card may be kept beside it. */
function trimCard(card: Card, fields: ReadonlyMap<string, FieldRight>): Card {
  const key = JSON.stringify([...fields])
  const made = trimmed.get(card) ?? new Map<string, Card>()
  trimmed.set(card, made)
  const known = made.get(key)
  if (known) return known
  const left = new Map(
    [...card.fields].flatMap(([name, placed]) => {
      const right = fields.get(name)
      if (right === 'hidden') return []
      if (right === undefined) return [[name, placed] as const]
      // What is not to be written stands in no form, as what is worked out does not.
      const field = {
        ...placed.field,
        computed: true,
        ...(placed.field.computed ? {} : { narrowed: true as const }),
        ...(right === 'masked' ? { sortable: false, masked: true as const } : {}),
      }
      return [[name, { ...placed, field }] as const]
    }),
  )
  const fresh = { ...card, fields: left }
  made.set(key, fresh)
  return fresh
}

/** The dictionary without what may not be asked: such fields and kinds of facts, and segments whose rules name them. */
export function trimDictionary(dictionary: Dictionary, { fields, kinds }: Unasked, askers: readonly string[]): Dictionary {
  if (fields.length === 0 && kinds.length === 0) return dictionary
  const asked = new Map([...dictionary.fields].filter(([name]) => !fields.includes(name)))
  const { stage, tier, segments, ...rest } = dictionary
  return {
    ...rest,
    fields: asked,
    events: new Map([...dictionary.events].filter(([kind]) => !kinds.includes(kind))),
    ...(stage && asked.has('stage') ? { stage } : {}),
    ...(tier && asked.has('tier') ? { tier } : {}),
    ...(segments ? { segments: new Map([...segments].filter(([id]) => !askers.includes(id))) } : {}),
  }
}
