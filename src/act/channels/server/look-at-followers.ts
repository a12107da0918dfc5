import { sql } from 'kysely'
import { createCustomer } from '../../../know/customers/actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { keptContact } from '../../../platform/sealing/contacts.ts'
import type { KnownByVendor } from '../../../platform/channels/channel.ts'
import { ownerOf } from '../../../platform/records/customer-keys.ts'
import { chinesePhone } from '../calls/read-aliyun.ts'
import { type AccountRow, openAccount, readAccounts } from './account-rows.ts'
import { followerKey, tie, unionKey } from './tie-followers.ts'

/** Greets a new follower by the code that came with them, asks the vendor who they are, and ties them to whom they are here. */
export async function lookAtFollower(services: Services, row: AccountRow, address: string, welcomeCode?: string): Promise<void> {
  const account = row.state === 'on' ? openAccount(services, row) : null
  if (!account) return
  const welcome = account.settings['welcome']
  if (welcomeCode !== undefined && typeof welcome === 'string' && welcome !== '') {
    const outcome = await services.channels.greet(account, { code: welcomeCode, text: welcome })
    if (outcome.state !== 'sent') services.log.warn({ account: row.id, outcome }, 'a welcome was not said')
  }
  const known = await services.channels.whoIs(account, address)
  await asSystem(services, 'channels', (ctx) => keepKnown({ ...ctx, source: row.vendor }, row, address, known))
}

async function keepKnown(ctx: Ctx, row: AccountRow, address: string, known: KnownByVendor | null): Promise<void> {
  const { name = null, unionId = null, employee = null, phones = [] } = known ?? {}
  await sql`update channel_followers set looked_at = ${ctx.now}, name = coalesce(${name}, name), union_id = coalesce(${unionId}, union_id),
    employee = coalesce(${employee}, employee) where account_id = ${row.id} and address = ${address}`.execute(ctx.db)
  const numbers = phones.flatMap((phone) => (/^\+?\d{5,20}$/.test(phone) ? [chinesePhone(phone)] : []))
  const owner = await firstOwner(ctx, [
    followerKey(row.channel, address),
    ...(unionId ? [unionKey(unionId)] : []),
    ...numbers.map((each) => `phone:${keptContact(ctx, 'phone', each)}`),
  ])
  const customerId = owner ?? (known && row.settings['newCustomers'] === 'yes' ? await makeCustomer(ctx, known, numbers) : null)
  if (customerId !== null) await tie(ctx, row, address, customerId)
}

async function firstOwner(ctx: Ctx, keys: readonly string[]): Promise<string | null> {
  for (const key of keys) {
    const owner = await ownerOf(ctx, key)
    if (owner !== null) return owner
  }
  return null
}

async function makeCustomer(ctx: Ctx, { name }: KnownByVendor, [phone]: readonly string[]): Promise<string | null> {
  if (!name) return null
  return (await ctx.run(createCustomer, { name: name.slice(0, 100), ...(phone === undefined ? {} : { phone }) })).id
}

const portion = 20
/** Whoever the vendor could not tell of at once is asked for again after so long. */
const patienceMs = 60_000

/** Those whose looking up was interrupted. */
export async function lookAtFollowers(services: Services): Promise<boolean> {
  const before = new Date(services.clock().getTime() - patienceMs)
  const { rows } = await sql<{ account_id: string; address: string }>`select account_id, address from channel_followers
    where looked_at is null and left_at is null and followed_at < ${before} order by followed_at limit ${portion}`.execute(
    services.database.db,
  )
  if (rows.length === 0) return false
  const accounts = new Map((await readAccounts(services.database.db)).map((row) => [row.id, row]))
  for (const { account_id, address } of rows) {
    const row = accounts.get(account_id)
    if (row?.state === 'on') await lookAtFollower(services, row, address)
  }
  return rows.length === portion
}
