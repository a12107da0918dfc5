import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readTimeCursor, writeTimeCursor } from '../../../platform/records/time-cursor.ts'
import type { DeliveryState, SubscriptionState } from '../subscription.ts'
import type { listDeliveries as deliveriesDefinition, listSubscriptions as listDefinition } from '../subscription-actions.ts'

type Row = {
  id: string
  name: string
  account_id: string
  account_name: string
  kinds: string[]
  state: SubscriptionState
  acts_as: string | null
  look_at: Date | null
  said: string | null
}

export async function listSubscriptions(ctx: Ctx): Promise<AnswerOf<typeof listDefinition>> {
  const { rows } =
    await sql<Row>`select s.id, s.name, s.account_id, a.name as account_name, s.kinds, s.state, u.name as acts_as, s.look_at, s.said
    from webhook_subscriptions s join channel_accounts a on a.id = s.account_id left join auth.users u on 'user:' || u.id = s.acts_as
    order by s.created_at, s.id`.execute(ctx.db)
  const counts = await countDeliveries(ctx)
  const { rows: accounts } = await sql<{
    id: string
    name: string
  }>`select id, name from channel_accounts where channel = 'webhook' order by name, id`.execute(ctx.db)
  return {
    subscriptions: rows.map(({ id, name, account_id, account_name, kinds, state, acts_as, look_at, said }) => ({
      id,
      name,
      accountId: account_id,
      accountName: account_name,
      kinds: kinds.map((kind) => ({ name: kind, label: labelOf(ctx, kind) })),
      state,
      actsAs: acts_as,
      lookAt: look_at !== null && look_at > ctx.now ? look_at.toISOString() : null,
      said,
      counts: { waiting: 0, sent: 0, failed: 0, withheld: 0, ...counts.get(id) },
    })),
    kinds: [...ctx.registry.events.values()].map(({ name, label }) => ({ name, label })),
    accounts,
  }
}

async function countDeliveries(ctx: Ctx): Promise<ReadonlyMap<string, Partial<Record<DeliveryState, number>>>> {
  const { rows } = await sql<{
    id: string
    state: DeliveryState
    count: number
  }>`select subscription_id as id, state, count(*)::int as count
    from webhook_deliveries group by 1, 2`.execute(ctx.db)
  const counts = new Map<string, Partial<Record<DeliveryState, number>>>()
  for (const { id, state, count } of rows) counts.set(id, { ...counts.get(id), [state]: count })
  return counts
}

const labelOf = (ctx: Ctx, kind: string) => ctx.registry.events.get(kind)?.label ?? { zh: kind, en: kind }

type Delivery = {
  id: string
  customer_id: string
  customer_name: string | null
  kind: string
  state: DeliveryState
  tries: number
  said: string | null
  created_at: Date
  place: string
  due_at: Date | null
  sent_at: Date | null
}

export async function listDeliveries(
  ctx: Ctx,
  { id, state, after, limit }: InputOf<typeof deliveriesDefinition>,
): Promise<AnswerOf<typeof deliveriesDefinition>> {
  const cursor = after === undefined ? null : readTimeCursor(after, 'after', isUuid)
  const { rows } =
    await sql<Delivery>`select d.id, d.customer_id, c.name as customer_name, d.kind, d.state, d.tries, d.said, d.created_at, d.created_at::text as place, d.due_at, d.sent_at
    from webhook_deliveries d left join customers c on c.id = d.customer_id
    where d.subscription_id = ${id} and ${state === undefined ? sql`true` : sql`d.state = ${state}`}
      and ${cursor === null ? sql`true` : sql`(d.created_at, d.id) < (${cursor.at}::timestamptz, ${cursor.key}::uuid)`}
    order by d.created_at desc, d.id desc limit ${limit + 1}`.execute(ctx.db)
  const page = rows.slice(0, limit)
  const end = page.at(-1)
  return {
    rows: page.map((row) => ({
      id: row.id,
      customerId: row.customer_id,
      customerName: row.customer_name,
      label: labelOf(ctx, row.kind),
      state: row.state,
      tries: row.tries,
      said: row.said,
      createdAt: row.created_at.toISOString(),
      dueAt: row.due_at?.toISOString() ?? null,
      sentAt: row.sent_at?.toISOString() ?? null,
    })),
    next: rows.length > limit && end ? writeTimeCursor({ at: end.place, key: end.id }) : null,
  }
}
