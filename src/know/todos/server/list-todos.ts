import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readTimeCursor, writeTimeCursor } from '../../../platform/records/time-cursor.ts'
import type { listTodos as definition } from '../actions.ts'
import { dueEdges, duePart } from '../due.ts'
import { mayChange, type TodoRow } from './lock-todo.ts'

type Input = InputOf<typeof definition>
type Answer = AnswerOf<typeof definition>

type Row = TodoRow & {
  customer_name: string | null
  origin_kind: string
  origin_id: string | null
  origin_words: string | null
  ended_at: Date | null
  ended_by_name: string | null
  place: string
  script: string | null
}

/** Sorted behind every due date. */
const never = "'infinity'::timestamptz"

export async function listTodos(ctx: Ctx, input: Input): Promise<Answer> {
  const whose = sql.join([sql`true`, ...whoseOf(ctx, input)], sql` and `)
  const order = input.state === 'open' ? sql`coalesce(t.due_at, ${sql.raw(never)})` : sql`t.ended_at`
  const sign = input.state === 'open' ? sql`>` : sql`<`
  const direction = input.state === 'open' ? sql`asc` : sql`desc`
  const cursor = input.after === undefined ? null : readTimeCursor(input.after, 'after', isUuid)
  const behind = cursor ? sql`and (${order}, t.id) ${sign} (${cursor.at}::timestamptz, ${cursor.key}::uuid)` : sql``
  const { rows } =
    await sql<Row>`select t.*, ${order}::text as place, coalesce(c.name, c.short_name, c.phone, c.email, c.code) as customer_name
    from todos t left join customers c on c.id = t.customer_id
    where ${whose} and ${input.state === 'open' ? sql`t.state = 'open'` : sql`t.state <> 'open'`} ${behind}
    order by ${order} ${direction}, t.id ${direction} limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const edges = dueEdges(ctx.now, ctx.shop.timeZone)
  return {
    todos: kept.map((row) => lineOf(ctx, row, duePart(row.due_at, edges))),
    counts: await countParts(ctx, whose, edges),
    next: rows.length > input.limit && last ? writeTimeCursor({ at: last.place, key: last.id }) : null,
  }
}

function whoseOf(ctx: Ctx, { who, customerId }: Input): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = []
  if (customerId) conditions.push(sql`t.customer_id = ${customerId}`)
  if (who === 'nobody') conditions.push(sql`t.assignee_id is null`)
  else if (who !== 'everyone') conditions.push(sql`t.assignee_id = ${who === 'me' ? ctx.actor.id : who}`)
  return conditions
}

function lineOf(ctx: Ctx, row: Row, part: Answer['todos'][number]['part']): Answer['todos'][number] {
  return {
    id: row.id,
    title: row.title,
    note: row.note,
    dueAt: row.due_at?.toISOString() ?? null,
    wholeDay: row.whole_day,
    part,
    state: row.state,
    priority: row.priority,
    assigneeId: row.assignee_id,
    assigneeName: row.assignee_name,
    customer: row.about ? { id: row.about, name: row.customer_name } : null,
    originKind: row.origin_kind,
    originId: row.origin_id,
    originWords: row.origin_words,
    createdByName: row.created_by_name,
    endedAt: row.ended_at?.toISOString() ?? null,
    endedByName: row.ended_by_name,
    version: row.version,
    isCall: row.script !== null,
    mayChange: mayChange(ctx, row),
  }
}

async function countParts(ctx: Ctx, whose: RawBuilder<unknown>, edges: ReturnType<typeof dueEdges>): Promise<Answer['counts']> {
  const { now, tomorrow, nextWeek } = edges
  const { rows } = await sql<Answer['counts']>`select count(*) filter (where t.due_at < ${now}) as overdue,
      count(*) filter (where t.due_at >= ${now} and t.due_at < ${tomorrow}) as today,
      count(*) filter (where t.due_at >= ${tomorrow} and t.due_at < ${nextWeek}) as week,
      count(*) filter (where t.due_at >= ${nextWeek}) as later,
      count(*) filter (where t.due_at is null) as someday
    from todos t where ${whose} and t.state = 'open'`.execute(ctx.db)
  return rows[0] ?? { overdue: 0, today: 0, week: 0, later: 0, someday: 0 }
}
