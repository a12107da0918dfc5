import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { retireContactKeys, takeContactKeys } from '../../../platform/sealing/contact-keys.ts'
import { claimContactWork, type ContactWork, endContactWork, keepContactWork } from '../../../platform/sealing/contact-work.ts'
import { notesOf } from '../../../platform/sealing/seal-notes.ts'
import { askForMatching } from './ask-for-matching.ts'
import { refusals, sharedPlaces } from './contact-places.ts'
import { hideSamples } from './hide-samples.ts'
import { sealRefusals } from './seal-refusals.ts'
import { type Portions, turnContacts, type Turned } from './turn-contacts.ts'
import { turnOf } from './turn-json.ts'
import { turnPortion } from './turn-rows.ts'
import { dropOldKeys, writeKeysAhead } from './write-keys-ahead.ts'
import { sql } from 'kysely'

const usual: Portions = { keys: 5_000, customers: 1_000, rows: 5_000, at: () => {} }

/** Whoever began to write before the change was made may still be writing in the old way: until so long after it nothing is turned over. */
const settlingMs = 15_000
/** So long another process may not know of the change yet. */
const cardsMs = 3_000

type Next = Pick<ContactWork, 'aim' | 'phase' | 'place' | 'after' | 'found' | 'done' | 'writtenAt' | 'endedAt' | 'again'>

export const contactsTick: Tick = {
  name: 'contacts-sealing',
  everyMs: 2_000,
  run: (services) => turnNextPortion(services),
}

/**
 * One portion a transaction, with how far it came in the same: what a crash takes, it takes whole.
 * @returns whether there is more to do at once
 */
export async function turnNextPortion(services: Services, given: Partial<Portions> = {}): Promise<boolean> {
  const portions = { ...usual, ...given }
  const done = await asSystem(services, 'sealing', async (ctx) => {
    const work = await claimContactWork(ctx.db)
    if (!work) return null
    await needContactKeys(ctx, work)
    portions.at('claimed')
    const next = work.phase === 'keys' ? await keysPortion(ctx, work, portions) : await valuesPortion(ctx, work, portions)
    if (next.phase === 'done' && work.aim === 'open') await endContactWork(ctx.db, work.kind)
    else await keepContactWork(ctx.db, { kind: work.kind, ...next })
    portions.at('kept')
    return { isTold: next.phase !== work.phase || next.aim !== work.aim, isMore: next.phase !== 'done' && next.place !== waiting }
  })
  if (!done) return false
  portions.at('committed')
  if (done.isTold) forgetCards(services.database)
  return done.isMore
}

/** Whoever lacks a key would take what is sealed under it for altered, and leaves the work to a process that has it. @throws Problem sealing.keys-missing */
async function needContactKeys({ db, services: { sealing } }: Ctx, { contactKey, formerKey }: ContactWork): Promise<void> {
  await takeContactKeys(sealing, db, [contactKey, formerKey])
  if (![contactKey, formerKey].every((version) => sealing.knowsContactKey(version)))
    throw new Problem('sealing.keys-missing', { file: sealing.place })
}

const keyTables = ['identities', 'shared_keys'] as const

/** Through all keys, and again until a round writes none; from then on new values are written in the new form. */
async function keysPortion(ctx: Ctx, work: ContactWork, { keys, at }: Portions): Promise<Next> {
  const table = keyTables.find((name) => name === work.place) ?? keyTables[0]
  const { next, changed } = await writeKeysAhead(ctx, work, table, work.after, keys)
  at('ahead')
  const found = work.found + changed
  const after: Next = { ...work, place: table, after: next, found }
  if (next !== null) return after
  const following = keyTables[keyTables.indexOf(table) + 1]
  if (following) return { ...after, place: following }
  // Another process must know the new key before the first value is sealed under it.
  const isTooEarly = work.aim === 'renewed' && ctx.now.getTime() - work.startedAt.getTime() < cardsMs
  if (found > 0 || isTooEarly) return { ...after, place: isTooEarly && found === 0 ? waiting : keyTables[0], found: 0 }
  return { ...after, phase: 'values', place: null, found: 0, writtenAt: ctx.now }
}

/** It is too early to begin. */
const waiting = 'waiting'
/** One round is enough, for it begins once nobody can be writing in the old way any more. */
const last = 'last:'

/** Customers with all that is theirs, then what is nobody's. */
async function valuesPortion(ctx: Ctx, work: ContactWork, portions: Portions): Promise<Next> {
  const isBegun = work.place?.startsWith(last) === true
  if (!isBegun && !(await isSettledSince(ctx, work.writtenAt))) return { ...work, place: waiting, after: null }
  const after = isBegun ? work.after : null
  const at = sharedPlaces.findIndex(({ name }) => work.place === `${last}shared:${name}`)
  const isCustomers = at < 0
  const { next, changed } = isCustomers ? await turnContacts(ctx, work, after, portions) : await turnShared(ctx, work, at, portions)
  const done = isCustomers ? Math.min(work.total, work.done + changed) : work.done
  const kept: Next = { ...work, found: work.found + changed, done, after: next }
  if (next !== null) return { ...kept, place: isCustomers ? `${last}customers` : work.place }
  const following = sharedPlaces[at + 1]
  return following ? { ...kept, place: `${last}shared:${following.name}` } : await endIt(ctx, work, kept)
}

async function endIt(ctx: Ctx, work: ContactWork, kept: Next): Promise<Next> {
  await dropOldKeys(ctx, work)
  await askForMatching(ctx)
  const placed = ctx.card('customer').fields.get(work.kind)
  if (work.aim === 'sealed' && placed) await hideSamples(ctx, placed)
  if (work.aim === 'renewed') await retireContactKeys(ctx, work.kind)
  if (work.aim === 'renewed' && work.again)
    return { ...kept, aim: 'sealed', phase: 'values', place: null, after: null, found: 0, done: 0, again: false }
  return { ...kept, aim: work.aim === 'renewed' ? 'sealed' : work.aim, phase: 'done', place: null, done: work.total, endedAt: ctx.now }
}

/** Is it long enough ago, and is nobody left who began to write before? A long import may be. */
async function isSettledSince({ db, now }: Ctx, writtenAt: Date | null): Promise<boolean> {
  if (writtenAt === null || now.getTime() - writtenAt.getTime() < settlingMs) return false
  const known = new Date(writtenAt.getTime() + cardsMs)
  const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    and backend_xid is not null and xact_start < ${known} limit 1`.execute(db)
  return rows.length === 0
}

async function turnShared(ctx: Ctx, work: ContactWork, at: number, { rows, at: told }: Portions): Promise<Turned> {
  const place = sharedPlaces[at]
  const placed = ctx.card('customer').fields.get(work.kind)
  if (!place || !placed) return { next: null, changed: 0 }
  if (place.name === refusals) return work.aim === 'sealed' ? await sealRefusals(ctx, placed, work.after, rows) : { next: null, changed: 0 }
  const fits = place.isShared ? sql`true` : sql`t.customer_id = '00000000-0000-0000-0000-000000000000'::uuid`
  const turn = turnOf(ctx.services.sealing, work, notesOf(ctx.card('customer')).keys)
  const turned = await turnPortion(ctx, place, { turn, isSealed: work.aim !== 'sealed', fits }, { after: work.after, limit: rows })
  told('shared')
  return turned
}
