import { instantOf, isLocalDate } from '../../core/kit/local-time.ts'
import { type Currency, minorDigits } from '../../core/kit/money.ts'
import { correctTime, readTime } from './correct-time.ts'
import type { HookCondition, HookMapping, Saying, TimeForm } from './hook-mapping.ts'
import { type Delivered, textAt, unpacked, valueAt } from './hook-place.ts'
import { everyTextIsSound, idOf, type Message, type MessageKind, type Properties, type Wrong } from './read-message.ts'

export type HookReading = {
  readonly timeZone: string
  readonly currency: Currency
  /** Tells this delivery from all others. */
  readonly delivery: string
  readonly receivedAt: Date
}

/** What a delivery makes: messages as a Segment source would send them; or nothing, with the reason. */
export type ReadHook = { readonly messages: readonly Message[] } | { readonly skipped: Wrong } | { readonly wrong: Wrong }

const wrong = (reason: Wrong): ReadHook => ({ wrong: reason })

/** Reads a delivery by a mapping. Pure: the page that tries a mapping out runs it too. */
export function readHook(mapping: HookMapping, raw: Delivered, reading: HookReading): ReadHook {
  if (!everyTextIsSound(raw.body)) return wrong({ code: 'source.unsound-text', details: {} })
  const delivered = unpacked(mapping.unpack, raw)
  const voided = mapping.purchase?.voided?.find((condition) => says(condition, delivered))
  const passed = voided ? undefined : mapping.when.find(({ at, in: all }) => !all.includes(textAt(at, delivered) ?? ''))
  if (passed) return { skipped: { code: 'source.not-meant', details: { place: passed.at, value: textAt(passed.at, delivered) ?? '—' } } }
  if (!mapping.purchase && !mapping.event && Object.keys(mapping.customer).length === 0)
    return wrong({ code: 'source.no-mapping', details: {} })
  const occurredAt = timeOf(mapping, delivered, reading)
  if (!occurredAt) return wrong({ code: 'source.wrong-time', details: { time: textAt(mapping.time?.at, delivered)?.slice(0, 60) ?? '—' } })
  const traits = traitsOf(mapping, delivered)
  const userId = idOf(traits['code'])
  if (userId === null && !traits['phone'] && !traits['email']) return wrong({ code: 'source.nobody-found', details: {} })
  const key = textAt(mapping.id, delivered)?.slice(0, 150) ?? reading.delivery
  const message = (kind: MessageKind, event: string, properties: Properties, suffix: string): Message => ({
    kind,
    key: `${key}:${suffix}`,
    fingerprint: null,
    userId,
    anonymousId: null,
    previousId: null,
    groupId: null,
    ...(userId === null ? { about: reading.delivery } : {}),
    event,
    properties,
    context: undefined,
    occurredAt,
  })
  const messages = [message('identify', '', traits, 'who')]
  if (mapping.purchase) {
    const order = voided ? cancelled(mapping.purchase, voided, delivered) : orderOf(mapping, mapping.purchase, delivered, reading)
    if ('wrong' in order) return order
    for (const told of [order, ...givenBack(order, textAt(mapping.purchase.left, delivered), mapping.purchase.unit, reading)])
      messages.push({ ...message('track', told.event, told.properties, 'order'), key: null, fingerprint: fingerprintOf(told) })
  }
  if (mapping.event) {
    const event = textAt(mapping.event.name, delivered)?.slice(0, 200)
    if (!event) return wrong({ code: 'source.nothing-there', details: { places: said(mapping.event.name) } })
    messages.push(message('track', event, propertiesOf(mapping.event.properties, delivered), 'event'))
  }
  return { messages }
}

const said = (saying: Saying) => (Array.isArray(saying) ? saying.join('、') : saying)

function timeOf({ time }: HookMapping, delivered: Delivered, { receivedAt, timeZone }: HookReading): Date | null {
  const text = textAt(time?.at, delivered)
  if (!time || text === undefined) return receivedAt
  const read = readAs(time.form, text, timeZone)
  return read && correctTime({ timestamp: read.toISOString(), sentAt: undefined, receivedAt })
}

const readAs = (form: TimeForm, text: string, timeZone: string): Date | null =>
  form === 'local' ? localTime(text, timeZone) : form === 'iso' ? readTime(text) : numbered(text, form)

const numbered = (text: string, form: 'seconds' | 'milliseconds') => {
  const at = new Date(Number(text) * (form === 'seconds' ? 1_000 : 1))
  return text === '' || Number.isNaN(at.getTime()) ? null : at
}

/** `2026-06-15 10:30:00`, by the shop's clock. */
function localTime(text: string, timeZone: string): Date | null {
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)/.exec(text.replaceAll('/', '-')) ?? []
  return isLocalDate(date) && /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)
    ? instantOf(date, time.length === 5 ? `${time}:00` : time, timeZone)
    : null
}

function traitsOf({ customer }: HookMapping, delivered: Delivered): Properties {
  return Object.fromEntries(
    Object.entries(customer).flatMap(([name, saying]) => {
      const text = textAt(saying, delivered)
      return text === undefined ? [] : [[name, text]]
    }),
  )
}

