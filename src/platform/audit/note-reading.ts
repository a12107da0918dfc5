import { createHash } from 'node:crypto'
import { Problem } from '../../core/kit/problem.ts'
import type { Actor } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import { isOutage } from '../database/outage.ts'
import { maskAsked } from '../sealing/mask-asked.ts'
import { type AuditLine, insertLine, insertRows, rowOf } from './audit-line.ts'

/** Whoever reads: a context will do. */
export type Reader = { readonly actor: Actor; readonly services: Services; readonly now?: Date; readonly source?: string }

/** Something sensitive that was read. */
export type Reading = {
  /** `open`, `list`, `search`, `export`, `reveal`, `download`, `backup`, `audit`, or a question's name. */
  readonly what: string
  /** An entity's name. */
  readonly entity?: string | null
  /** The one record, or what names the reading, e.g. an export's id. */
  readonly subject?: string | null
  readonly customerId?: string | null
  /** Which records; kept up to two hundred, as many as a page has. */
  readonly ids?: readonly string[]
  /** How many, where that is not the number of ids. */
  readonly count?: number
  /** Names of the fields that were shown. */
  readonly fields?: readonly string[]
  readonly reason?: string | null
  /** What was asked: a rule, a search, a page. Taken away with the person's values. */
  readonly asked?: object
  /** Told for good: a list's name, a file's format. */
  readonly details?: object
}

const flushMs = 500
/** The parts of one page, and a page that asks again by itself, are one reading. */
const sameMs = 60_000
/** So long may writing fail before what is read is refused; and so many may wait. */
const patienceMs = 5_000
const mostWaiting = 20_000
const mostIds = 200

type Waiting = { readonly reader: Reader; readonly at: Date; reading: Reading; times: number; readonly line?: AuditLine }
type Desk = {
  waiting: Map<string, Waiting>
  /** What was told within the last minute. */
  readonly told: Told
  timer: NodeJS.Timeout | null
  writing: Promise<void>
  failingSince: number | null
}

const desks = new WeakMap<object, Desk>()

function deskOf(services: Services): Desk {
  const { database } = services
  const known = desks.get(database.pool)
  if (known) return known
  const made: Desk = { waiting: new Map(), told: makeTold(), timer: null, writing: Promise.resolve(), failingSince: null }
  desks.set(database.pool, made)
  database.beforeClose(() => flushReadings(services))
  return made
}

/**
 * Tells the audit that something sensitive was read. It is kept in memory and written with others within a second, so that
 * no reader waits for a write; a crash loses at most that second. The same reading by the same person within a minute is one.
 * @throws Problem audit.unwritable where nothing could be written for five seconds: what leaves no trace is not shown
 */
export function noteReading(reader: Reader, reading: Reading): void {
  const desk = deskOf(reader.services)
  refuseBlind(desk)
  const key = keyOf(reader, reading)
  const at = reader.now ?? reader.services.clock()
  if (desk.told.has(key, at)) return
  const before = desk.waiting.get(key)
  if (before) {
    before.times++
    before.reading = joined(before.reading, reading)
  } else desk.waiting.set(key, { reader, at, reading, times: 1 })
  schedule(reader.services, desk)
}

/** The same person, place, question and records. */
function keyOf({ actor }: Reader, { what, entity, subject, ids, asked }: Reading): string {
  const told = JSON.stringify([actor.id, actor.origin?.address, what, entity, subject, ids, asked])
  return told.length > 300 ? createHash('sha256').update(told).digest('base64') : told
}

type Told = { has(key: string, at: Date): boolean; add(key: string, at: Date): void }

function makeTold(): Told {
  const until = new Map<string, number>()
  return {
    has: (key, at) => at.getTime() < (until.get(key) ?? 0),
    add: (key, at) => {
      if (until.size >= mostWaiting) until.clear()
      until.set(key, at.getTime() + sameMs)
    },
  }
}

/** A line of another kind that nobody waits for: an attempt that was refused, a sign-in. The same within a second is one, with its number. */
export function noteLine(reader: Reader, line: AuditLine): void {
  const desk = deskOf(reader.services)
  const key = [
    reader.actor.id,
    reader.actor.origin?.address,
    line.kind,
    line.action,
    line.subject,
    line.code,
    line.outcome,
    JSON.stringify(line.details),
  ].join('\n')
  const before = desk.waiting.get(key)
  if (before) before.times++
  else if (desk.waiting.size < mostWaiting)
    desk.waiting.set(key, { reader, at: reader.now ?? reader.services.clock(), reading: { what: line.action }, times: 1, line })
  schedule(reader.services, desk)
}

