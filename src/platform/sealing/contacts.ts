import { keepInText, namesPhone } from '../../core/kit/contact-in-text.ts'
import { type ContactKind, contactKinds, dotContactTokens, isContactKind, isContactToken } from '../../core/kit/contact-token.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import type { Services } from '../actions/services.ts'
import type { Sealing } from './sealing.ts'

export type Keeper = { readonly services: Pick<Services, 'sealing'>; card(entity: string): Card }

/** Which contact details are written sealed at this moment. */
export const sealedContactsOf = (card: Card): ContactKind[] => contactKinds.filter((kind) => isWrittenSealed(card.fields.get(kind)))

/** What is being opened again is still asked for as a sealed field, and written plain. */
const isWrittenSealed = (placed: PlacedField | undefined): boolean => placed?.field.sealed === true && placed.isOpening !== true

/** A contact detail as it is kept: sealed where the firm wants it so. Any other kind of value stays what it is. */
export function keptContact(keeper: Keeper, kind: string, value: string): string {
  if (value === '' || isContactToken(value) || !isContactKind(kind)) return value
  const placed = keeper.card('customer').fields.get(kind)
  return isWrittenSealed(placed) ? keeper.services.sealing.token(kind, value, placed?.contactKeys?.writtenUnder) : value
}

/** All forms in which a contact detail may be kept at this moment, the one that is written first; some may be turned over just now. */
export function keptForms(keeper: Keeper, kind: string, value: string): string[] {
  const forms = [keptContact(keeper, kind, value), value]
  const placed = keeper.card('customer').fields.get(kind)
  if (isContactKind(kind) && placed?.contactKeys && value !== '' && !isContactToken(value)) {
    const { writtenUnder, other } = placed.contactKeys
    // What is being opened again stands sealed until it is turned over.
    for (const version of [placed.isOpening ? writtenUnder : null, other])
      if (version !== null) forms.push(keeper.services.sealing.token(kind, value, version))
  }
  return [...new Set(forms)]
}

/** Values by their fields' names, with contact details as they are kept. */
export function keptContacts<V extends Readonly<Record<string, unknown>>>(keeper: Keeper, values: V): V {
  const sealed = sealedContactsOf(keeper.card('customer'))
  if (sealed.length === 0) return values
  const kept = sealed.flatMap((kind) => {
    const value = values[kind]
    return typeof value === 'string' ? [[kind, keptContact(keeper, kind, value)]] : []
  })
  return { ...values, ...Object.fromEntries(kept) }
}

/** Everything on its way out, with the sealed contact details in its texts opened, or by their masks. Dates and the like stay. */
export function openContacts<T>(sealing: Sealing, value: T): T
export function openContacts(sealing: Sealing, value: unknown): unknown {
  return holdsToken(value) ? eachText(value, (text) => sealing.openContacts(text)) : value
}

/**
 * What comes from outside, with dots for every text in it that looks like a sealed contact detail. Whoever has
 * seen the database, and not the key, could otherwise write one into a note and read it opened.
 */
export function disarmContacts<T>(value: T): T
export function disarmContacts(value: unknown): unknown {
  if (value instanceof URLSearchParams)
    return new URLSearchParams([...value].map(([name, text]) => [dotContactTokens(name), dotContactTokens(text)]))
  return holdsToken(value) ? eachText(value, dotContactTokens) : value
}

/** The value with every text in it changed, names too. Dates and the like stay. */
export function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (!isPlain(value)) return value
  if (Array.isArray(value)) return value.map((item: unknown) => eachText(item, change))
  // Names too: a refusal says which one it does not know.
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [change(name), eachText(inner, change)]))
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)

/** Answers without any are the very same as they were. */
function holdsToken(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('§')
  if (!isPlain(value)) return false
  if (Array.isArray(value)) return value.some(holdsToken)
  for (const [name, inner] of Object.entries(value)) if (name.includes('§') || holdsToken(inner)) return true
  return false
}

/** A text that others wrote, with each phone and e-mail in it sealed that is kept sealed elsewhere. */
export function sealInText(keeper: Keeper, text: string): string {
  const kinds = sealedContactsOf(keeper.card('customer'))
  return kinds.length === 0 ? text : keepInText(text, (kind, value) => keptContact(keeper, kind, value))
}

/** The same of all texts in a value; what stands under `wechat` is one too. */
export function sealInside<T>(keeper: Keeper, value: T): T
export function sealInside(keeper: Keeper, value: unknown): unknown {
  return sealedContactsOf(keeper.card('customer')).length === 0 ? value : within(keeper, value, '')
}

/** A number alone may be anything, e.g. an order's; by these names it is a phone. */
const isOfPhone = (name: string) => namesPhone(name) || /^(?:value|to|from|search|q|text|said)$/i.test(name)

function within(keeper: Keeper, value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    if (value === '' || isContactToken(value)) return value
    if (name === 'wechat') return keptContact(keeper, 'wechat', value)
    return /^\d+$/.test(value) && !isOfPhone(name) ? value : sealInText(keeper, value)
  }
  if (!isPlain(value)) return value
  if (Array.isArray(value)) return value.map((item: unknown) => within(keeper, item, name))
  const isWechat = Object(value).kind === 'wechat'
  const nameOf = (key: string) => (isWechat && ['value', 'to', 'from'].includes(key) ? 'wechat' : key)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(keeper, inner, nameOf(key))]))
}
