import { type RawBuilder, sql } from 'kysely'
import type { ChannelName } from '../channels/channel-kind.ts'
import { channelKinds } from '../channels/channel-kinds.ts'

/** Their key begins with its kind; somebody with several is reached by the one that was kept first in order. */
const byKey = (kind: string) =>
  sql<
    string | null
  >`(select substr(i.key, ${sql.lit(kind.length + 2)}) from customer_identities i where i.customer_id = c.id and i.key like ${sql.lit(`${kind}:%`)} order by i.key limit 1)`

const addresses = {
  email: sql<string | null>`c.email`,
  phone: sql<string | null>`c.phone`,
  'wechat-openid': byKey('wechat-openid'),
  'wecom-external': byKey('wecom'),
} as const

/** Where a customer `c` is reached by this channel; null of a channel that goes to the firm itself. */
export function addressSql(channel: ChannelName): RawBuilder<string | null> | null {
  const { address } = channelKinds[channel]
  return address === null ? null : addresses[address]
}

/** Whether mails to this address came back, so that nothing is sent there until somebody releases it. */
export const heldSql = (customer: RawBuilder<unknown>, address: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from email_holds h where h.customer_id = ${customer} and h.address = ${address} and h.held_at is not null
    and h.released_at is null)`

/** The identity key under which an address of this channel was kept when its person was erased. */
export function suppressionKey(channel: ChannelName, address: string): string {
  const { address: kind } = channelKinds[channel]
  return `${kind === 'wecom-external' ? 'wecom' : kind}:${address}`
}
