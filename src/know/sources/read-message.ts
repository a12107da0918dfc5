import type { ProblemDetails } from '../../core/kit/problem.ts'
import { isSound } from '../../fields/sound-text.ts'
import { correctTime } from './correct-time.ts'
import type { SourceProblemCode } from './problems.ts'

export type Properties = Readonly<Record<string, unknown>>

/**
 * A message of the Segment spec, checked. `key` tells a repeat. Where the sender gave none, `fingerprint` does, if the
 * message says when it happened; otherwise nothing can.
 */
export type Message = {
  readonly kind: 'identify' | 'fact' | 'alias'
  readonly key: string | null
  readonly fingerprint: string | null
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly previousId: string | null
  /** What happened, in the sender's words. */
  readonly event: string
  /** Properties of a fact, traits of an identification. */
  readonly properties: Properties
  readonly occurredAt: Date
}

export type Wrong = { readonly code: SourceProblemCode; readonly details: ProblemDetails }
export type ReadMessage = { readonly message: Message } | { readonly wrong: Wrong }

const longestId = 200
const longestEvent = 200
/** Bytes of one message, as Segment allows. */
const largest = 32 * 1024

type Raw = Readonly<Record<string, unknown>>
type Shape = {
  readonly kind: Message['kind']
  readonly payload: 'properties' | 'traits'
  event(raw: Raw): string | null
  also?(raw: Raw): Properties
}

const named = (raw: Raw) => (typeof raw.name === 'string' ? raw.name.trim() : '')

/** What each type of message becomes. Pages and screens are facts named as Segment's own destinations name them. */
const shapes: Readonly<Record<string, Shape>> = {
  identify: { kind: 'identify', payload: 'traits', event: () => 'identify' },
  track: {
    kind: 'fact',
    payload: 'properties',
    event: (raw) => (typeof raw.event === 'string' && raw.event.trim() !== '' ? raw.event.trim() : null),
  },
  page: { kind: 'fact', payload: 'properties', event: (raw) => (named(raw) ? `Viewed ${named(raw)} Page` : 'Viewed Page') },
  screen: { kind: 'fact', payload: 'properties', event: (raw) => (named(raw) ? `Viewed ${named(raw)} Screen` : 'Viewed Screen') },
  group: { kind: 'fact', payload: 'traits', event: () => 'Group', also: (raw) => ({ groupId: raw.groupId }) },
  alias: { kind: 'alias', payload: 'properties', event: () => 'alias' },
}

const wrong = (code: SourceProblemCode, details: ProblemDetails = {}): ReadMessage => ({ wrong: { code, details } })

/**
 * Reads one message. `clocks` are the batch's: a message's own `sentAt` goes before it.
 * @param type for the routes that are named after it
 */
export function readMessage(raw: unknown, clocks: { sentAt: unknown; receivedAt: Date }, type?: string): ReadMessage {
  if (!isObject(raw)) return wrong('source.not-a-message', { type: excerptOf(raw) })
  const shape = shapes[type ?? String(raw.type)]
  if (!shape || !Object.hasOwn(shapes, type ?? String(raw.type))) return wrong('source.not-a-message', { type: excerptOf(raw.type) })
  const size = sizeTrouble(raw)
  if (size) return size
  const payload = raw[shape.payload] ?? {}
  if (!isObject(payload)) return wrong('source.wrong-form', { name: shape.payload })
  const ids = { userId: idOf(raw.userId), anonymousId: idOf(raw.anonymousId), previousId: idOf(raw.previousId) }
  if (!ids.userId && !ids.anonymousId) return wrong('source.nobody', { most: longestId })
  if (shape.kind === 'alias' && (!ids.previousId || !ids.userId)) return wrong('source.nobody', { most: longestId })
  const event = shape.event(raw)
  if (event === null || event.length > longestEvent) return wrong('source.nameless-event', { most: longestEvent })
  const occurredAt = correctTime({
    timestamp: raw.timestamp ?? raw.originalTimestamp,
    sentAt: raw.sentAt ?? clocks.sentAt,
    receivedAt: clocks.receivedAt,
  })
  if (!occurredAt) return wrong('source.wrong-time', { time: excerptOf(raw.timestamp ?? raw.originalTimestamp) })
  const properties = shape.also ? { ...shape.also(raw), traits: payload } : payload
  const key = idOf(raw.messageId)
  const fingerprint =
    key === null && typeof raw.timestamp === 'string' ? JSON.stringify([shape.kind, ids, event, properties, raw.timestamp]) : null
  return { message: { kind: shape.kind, key, fingerprint, ...ids, event, properties, occurredAt } }
}

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Ids are texts; some senders write numbers. */
function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (typeof value !== 'string') return null
  const id = value.trim()
  return id === '' || id.length > longestId ? null : id
}

const suspicious = /\\u(?:0000|d[89a-f])/i

function sizeTrouble(raw: Raw): ReadMessage | null {
  const text = JSON.stringify(raw)
  if (text.length * 3 > largest && new TextEncoder().encode(text).length > largest)
    return wrong('source.message-too-large', { limit: '32 KB' })
  return suspicious.test(text) && !everyTextIsSound(raw) ? wrong('source.unsound-text') : null
}

function everyTextIsSound(value: unknown): boolean {
  if (typeof value === 'string') return isSound(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => isSound(name) && everyTextIsSound(inner))
}

function excerptOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().replaceAll('\u0000', '').slice(0, 60)
}
