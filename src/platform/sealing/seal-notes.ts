import { keepInText } from '../../core/kit/contact-in-text.ts'
import { contactKinds } from '../../core/kit/contact-token.ts'
import type { Card } from '../actions/registry.ts'
import { draftOne, type Values } from './seal-values.ts'
import type { Sealing } from './sealing.ts'

/** Fields in which people write, by their names; of the firm's own those of several lines. What is sealed as a whole is none. */
export type Notes = { readonly names: readonly string[]; readonly keys: ReadonlySet<string> }

const notes = new WeakMap<Card, Notes>()
const none: Notes = { names: [], keys: new Set() }

export function notesOf(card: Card | undefined): Notes {
  if (!card) return none
  const known = notes.get(card)
  if (known) return known
  const found = [...card.fields.values()].filter(({ field }) => field.type === 'longtext' && !field.sealed && !field.computed)
  const made = {
    names: found.map(({ name }) => name),
    keys: new Set(found.flatMap(({ name, custom }) => (custom === undefined ? [] : [name, custom]))),
  }
  notes.set(card, made)
  return made
}

/** The values with each phone and e-mail in a note sealed that the firm keeps sealed. */
export function sealNotes<V extends Values>(sealing: Sealing, card: Card, values: V): V {
  const { names } = notesOf(card)
  if (!names.some((name) => typeof values[name] === 'string')) return values
  const sealed = contactKinds.flatMap((kind) => {
    const placed = card.fields.get(kind)
    return placed?.field.sealed === true && placed.isOpening !== true ? [[kind, placed] as const] : []
  })
  if (sealed.length === 0) return values
  const kinds = new Map(sealed)
  const seal = (text: string) =>
    keepInText(text, (kind, value) => {
      const placed = kinds.get(kind)
      return placed ? draftOne(sealing, placed, value) : value
    })
  const kept = names.flatMap((name) => {
    const value = values[name]
    return typeof value === 'string' ? [[name, value.startsWith('"') ? sealJson(value, seal) : seal(value)]] : []
  })
  return { ...values, ...Object.fromEntries(kept) }
}

/** A field of the firm's own may come as the JSON that it is kept in. */
function sealJson(value: string, seal: (text: string) => string): string {
  try {
    const text: unknown = JSON.parse(value)
    return typeof text === 'string' ? JSON.stringify(seal(text)) : value
  } catch {
    return seal(value)
  }
}