/** The same, written before it returns: for what must not be shown unless it is told, e.g. a masked value or an export. @throws Problem audit.unwritable */
export async function noteReadingNow(reader: Reader, reading: Reading): Promise<void> {
  await writeNow(reader, lineOf(reader, reading, 1))
}

/** Something sensitive that is done outside actions, e.g. a backup that is taken; written before it returns. @throws Problem audit.unwritable */
export async function noteAct(reader: Reader, line: Omit<AuditLine, 'kind'> & { readonly kind?: AuditLine['kind'] }): Promise<void> {
  await writeNow(reader, { kind: 'change', source: reader.source ?? null, ...line })
}

async function writeNow(reader: Reader, line: AuditLine): Promise<void> {
  try {
    await insertLine(reader, line).execute(reader.services.database.db)
  } catch (error) {
    reader.services.log.error({ err: error, action: line.action }, 'the audit could not be written; what it was about was refused')
    if (isOutage(error)) throw error
    throw new Problem('audit.unwritable')
  }
}

function refuseBlind(desk: Desk): void {
  const blind = desk.failingSince !== null && performance.now() - desk.failingSince > patienceMs
  if (blind || desk.waiting.size >= mostWaiting) throw new Problem('audit.unwritable')
}

function joined(a: Reading, b: Reading): Reading {
  const fields = a.fields && b.fields ? [...new Set([...a.fields, ...b.fields])] : undefined
  const parts = [...new Set([...partsOf(a), ...partsOf(b)])]
  return { ...a, ...(fields ? { fields } : {}), details: { ...a.details, ...b.details, ...(parts.length > 0 ? { parts } : {}) } }
}

const partsOf = ({ details }: Reading): readonly string[] =>
  details && 'parts' in details && Array.isArray(details.parts) ? details.parts : []

function schedule(services: Services, desk: Desk): void {
  if (desk.timer) return
  desk.timer = setTimeout(() => void flushReadings(services), flushMs)
  desk.timer.unref()
}

/** Writes what waits. The program does so when it stops. */
export function flushReadings(services: Services): Promise<void> {
  const desk = deskOf(services)
  if (desk.timer) clearTimeout(desk.timer)
  desk.timer = null
  desk.writing = desk.writing.then(() => write(services, desk))
  return desk.writing
}

const atOnce = 500

async function write(services: Services, desk: Desk): Promise<void> {
  while (desk.waiting.size > 0) {
    const some = [...desk.waiting].slice(0, atOnce)
    for (const [key] of some) desk.waiting.delete(key)
    try {
      await insertRows(some.map(([, one]) => rowOfWaiting(one))).execute(services.database.db)
      desk.failingSince = null
      for (const [key, { at, line }] of some) if (!line) desk.told.add(key, at)
    } catch (error) {
      desk.failingSince ??= performance.now()
      for (const [key, one] of some) if (!desk.waiting.has(key)) desk.waiting.set(key, one)
      // While the database is away whoever works says so; here nothing is lost yet.
      services.log[isOutage(error) ? 'warn' : 'error'](
        { err: error, waiting: desk.waiting.size },
        'readings could not be written into the audit; they are kept and tried again',
      )
      schedule(services, desk)
      return
    }
  }
}

const rowOfWaiting = ({ reader, at, reading, times, line }: Waiting) =>
  rowOf({ ...reader, now: at }, line ? { ...line, records: times > 1 ? times : (line.records ?? null) } : lineOf(reader, reading, times))

function lineOf(reader: Reader, reading: Reading, times: number): AuditLine {
  const { what, entity, subject, customerId, ids, count, fields, reason, asked, details } = reading
  return {
    kind: 'reading',
    action: what,
    source: reader.source ?? null,
    entity: entity ?? null,
    subject: subject ?? null,
    customerId: customerId ?? null,
    reason: reason ?? null,
    records: count ?? ids?.length ?? 1,
    ids: ids && ids.length <= mostIds ? ids : null,
    details: { ...details, ...(fields ? { fields } : {}), ...(times > 1 && what !== 'open' ? { times } : {}) },
    withheld: asked && Object.keys(asked).length > 0 ? { asked: maskAsked(asked) } : null,
  }
}
