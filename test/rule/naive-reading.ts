import { createHash } from 'node:crypto'
import type { DidRule, FieldRule, PlacesSequence, Rule, SequenceStep, StepsSequence, Window } from '../../src/core/rule/rule.ts'

// A second reading of rules, in plain steps over plain data and without a word of the engine's, so that the two can be
// compared. Slow and simple on purpose.

export type Doing = { kind: string; at: Date; payload: Record<string, unknown> }
export type Subject = {
  id: string
  stage: string | null
  tier?: string | null
  segments: string[]
  tags: { tag: string; at: Date }[]
  fields: Record<string, string | number | boolean | null>
  doings: Doing[]
}
type Types = Record<string, string>
export type Asked = { now: Date; fieldTypes: Types; payloadTypes: Types }
type Moving = { amount: number; unit: string }

const china = 8 * 3_600_000
const dayIn = (at: Date) => new Date(at.getTime() + china).toISOString().slice(0, 10)

export function holds(rule: Rule, subject: Subject, asked: Asked): boolean {
  if ('all' in rule) return rule.all.every((part) => holds(part, subject, asked))
  if ('any' in rule) return rule.any.some((part) => holds(part, subject, asked))
  if ('not' in rule) return !holds(rule.not, subject, asked)
  if ('field' in rule && rule.field === 'tags') return tagged(rule, subject, asked.now)
  if ('field' in rule) return compare(rule, subject.fields[rule.field] ?? null, asked.fieldTypes[rule.field] ?? '', asked.now)
  if ('did' in rule) return did(rule, subject, asked)
  if ('segment' in rule) return subject.segments.includes(rule.segment)
  if ('stage' in rule) return subject.stage !== null && rule.stage.includes(subject.stage)
  if ('tier' in rule) return typeof subject.tier === 'string' && rule.tier.includes(subject.tier)
  if ('sequence' in rule) return 'nth' in rule.sequence ? passed(rule.sequence, subject, asked) : went(rule.sequence, subject, asked)
  const { salt, from, to } = rule.bucket
  const number =
    Number.parseInt(
      createHash('md5')
        .update(salt + subject.id)
        .digest('hex')
        .slice(0, 8),
      16,
    ) % 10_000
  return number >= from && number < to
}

function tagged({ op, value }: FieldRule, { tags }: Subject, now: Date): boolean {
  const has = (tag: string) => tags.some((one) => one.tag === tag)
  if (op === 'has-tags') return tags.length > 0
  if (op === 'has-no-tags') return tags.length === 0
  if (op === 'tagged-within') {
    const { tags: wanted, last } = value as { tags: string[]; last: Moving }
    return tags.some((one) => wanted.includes(one.tag) && one.at >= moved(now, last, -1) && one.at <= now)
  }
  const wanted = value as string[]
  if (op === 'has-any-tag') return wanted.some(has)
  if (op === 'has-all-tags') return wanted.every(has)
  if (op === 'has-none-of-tags') return !wanted.some(has)
  throw new Error(`the naive reading does not know ${op}`)
}

function did(rule: DidRule, subject: Subject, asked: Asked): boolean {
  const count = subject.doings.filter(
    (doing) => doing.kind === rule.did && isWithin(doing.at, rule.within, asked.now) && (!rule.where || fits(rule.where, doing, asked)),
  ).length
  const { op, count: wanted } = rule.times ?? { op: 'at-least', count: 1 }
  return op === 'at-least' ? count >= wanted : op === 'at-most' ? count <= wanted : count === wanted
}

const inOrder = ({ doings }: Subject, { now }: Asked) =>
  doings
    .map((doing, i) => ({ doing, i }))
    .filter(({ doing }) => doing.at <= now)
    .toSorted((a, b) => a.doing.at.getTime() - b.doing.at.getTime() || a.i - b.i)
    .map(({ doing }) => doing)

function went({ steps, begin, within, stoppedAt }: StepsSequence, subject: Subject, asked: Asked): boolean {
  const all = inOrder(subject, asked)
  const such = (step: SequenceStep) => all.filter((one) => one.kind === step.did && (!step.where || fits(step.where, one, asked)))
  const [step] = steps
  if (!step) return false
  const inWindow = (one: Doing) => isWithin(one.at, { from: begin?.from, to: begin?.to }, asked.now)
  let first: Doing | undefined = such(step)[0]
  if (begin?.first === 'of-kind') {
    const earliest = all.find((one) => one.kind === step.did)?.at.getTime()
    first = such(step).find((one) => one.at.getTime() === earliest)
  } else if (begin?.first !== 'ever') first = such(step).find(inWindow)
  if (!first || !inWindow(first)) return false
  const end = within ? moved(first.at, within, 1) : null
  let at = first.at
  let reached = 1
  for (const [i, next] of steps.entries()) {
    if (i === 0) continue
    const isSame = steps[i - 1]?.did === next.did
    const found = such(next).find((one) => {
      const apart = (Date.parse(dayIn(one.at)) - Date.parse(dayIn(at))) / 86_400_000
      const isLater = isSame ? one.at > at : one.at >= at
      return (
        isLater &&
        (!end || one.at <= end) &&
        (!next.days || (apart >= next.days.from && apart <= (next.days.to ?? Number.POSITIVE_INFINITY)))
      )
    })
    if (!found) break
    at = found.at
    reached++
  }
  return stoppedAt === undefined ? reached === steps.length : reached === stoppedAt
}

