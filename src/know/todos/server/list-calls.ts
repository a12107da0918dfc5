import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readTimeCursor, writeTimeCursor } from '../../../platform/records/time-cursor.ts'
import { maySee } from '../../../platform/rights/sight.ts'
import type { listCalls as definition } from '../calls.ts'
import { mayChange } from './lock-todo.ts'

type Row = {
  id: string
  about: string | null
  title: string
  script: string
  due_at: Date | null
  whole_day: boolean
  priority: string
  assignee_id: string | null
  assignee_name: string | null
  created_by: string
  result: string | null
  name: string | null
  phone: string | null
  city: string | null
  last_purchase_at: Date | null
  purchases: number
  talk: string | null
  talk_at: Date | null
  place: string
}

const never = sql`'infinity'::timestamptz`

function wanted(ctx: Ctx, { who, customerId }: InputOf<typeof definition>): RawBuilder<unknown> {
  const whose = who === 'nobody' ? sql`t.assignee_id is null` : who === 'me' ? sql`t.assignee_id = ${ctx.actor.id}` : sql`true`
  return sql`t.state = 'open' and t.script is not null and ${whose} ${customerId === undefined ? sql`` : sql`and t.customer_id = ${customerId}`}`
}

export async function listCalls(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const cursor = input.after === undefined ? null : readTimeCursor(input.after, 'after', isUuid)
  const behind = cursor ? sql`and (coalesce(t.due_at, ${never}), t.id) > (${cursor.at}::timestamptz, ${cursor.key}::uuid)` : sql``
  const { rows } =
    await sql<Row>`select t.id, t.about, t.title, t.script, t.due_at, t.whole_day, t.priority, t.assignee_id, t.assignee_name, t.created_by, t.result,
      coalesce(c.name, c.short_name, c.code) as name, c.phone, c.city,
      (select max(p.occurred_at) from purchases p where p.customer_id = t.customer_id and p.kind = 'purchase') as last_purchase_at,
      (select count(*) from purchases p where p.customer_id = t.customer_id and p.kind = 'purchase') as purchases,
      i.summary as talk, i.occurred_at as talk_at, coalesce(t.due_at, ${never})::text as place
    from todos t left join customers c on c.id = t.customer_id
      left join lateral (select n.summary, n.occurred_at from interactions n where n.customer_id = t.customer_id order by n.occurred_at desc limit 1) i on true
    where ${wanted(ctx, input)} ${behind} order by coalesce(t.due_at, ${never}), t.id limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const count = await sql<{ n: number }>`select count(*) as n from todos t where ${wanted(ctx, input)}`.execute(ctx.db)
  return {
    calls: kept.map((row) => callOf(ctx, row)),
    count: count.rows[0]?.n ?? 0,
    next: rows.length > input.limit && last ? writeTimeCursor({ at: last.place, key: last.id }) : null,
  }
}

function callOf(ctx: Ctx, row: Row): AnswerOf<typeof definition>['calls'][number] {
  return {
    id: row.id,
    title: row.title,
    // Every script says something; see src/platform/rights/veils.ts.
    script: row.script || null,
    dueAt: row.due_at?.toISOString() ?? null,
    wholeDay: row.whole_day,
    isOverdue: row.due_at !== null && row.due_at < ctx.now,
    isUrgent: row.priority === 'high',
    assigneeName: row.assignee_name,
    result: row.result,
    customer:
      row.about === null
        ? null
        : {
            id: row.about,
            name: row.name,
            phone: row.phone,
            city: row.city,
            lastPurchaseAt: row.last_purchase_at?.toISOString() ?? null,
            purchases: maySee(ctx.sight, 'purchase') ? row.purchases : null,
            lastTalk: row.talk?.slice(0, 300) ?? null,
            lastTalkAt: row.talk_at?.toISOString() ?? null,
          },
    mayChange: mayChange(ctx, row),
  }
}
