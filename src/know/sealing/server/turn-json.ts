import { keepEmails, keepPhones } from '../../../core/kit/contact-in-text.ts'
import { channelsOfPoint } from '../../../core/kit/consent-line.ts'
import {
  type ContactKind,
  type ContactToken,
  contactTokenText,
  isContactToken,
  replaceContactTokens,
} from '../../../core/kit/contact-token.ts'
import { alteredMark } from '../../../platform/sealing/open-rows.ts'
import { contactSearch } from '../../contacts/contact-search.ts'
import { interactionTexts } from '../../interactions/interaction-search.ts'
import { todoTexts } from '../../todos/todo-search.ts'
import { searchOfInteraction } from './contact-places.ts'
import type { Sealing } from '../../../platform/sealing/sealing.ts'
import type { ContactWork } from '../../../platform/sealing/contact-work.ts'

/** How a contact detail is turned over: a whole value, and a text that may hold some. */
export type Turn = {
  readonly kind: ContactKind
  readonly whole: (text: string) => string
  readonly text: (text: string) => string
  /** What is opened is known for what it is wherever it stands. */
  readonly isEverywhere: boolean
  /** Notes of the firm's own, by their names and keys. */
  readonly notes: ReadonlySet<string>
}

type Work = Pick<ContactWork, 'kind' | 'aim' | 'contactKey'>

export function turnOf(sealing: Sealing, { kind, aim, contactKey }: Work, notes: ReadonlySet<string> = new Set()): Turn {
  if (aim === 'renewed') {
    const renewed = new Map<string, string>()
    const renewOne = (token: ContactToken): string => {
      const same = contactTokenText(token)
      if (token.kind !== kind) return same
      const is = renewed.get(same) ?? sealing.renewContact(token, contactKey)
      renewed.set(same, is).set(is, is)
      return is
    }
    const renew = (text: string) =>
      replaceContactTokens(text, (token) => (token.isMasked ? renewOne(token).replace('§3', '§4') : renewOne(token)))
    return { kind, whole: renew, text: renew, isEverywhere: true, notes }
  }
  if (aim === 'open') {
    const open = (text: string) =>
      replaceContactTokens(text, (token) => {
        const { isMasked: _, ...parts } = token
        const whole = `§3.${parts.kind}.${parts.blind}.${parts.four}.${parts.box}`
        const opened = token.kind === kind ? sealing.openContacts(whole) : whole
        // What no key opens is shown as altered, and never kept so: it may open another day.
        return opened === alteredMark ? whole : opened
      })
    return { kind, whole: open, text: open, isEverywhere: true, notes }
  }
  // The same one is sealed for a row, its point, its keys and its consents.
  const sealed = new Map<string, string>()
  const seal = (text: string) => {
    if (text === '' || isContactToken(text)) return text
    const is = sealed.get(text) ?? sealing.token(kind, text, contactKey)
    sealed.set(text, is)
    return is
  }
  const among: Readonly<Record<ContactKind, (text: string) => string>> = {
    phone: (text) => keepPhones(text, seal),
    email: (text) => keepEmails(text, seal),
    wechat: (text) => text.replace(/(?<=同一微信号 |same WeChat id )[-\w]{5,30}/g, seal),
  }
  return { kind, whole: seal, text: among[kind], isEverywhere: false, notes }
}

type Json = Readonly<Record<string, unknown>>

/** Names under which others write what they say. */
const texts = new Set<string>([
  'subject',
  'body',
  'said',
  'note',
  'label',
  ...interactionTexts,
  ...todoTexts,
  'nextStep',
  'zh',
  'en',
  'reason',
  'from_name',
  'asker_contact',
  'contact',
])
/** Of a contact point and its facts. */
const ofPoint = new Set(['value', 'from', 'to', 'before'])

/** Columns, payloads and rows that were put aside, with the contact detail turned over wherever it may stand in them. */
export function turnJson(turn: Turn, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item: unknown) => (typeof item === 'string' ? turnKey(turn, item) : turnJson(turn, item)))
  if (typeof node !== 'object' || node === null) return node
  const all: Json = Object(node)
  const turned: Json = Object.fromEntries(Object.entries(all).map(([name, value]) => [name, turnEntry(turn, all, name, value)]))
  return typeof all['search'] === 'string' ? { ...turned, ...searchOf(turned, all['search']) } : turned
}

/** A contact or an interaction that was put aside has its search words with it, as a database writes them. */
function searchOf(row: Json, was: string): { search: string } {
  if ('name_pinyin' in row && 'company' in row)
    return { search: contactSearch(row, typeof row['company'] === 'string' ? row['company'] : null).search }
  return { search: 'next_step' in row ? searchOfInteraction(row) : was }
}

function turnEntry(turn: Turn, all: Json, name: string, value: unknown): unknown {
  const { kind } = turn
  if (typeof value === 'object' && value !== null) return name === kind ? turnChange(turn, value) : turnJson(turn, value)
  if (typeof value !== 'string' || value === '') return value
  if (turn.isEverywhere) return turn.text(value)
  if (name === kind || (all['kind'] === kind && ofPoint.has(name))) return turn.whole(value)
  if (name === 'value' && typeof all['key'] === 'string' && all['key'].startsWith(`${kind}:`)) return turn.whole(value)
  if (name === 'address') return isAddressOf(kind, all) ? turn.whole(value) : value
  if (name === 'from_address' || name === 'recipient') return kind === 'email' ? turn.whole(value.toLowerCase()) : value
  if (texts.has(name) || turn.notes.has(name)) return turn.text(value)
  return turnKey(turn, value)
}

/** `{before, after}` of a change. */
function turnChange(turn: Turn, value: object): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (typeof item === 'string' ? turn.whole(item) : item))
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typeof inner === 'string' ? turn.whole(inner) : inner]))
}

/** Of a consent, a message, or an address that mails came back from. */
function isAddressOf(kind: ContactKind, all: Json): boolean {
  const { channel } = all
  if ('soft_bounces' in all) return kind === 'email'
  if (kind === 'wechat') return 'purpose' in all && channel === 'wechat'
  if (channel === 'task') return kind === 'phone'
  return channelsOfPoint[kind]?.some((each) => each === channel) ?? false
}

/** `phone:+86138…`, and the number of a purchase that came without one: `phone:+86138…@2026-…`, perhaps behind its source. */
function turnKey({ kind, whole, text, isEverywhere }: Turn, value: string): string {
  if (isEverywhere) return text(value)
  const at = value.indexOf(`${kind}:`)
  if (at < 0 || (at > 0 && !/[\s:/|]/.test(value[at - 1] ?? ''))) return value
  const [head, rest] = [value.slice(0, at + kind.length + 1), value.slice(at + kind.length + 1)]
  const time = /@\d{4}-\d\d-\d\dT?.*$/.exec(rest)?.[0] ?? ''
  if (at > 0 && time === '') return value
  return `${head}${whole(rest.slice(0, rest.length - time.length))}${time}`
}
