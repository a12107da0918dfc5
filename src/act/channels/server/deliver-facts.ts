import { sql } from 'kysely'
import { isRole } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, makeContext, type Services } from '../../../platform/actions/services.ts'
import type { ChannelAccount, ChannelOutcome } from '../../../platform/channels/channel.ts'
import { soundAnswer } from '../../../platform/channels/sound-answer.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import { openAccount, readAccount } from './account-rows.ts'
import { nextTry } from '../../messages/sending-rules.ts'
import type { StandstillReason } from '../subscription.ts'

type Subscription = { id: string; account_id: string; acts_as: string; failures: number }
type Waiting = { customer_id: string; id: string; fact_id: string; tries: number; lease_until: Date }
type Told = { id: string; kind: string; occurred_at: Date; customer_id: string; payload: unknown }
type End = {
  readonly state: 'waiting' | 'sent' | 'failed' | 'withheld'
  readonly said: string | null
  readonly dueAt: Date | null
  readonly counts: boolean
}

const portion = 50
const lanes = 4
const leaseMs = 120_000
/** Nothing is begun so shortly before its lease ends: a slow answer would come when another worker tells it too. */
const longestAnswerMs = 30_000
/** So many in a row that the receiver did not take, and it is left alone for a while: it is down, and not this fact at fault. */
const mostInARow = 3
const rests = [30, 60, 300, 900, 1_800].map((seconds) => seconds * 1_000)

/** Tells subscribers what waits. A receiver that is down is asked now and then, and gets everything when it is back. */
export async function deliverWaiting(services: Services, stopping?: AbortSignal): Promise<boolean> {
  const now = services.clock()
  const { rows } = await sql<Subscription>`select s.id, s.account_id, s.acts_as, s.failures from webhook_subscriptions s
    where s.state = 'on' and (s.look_at is null or s.look_at <= ${now}) and exists (
      select 1 from webhook_deliveries d where d.subscription_id = s.id and d.state = 'waiting' and d.due_at <= ${now}) order by s.id`.execute(
    services.database.db,
  )
  let more = false
  for (const subscription of rows) if (!stopping?.aborted) more = (await deliverOf(services, subscription, stopping)) || more
  return more
}

async function deliverOf(services: Services, subscription: Subscription, stopping: AbortSignal | undefined): Promise<boolean> {
  const row = await readAccount(services.database.db, subscription.account_id)
  const account = row?.state === 'on' ? openAccount(services, row) : null
  const eyes = await eyesOf(services, subscription.acts_as)
  if (!account || !eyes) {
    const why: StandstillReason = account ? 'maker-gone' : 'account-off'
    return rest(services, subscription, why)
  }
  const waiting = await claim(services, subscription.id)
  const told = await readFacts(eyes, waiting)
  const run: Run = { failures: subscription.failures, said: '', isEnded: false, forbidden: null, asked: 0 }
  const queue = [...waiting]
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (stopping?.aborted || run.isEnded || run.forbidden || isDown(run) || isLate(services, next)) await free(services, next)
      else await deliverOne(services, account, next, told.get(next.fact_id), run)
    }
  }
  // One that failed before is asked alone, until it answers.
  await Promise.all(Array.from({ length: run.failures > 0 ? 1 : lanes }, lane))
  if (run.isEnded) return end(services, subscription, run.said)
  if (run.forbidden) return rest(services, subscription, run.forbidden, mostInARow + rests.length)
  if (isDown(run)) return rest(services, subscription, run.said, run.failures)
  await sql`update webhook_subscriptions set failures = ${run.failures}, look_at = null, said = null where id = ${subscription.id} and (failures <> ${run.failures} or said is not null)`.execute(
    services.database.db,
  )
  return waiting.length === portion
}

/** With the eyes of whoever set it up: of whom they may not export nothing is told. */
async function eyesOf(services: Services, actsAs: string): Promise<Ctx | null> {
  const userId = actsAs.startsWith('user:') ? actsAs.slice('user:'.length) : ''
  const { rows } = await sql<{ id: string; name: string; role: string }>`select id, name, role from auth.users
    where id::text = ${userId} and disabled_at is null`.execute(services.database.db)
  const [user] = rows
  if (!user || !isRole(user.role)) return null
  const actor = { kind: 'user', id: actsAs, userId: user.id, name: user.name, role: user.role } as const
  return makeContext(services, actor, 'app', { db: services.database.questions, client: null, reads: { verb: 'export', kind: 'customer' } })
}

