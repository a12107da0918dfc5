import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { fillBoth, type Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type MessageReason, sayMessageReason } from '../../messages/reasons.ts'
import { type AccountState, accountVerdicts, deliveries } from '../account-state.ts'
import type { listChannelAccounts, listChannelTexts, listSendingAccounts } from '../actions.ts'
import { textPurposes } from '../actions.ts'
import { lacksField } from '../check-settings.ts'
import { isChannelName, vendorOf } from '../channel-kinds.ts'
import { secretNames } from '../open-settings.ts'
import { type AccountRow, type CheckResult, openAccount, readAccounts } from './account-rows.ts'
import { callbackAddress } from './callback-address.ts'

type Listed = AnswerOf<typeof listChannelAccounts>['accounts'][number]
type TextRow = { id: string; account_id: string; code: string; text: string; purpose: string }
type Stopped = ReadonlyMap<string, MessageReason>

export async function listAccounts(ctx: Ctx): Promise<AnswerOf<typeof listChannelAccounts>> {
  const rows = await readAccounts(ctx.db)
  const texts = await readTexts(ctx)
  const { rows: stops } = await sql<{
    key: string
    stopped: MessageReason
  }>`select key, stopped from message_outlets where stopped is not null`.execute(ctx.db)
  const stopped: Stopped = new Map(stops.map((row) => [row.key, row.stopped]))
  const strangers = await countStrangers(ctx)
  return {
    currency: ctx.shop.currency,
    accounts: rows.flatMap((row) => {
      const listed = listedOf(ctx, row, stopped)
      const own = texts.filter((text) => text.account_id === row.id).map(textOf)
      return listed ? [{ ...listed, texts: own, strangers: strangers.get(row.id) ?? 0 }] : []
    }),
  }
}

function listedOf(ctx: Ctx, row: AccountRow, stopped: Stopped): Omit<Listed, 'texts' | 'strangers'> | null {
  const vendor = vendorOf(row.channel, row.vendor)
  if (!vendor || !isChannelName(row.channel)) return null
  const secret = secretNames(vendor)
  const kept = Object.entries(row.settings).filter(([, value]) => typeof value === 'string' && value !== '')
  const standing = stopped.get(row.id)
  return {
    id: row.id,
    channel: row.channel,
    vendor: row.vendor,
    name: row.name,
    settings: Object.fromEntries(kept.flatMap(([name, value]) => (secret.has(name) ? [] : [[name, String(value)]]))),
    kept: kept.flatMap(([name]) => (secret.has(name) ? [name] : [])),
    state: stateOf(ctx, row, standing !== undefined),
    isOn: row.state === 'on',
    isDefault: row.is_default,
    delivery: deliveries.find((each) => each === row.delivery) ?? 'at-most-once',
    perSecond: row.per_second,
    cost: row.cost,
    checkedAt: row.checked_at?.toISOString() ?? null,
    check: row.check_result && sayCheck(row, row.check_result),
    stopped: standing ? sayMessageReason(standing) : null,
    lastCallAt: row.last_call_at?.toISOString() ?? null,
    callbackUrl: callbackAddress(ctx.services, row),
  }
}

function stateOf({ services }: Ctx, row: AccountRow, isStopped: boolean): AccountState {
  const vendor = vendorOf(row.channel, row.vendor)
  if (row.state !== 'on') return 'off'
  if (!vendor || lacksField(vendor, row.settings)) return 'incomplete'
  if (!openAccount(services, row)) return 'unreadable'
  if (isStopped) return 'stopped'
  if (!row.check_result) return 'unchecked'
  return row.check_result.verdict === 'sent' ? 'ready' : 'failed'
}

export function sayCheck({ channel, vendor }: Pick<AccountRow, 'channel' | 'vendor'>, { verdict, answer }: CheckResult) {
  const known: Readonly<Record<string, Words>> = accountVerdicts
  const said = known[verdict] ?? accountVerdicts.other
  const values = { vendor: vendorOf(channel, vendor)?.label ?? vendor }
  return { ok: verdict === 'sent' || verdict === 'handed', words: fillBoth(said, values), answer }
}

async function readTexts(ctx: Ctx): Promise<TextRow[]> {
  const { rows } = await sql<TextRow>`select id, account_id, code, text, purpose from channel_texts order by code, id`.execute(ctx.db)
  return rows
}

const textOf = ({ id, account_id, code, text, purpose }: TextRow) => ({
  id,
  accountId: account_id,
  code,
  text,
  purpose: textPurposes.find((each) => each === purpose) ?? ('service' as const),
})

/** Followers whose key nobody has. */
async function countStrangers(ctx: Ctx): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`select f.account_id as id, count(*)::int as count from channel_followers f
    join channel_accounts a on a.id = f.account_id
    where f.left_at is null and not exists (select 1 from identities i
      where i.key = case a.channel when 'wecom' then 'wecom:' else 'wechat-openid:' end || f.address) group by 1`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row.count]))
}

/** For whoever plans what is sent: names and prices, and nothing of how an account is set up. */
export async function listSending(
  ctx: Ctx,
  { channel }: InputOf<typeof listSendingAccounts>,
): Promise<AnswerOf<typeof listSendingAccounts>> {
  const rows = await readAccounts(ctx.db, channel === undefined ? sql`true` : sql`channel = ${channel}`)
  return {
    currency: ctx.shop.currency,
    accounts: rows.flatMap(({ id, channel: by, name, state, is_default: isDefault, cost }) =>
      isChannelName(by) ? [{ id, channel: by, name, isOn: state === 'on', isDefault, cost }] : [],
    ),
  }
}

/** For whoever writes templates: what may be sent by SMS or to followers, and under which signature. */
export async function listTexts(ctx: Ctx, { channel }: InputOf<typeof listChannelTexts>): Promise<AnswerOf<typeof listChannelTexts>> {
  const accounts = new Map((await readAccounts(ctx.db)).map((row) => [row.id, row]))
  return {
    texts: (await readTexts(ctx)).flatMap((row) => {
      const account = accounts.get(row.account_id)
      if (!account || !isChannelName(account.channel) || (channel !== undefined && account.channel !== channel)) return []
      const { signName } = account.settings
      return [
        {
          ...textOf(row),
          channel: account.channel,
          vendor: account.vendor,
          accountName: account.name,
          signName: typeof signName === 'string' ? signName : null,
          isDefault: account.is_default,
        },
      ]
    }),
  }
}
