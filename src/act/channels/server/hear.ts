import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { isUuid } from '../../../core/kit/id.ts'
import { lotReference } from '../../../platform/channels/lot-mark.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { channelLeft } from '../events.ts'
import type { Heard } from '../heard.ts'
import { hearWord, renewWindow } from './hear-word.ts'
import { noteMessageOutcome } from '../../messages/actions.ts'
import { followerKey, leftKey, type Place, renameKey, tie } from './tie-followers.ts'

type Of<Kind extends Heard['kind']> = Extract<Heard, { kind: Kind }>

/** A receipt may come before the message that it is of is written down. After so long it is of none of ours. */
const freshMs = 60_000

/** What follows once it is all kept. */
export type Afterwards = {
  /** A receipt came too early: the vendor is asked to tell it again. */
  readonly again: boolean
  readonly followed: readonly Of<'followed'>[]
}

/** Keeps what a vendor told, in its order; what was told before is left alone. */
export async function hear(ctx: Ctx, account: Place, told: readonly Heard[]): Promise<Afterwards> {
  const followed: Of<'followed'>[] = []
  let again = false
  await sql`update channel_accounts set last_call_at = ${ctx.now} where id = ${account.id}`.execute(ctx.db)
  for (const one of told) {
    const key = createHash('sha256').update(one.key).digest('base64url')
    if (!(await isNew(ctx, account.id, key))) continue
    const heard = one.at > ctx.now ? { ...one, at: ctx.now } : one
    if (heard.kind === 'receipt' && !(await hearReceipt(ctx, account, heard)) && ctx.now.getTime() - heard.at.getTime() < freshMs) {
      again = true
      await sql`delete from channel_calls where account_id = ${account.id} and key = ${key}`.execute(ctx.db)
    }
    if (heard.kind === 'word') await hearWord(ctx, account, heard)
    if (heard.kind === 'act') await renewWindow(ctx, account, heard)
    if (heard.kind === 'left') await hearLeft(ctx, account, heard)
    if (heard.kind === 'followed' && (await hearFollowed(ctx, account, heard))) followed.push(heard)
  }
  return { again, followed }
}

async function isNew(ctx: Ctx, accountId: string, key: string): Promise<boolean> {
  const { rows } =
    await sql`insert into channel_calls (account_id, key, at) values (${accountId}, ${key}, ${ctx.now}) on conflict do nothing returning 1`.execute(
      ctx.db,
    )
  return rows.length > 0
}

/** @returns whether it is of one of our messages */
async function hearReceipt(ctx: Ctx, account: Place, receipt: Of<'receipt'>): Promise<boolean> {
  const { messageId, phone, delivered, code, said, at } = receipt
  const reference = receipt.reference !== undefined && phone !== undefined ? lotReference(receipt.reference, phone) : receipt.reference
  const which =
    messageId !== undefined && isUuid(messageId) ? { messageId } : reference === undefined ? null : { reference, accountId: account.id }
  if (!which) return true
  const { known } = await ctx.run(noteMessageOutcome, {
    ...which,
    what: delivered ? 'delivered' : 'bounced',
    at: at.toISOString(),
    details: { code: code.slice(0, 100), ...(delivered ? {} : { said: [...new Set([code, said])].join(' ').trim().slice(0, 1_000) }) },
  })
  return known
}

/** @returns whether the vendor is to be asked who it is, or the welcome to be said */
async function hearFollowed(ctx: Ctx, account: Place, { address, employee, at }: Of<'followed'>): Promise<boolean> {
  await sql`insert into channel_followers as f (account_id, address, employee, followed_at) values (${account.id}, ${address}, ${employee ?? null}, ${at})
    on conflict (account_id, address) do update set employee = coalesce(excluded.employee, f.employee), looked_at = null,
      followed_at = case when f.left_at is null then f.followed_at else excluded.followed_at end,
      left_at = case when f.left_at > excluded.followed_at then f.left_at end`.execute(ctx.db)
  const owner = await renameKey(ctx, leftKey(account.channel, address), followerKey(account.channel, address))
  if (owner !== null) await tie(ctx, account, address, owner)
  return true
}

async function hearLeft(ctx: Ctx, account: Place, { address, at }: Of<'left'>): Promise<void> {
  const { rows } =
    await sql`insert into channel_followers as f (account_id, address, followed_at, left_at, looked_at) values (${account.id}, ${address}, ${at}, ${at}, ${ctx.now})
    on conflict (account_id, address) do update set left_at = excluded.left_at where f.followed_at <= excluded.left_at returning 1`.execute(
      ctx.db,
    )
  // They came back since.
  if (rows.length === 0) return
  const owner = await renameKey(ctx, followerKey(account.channel, address), leftKey(account.channel, address))
  if (owner === null) return
  await ctx.record({
    customerId: owner,
    kind: channelLeft.name,
    occurredAt: at,
    key: `left:${account.id}:${address}:${at.getTime()}`,
    payload: { channel: account.channel, account: account.name },
  })
}
