import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { openOrNull } from '../../../platform/actions/secrets.ts'
import { findRuleUses, namesId, sayUses } from '../../../platform/records/rule-uses.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type { changeChannelAccount, createChannelAccount, deleteChannelAccount } from '../actions.ts'
import type { VendorRecord } from '../channel-kind.ts'
import { vendorOf } from '../channel-kinds.ts'
import { readSettings, tellsWho } from '../check-settings.ts'
import type { StandstillReason } from '../subscription.ts'
import { secretNames } from '../open-settings.ts'
import { type AccountRow, readAccount } from './account-rows.ts'
import { letGo } from './let-go.ts'

type Input = Omit<InputOf<typeof changeChannelAccount>, 'id'>

/** @throws Problem channel.unknown-vendor, channel.field-wrong */
export async function createAccount(ctx: Ctx, input: InputOf<typeof createChannelAccount>): Promise<AnswerOf<typeof createChannelAccount>> {
  const vendor = vendorOf(input.channel, input.vendor)
  if (!vendor) throw new Problem('channel.unknown-vendor', { path: 'vendor', vendor: input.vendor })
  const id = ctx.newId()
  const { rows } = await sql`select 1 from channel_accounts where channel = ${input.channel} and is_default
    and (state = 'on' or ${!input.isOn})`.execute(ctx.db)
  const kept = settingsOf(ctx, vendor, input, null)
  // Whoever has one account in use, beside the sample shop's that are not, wants its messages to go by it.
  const isDefault = input.isDefault || rows.length === 0
  if (isDefault) await takeDefault(ctx, input.channel)
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, state, is_default, delivery, per_second, cost, created_by, created_at, updated_at)
    values (${id}, ${input.channel}, ${input.vendor}, ${input.name}, ${JSON.stringify(kept)}::jsonb, ${stateOf(input)}, ${isDefault}, ${input.delivery},
      ${input.perSecond}, ${input.cost}, ${ctx.actor.name}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  await letGo(ctx, id)
  await noteChange(ctx, id, null)
  return { id }
}

/** @throws Problem record.missing, channel.field-wrong, channel.secret-needed */
export async function changeAccount(ctx: Ctx, input: InputOf<typeof changeChannelAccount>): Promise<AnswerOf<typeof changeChannelAccount>> {
  const before = await findAccount(ctx, input.id)
  const vendor = vendorOf(before.channel, before.vendor)
  if (!vendor) throw new Problem('channel.unknown-vendor', { vendor: before.vendor })
  const kept = settingsOf(ctx, vendor, input, before)
  if (input.isDefault) await takeDefault(ctx, before.channel)
  const same = isDeepStrictEqual(kept, before.settings)
  // What was found out about other settings says nothing about these.
  const check = same ? sql`check_result` : sql`null`
  await sql`update channel_accounts set name = ${input.name}, settings = ${JSON.stringify(kept)}::jsonb, state = ${stateOf(input)}, is_default = ${input.isDefault},
    delivery = ${input.delivery}, per_second = ${input.perSecond}, cost = ${input.cost}, check_result = ${check}, updated_at = ${ctx.now} where id = ${input.id}`.execute(
    ctx.db,
  )
  if (!same) {
    await sql`delete from channel_tokens where account_id = ${input.id}`.execute(ctx.db)
    await haltSubscriptions(ctx, input.id)
  }
  await letGo(ctx, input.id)
  await noteChange(ctx, input.id, before)
  return { id: input.id }
}

/**
 * A subscription tells what whoever saved it may export. Another may not send that to a receiver of theirs: it stands still until
 * somebody saves it again, and has then that one's rights.
 */
async function haltSubscriptions({ db, actor, now }: Ctx, accountId: string): Promise<void> {
  const reason: StandstillReason = 'account-changed'
  await sql`update webhook_subscriptions set state = 'off', said = ${reason}, updated_at = ${now}
    where account_id = ${accountId} and state = 'on' and acts_as <> ${actor.id}`.execute(db)
}