function passed({ kinds = [], begin, places }: PlacesSequence, subject: Subject, asked: Asked): boolean {
  const all = inOrder(subject, asked).filter((one) => kinds.includes(one.kind))
  if (!all[0] || !isWithin(all[0].at, { from: begin?.from, to: begin?.to }, asked.now)) return false
  return places.every((place, i) => {
    const kind = all[i]?.kind
    if ('end' in place) return kind === undefined
    if (kind === undefined) return false
    return 'any' in place || ('noneOf' in place ? !place.noneOf.includes(kind) : place.is === kind)
  })
}

function fits(rule: Rule, doing: Doing, asked: Asked): boolean {
  if ('all' in rule) return rule.all.every((part) => fits(part, doing, asked))
  if ('any' in rule) return rule.any.some((part) => fits(part, doing, asked))
  if ('not' in rule) return !fits(rule.not, doing, asked)
  if (!('field' in rule)) throw new Error('only fields of the payload can be asked here')
  const type = asked.payloadTypes[rule.field] ?? ''
  return compare(rule, readPayload(doing.payload[rule.field], type), type, asked.now)
}

function isWithin(at: Date, window: Window | undefined, now: Date): boolean {
  if (!window) return true
  if ('last' in window) return at >= moved(now, window.last, -1) && at <= now
  return (!window.from || at >= new Date(window.from)) && (!window.to || at < new Date(window.to))
}

/** What a payload holds when it must be of this type; anything else is nothing. */
function readPayload(value: unknown, type: string): string | number | boolean | null {
  if (type === 'boolean') return typeof value === 'boolean' ? value : null
  if (type === 'number') return typeof value === 'number' ? value : null
  if (type === 'money') return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
  if (typeof value !== 'string') return null
  if (type === 'date') return isDay(value) ? value : null
  if (type === 'time')
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
      isDay(value.slice(0, 10)) &&
      !Number.isNaN(Date.parse(value))
      ? value
      : null
  if (type === 'reference' || type === 'person')
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? value.toLowerCase() : null
  return value
}

const isDay = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

function moved(at: Date, d: { amount: number; unit: string }, sign: 1 | -1): Date {
  const minutes: Record<string, number> = { minutes: 1, hours: 60, days: 1440, weeks: 10_080 }
  const length = minutes[d.unit]
  if (length) return new Date(at.getTime() + sign * d.amount * length * 60_000)
  const months = sign * d.amount * (d.unit === 'years' ? 12 : 1)
  const all = at.getUTCFullYear() * 12 + at.getUTCMonth() + months
  const [year, month] = [Math.floor(all / 12), ((all % 12) + 12) % 12]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(at.getUTCDate(), lastDay)) + (at.getTime() % 86_400_000))
}

/** Something that < and = can be asked of. */
const ordered = (value: unknown, type: string): string | number =>
  type === 'time' ? new Date(String(value)).getTime() : (value as string | number)

function compare(rule: FieldRule, held: string | number | boolean | null, type: string, now: Date): boolean {
  if (rule.op === 'is-unknown' || rule.op === 'is-nobody') return held === null
  // Nobody reads here.
  if (held === null || rule.op === 'is-me') return false
  if (rule.op === 'is-known' || rule.op === 'is-somebody') return true
  const a = ordered(held, type)
  const list = Array.isArray(rule.value) ? rule.value.map((v: unknown) => ordered(v, type)) : []
  const b = typeof rule.value === 'object' ? '' : ordered(rule.value, type)
  const [low = '', high = ''] = list
  const length = rule.value as Moving
  const edge = (sign: 1 | -1) => (type === 'date' ? dayIn(moved(now, length, sign)) : moved(now, length, sign).getTime())
  const today = type === 'date' ? dayIn(now) : now.getTime()
  const answers: Record<string, () => boolean> = {
    is: () => a === b,
    'is-not': () => a !== b,
    'is-one-of': () => list.includes(a),
    'is-none-of': () => !list.includes(a),
    contains: () => String(a).toLowerCase().includes(String(b).toLowerCase()),
    'starts-with': () => String(a).toLowerCase().startsWith(String(b).toLowerCase()),
    'more-than': () => a > b,
    'at-least': () => a >= b,
    'less-than': () => a < b,
    'at-most': () => a <= b,
    'is-between': () => a >= low && a <= high,
    'on-or-after': () => a >= b,
    before: () => a < b,
    'in-the-last': () => a >= edge(-1) && a <= today,
    'longer-ago-than': () => a < edge(-1),
    'in-the-next': () => a >= today && a <= edge(1),
    'anniversary-in-the-next': () => comesRound(String(held), dayIn(now), dayIn(moved(now, length, 1))),
  }
  const answer = answers[rule.op]
  if (!answer) throw new Error(`the naive reading does not know ${rule.op}`)
  return answer()
}

/** In each year from the first day's to the last day's: does the day fall between them? */
function comesRound(day: string, from: string, to: string): boolean {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    const there = `${year}-${day.slice(5)}`
    const kept = isDay(there) ? there : `${year}-02-28`
    if (kept >= from && kept <= to) return true
  }
  return false
}
