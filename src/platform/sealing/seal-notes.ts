import type { Card } from '../actions/registry.ts'
import { type Keeper, sealedContactsOf, sealInText } from './contacts.ts'
import type { Values } from './seal-values.ts'

/** Fields in which people write, by their names; of the firm's own those of several lines. What is sealed as a whole is none. */
export type Notes = { readonly names: readonly string[]; readonly keys: ReadonlySet<string> }

const notes = new WeakMap<Card, Notes>()

export function notesOf(card: Card): Notes {
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
export function sealNotes<V extends Values>(keeper: Keeper, values: V): V {
  const card = keeper.card('customer')
  const written = notesOf(card).names.flatMap((name) => {
    const value = values[name]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  if (written.length === 0 || sealedContactsOf(card).length === 0) return values
  const seal = (text: string) => sealInText(keeper, text)
  const kept = written.map(([name, value]) => [name, value.startsWith('"') ? sealJson(value, seal) : seal(value)])
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
