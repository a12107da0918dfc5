import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { channelKindOf } from '../../channels/channel-kinds.ts'
import type {
  listReservations as listDefinition,
  releaseAttention as releaseDefinition,
  reserveAttention as reserveDefinition,
} from '../actions.ts'

/** Keeps room for many customers at once; reserved again by the same plan it is changed. @throws Problem attention.times */
export async function reserveAttention(ctx: Ctx, input: InputOf<typeof reserveDefinition>): Promise<{ reserved: number }> {
  const { byKind, byId, channel, priority, customerIds } = input
  const [from, until] = [new Date(input.fromAt), new Date(input.untilAt)]
  if (until <= from) throw new Problem('attention.times', { path: 'untilAt' })
  const rows = [...new Set(customerIds)].map((customer_id) => ({ customer_id, id: ctx.newId() }))
  const { numAffectedRows } =
    await sql`insert into attention_reservations (customer_id, id, by_kind, by_id, channel, priority, from_at, until_at, created_at)
    select r.customer_id, r.id, ${byKind}, ${byId}::uuid, ${channel}, ${priority}::smallint, ${from}, ${until}, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, id uuid) join customers c on c.id = r.customer_id
    on conflict (customer_id, by_kind, by_id, channel) do update set priority = excluded.priority, from_at = excluded.from_at, until_at = excluded.until_at`.execute(
      ctx.db,
    )
  return { reserved: Number(numAffectedRows ?? 0) }
}

export async function releaseAttention(ctx: Ctx, { byKind, byId }: InputOf<typeof releaseDefinition>): Promise<{ released: number }> {
  const { numAffectedRows } = await sql`delete from attention_reservations where by_kind = ${byKind} and by_id = ${byId}`.execute(ctx.db)
  return { released: Number(numAffectedRows ?? 0) }
}

type Row = {
  by_kind: string
  by_id: string
  name: string | null
  channel: string
  priority: number
  customers: number
  from_at: Date
  until_at: Date
}

/** What is planned and not over, the next first. */
export async function listReservations(ctx: Ctx): Promise<AnswerOf<typeof listDefinition>> {
  const { rows } =
    await sql<Row>`select a.by_kind, a.by_id::text as by_id, coalesce(j.name, p.name) as name, a.channel, a.priority, count(*) as customers,
      min(a.from_at) as from_at, max(a.until_at) as until_at
    from attention_reservations a left join journeys j on a.by_kind = 'journey' and j.id = a.by_id left join campaigns p on a.by_kind = 'campaign' and p.id = a.by_id
    where a.until_at > ${ctx.now} group by a.by_kind, a.by_id, coalesce(j.name, p.name), a.channel, a.priority order by 7 limit 200`.execute(
      ctx.db,
    )
  return {
    reservations: rows.map((row) => ({
      byKind: row.by_kind,
      byId: row.by_id,
      name: row.name,
      channel: row.channel,
      label: channelKindOf(row.channel)?.label ?? { zh: row.channel, en: row.channel },
      priority: row.priority,
      customers: row.customers,
      from: row.from_at.toISOString(),
      until: row.until_at.toISOString(),
    })),
  }
}

/** Room that was kept for what is over by a week is nobody's any more. @returns whether there were as many as are taken away at once */
export async function forgetReservations({ database, clock }: Pick<Ctx['services'], 'database' | 'clock'>): Promise<boolean> {
  const before = new Date(clock().getTime() - 7 * 86_400_000)
  const { numAffectedRows } = await sql`delete from attention_reservations where (customer_id, id) in (
      select customer_id, id from attention_reservations where until_at < ${before} limit 5000)`.execute(database.db)
  return Number(numAffectedRows ?? 0) >= 5_000
}
