import type { Words } from '../../../core/kit/words.ts'
import type { MessageKind } from '../../messages/template.ts'

/** What a ready journey says, in both languages; kept as a template of the firm's own when the journey is made. */
export type ReadyMessage = {
  readonly name: Words
  readonly subject: Words
  readonly body: Words
  readonly kind: MessageKind
  /** Whose consent is asked; the kind's own where left out. */
  readonly purpose?: string
}

/**
 * What must be there for it to do anything. `fact`: facts of a kind; of those that the shop's own software tracks, those with
 * one of these names. `field`: a field of the customer that is filled in somewhere. `mail`: a server to send by. `consent`:
 * somebody who agreed to a purpose.
 */
export type Need =
  | { readonly kind: 'fact'; readonly event: string; readonly named?: readonly string[]; readonly how: Words }
  | { readonly kind: 'field'; readonly field: string; readonly how: Words }
  | { readonly kind: 'mail' }
  | { readonly kind: 'consent'; readonly purpose: string }

export type ReadyGroup = 'begin' | 'shopping' | 'care' | 'days' | 'back'

/**
 * A journey that works when it is switched on. Plain data: in its definition `templateId: '@key'` is one of its
 * messages, and texts that people read inside its steps are `{ zh, en }`.
 */
export type ReadyJourney = {
  readonly key: string
  readonly group: ReadyGroup
  readonly name: Words
  /** What it does, in a sentence or two. */
  readonly what: Words
  /** What may be expected of it, and what not. */
  readonly effect: Words
  readonly needs: readonly Need[]
  readonly messages: Readonly<Record<string, ReadyMessage>>
  readonly definition: unknown
  /** Another way of doing it while a need is not met; `said` tells the difference. */
  readonly instead?: { readonly need: Need; readonly said: Words; readonly definition: unknown }
}

/** A ready journey in one language, its messages named by the ids they were kept under. */
export function fillReady(written: unknown, language: 'zh' | 'en', ids: ReadonlyMap<string, string>): unknown {
  if (typeof written === 'string') return written.startsWith('@') ? (ids.get(written.slice(1)) ?? written) : written
  if (Array.isArray(written)) return written.map((inner) => fillReady(inner, language, ids))
  if (typeof written !== 'object' || written === null) return written
  const entries = Object.entries(written)
  const said = entries.length === 2 ? new Map(entries).get(language) : undefined
  if (typeof said === 'string' && 'zh' in written && 'en' in written) return said
  return Object.fromEntries(entries.map(([key, inner]) => [key, fillReady(inner, language, ids)]))
}
