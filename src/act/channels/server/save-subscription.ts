import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type {
  changeSubscription as changeDefinition,
  createSubscription as createDefinition,
  deleteSubscription as deleteDefinition,
  resendDeliveries as resendDefinition,
} from '../subscription-actions.ts'
import { readAccount } from './account-rows.ts'

type Row = { name: string; account_id: string; kinds: string[]; state: string; acts_as: string }
type Whole = InputOf<typeof createDefinition>

/** @throws Problem subscription.by-key, subscription.account-wrong, subscription.kind-unknown */
export async function createSubscription(ctx: Ctx, input: Whole): Promise<AnswerOf<typeof createDefinition>> {
  await check(ctx, input)
  const id = ctx.newId()
  const { name, accountId, kinds, isOn } = input
  await sql`insert into webhook_subscriptions (id, name, account_id, kinds, state, acts_as, created_by, created_at, updated_at)
    values (${id}, ${name}, ${accountId}, ${kinds}::text[], ${isOn ? 'on' : 'off'}, ${ctx.actor.id}, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  ctx.changed(changeOf('webhook_subscriptions', id, null, { name, accountId, kinds: kinds.join(' '), state: isOn ? 'on' : 'off' }))
  return { id }
}

/** Whoever changes it gives it their rights: nobody reaches further through another's. @throws Problem record.missing, subscription.* */
export async function changeSubscription(
  ctx: Ctx,
  { id, ...input }: InputOf<typeof changeDefinition>,
): Promise<AnswerOf<typeof changeDefinition>> {
  const before = await find(ctx, id)
  await check(ctx, input)
  const { name, accountId, kinds, isOn } = input
  await sql`update webhook_subscriptions set name = ${name}, account_id = ${accountId}, kinds = ${kinds}::text[], state = ${isOn ? 'on' : 'off'},
      acts_as = ${ctx.actor.id}, failures = 0, look_at = null, said = null, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  ctx.changed(
    changeOf(
      'webhook_subscriptions',
      id,
      { name: before.name, accountId: before.account_id, kinds: before.kinds.join(' '), state: before.state },
      { name, accountId, kinds: kinds.join(' '), state: isOn ? 'on' : 'off' },
    ),
  )
  return { id }
}

/** What waited is not told any more. @throws Problem record.missing */
export async function deleteSubscription(ctx: Ctx, { id }: InputOf<typeof deleteDefinition>): Promise<AnswerOf<typeof deleteDefinition>> {
  const { name } = await find(ctx, id)
  await sql`delete from webhook_subscriptions where id = ${id}`.execute(ctx.db)
  await sql`delete from webhook_deliveries where subscription_id = ${id}`.execute(ctx.db)
  ctx.changed(changeOf('webhook_subscriptions', id, { name }, null))
  return { id }
}

/** @throws Problem record.missing */
export async function resendDeliveries(ctx: Ctx, { id }: InputOf<typeof resendDefinition>): Promise<AnswerOf<typeof resendDefinition>> {
  await find(ctx, id)
  const { numAffectedRows } = await sql`update webhook_deliveries set state = 'waiting', tries = 0, due_at = ${ctx.now}
    where subscription_id = ${id} and state in ('failed', 'withheld')`.execute(ctx.db)
  await sql`update webhook_subscriptions set failures = 0, look_at = null where id = ${id}`.execute(ctx.db)
  return { id, again: Number(numAffectedRows ?? 0) }
}

async function check(ctx: Ctx, { accountId, kinds }: Whole): Promise<void> {
  if (ctx.actor.kind === 'key') throw new Problem('subscription.by-key')
  const account = await readAccount(ctx.db, accountId)
  if (account?.channel !== 'webhook') throw new Problem('subscription.account-wrong', { path: 'accountId' })
  const unknown = kinds.find((kind) => !ctx.registry.events.has(kind))
  if (unknown !== undefined) throw new Problem('subscription.kind-unknown', { kind: unknown, path: 'kinds' })
}

async function find(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await sql<Row>`select name, account_id, kinds, state, acts_as from webhook_subscriptions where id = ${id}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Problem('record.missing', { what: { zh: '事件订阅', en: 'subscription' } })
  return rows[0]
}