async function claim({ database, clock }: Services, subscriptionId: string): Promise<Waiting[]> {
  const now = clock()
  const lease = new Date(now.getTime() + leaseMs)
  const { rows: due } = await sql<Waiting>`select customer_id, id from webhook_deliveries
    where subscription_id = ${subscriptionId} and state = 'waiting' and due_at <= ${now} order by due_at, id limit ${portion}`.execute(
    database.db,
  )
  const { rows } = await sql<Waiting>`update webhook_deliveries d set due_at = ${lease}, lease_until = ${lease}
    where d.customer_id = any(${due.map((one) => one.customer_id)}::uuid[]) and d.id = any(${due.map((one) => one.id)}::uuid[])
      and d.state = 'waiting' and d.due_at <= ${now} returning d.customer_id, d.id, d.fact_id, d.tries, d.lease_until`.execute(database.db)
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** Of whoever had their data restricted nothing is told: those are stored, and nothing else. */
async function readFacts({ db }: Ctx, waiting: readonly Waiting[]): Promise<ReadonlyMap<string, Told>> {
  if (waiting.length === 0) return new Map()
  const { rows } = await sql<Told>`select e.id, e.kind, e.occurred_at, e.customer_id, e.payload from events e
    where e.customer_id = any(${waiting.map((one) => one.customer_id)}::uuid[]) and e.id = any(${waiting.map((one) => one.fact_id)}::uuid[])
      and not exists (select 1 from restrictions x where x.customer_id = e.customer_id)`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

type Run = { failures: number; said: string; isEnded: boolean; forbidden: StandstillReason | null; asked: number }

const isLate = ({ clock }: Services, { lease_until }: Waiting) => clock().getTime() > lease_until.getTime() - longestAnswerMs

/** One that was down is asked once to see whether it is back. */
const isDown = ({ failures, asked }: Run) => asked > 0 && failures >= mostInARow

async function deliverOne(services: Services, account: ChannelAccount, waiting: Waiting, told: Told | undefined, run: Run): Promise<void> {
  if (!told) return settle(services, waiting, { state: 'withheld', said: null, dueAt: null, counts: false })
  const data = {
    id: told.id,
    customerId: told.customer_id,
    occurredAt: told.occurred_at.toISOString(),
    payload: services.sealing.openContacts(JSON.stringify(told.payload), (text) => JSON.stringify(text).slice(1, -1)),
  }
  const content = { form: 'json', type: told.kind, data: { ...data, payload: JSON.parse(data.payload) } } as const
  run.asked++
  const outcome = await services.channels.send(account, { to: '', id: waiting.id, content })
  // Our own guard sends nothing to such an address, and nobody answered: the fact waits for a better one.
  if (outcome.state === 'later' && (outcome.cause === 'closed-address' || outcome.cause === 'unlisted')) {
    run.forbidden = outcome.cause === 'unlisted' ? 'address-unlisted' : 'address-forbidden'
    return free(services, waiting)
  }
  const said = 'reason' in outcome ? await keptAnswer(services, outcome.reason) : null
  run.failures = isTaken(outcome) ? 0 : run.failures + 1
  if (said !== null) run.said = said
  if (outcome.state === 'refused' && outcome.wantsNoMore) run.isEnded = true
  await settle(services, waiting, { ...endOf(outcome, waiting, services.clock(), run), said })
}

/** Receivers name the customer in what they say of a fact. */
const keptAnswer = (services: Services, reason: string) =>
  asSystem(services, 'channels', async (ctx) => sealInText(ctx, soundAnswer(reason)))

/** A no to this one fact is an answer. A wrong secret is the receiver's, and would be a no to all. */
const isTaken = (outcome: ChannelOutcome) => !('reason' in outcome) || (outcome.state === 'refused' && outcome.cause !== 'sign-in')

/** A receiver that is down costs a fact no try; one that takes the others does. */
function endOf(outcome: ChannelOutcome, { tries }: Waiting, now: Date, run: Run): Omit<End, 'said'> {
  if (!('reason' in outcome)) return { state: 'sent', dueAt: null, counts: true }
  if (['connection', 'timeout', 'sign-in'].includes(outcome.cause ?? '')) return { state: 'waiting', dueAt: now, counts: false }
  if (outcome.state === 'refused') return { state: run.isEnded ? 'waiting' : 'failed', dueAt: run.isEnded ? now : null, counts: true }
  const again = nextTry(tries + 1, now)
  return again ? { state: 'waiting', dueAt: again, counts: true } : { state: 'failed', dueAt: null, counts: true }
}

/** Meanwhile the customer may have become part of another, and a worker who was too slow has lost it to the next. */
async function settle(
  { database, clock }: Services,
  { customer_id, id, lease_until }: Waiting,
  { state, said, dueAt, counts }: End,
): Promise<void> {
  const customerId = await currentCustomer(database.db, customer_id)
  await sql`update webhook_deliveries set state = ${state}, said = ${said}, due_at = ${dueAt}, lease_until = null,
      sent_at = ${state === 'sent' ? clock() : null}, tries = tries + ${counts ? 1 : 0}
    where customer_id = ${customerId} and id = ${id} and lease_until = ${lease_until}`.execute(database.db)
}

const free = (services: Services, waiting: Waiting) =>
  settle(services, waiting, { state: 'waiting', said: null, dueAt: services.clock(), counts: false })

async function rest({ database, clock }: Services, { id }: Subscription, said: string, failures = 0): Promise<false> {
  const wait = rests[Math.min(Math.max(failures - mostInARow, 0), rests.length - 1)] ?? 0
  await sql`update webhook_subscriptions set look_at = ${new Date(clock().getTime() + wait)}, failures = ${failures}, said = ${said} where id = ${id}`.execute(
    database.db,
  )
  return false
}

async function end({ database, clock }: Services, { id }: Subscription, said: string): Promise<false> {
  await sql`update webhook_subscriptions set state = 'ended', said = ${said}, updated_at = ${clock()} where id = ${id}`.execute(database.db)
  return false
}

const keptDays = 90
/** Who was not back by then gets no more of what waited; it can be told anew by hand, and then goes on while it is taken. */
const mostDays = 7

/** What was delivered is not kept for ever; what failed is, as long. */
export async function sweepDeliveries({ database, clock }: Services): Promise<boolean> {
  const [before, late] = [keptDays, mostDays].map((days) => new Date(clock().getTime() - days * 86_400_000))
  await sql`update webhook_deliveries set state = 'failed', due_at = null where state = 'waiting' and created_at < ${late}
    and subscription_id in (select id from webhook_subscriptions where state = 'on' and (failures > 0 or look_at is not null))`.execute(
    database.db,
  )
  const { numAffectedRows } = await sql`delete from webhook_deliveries where ctid = any(array(select ctid from webhook_deliveries
    where state <> 'waiting' and created_at < ${before} or subscription_id not in (select id from webhook_subscriptions) limit 5000))`.execute(
    database.db,
  )
  return Number(numAffectedRows ?? 0) === 5_000
}
