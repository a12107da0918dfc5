import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { HookMapping } from '../hook-mapping.ts'
import { type HookReading, readHook } from '../read-hook.ts'
import type { Wrong } from '../read-message.ts'
import type { Hook } from './find-hook.ts'
import { keepNotes, type Note } from './keep-notes.ts'
import { readBody } from './read-body.ts'
import { keepDelivery, type MakeCtx } from './take-messages.ts'
import { countTaken, noTaken } from './count-taken.ts'

/** A delivery whose signature is right. `delivery` tells it from all others of its source. */
export type Arrived = {
  readonly delivery: string
  readonly at: Date
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export type DeliveryState = 'kept' | 'skipped' | 'failed' | 'held'

type Outcome = { readonly state: DeliveryState; readonly reason: Wrong | null }

/** What a signature covers, where it covers the body alone. */
export const nameOfBody = (body: Buffer) => createHash('sha256').update(body).digest('base64url')

/**
 * Keeps a delivery and makes of it what the mapping says. One that was kept before is left alone; one that failed or was
 * held may come again.
 * @returns null for a repeat
 */
export async function takeHook(ctx: Ctx, makeCtx: MakeCtx, hook: Hook, arrived: Arrived): Promise<Outcome | null> {
  const { delivery, at, headers, text } = arrived
  const { rows } = await sql`insert into hook_deliveries (source_id, delivery, id, at, state, headers, body)
    values (${hook.id}, ${delivery}, ${ctx.newId()}, ${at}, 'held', ${JSON.stringify(headers)}::jsonb, ${storable(text)})
    on conflict (source_id, delivery) do update set state = 'held', body = excluded.body, headers = excluded.headers
      where hook_deliveries.state in ('failed', 'held') returning 1`.execute(ctx.db)
  if (rows.length === 0) return null
  const outcome = hook.isOn ? await makeOf(ctx, makeCtx, hook, arrived) : await hold(ctx, hook)
  await settle(ctx, hook, delivery, outcome)
  return outcome
}

/** PostgreSQL keeps no null character; a body that has one is refused when it is read, with its reason. */
const storable = (text: string) => text.replaceAll('\u0000', '\ufffd').toWellFormed()

export async function settle(ctx: Ctx, hook: Hook, delivery: string, { state, reason }: Outcome): Promise<void> {
  await sql`update hook_deliveries set state = ${state}, reason = ${reason === null ? null : JSON.stringify(reason)}::jsonb
    where source_id = ${hook.id} and delivery = ${delivery}`.execute(ctx.db)
}

async function hold(ctx: Ctx, hook: Hook): Promise<Outcome> {
  await countTaken(ctx, hook, { messages: [], notes: [], asOne: 'held' }, noTaken)
  return { state: 'held', reason: { code: 'source.mapping-off', details: {} } }
}

/** Reads a delivery by the mapping and keeps what it makes. */
export async function makeOf(ctx: Ctx, makeCtx: MakeCtx, hook: Hook, { delivery, at, headers, text }: Arrived): Promise<Outcome> {
  const body = readBody(text, headers['content-type'])
  const reading: HookReading = { ...ctx.shop, delivery, receivedAt: at }
  const read = body === undefined ? unreadable : readHook(hook.mapping satisfies HookMapping, { body, headers }, reading)
  if ('skipped' in read) {
    await countTaken(ctx, hook, { messages: [], notes: [], asOne: 'skipped' }, noTaken)
    return { state: 'skipped', reason: read.skipped }
  }
  if ('wrong' in read) {
    const note: Note = { refused: true, reason: read.wrong, message: body ?? text.slice(0, 2_000) }
    await keepNotes(ctx, hook, [note])
    await countTaken(ctx, hook, { messages: [], notes: [note], asOne: 'failed' }, noTaken)
    return { state: 'failed', reason: read.wrong }
  }
  const notes = await keepDelivery(makeCtx, hook, {
    messages: read.messages.map((message) => ({ message, raw: body })),
    notes: [],
    asOne: 'kept',
  })
  const refused = notes.find((note) => note.refused)
  const partly = notes.find((note) => note.reason.code === 'source.wrong-order')
  return { state: refused || partly ? 'failed' : 'kept', reason: (refused ?? partly ?? notes[0])?.reason ?? null }
}

const unreadable = { wrong: { code: 'source.unreadable-body', details: {} } } as const
