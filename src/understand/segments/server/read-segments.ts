import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { notASpan } from '../../../core/kit/input-reasons.ts'
import { addDays, daysBetween, startOfDay } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { needCustomer } from '../../../platform/records/need-customer.ts'
import { explainRule } from '../../../platform/records/explain-rule.ts'
import { findRecords } from '../../../platform/records/find-records.ts'
import type * as questions from '../questions.ts'
import { segment, type SegmentRule } from '../segment.ts'
import { findSegment } from './save-segment.ts'
import { usesOf } from './segment-uses.ts'

type Row = SegmentRule & { description: string | null; members: number; customers: number; created_at: Date; updated_at: Date }

const rowsOf = (ctx: Ctx, which: RawBuilder<unknown>) =>
  sql<Row>`select s.id, s.name, s.description, s.rule, s.created_at, s.updated_at, coalesce(m.members, 0) as members,
    (select count(*) from metrics) as customers
  from segments s left join (select segment_id, count(*) as members from memberships where left_at is null group by segment_id) m on m.segment_id = s.id
  where ${which} order by s.created_at desc, s.id`.execute(ctx.db)

const cardOf = (row: Row, dictionary: Dictionary, ctx: Ctx) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  rule: row.rule,
  sentence: sayInBoth(row.rule, dictionary, ctx.shop),
  members: row.members,
  customers: row.customers,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export async function overviewSegments(ctx: Ctx): Promise<AnswerOf<typeof questions.overviewSegments>> {
  const dictionary = await ctx.dictionary('customer')
  const { rows } = await rowsOf(ctx, sql`true`)
  return { asOf: ctx.now.toISOString(), segments: rows.map((row) => cardOf(row, dictionary, ctx)) }
}

export async function readSegment(
  ctx: Ctx,
  { id }: InputOf<typeof questions.readSegment>,
): Promise<AnswerOf<typeof questions.readSegment>> {
  const { rows } = await rowsOf(ctx, sql`s.id = ${id}`)
  const row = rows[0]
  if (!row) throw new Problem('record.missing', { what: segment.label })
  return { ...cardOf(row, await ctx.dictionary('customer'), ctx), usedBy: await usesOf(ctx, id) }
}

const text = (value: unknown) => (typeof value === 'string' ? value : null)
const number = (value: unknown) => (typeof value === 'number' ? value : null)

export async function previewRule(ctx: Ctx, input: InputOf<typeof questions.previewRule>): Promise<AnswerOf<typeof questions.previewRule>> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const { rows } = await findRecords(ctx, card, {
    rule: input.rule,
    limit: input.limit,
    fields: ['name', 'phone', 'email', 'code', 'stage', 'spend', 'purchaseCount', 'lastPurchaseAt'],
  })
  return {
    customers: rows.map((row) => ({
      id: row.id,
      name: text(row.name) ?? text(row.phone) ?? text(row.email) ?? text(row.code),
      stage: text(row.stage),
      spend: number(row.spend),
      purchaseCount: number(row.purchaseCount),
      lastPurchaseAt: text(row.lastPurchaseAt),
    })),
  }
}

/** More days than these are refused: a chart could not show them. */
const mostDays = 1_100

type DayRow = { day: string; entered: number; left: number }

export async function segmentHistory(
  ctx: Ctx,
  input: InputOf<typeof questions.segmentHistory>,
): Promise<AnswerOf<typeof questions.segmentHistory>> {
  await findSegment(ctx, input.id)
  const length = daysBetween(input.from, input.to) + 1
  if (length < 1 || length > mostDays) throw new Problem('input.invalid', { path: 'to', reason: notASpan(input.from, mostDays) })
  const { timeZone } = ctx.shop
  const start = startOfDay(input.from, timeZone)
  const end = startOfDay(addDays(input.to, 1), timeZone)
  const dayOf = (column: RawBuilder<unknown>) => sql`(${column} at time zone ${timeZone}::text)::date`
  const inWindow = (column: RawBuilder<unknown>) => sql`segment_id = ${input.id} and ${column} >= ${start} and ${column} < ${end}`
  const moved = await sql<DayRow>`select day, sum(entered)::bigint as entered, sum("left")::bigint as "left" from (
      select ${dayOf(sql`entered_at`)} as day, 1 as entered, 0 as "left" from memberships where ${inWindow(sql`entered_at`)}
      union all select ${dayOf(sql`left_at`)}, 0, 1 from memberships where left_at is not null and ${inWindow(sql`left_at`)}
    ) m group by day`.execute(ctx.db)
  const before = await sql<{
    n: number
  }>`select count(*) as n from memberships where segment_id = ${input.id} and entered_at < ${start} and (left_at is null or left_at >= ${start})`.execute(
    ctx.db,
  )
  const byDay = new Map(moved.rows.map((row) => [row.day, row]))
  let members = before.rows[0]?.n ?? 0
  const days = Array.from({ length }, (_, i) => {
    const day = addDays(input.from, i)
    const { entered, left } = byDay.get(day) ?? { entered: 0, left: 0 }
    members += entered - left
    return { day, entered, left, members }
  })
  return { days }
}

export async function explainMembership(
  ctx: Ctx,
  input: InputOf<typeof questions.explainMembership>,
): Promise<AnswerOf<typeof questions.explainMembership>> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const { name, rule } = await findSegment(ctx, input.segment)
  const dictionary = await ctx.dictionary('customer')
  const explained = await explainRule(ctx, card, checkRule(rule, dictionary), dictionary, input.id)
  if (!explained) throw new Problem('record.missing', { what: card.entity.label })
  const { rows } = await sql<{
    entered_at: Date
  }>`select entered_at from memberships where customer_id = ${input.id} and segment_id = ${input.segment} and left_at is null`.execute(
    ctx.db,
  )
  return { name, member: rows.length > 0, since: rows[0]?.entered_at.toISOString() ?? null, sentence: explained.sentence, explained }
}

export async function segmentsOfCustomer(
  ctx: Ctx,
  { id }: InputOf<typeof questions.segmentsOfCustomer>,
): Promise<AnswerOf<typeof questions.segmentsOfCustomer>> {
  await needCustomer(ctx, id)
  const dictionary = await ctx.dictionary('customer')
  const { rows } = await sql<
    SegmentRule & { entered_at: Date }
  >`select s.id, s.name, s.rule, m.entered_at from memberships m join segments s on s.id = m.segment_id
    where m.customer_id = ${id} and m.left_at is null order by m.entered_at desc, s.name`.execute(ctx.db)
  return {
    segments: rows.map((row) => ({
      id: row.id,
      name: row.name,
      since: row.entered_at.toISOString(),
      sentence: sayInBoth(row.rule, dictionary, ctx.shop),
    })),
  }
}
