import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { NamedThings } from '../../../core/rule/named-payloads.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type MessageReason, kindsNamed, sayMessageReason } from '../../messages/reasons.ts'
import type { customerCampaigns as customerDefinition, listMembers as membersDefinition } from '../actions.ts'
import type { MemberState } from '../campaign.ts'
import { type MemberReason, sayMemberReason } from '../why-member.ts'
import { outcomeSql } from './outcome-sql.ts'
import { readOne } from './read-campaigns.ts'

type Row = {
  id: string
  customer_id: string
  customer_name: string | null
  campaign_id: string
  campaign_name: string | null
  edition: number
  arm: 'treated' | 'holdout' | null
  variant: string | null
  state: MemberState
  reason: MemberReason | null
  entered_at: Date
  due_at: Date | null
  message_id: string | null
  message_state: string | null
  message_reason: MessageReason | null
  sent_at: Date | null
  delivered_at: Date | null
  clicked_at: Date | null
  replied_at: Date | null
}

const columns = sql`m.id, m.customer_id, c.name as customer_name, m.campaign_id, m.edition, m.arm, m.variant, m.state, m.reason, m.entered_at, m.due_at,
  s.id as message_id, s.state as message_state, s.reason as message_reason, s.sent_at, s.delivered_at, s.clicked_at, s.replied_at`
const from = sql`campaign_members m left join customers c on c.id = m.customer_id
  left join messages s on s.customer_id = m.customer_id and s.id = m.message_id`

/** In the order of the customers' ids, page by page. */
export async function listMembers(ctx: Ctx, input: InputOf<typeof membersDefinition>): Promise<AnswerOf<typeof membersDefinition>> {
  const conditions = await conditionsOf(ctx, input)
  const { rows } = await sql<Row>`select ${columns}, null as campaign_name from ${from} where ${sql.join(conditions, sql` and `)}
    order by m.customer_id, m.edition limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const memberOf = await memberSayer(ctx, kept)
  return { rows: kept.map(memberOf), next: rows.length > input.limit && last ? `${last.customer_id}_${last.edition}` : null }
}

async function conditionsOf(ctx: Ctx, input: InputOf<typeof membersDefinition>): Promise<RawBuilder<unknown>[]> {
  const conditions: RawBuilder<unknown>[] = [sql`m.campaign_id = ${input.id}`]
  if (input.edition !== undefined) conditions.push(sql`m.edition = ${input.edition}`)
  if (input.state) conditions.push(sql`m.state = ${input.state}`)
  if (input.reason) conditions.push(sql`(m.reason ->> 'code' = ${input.reason} or s.reason ->> 'code' = ${input.reason})`)
  if (input.arm) conditions.push(sql`m.arm = ${input.arm}`)
  if (input.variant) conditions.push(sql`m.variant = ${input.variant}`)
  if (input.outcome) {
    const { window } = (await readOne(ctx, input.id)).definition
    conditions.push(sql`m.arm = 'treated' and ${outcomeSql(input.outcome, { days: input.days ?? window.days, by: input.by ?? window.by })}`)
  }
  if (input.after) conditions.push(behind(input.after))
  return conditions
}

function behind(cursor: string): RawBuilder<unknown> {
  const [customer = '', edition = ''] = cursor.split('_')
  if (!isUuid(customer) || !/^\d{1,9}$/.test(edition)) throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  return sql`(m.customer_id, m.edition) > (${customer}::uuid, ${Number(edition)}::int)`
}

export async function listCustomerCampaigns(
  ctx: Ctx,
  { id }: InputOf<typeof customerDefinition>,
): Promise<AnswerOf<typeof customerDefinition>> {
  const { rows } = await sql<Row>`select ${columns}, a.name as campaign_name from ${from} left join campaigns a on a.id = m.campaign_id
    where m.customer_id = ${id} order by m.entered_at desc, m.id desc limit 200`.execute(ctx.db)
  const memberOf = await memberSayer(ctx, rows)
  return { members: rows.map((row) => ({ ...memberOf(row), campaignName: row.campaign_name })) }
}

async function memberSayer(ctx: Ctx, rows: readonly Row[]) {
  const named = await readNamedThings(ctx, kindsNamed(rows.map((row) => row.message_reason)))
  return (row: Row) => memberOf(row, named)
}

function memberOf(row: Row, named: NamedThings) {
  return {
    id: row.id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    campaignId: row.campaign_id,
    edition: row.edition,
    arm: row.arm,
    variant: row.variant,
    state: row.state,
    reason: row.reason ? sayMemberReason(row.reason) : null,
    enteredAt: row.entered_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    message:
      row.message_id === null
        ? null
        : {
            id: row.message_id,
            state: row.message_state ?? '',
            reason: row.message_reason ? sayMessageReason(row.message_reason, named) : null,
            sentAt: row.sent_at?.toISOString() ?? null,
            deliveredAt: row.delivered_at?.toISOString() ?? null,
            clickedAt: row.clicked_at?.toISOString() ?? null,
            repliedAt: row.replied_at?.toISOString() ?? null,
          },
  }
}