/** @throws Problem record.missing, channel.account-in-use, channel.account-named */
export async function deleteAccount(
  ctx: Ctx,
  { id }: InputOf<typeof deleteChannelAccount>,
): Promise<AnswerOf<typeof deleteChannelAccount>> {
  const before = await findAccount(ctx, id)
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from messages where account_id = ${id} and state in ('queued', 'sending')`.execute(ctx.db)
  const count = rows[0]?.count ?? 0
  if (count > 0) throw new Problem('channel.account-in-use', { count })
  // Running journeys and planned campaigns that name it; its subscriptions go with it.
  const uses = await findRuleUses(ctx, namesId(id))
  if (uses.length > 0) throw new Problem('channel.account-named', { names: sayUses(uses) })
  await sql`delete from channel_accounts where id = ${id}`.execute(ctx.db)
  await sql`delete from channel_followers where account_id = ${id}`.execute(ctx.db)
  await sql`delete from message_outlets where key = ${id}`.execute(ctx.db)
  ctx.changed(changeOf('channel_accounts', id, shown(before), null))
  return { id }
}

const stateOf = ({ isOn }: Input) => (isOn ? 'on' : 'off')

/** @throws Problem record.missing */
export async function findAccount(ctx: Ctx, id: string): Promise<AccountRow> {
  const row = await readAccount(ctx.db, id)
  if (!row) throw new Problem('record.missing', { what: { zh: '渠道账号', en: 'account' } })
  return row
}

/** Settings as they are kept: secrets sealed; those that were left out stay, unless they would go to somebody else. */
function settingsOf(ctx: Ctx, vendor: VendorRecord, input: Input, before: AccountRow | null): Record<string, unknown> {
  const plain = readSettings(vendor, input.settings, false)
  const given = readSettings(vendor, input.secrets, true)
  const moved =
    before !== null && vendor.fields.some((field) => tellsWho(field) && (before.settings[field.name] ?? '') !== (plain[field.name] ?? ''))
  const former = before === null || moved ? new Map<string, unknown>() : formerSecrets(ctx, vendor, given, before)
  const sealed = [...secretNames(vendor)].flatMap((name): [string, unknown][] => {
    if (given[name] !== undefined) return [[name, ctx.services.secrets.seal(given[name])]]
    const kept = former.get(name) ?? before?.settings[name] ?? ''
    if (kept === '' || input.secrets[name] === '') return []
    if (moved)
      throw new Problem('channel.secret-needed', {
        path: `secrets.${name}`,
        field: vendor.fields.find((field) => field.name === name)?.label ?? name,
      })
    return [[name, kept]]
  })
  return { ...plain, ...Object.fromEntries(sealed) }
}

/** Of each secret that another takes the place of, the one before, sealed as it was, by the field that keeps it. */
function formerSecrets(
  { services }: Ctx,
  vendor: VendorRecord,
  given: Readonly<Record<string, string>>,
  before: AccountRow,
): ReadonlyMap<string, unknown> {
  return new Map(
    vendor.fields.flatMap(({ name, formerIn }): [string, unknown][] => {
      const kept = before.settings[name]
      if (formerIn === undefined || given[name] === undefined || typeof kept !== 'string' || kept === '') return []
      const opened = openOrNull(services.secrets, kept)
      return opened === null || opened === given[name] ? [] : [[formerIn, kept]]
    }),
  )
}

async function takeDefault(ctx: Ctx, channel: string): Promise<void> {
  await sql`update channel_accounts set is_default = false, updated_at = ${ctx.now} where channel = ${channel} and is_default`.execute(
    ctx.db,
  )
}

/** The audit sees that a secret changed, and never the secret, not even sealed. */
function shown({ settings, channel, vendor, ...row }: AccountRow): Record<string, unknown> {
  const secret = secretNames(vendorOf(channel, vendor))
  const mark = (name: string, value: unknown) => (secret.has(name) ? `•••${String(value).slice(-6)}` : value)
  const { name, state, is_default: isDefault, delivery, per_second: perSecond, cost } = row
  return {
    channel,
    vendor,
    name,
    state,
    isDefault,
    delivery,
    perSecond,
    cost,
    ...Object.fromEntries(Object.entries(settings).map(([field, value]) => [field, mark(field, value)])),
  }
}

async function noteChange(ctx: Ctx, id: string, before: AccountRow | null): Promise<void> {
  const after = await readAccount(ctx.db, id)
  ctx.changed(changeOf('channel_accounts', id, before && shown(before), after && shown(after)))
}
