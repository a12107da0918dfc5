import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { giveKeyUp, ownerOf, takeKey } from '../../../platform/records/customer-keys.ts'
import { nameSeen, refuseUnseen } from '../../../platform/rights/out-of-sight.ts'
import type { tieFollower as definition } from '../actions.ts'
import { channelFollowed } from '../events.ts'
import { readAccount } from './account-rows.ts'

export type Place = { readonly id: string; readonly channel: string; readonly vendor: string; readonly name: string }

/** The keys under which a follower's address and their union id stand in `identities`. */
export const followerKey = (channel: string, address: string) => `${channel === 'wecom' ? 'wecom' : 'wechat-openid'}:${address}`
/** Of one who left: nothing can be sent there, and who it was is known again when they come back. */
export const leftKey = (channel: string, address: string) => `${channel === 'wecom' ? 'wecom' : 'wechat-openid'}-left:${address}`
export const unionKey = (unionId: string) => `wechat-unionid:${unionId}`

/** By hand. @throws Problem record.missing, channel.account-missing, channel.address-taken */
export async function tieFollower(ctx: Ctx, { id, accountId, address }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const account = await readAccount(ctx.db, accountId)
  if (!account) throw new Problem('channel.account-missing', { path: 'accountId' })
  const { rows } = await sql`select 1 from customers where id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { what: { zh: '客户', en: 'customer' } })
  await sql`insert into channel_followers (account_id, address, followed_at) values (${accountId}, ${address}, ${ctx.now}) on conflict do nothing`.execute(
    ctx.db,
  )
  const owner = await tie(ctx, account, address, id)
  if (owner !== id) {
    await refuseUnseen(ctx, owner, 'address')
    throw new Problem('channel.address-taken', { path: 'address', name: await nameSeen(ctx, owner) })
  }
  return { id }
}

/**
 * Gives a follower's address to a customer, with their union id and whatever else bears that. What somebody else has stays theirs.
 * @returns whose the address is now
 */
export async function tie(ctx: Ctx, account: Place, address: string, customerId: string): Promise<string> {
  const owner = await takeKey(ctx, customerId, followerKey(account.channel, address))
  if (owner !== customerId) return owner
  await tellFollowed(ctx, account, address, customerId)
  const { rows } = await sql<{
    union_id: string | null
  }>`select union_id from channel_followers where account_id = ${account.id} and address = ${address}`.execute(ctx.db)
  const unionId = rows[0]?.union_id
  if (unionId && (await takeKey(ctx, customerId, unionKey(unionId))) === customerId) await tieOthers(ctx, unionId, customerId)
  return customerId
}

/** The same person at another of the firm's accounts. */
async function tieOthers(ctx: Ctx, unionId: string, customerId: string): Promise<void> {
  const { rows } = await sql<Place & { address: string }>`select a.id, a.channel, a.vendor, a.name, f.address from channel_followers f
    join channel_accounts a on a.id = f.account_id where f.union_id = ${unionId} and f.left_at is null`.execute(ctx.db)
  for (const { address, ...place } of rows)
    if ((await ownerOf(ctx, followerKey(place.channel, address))) === null) {
      await takeKey(ctx, customerId, followerKey(place.channel, address))
      await tellFollowed(ctx, place, address, customerId)
    }
}

async function tellFollowed(ctx: Ctx, account: Place, address: string, customerId: string): Promise<void> {
  const { rows } = await sql<{
    at: Date
  }>`select followed_at as at from channel_followers where account_id = ${account.id} and address = ${address} and left_at is null`.execute(
    ctx.db,
  )
  const at = rows[0]?.at
  if (!at) return
  await ctx.record({
    customerId,
    kind: channelFollowed.name,
    occurredAt: at,
    // Once, whoever ties them first: a colleague, the vendor's call, or the look at who it is.
    source: account.vendor,
    key: `followed:${account.id}:${address}:${at.getTime()}`,
    payload: { channel: account.channel, account: account.name },
  })
}

/** @returns whose it is, under its new name; null where it is nobody's */
export async function renameKey(ctx: Ctx, from: string, to: string): Promise<string | null> {
  const owner = await ownerOf(ctx, from)
  if (owner === null) return null
  await giveKeyUp(ctx, owner, from)
  return takeKey(ctx, owner, to)
}
