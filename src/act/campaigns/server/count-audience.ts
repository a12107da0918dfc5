import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { countAudience as countDefinition, listAudience as listDefinition } from '../audience-actions.ts'
import { choosesPeople, heldOutBelow } from '../definition.ts'
import { memberReasonLabel } from '../why-member.ts'
import { sendingOf } from './check-campaign.ts'
import { audienceSql } from './choose-members.ts'
import { globalHoldoutSql, heldOutSql } from './draw.ts'
import { sayAudience } from './list-campaigns.ts'
import { readCap, refusalSql } from './reach.ts'

type Asked = Pick<InputOf<typeof countDefinition>, 'id' | 'audience' | 'channel' | 'templateId' | 'holdout' | 'at'>

/** Everybody of the audience with what would become of them now: a rule's code, `held-out`, or null for whoever would get it. */
export async function outcomesSql(ctx: Ctx, asked: Asked): Promise<RawBuilder<unknown>> {
  const sending = await sendingOf(ctx, asked.templateId)
  const at = asked.at === undefined ? ctx.now : new Date(asked.at)
  const reach = {
    channel: asked.channel,
    sending,
    choosesPeople: choosesPeople(asked),
    at: at > ctx.now ? at : ctx.now,
    cap: await readCap(ctx),
  }
  const customer = sql.ref('c.id')
  // A draft that was never kept has no number of its own yet, so nobody can be said to be drawn.
  const drawn = asked.id === undefined ? sql`false` : heldOutSql(asked.id, asked, customer)
  const held = sql`${await globalHoldoutSql(ctx, sending, customer)} or ${drawn}`
  return sql`select c.id, c.name, coalesce(${refusalSql(reach, ctx.now)}, case when ${held} then 'held-out' end) as code ${await audienceSql(ctx, asked.audience)}`
}

/** @throws Problem rule.* */
export async function countAudience(ctx: Ctx, input: InputOf<typeof countDefinition>): Promise<AnswerOf<typeof countDefinition>> {
  const { rows } = await sql<{
    code: string | null
    count: number
  }>`select code, count(*) as count from (${await outcomesSql(ctx, input)}) o group by 1`.execute(ctx.db)
  const all = await sql<{ n: number }>`select count(*) as n from customers`.execute(ctx.db)
  const count = (code: string | null) => rows.find((row) => row.code === code)?.count ?? 0
  const refusals = rows.flatMap(({ code, count: n }) =>
    code === null || code === 'held-out' ? [] : [{ code, words: memberReasonLabel(code), count: n }],
  )
  // Of a draft as many as are to be expected.
  const expected = input.id === undefined ? Math.round((count(null) * heldOutBelow(input)) / 10_000) : 0
  const [treated, holdout] = [count(null) - expected, count('held-out') + expected]
  return {
    asOf: ctx.now.toISOString(),
    customers: all.rows[0]?.n ?? 0,
    audience: rows.reduce((sum, row) => sum + row.count, 0),
    reachable: treated + holdout,
    treated,
    holdout,
    refusals: refusals.toSorted((a, b) => b.count - a.count),
    sentence: await sayAudience(ctx, input.audience),
  }
}

export async function listAudience(ctx: Ctx, input: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const { rows } = await sql<{
    id: string
    name: string | null
    code: string | null
  }>`select id, name, code from (${await outcomesSql(ctx, input)}) o
    where ${whichSql(input.which)} ${input.after ? sql`and id > ${input.after}::uuid` : sql``} order by id limit ${input.limit + 1}`.execute(
    ctx.db,
  )
  const kept = rows.slice(0, input.limit)
  return {
    rows: kept.map(({ id, name, code }) => ({ id, name, why: code === null ? null : memberReasonLabel(code) })),
    next: rows.length > input.limit ? (kept.at(-1)?.id ?? null) : null,
  }
}

function whichSql(which: string): RawBuilder<unknown> {
  if (which === 'all') return sql`true`
  if (which === 'treated') return sql`code is null`
  if (which === 'reachable') return sql`(code is null or code = 'held-out')`
  if (which === 'holdout') return sql`code = 'held-out'`
  return sql`code = ${which}`
}
