import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { readKeptInbox } from '../../../know/shop/server/mail-setup.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readTimeCursor, writeTimeCursor } from '../../../platform/records/time-cursor.ts'
import type { listEmailHolds as holdsDefinition, listInbound as listDefinition, readInboxState as stateDefinition } from '../actions.ts'

type Row = {
  id: string
  about: string | null
  customer_name: string | null
  kind: string
  state: 'open' | 'done'
  from_address: string | null
  from_name: string | null
  subject: string
  body: string
  message_id: string | null
  message_subject: string | null
  details: { sort?: string; code?: string | null; recipient?: string | null }
  received_at: Date
  place: string
  done_by_name: string | null
  todo_id: string | null
}

const nameSql = sql`coalesce(c.name, c.short_name, c.phone, c.email, c.code)`

export async function listInbound(ctx: Ctx, input: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const cursor = input.after === undefined ? null : readTimeCursor(input.after, 'after', isUuid)
  const wanted: RawBuilder<unknown>[] = [
    ...(input.state === 'all' ? [] : [sql`m.state = ${input.state}`]),
    ...(input.kind === undefined ? [] : [sql`m.kind = ${input.kind}`]),
    ...(input.known === undefined ? [] : [input.known ? sql`m.about is not null` : sql`m.about is null`]),
    ...(input.customerId === undefined ? [] : [sql`m.customer_id = ${input.customerId}`]),
    ...(cursor ? [sql`(m.received_at, m.id) < (${cursor.at}::timestamptz, ${cursor.key}::uuid)`] : []),
  ]
  const { rows } =
    await sql<Row>`select m.id, m.about, ${nameSql} as customer_name, m.kind, m.state, m.from_address, m.from_name, m.subject, m.body,
      m.message_id, s.subject as message_subject, m.details, m.received_at, m.received_at::text as place, m.done_by_name, m.todo_id
    from inbound_mails m left join customers c on c.id = m.customer_id
      left join messages s on s.customer_id = m.customer_id and s.id = m.message_id
    where ${sql.join([sql`true`, ...wanted], sql` and `)}
    order by m.received_at desc, m.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const counts = await sql<{ open: number; unknown: number }>`select count(*) as open, count(*) filter (where m.about is null) as unknown
    from inbound_mails m where m.state = 'open'`.execute(ctx.db)
  return {
    mails: kept.map(lineOf),
    open: counts.rows[0]?.open ?? 0,
    unknown: counts.rows[0]?.unknown ?? 0,
    next: rows.length > input.limit && last ? writeTimeCursor({ at: last.place, key: last.id }) : null,
  }
}

function lineOf(row: Row): AnswerOf<typeof listDefinition>['mails'][number] {
  const { sort, code = null, recipient = null } = row.details
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    customerId: row.about,
    customerName: row.customer_name,
    fromAddress: row.from_address,
    fromName: row.from_name,
    subject: row.subject,
    body: row.body,
    messageId: row.message_id,
    messageSubject: row.message_subject,
    bounce: row.kind === 'bounce' ? { sort: sort ?? 'soft', code, recipient } : null,
    receivedAt: row.received_at.toISOString(),
    doneByName: row.done_by_name,
    todoId: row.todo_id,
  }
}

type Hold = {
  customer_id: string
  customer_name: string | null
  address: string
  held_at: Date
  place: string
  mark: string
  sort: string
  code: string | null
  said: string | null
  soft_bounces: number
}

export async function listEmailHolds(ctx: Ctx, input: InputOf<typeof holdsDefinition>): Promise<AnswerOf<typeof holdsDefinition>> {
  const cursor = input.after === undefined ? null : readTimeCursor(input.after, 'after', (key) => /^[0-9a-f]{32}$/.test(key))
  const whose = input.customerId === undefined ? sql`` : sql`and h.customer_id = ${input.customerId}`
  // An address says too much for a place, and may be kept sealed.
  const mark = sql`md5(h.customer_id::text || h.address)`
  const behind = cursor ? sql`and (h.held_at, ${mark}) < (${cursor.at}::timestamptz, ${cursor.key})` : sql``
  const { rows } =
    await sql<Hold>`select h.customer_id, ${nameSql} as customer_name, h.address, h.held_at, h.held_at::text as place, ${mark} as mark, h.sort, h.code, h.said, h.soft_bounces
    from email_holds h join customers c on c.id = h.customer_id where h.held_at is not null ${whose} ${behind}
    order by h.held_at desc, ${mark} desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  const count = await sql<{ n: number }>`select count(*) as n from email_holds h join customers c on c.id = h.customer_id
    where h.held_at is not null ${whose}`.execute(ctx.db)
  return {
    holds: kept.map((row) => ({
      customerId: row.customer_id,
      customerName: row.customer_name,
      address: row.address,
      heldAt: row.held_at.toISOString(),
      sort: row.sort,
      code: row.code,
      said: row.said,
      softBounces: row.soft_bounces,
    })),
    count: count.rows[0]?.n ?? 0,
    next: rows.length > input.limit && last ? writeTimeCursor({ at: last.place, key: last.mark }) : null,
  }
}

export async function readInboxState(ctx: Ctx): Promise<AnswerOf<typeof stateDefinition>> {
  const isSet = (await readKeptInbox(ctx.db)) !== null
  const { rows } = await sql<{ read_at: Date; caught_up_at: Date | null; failure: { cause: string; reason: string } | null }>`
    select read_at, caught_up_at, failure from inbox_places order by read_at desc limit 1`.execute(ctx.db)
  const [row] = isSet ? rows : []
  return {
    isSet,
    readAt: row?.read_at.toISOString() ?? null,
    caughtUpAt: row?.caught_up_at?.toISOString() ?? null,
    failure: row?.failure ?? null,
  }
}