function propertiesOf(all: Readonly<Record<string, Saying>>, delivered: Delivered): Properties {
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, saying]) => {
      const [place = ''] = Array.isArray(saying) ? saying : [saying]
      // A number stays one, so that rules can compare it.
      const value = Array.isArray(saying) ? textAt(saying, delivered) : valueAt(place, delivered)
      return value === undefined || value === null ? [] : [[name, value]]
    }),
  )
}

/** The same state of an order is one fact, in however many deliveries it is told, whenever it was said, and whatever was given back between them. */
function fingerprintOf({ event, properties: told }: Order): string {
  const { given_back: _, told_at: __, ...properties } = told
  return `order:${JSON.stringify({ event, properties })}`
}

type Purchase = NonNullable<HookMapping['purchase']>
type Order = { readonly event: string; readonly properties: Properties }

/** What programs write where there is nothing: no, nought, and the nought of a database for a time. */
const saysNothing = /^(?:false|0|0000-00-00.*)$/i

/** One of the texts stands there; or anything does, where none is named. */
function says({ at, in: texts }: HookCondition, delivered: Delivered): boolean {
  const text = textAt(at, delivered)
  return text !== undefined && (texts.length === 0 ? !saysNothing.test(text) : texts.includes(text))
}

function cancelled({ number: at, numberedBy }: Purchase, voided: HookCondition, delivered: Delivered): Order | { readonly wrong: Wrong } {
  const number = textAt(at, delivered)
  if (number === undefined) return { wrong: { code: 'source.nothing-there', details: { places: said(at) } } }
  const properties = {
    order_id: number,
    ...given('numbered_by', textAt(numberedBy, delivered)),
    ...given('reason', textAt(voided.at, delivered)),
  }
  return { event: 'Order Cancelled', properties }
}

function orderOf(
  { time }: HookMapping,
  purchase: Purchase,
  delivered: Delivered,
  { currency, timeZone }: HookReading,
): Order | { readonly wrong: Wrong } {
  const number = textAt(purchase.number, delivered)
  if (number === undefined) return { wrong: { code: 'source.nothing-there', details: { places: said(purchase.number) } } }
  const amount = inMajor(textAt(purchase.amount, delivered), purchase.unit, currency)
  if (amount === undefined) return { wrong: { code: 'source.nothing-there', details: { places: said(purchase.amount) } } }
  // More is left than was bought where something was added to the order since.
  const left = inMajor(textAt(purchase.left, delivered), purchase.unit, currency)
  const total = typeof left === 'number' && typeof amount === 'number' ? Math.max(left, amount) : amount
  const toldAt = textAt(purchase.toldAt, delivered)
  const ids = purchase.kind === 'refund' ? { order_id: textAt(purchase.of, delivered) ?? number, refund_id: number } : { order_id: number }
  return {
    event: purchase.kind === 'refund' ? 'Order Refunded' : 'Order Completed',
    properties: {
      ...ids,
      total,
      ...(purchase.kind === 'purchase' && typeof left === 'number' && left === total ? { given_back: 0 } : {}),
      ...given('numbered_by', textAt(purchase.numberedBy, delivered)),
      ...given('told_at', toldAt && readAs(time?.form ?? 'iso', toldAt, timeZone)?.toISOString()),
      ...given('currency', textAt(purchase.currency, delivered)),
      ...given('affiliation', textAt(purchase.channel, delivered)),
      ...(purchase.lines ? { products: linesOf(purchase, delivered, currency) } : {}),
    },
  }
}

/** The refund of an order of which less is left than was bought, under its number: told again with less left it is corrected. */
function givenBack({ event, properties }: Order, text: string | undefined, unit: Purchase['unit'], { currency }: HookReading): Order[] {
  const left = inMajor(text, unit, currency)
  const { products: _, total, affiliation: __, given_back: ___, ...ids } = properties
  if (event !== 'Order Completed' || typeof total !== 'number' || typeof left !== 'number' || left >= total) return []
  return [{ event: 'Order Refunded', properties: { ...ids, refund_id: ids.order_id, total: total - left } }]
}

const given = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value })

/** Amounts go on as the spec of Segment has them. What is no number goes on as it is, and is refused with its words. */
function inMajor(text: string | undefined, unit: Purchase['unit'], currency: Currency): number | string | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isFinite(value)) return text
  return unit === 'minor' ? value / 10 ** minorDigits(currency) : value
}

function linesOf({ lines, unit }: Purchase, delivered: Delivered, currency: Currency): Properties[] {
  const items = lines ? valueAt(lines.each, delivered) : undefined
  if (!lines || !Array.isArray(items)) return []
  return items.slice(0, 1_000).map((body: unknown) => {
    const item = { ...delivered, body }
    const quantity = Number(textAt(lines.quantity, item) ?? 1)
    return {
      ...given('sku', textAt(lines.product, item)),
      ...given('name', textAt(lines.name, item)),
      quantity: Number.isFinite(quantity) ? quantity : 1,
      ...given('price', inMajor(textAt(lines.price, item), unit, currency)),
      ...given('line_total', inMajor(textAt(lines.amount, item), unit, currency)),
    }
  })
}
