import { sql } from 'kysely'
import { channelKindOf, isChannelName } from '../../channels/channel-kinds.ts'
import { openSettings } from '../../channels/open-settings.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { ChannelAccount } from '../../../platform/channels/channel.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import type { MessageReason } from '../reasons.ts'
import { readSmtp } from './mail-settings.ts'
import { isOfFormerSettings } from './outlet-state.ts'

/** Who carries what leaves here. */
export type Carrier =
  | { readonly kind: 'mail'; readonly smtp: SmtpSettings }
  | { readonly kind: 'channel'; readonly account: ChannelAccount }
  | { readonly kind: 'task' }
  /** Nobody yet: what is due waits, and says so. */
  | { readonly kind: 'none'; readonly reason: MessageReason }

/** One way out: the mail server, an account of a channel, or the list of to-dos. */
export type Outlet = {
  /** `email`, `task`, the account's id; of a channel that nobody carries its name. */
  readonly key: string
  readonly channel: ChannelName
  readonly accountId: string | null
  /** Takes the messages of its channel that name no account, and not only its own. */
  readonly isDefault: boolean
  readonly carrier: Carrier
  readonly atLeastOnce: boolean
  readonly perSecond: number | null
  /** Minor units for a message or a part of one. */
  readonly cost: number
  /** Where it speaks to, as far as that is ours to say. */
  readonly host: string | null
  /** It was stopped, and this is when one message is tried again. */
  readonly lookAt: Date | null
}

type Row = {
  id: string
  channel: string
  vendor: string
  settings: Record<string, unknown>
  state: string
  is_default: boolean
  delivery: string
  per_second: number | null
  cost: number
}

/** Every way out there is at this moment, read for every portion, so that a change holds from the next message on. */
export async function readOutlets(services: Services, channels: readonly ChannelName[], smtp?: SmtpSettings): Promise<Outlet[]> {
  const { db } = services.database
  const accounts = channels.some((channel) => (channelKindOf(channel)?.vendors.length ?? 0) > 0)
    ? (
        await sql<Row>`select id, channel, vendor, settings, state, is_default, delivery, per_second, cost from channel_accounts
          where channel = any(${channels})`.execute(db)
      ).rows
    : []
  const lookAt = await readStops(db)
  const own = await Promise.all(channels.map((channel) => ownOutlet(services, channel, accounts, smtp)))
  const outlets = [...accounts.flatMap((row) => outletOf(services, row)), ...own.flat()]
  return outlets.map((outlet) => ({ ...outlet, lookAt: lookAt.get(outlet.key) ?? null }))
}

/** When each way out that was stopped is tried again: at once where the mail server was set anew since. */
async function readStops(db: Db): Promise<ReadonlyMap<string, Date | null>> {
  const { rows } = await sql<{
    key: string
    look_at: Date | null
  }>`select o.key, case when ${isOfFormerSettings} then o.stopped_at else o.look_at end as look_at
    from message_outlets o where o.stopped is not null`.execute(db)
  return new Map(rows.map((row) => [row.key, row.look_at]))
}

const plain = { accountId: null, isDefault: true, atLeastOnce: false, perSecond: null, cost: 0, host: null, lookAt: null }

/** The way out of what names no account, where no account is the default. */
async function ownOutlet(services: Services, channel: ChannelName, accounts: readonly Row[], given?: SmtpSettings): Promise<Outlet[]> {
  if (channel === 'task') return [{ ...plain, key: channel, channel, carrier: { kind: 'task' } }]
  if (channel === 'email') {
    const kept = await readSmtp(services)
    const smtp = given ?? kept?.smtp
    const carrier: Carrier = smtp ? { kind: 'mail', smtp } : { kind: 'none', reason: { code: 'mail-server-missing' } }
    return [
      {
        ...plain,
        key: channel,
        channel,
        carrier,
        host: smtp?.host ?? null,
        atLeastOnce: kept?.atLeastOnce ?? false,
        perSecond: kept?.perSecond ?? null,
      },
    ]
  }
  if (accounts.some((row) => row.channel === channel && row.is_default)) return []
  const reason: MessageReason = { code: 'channel-missing', details: { channel: channelKindOf(channel)?.label ?? null } }
  return [{ ...plain, key: channel, channel, carrier: { kind: 'none', reason } }]
}

function outletOf(services: Services, row: Row): Outlet[] {
  if (!isChannelName(row.channel)) return []
  const label = channelKindOf(row.channel)?.label ?? null
  const settings = row.state === 'on' ? openSettings(services.secrets, row) : null
  // A secret that cannot be opened is as good as none: nothing is sent until it is set anew.
  if (row.state === 'on' && !settings)
    services.log.error({ vendor: row.vendor }, 'the secrets of a channel account cannot be opened with this installation’s key')
  const carrier: Carrier = settings
    ? { kind: 'channel', account: { id: row.id, vendor: row.vendor, settings } }
    : { kind: 'none', reason: { code: row.state === 'on' ? 'account-unreadable' : 'account-off', details: { channel: label } } }
  return [
    {
      key: row.id,
      channel: row.channel,
      accountId: row.id,
      isDefault: row.is_default,
      carrier,
      atLeastOnce: row.delivery === 'at-least-once',
      perSecond: row.per_second,
      cost: row.cost,
      host: hostOf(settings?.['endpoint']),
      lookAt: null,
    },
  ]
}

function hostOf(endpoint: unknown): string | null {
  return typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint).hostname : null
}
