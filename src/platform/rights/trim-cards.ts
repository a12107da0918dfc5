import type { FieldRight } from '../../core/rights/rights.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Card } from '../actions/registry.ts'
import type { Cards } from '../actions/live-cards.ts'
import type { Unasked } from './askers.ts'
import type { Limits } from './sight.ts'
import { withShapes } from './veils.ts'

const trimmed = new WeakMap<Cards, Map<string, Cards>>()

/**
 * The cards as a reader may name their fields: hidden ones are not there, masked ones can only be looked at. The same objects for the
 * same cards and rights, so that what hangs on them may be kept beside them.
 */
export function trimCards(cards: Cards, limits: Limits | null): Cards {
  const fields = limits && withShapes(limits)
  const customer = cards.get('customer')
  if (!fields || fields.size === 0 || !customer) return cards
  const made = trimmed.get(cards) ?? new Map<string, Cards>()
  trimmed.set(cards, made)
  const key = JSON.stringify([...fields])
  const fresh = made.get(key) ?? new Map([...cards, ['customer', trimCard(customer, fields)]])
  made.set(key, fresh)
  return fresh
}

function trimCard(card: Card, fields: ReadonlyMap<string, FieldRight>): Card {
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
  return { ...card, fields: left }
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
