import type { ProblemDetails } from '../../core/kit/problem.ts'
import { isSound } from '../../fields/sound-text.ts'
import { correctTime } from './correct-time.ts'
import type { SourceProblemCode } from './problems.ts'

export type Properties = Readonly<Record<string, unknown>>

export const messageKinds = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
export type MessageKind = (typeof messageKinds)[number]

/**
 * A message of the Segment spec, checked. `key` tells a repeat. Where the sender gave none, `fingerprint` does, if the
 * message says when it happened; otherwise nothing can.
 */
export type Message = {
  readonly kind: MessageKind
  readonly key: string | null
  readonly fingerprint: string | null
  readonly userId: string | null
  readonly anonymousId: string | null
  readonly previousId: string | null
  readonly groupId: string | null
  /** A name that holds within one delivery, for somebody who is told by phone or e-mail alone. */
  readonly about?: string
  /** What happened, or the name of the page or screen; in the sender's words. */
  readonly event: string
  /** Properties of a fact, traits of an identification or a group. */
  readonly properties: Properties
  readonly context: unknown
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
  readonly payload: 'properties' | 'traits'
  /** @returns null where a name is needed and there is none */
  event(raw: Raw): string | null
}

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '')
/** A page may go without a name; old clients put it among its properties. */
const nameOf = (raw: Raw) => textOf(raw.name) || textOf(Object(raw.properties).name)

const shapes: Readonly<Record<MessageKind, Shape>> = {
  identify: { payload: 'traits', event: () => '' },
  track: { payload: 'properties', event: (raw) => textOf(raw.event) || null },
  page: { payload: 'properties', event: nameOf },
  screen: { payload: 'properties', event: nameOf },
  group: { payload: 'traits', event: () => '' },
  alias: { payload: 'properties', event: () => '' },
}

const wrong = (code: SourceProblemCode, details: ProblemDetails = {}): ReadMessage => ({ wrong: { code, details } })

/**
 * Reads one message. `clocks` are the batch's: a message's own `sentAt` goes before it.
 * @param type for the routes that are named after it
 */
export function readMessage(raw: unknown, clocks: { sentAt: unknown; receivedAt: Date }, type?: MessageKind): ReadMessage {
  if (!isObject(raw)) return wrong('source.not-an-object', { said: excerptOf(raw) })
  const kind = type ?? messageKinds.find((one) => one === raw.type)
  if (!kind) return wrong('source.not-a-message', { type: excerptOf(raw.type) })
  const size = sizeTrouble(raw)
  if (size) return size
  const payload = raw[shapes[kind].payload] ?? {}
  if (!isObject(payload)) return wrong('source.wrong-form', { name: shapes[kind].payload })
  const ids = idsOf(raw)
  const lacking = lackingId(kind, ids)
  if (lacking) return wrong(lacking, { most: longestId })
  const event = shapes[kind].event(raw)
  if (event === null || event.length > longestEvent) return wrong('source.nameless-event', { most: longestEvent })
  const told = raw.timestamp ?? raw.originalTimestamp
  const occurredAt = correctTime({ timestamp: told, sentAt: raw.sentAt ?? clocks.sentAt, receivedAt: clocks.receivedAt })
  if (!occurredAt) return wrong('source.wrong-time', { time: excerptOf(told) })
  const key = idOf(raw.messageId)
  const fingerprint = key === null && typeof raw.timestamp === 'string' ? JSON.stringify([kind, ids, event, payload, raw.timestamp]) : null
  return { message: { kind, key, fingerprint, ...ids, event, properties: payload, context: raw.context, occurredAt } }
}

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

type Ids = Pick<Message, 'userId' | 'anonymousId' | 'previousId' | 'groupId'>

const idsOf = (raw: Raw): Ids => ({
  userId: idOf(raw.userId),
  anonymousId: idOf(raw.anonymousId),
  previousId: idOf(raw.previousId),
  groupId: idOf(raw.groupId),
})

function lackingId(kind: MessageKind, ids: Ids): SourceProblemCode | null {
  if (!ids.userId && !ids.anonymousId) return 'source.nobody'
  if (kind === 'alias' && (!ids.previousId || !ids.userId)) return 'source.half-alias'
  return kind === 'group' && !ids.groupId ? 'source.no-group' : null
}

/** Ids are texts; some senders write numbers. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (typeof value !== 'string') return null
  const id = value.trim()
  return id === '' || id.length > longestId ? null : id
}

/** Who is said to work for whom in an identification (`traits.company`) is told as a group is. */
export function companyOf(message: Message): Message | null {
  if (message.kind !== 'identify') return null
  const { company } = message.properties
  const groupId = isObject(company) ? idOf(company.id) : null
  if (groupId === null) return null
  const { key, fingerprint } = message
  return {
    ...message,
    kind: 'group',
    groupId,
    properties: Object(company),
    key: key === null ? null : `${key}:company`,
    fingerprint: fingerprint === null ? null : `${fingerprint}:company`,
  }
}

const suspicious = /\\u(?:0000|d[89a-f])/i

function sizeTrouble(raw: Raw): ReadMessage | null {
  const text = JSON.stringify(raw)
  if (text.length * 3 > largest && new TextEncoder().encode(text).length > largest)
    return wrong('source.message-too-large', { limit: '32 KB' })
  return suspicious.test(text) && !everyTextIsSound(raw) ? wrong('source.unsound-text') : null
}

export function everyTextIsSound(value: unknown): boolean {
  if (typeof value === 'string') return isSound(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, inner]) => isSound(name) && everyTextIsSound(inner))
}

function excerptOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().replaceAll('\u0000', '').slice(0, 60)
}
