import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import { readNamed } from '../../../know/shop/server/read-named.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { type MessageReason, reasonLabel, sayMessageReason } from '../../messages/reasons.ts'
import type { attentionOverview as overviewDefinition, listAttentionCustomers as listDefinition } from '../actions.ts'
import type { Limit } from '../count-limits.ts'
import { waitFor } from '../quiet-times.ts'
import { sayLimit } from '../say-limit.ts'
import { openRules, ruleNames, type SendingRules } from '../sending-rules.ts'
import { sayWait } from '../say-wait.ts'
import { customerChannels } from './save-attention.ts'
import { marketingLimits, standingSql } from './standing-sql.ts'

type Overview = AnswerOf<typeof overviewDefinition>

export async function readOverview(ctx: Ctx): Promise<Overview> {
  const rules = openRules(await readNamed(ctx.db, ruleNames))
  const accounts = await readDefaults(ctx)
  const channels: Overview['channels'] = []
  for (const channel of customerChannels) channels.push(await overviewOf(ctx, channel, rules, accounts))
  return { asOf: ctx.now.toISOString(), channels, stopped: await readStopped(ctx) }
}

type Defaults = ReadonlyMap<string, string>

/** The account by which each channel sends; e-mail has its server instead, and tasks need nothing. */
export async function readDefaults({ db }: Ctx): Promise<Defaults> {
  const { rows } = await sql<{
    channel: string
    id: string
  }>`select channel, id::text as id from channel_accounts where is_default and state = 'on'
    union all select 'email', 'email' where exists (select 1 from settings where name = 'smtp')
      or exists (select 1 from messages m where m.state = 'sent' and m.channel = 'email')`.execute(db)
  return new Map([...rows.map(({ channel, id }) => [channel, id] as const), ['task', 'task']])
}

async function overviewOf(ctx: Ctx, channel: ChannelName, rules: SendingRules, accounts: Defaults): Promise<Overview['channels'][number]> {
  const { label } = channelKinds[channel]
  const account = accounts.get(channel)
  const wait = waitFor(ctx.now, channel, rules, ctx.shop.timeZone)
  const said = wait && { words: sayMessageReason(sayWait(wait, ctx.shop.timeZone)), until: wait.until.toISOString() }
  const none = { channel, label, isReady: false, customers: 0, today: 0, week: 0, wait: said, reasons: [] }
  if (account === undefined) return none
  const limits = marketingLimits(channel, rules)
  const { rows } = await sql<{ reason: string; count: number }>`select x.reason, count(*) as count
    from (${standingSql(channel, { now: ctx.now, timeZone: ctx.shop.timeZone, rules, accountId: idOf(account) })}) x group by x.reason order by 2 desc`.execute(
    ctx.db,
  )
  const may = rows.find(({ reason }) => reason === 'may')?.count ?? 0
  const soon = rows.filter(({ reason }) => isFreeWithinDays(reason, limits)).reduce((sum, { count }) => sum + count, 0)
  return {
    ...none,
    isReady: true,
    customers: rows.reduce((sum, { count }) => sum + count, 0),
    today: may,
    week: may + soon,
    reasons: rows.flatMap(({ reason, count }) => (reason === 'may' ? [] : [{ code: reason, words: sayStanding(reason, limits), count }])),
  }
}

const idOf = (account: string) => (isUuid(account) ? account : null)

const limitOf = (reason: string, limits: readonly Limit[]): Limit | undefined =>
  reason.startsWith('limit:') ? limits[Number(reason.slice('limit:'.length))] : undefined

/** A day's limit has room tomorrow, and a week's within seven days; a calendar month's may take longer. */
function isFreeWithinDays(reason: string, limits: readonly Limit[]): boolean {
  const limit = limitOf(reason, limits)
  return limit !== undefined && limit.per !== 'month' && limit.most > 0
}

function sayStanding(reason: string, limits: readonly Limit[]): Words {
  const limit = limitOf(reason, limits)
  if (!limit) return reasonLabel(reason)
  const rule = sayLimit(limit)
  return { zh: `已达到额度：${rule.zh}`, en: `The limit is reached: ${rule.en}` }
}

/** Ways out that stand still, for a page that says why nothing leaves. */
async function readStopped({ db }: Ctx): Promise<Overview['stopped']> {
  const { rows } = await sql<{
    key: string
    channel: string | null
    name: string | null
    stopped: MessageReason
    stopped_at: Date
    look_at: Date | null
  }>`select o.key, a.channel, a.name, o.stopped, o.stopped_at, o.look_at from message_outlets o left join channel_accounts a on a.id::text = o.key
    where o.stopped is not null order by o.stopped_at`.execute(db)
  return rows.map(({ key, channel, name, stopped, stopped_at, look_at }) => ({
    key,
    channel: channel ?? key,
    name,
    since: stopped_at.toISOString(),
    lookAt: look_at?.toISOString() ?? null,
    words: sayMessageReason(stopped),
  }))
}

/** The very customers that a number of the overview counts, by id. */
export async function listAttentionCustomers(ctx: Ctx, input: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const { channel, reason, after, limit } = input
  if (after !== undefined && !isUuid(after)) throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  const rules = openRules(await readNamed(ctx.db, ruleNames))
  const account = (await readDefaults(ctx)).get(channel)
  const at = { now: ctx.now, timeZone: ctx.shop.timeZone, rules, accountId: account === undefined ? null : idOf(account) }
  const { rows } = await sql<{
    id: string
    name: string | null
    address: string | null
  }>`select x.id, x.name, x.address from (${standingSql(channel, at)}) x
    where x.reason = ${reason} ${after === undefined ? sql`` : sql`and x.id > ${after}::uuid`} order by x.id limit ${limit + 1}`.execute(
    ctx.db,
  )
  const kept = rows.slice(0, limit)
  return { rows: kept, next: rows.length > limit ? (kept.at(-1)?.id ?? null) : null }
}
