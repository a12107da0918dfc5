import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { claimContactWork, type ContactWork, endContactWork, keepContactWork } from '../../../platform/sealing/contact-work.ts'
import { askForMatching } from './ask-for-matching.ts'
import { sharedPlaces } from './contact-places.ts'
import { hideSamples } from './hide-samples.ts'
import { turnContacts, type Turned } from './turn-contacts.ts'
import { turnOf } from './turn-json.ts'
import { turnRows } from './turn-rows.ts'
import { dropOldKeys, writeKeysAhead } from './write-keys-ahead.ts'
import { sql } from 'kysely'

const keysAtOnce = 5_000
const customersAtOnce = 500

/**
 * Whoever began to write before the change was made may still be writing in the old way: until so long after it all is looked
 * through once more.
 */
const settlingMs = 15_000

type Next = Pick<ContactWork, 'phase' | 'place' | 'after' | 'found' | 'done' | 'writtenAt' | 'endedAt'>

/** One portion a transaction, with how far it came in the same: what a crash takes, it takes whole. */
export const contactsTick: Tick = {
  name: 'contacts-sealing',
  everyMs: 2_000,
  run: async (services) => {
    const done = await asSystem(services, 'sealing', async (ctx) => {
      const work = await claimContactWork(ctx.db)
      if (!work) return null
      const next = work.phase === 'keys' ? await keysPortion(ctx, work) : await valuesPortion(ctx, work)
      if (next.phase === 'done' && work.aim === 'open') await endContactWork(ctx.db, work.kind)
      else await keepContactWork(ctx.db, { kind: work.kind, ...next })
      return { isTold: next.phase !== work.phase, isMore: next.phase !== 'done' && next.place !== waiting }
    })
    if (done?.isTold) forgetCards(services.database)
    return done?.isMore ?? false
  },
}

const keyTables = ['identities', 'shared_keys'] as const

/** Through all keys, and again until a round writes none; from then on new values are written in the new form. */
async function keysPortion(ctx: Ctx, work: ContactWork): Promise<Next> {
  const table = keyTables.find((name) => name === work.place) ?? keyTables[0]
  const { next, changed } = await writeKeysAhead(ctx, work, table, work.after, keysAtOnce)
  const found = work.found + changed
  const after: Next = { ...work, place: table, after: next, found }
  if (next !== null) return after
  const following = keyTables[keyTables.indexOf(table) + 1]
  if (following) return { ...after, place: following }
  if (found > 0) return { ...after, place: keyTables[0], found: 0 }
  return { ...after, phase: 'values', place: null, found: 0, writtenAt: ctx.now }
}

/** A round is over, and it is too early for the last one. */
const waiting = 'waiting'
/** The last round begins once nobody can be writing in the old way any more: what they wrote behind the first one is found. */
const last = 'last:'

/** Customers with all that is theirs, then what is nobody's; and again for whoever was still writing in the old way. */
async function valuesPortion(ctx: Ctx, work: ContactWork): Promise<Next> {
  const isSettled = work.writtenAt !== null && ctx.now.getTime() - work.writtenAt.getTime() >= settlingMs
  if (work.place === waiting && !isSettled) return work
  const isLast = work.place?.startsWith(last) === true || (isSettled && (work.place === waiting || work.place === null))
  const prefix = isLast ? last : ''
  const at = sharedPlaces.findIndex(({ name }) => work.place === `${prefix}shared:${name}`)
  const isCustomers = at < 0
  const { next, changed } = isCustomers ? await turnContacts(ctx, work, work.after, customersAtOnce) : await turnShared(ctx, work, at)
  const done = isCustomers ? Math.min(work.total, work.done + Math.min(changed, customersAtOnce)) : work.done
  const kept: Next = { ...work, found: work.found + changed, done, after: next }
  if (next !== null) return { ...kept, place: `${prefix}customers` }
  const following = sharedPlaces[at + 1]
  if (following) return { ...kept, place: `${prefix}shared:${following.name}` }
  if (!isLast) return { ...kept, place: waiting, found: 0 }
  await dropOldKeys(ctx, work)
  await askForMatching(ctx)
  const placed = ctx.card('customer').fields.get(work.kind)
  if (work.aim === 'sealed' && placed) await hideSamples(ctx, placed)
  return { ...kept, phase: 'done', place: null, done: work.total, endedAt: ctx.now }
}

async function turnShared(ctx: Ctx, work: ContactWork, at: number): Promise<Turned> {
  const place = sharedPlaces[at]
  if (!place) return { next: null, changed: 0 }
  const fits = place.isShared ? sql`true` : sql`t.customer_id = '00000000-0000-0000-0000-000000000000'::uuid`
  return { next: null, changed: await turnRows(ctx, place, turnOf(ctx.services.sealing, work), work.aim === 'open', fits) }
}
