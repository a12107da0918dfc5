import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import { nameUsers } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { countRecords, fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { searchCondition } from '../../../platform/records/search-condition.ts'
import type * as definitions from '../owner-actions.ts'
import { dealOut, giveOwner, requireColleagues } from './give-owner.ts'

/** So many customers are given with one transaction: it locks the log of each. */
const portionOf = 2_000
const shownEnded = 3

const searchOf = (column: string | undefined, text: string | null | undefined) => (column && text ? searchCondition(column, text) : null)

/** Keeps the rule with its reader named, for it is asked again when nobody reads. @throws Problem owner.unknown, rule.* */
export async function beginRound(ctx: Ctx, input: InputOf<typeof definitions.assignByRule>): Promise<{ id: string; of: number }> {
  await requireColleagues(ctx, input.to, 'to')
  const rule = checkRule(input.rule, await ctx.dictionary('customer'))
  const card = ctx.card('customer')
  const of = await countRecords(ctx, card, { rule, search: searchOf(card.entity.searchColumn, input.search) })
  const id = ctx.newId()
  await sql`insert into owner_rounds (id, rule, search, to_ids, reason, by_id, by_name, state, of, created_at)
    values (${id}, ${JSON.stringify(rule)}::jsonb, ${input.search ?? null}, ${input.to}::uuid[], ${input.reason ?? null}, ${ctx.actor.id}, ${ctx.actor.name}, 'running', ${of}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id, of }
}

/** What was given stays given. @throws Problem owner.round-missing */
export async function stopRound(ctx: Ctx, { id }: InputOf<typeof definitions.stopOwnerRound>): Promise<{ id: string }> {
  const { rows } = await sql`select 1 from owner_rounds where id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('owner.round-missing')
  await sql`update owner_rounds set state = 'stopped', ended_at = ${ctx.now} where id = ${id} and state = 'running'`.execute(ctx.db)
  return { id }
}

type Listed = {
  id: string
  state: 'running' | 'done' | 'stopped'
  to_ids: string[]
  seen: number
  changed: number
  of: number
  by_name: string
  created_at: Date
}

export async function listRounds(ctx: Ctx): Promise<AnswerOf<typeof definitions.listOwnerRounds>> {
  const { rows } = await sql<Listed>`(select * from owner_rounds where state = 'running')
    union all (select * from owner_rounds where state <> 'running' order by created_at desc, id desc limit ${shownEnded}) order by created_at desc, id desc`.execute(
    ctx.db,
  )
  const names = await nameUsers(
    ctx.db,
    rows.flatMap((row) => row.to_ids),
  )
  return {
    rounds: rows.map((row) => ({
      id: row.id,
      state: row.state,
      to: row.to_ids.map((id) => names.get(id) ?? id),
      seen: row.seen,
      changed: row.changed,
      of: row.of,
      byName: row.by_name,
      createdAt: row.created_at.toISOString(),
    })),
  }
}

type Open = {
  id: string
  rule: unknown
  search: string | null
  to_ids: string[]
  reason: string | null
  by_id: string
  by_name: string
  after: string | null
  seen: number
}

/** Goes on with the oldest, a portion a transaction; after a crash with the next portion. */
export const ownerRoundTick: Tick = {
  name: 'owner-rounds',
  everyMs: 1_000,
  run: (services) => asSystem(services, 'owner-rounds', (ctx) => giveNext(ctx)),
}

/** @returns whether there is more to do */
export async function giveNext(ctx: Ctx, portion = portionOf): Promise<boolean> {
  // The row is ours until the end; another process waits here and then reads how far we came.
  const { rows } = await sql<Open>`update owner_rounds set state = state where state = 'running'
    and id = (select id from owner_rounds where state = 'running' order by created_at limit 1)
    returning id, rule, search, to_ids, reason, by_id, by_name, after, seen`.execute(ctx.db)
  const [round] = rows
  if (!round) return false
  const ids = await nextIds(ctx, round, portion)
  const telling = { how: round.to_ids.length === 0 ? 'returned' : 'assigned', reason: round.reason } as const
  const given = await giveOwner(ctx, dealOut(ids, round.to_ids, round.seen), telling)
  const isEnd = ids.length < portion
  await sql`update owner_rounds set after = coalesce(${ids.at(-1) ?? null}::uuid, after), seen = seen + ${ids.length}, changed = changed + ${given.length},
    state = ${isEnd ? 'done' : 'running'}, ended_at = ${isEnd ? ctx.now : null} where id = ${round.id}`.execute(ctx.db)
  return true
}

async function nextIds(ctx: Ctx, { rule, search, after }: Open, portion: number): Promise<string[]> {
  const card = ctx.card('customer')
  const dictionary = await ctx.dictionary('customer')
  const checked = checkRule(rule, dictionary)
  const condition = compileRule(checked, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const found = searchOf(card.entity.searchColumn, search)
  const { rows } = await sql<{ id: string }>`select c.id ${fromClause(card, null, tablesNamed(card, [checked]))} where ${condition}
    ${found ? sql`and ${found}` : sql``} ${after ? sql`and c.id > ${after}::uuid` : sql``} order by c.id limit ${portion}`.execute(ctx.db)
  return rows.map((row) => row.id)
}
