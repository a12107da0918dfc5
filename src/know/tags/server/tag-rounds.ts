import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { countRecords, fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { searchRecords } from '../../../platform/records/search-condition.ts'
import type { readTagRound, stopTagRound, tagByRule as definition } from '../actions.ts'
import { mergePortion } from './merge-round.ts'
import { readTagging, tagThese } from './tag-customers.ts'
import { forgetChanges, undoPortion } from './undo-round.ts'

/** So many customers are tagged with one transaction: it locks the log of each. */
const portionOf = 2_000

type Row = {
  id: string
  tag: string
  into: string | null
  verb: 'add' | 'remove' | 'merge'
  state: 'running' | 'done' | 'stopped' | 'undoing' | 'undone'
  seen: number
  changed: number
  of: number
  by: string | null
  ended_at: Date | null
}
type Round = Omit<Row, 'ended_at'> & { endedAt: string | null }

export async function readRounds(db: Db, where: RawBuilder<unknown>, order: RawBuilder<unknown> = sql`r.created_at`): Promise<Round[]> {
  const { rows } = await sql<Row>`select r.id, t.name as tag, i.name as into, r.verb, r.state, r.seen, r.changed, r.of, r.by, r.ended_at
    from tag_rounds r join tags t on t.id = r.tag_id left join tags i on i.id = r.into_id where ${where} order by ${order}`.execute(db)
  return rows.map(({ ended_at, ...round }) => ({ ...round, endedAt: ended_at?.toISOString() ?? null }))
}

/** @throws Problem tag.round-missing */
export async function readRound(ctx: Ctx, { id }: InputOf<typeof readTagRound>): Promise<Round> {
  const [round] = await readRounds(ctx.db, sql`r.id = ${id}`)
  if (!round) throw new Problem('tag.round-missing')
  return round
}

/** @throws Problem tag.missing, tag.retired, tag.expired-already, rule.* */
export async function beginRound(ctx: Ctx, input: InputOf<typeof definition>): Promise<{ id: string; of: number }> {
  const { tag, verb, expiresAt } = await readTagging(ctx, input)
  checkRule(input.rule, await ctx.dictionary('customer'))
  const card = ctx.card('customer')
  const of = await countRecords(ctx, card, { rule: input.rule, search: input.search ? searchRecords(ctx, card, input.search) : null })
  const id = ctx.newId()
  await sql`insert into tag_rounds (id, verb, tag_id, rule, search, expires_at, origin, by, state, of, created_at)
    values (${id}, ${verb}, ${tag.id}, ${JSON.stringify(input.rule)}::jsonb, ${input.search ?? null}, ${expiresAt}, 'rule', ${ctx.actor.name}, 'running', ${of}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id, of }
}

/** What was done stays done. @throws Problem tag.round-missing */
export async function stopRound(ctx: Ctx, { id }: InputOf<typeof stopTagRound>): Promise<{ id: string }> {
  await readRound(ctx, { id })
  await sql`update tag_rounds set state = 'stopped', ended_at = ${ctx.now} where id = ${id} and state = 'running' and verb <> 'merge'`.execute(
    ctx.db,
  )
  return { id }
}

type Open = {
  id: string
  verb: 'add' | 'remove' | 'merge'
  state: string
  step: string
  tag_id: string
  into_id: string | null
  rule: unknown
  search: string | null
  expires_at: Date | null
  by: string | null
  after: string | null
}

/** Goes on with the oldest, a portion a transaction; after a crash with the next portion. */
export const roundTick: Tick = { name: 'tag-rounds', everyMs: 1_000, run: (services) => asSystem(services, 'tags', (ctx) => tagNext(ctx)) }

/** Seldom, for it looks at every round that is a month old. */
export const forgetTick: Tick = {
  name: 'tag-changes',
  everyMs: 3_600_000,
  run: (services) => asSystem(services, 'tags', (ctx) => forgetChanges(ctx)),
}

/** @returns whether there is more to do */
export async function tagNext(ctx: Ctx, portion = portionOf): Promise<boolean> {
  // The row is ours until the end; another process waits here and then reads how far we came.
  const { rows } = await sql<Open>`update tag_rounds set state = state where state in ('running', 'undoing')
    and id = (select id from tag_rounds where state in ('running', 'undoing') order by created_at limit 1)
    returning id, verb, state, step, tag_id, into_id, rule, search, expires_at, by, after`.execute(ctx.db)
  const [round] = rows
  if (!round) return false
  const as: Ctx = { ...ctx, actor: { ...ctx.actor, name: round.by ?? ctx.actor.name } }
  const { seen, changed = 0, ends } = await workOn(as, round, portion)
  const end = round.state === 'undoing' ? 'undone' : 'done'
  await sql`update tag_rounds set seen = seen + ${seen}, changed = changed + ${changed},
    state = ${ends ? end : round.state}, ended_at = ${ends ? ctx.now : null} where id = ${round.id}`.execute(ctx.db)
  return true
}

type Progress = { readonly seen: number; readonly changed?: number; readonly ends: boolean }

async function workOn(ctx: Ctx, round: Open, portion: number): Promise<Progress> {
  const { verb, into_id } = round
  if (round.state === 'undoing') return undoPortion(ctx, round, portion)
  if (verb === 'merge') return into_id ? mergePortion(ctx, { ...round, into_id }, portion) : { seen: 0, ends: true }
  const ids = await nextIds(ctx, round, portion)
  const { rows } = await sql<{ id: string; name: string }>`select id, name from tags where id = ${round.tag_id}`.execute(ctx.db)
  const [tag] = rows
  const tagging = { verb, expiresAt: round.expires_at, origin: 'rule', round: round.id } as const
  const changed = tag && ids.length > 0 ? await tagThese(ctx, { ...tagging, tag }, ids) : 0
  await sql`update tag_rounds set after = coalesce(${ids.at(-1) ?? null}::uuid, after) where id = ${round.id}`.execute(ctx.db)
  return { seen: ids.length, changed, ends: !tag || ids.length < portion }
}

async function nextIds(ctx: Ctx, { rule, search, after }: Open, portion: number): Promise<string[]> {
  const card = ctx.card('customer')
  const dictionary = await ctx.dictionary('customer')
  const checked = checkRule(rule, dictionary)
  const condition = compileRule(checked, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const found = search ? searchRecords(ctx, card, search) : null
  const { rows } = await sql<{ id: string }>`select c.id ${fromClause(card, null, tablesNamed(card, [checked]))} where ${condition}
    ${found ? sql`and ${found}` : sql``} ${after ? sql`and c.id > ${after}::uuid` : sql``} order by c.id limit ${portion}`.execute(ctx.db)
  return rows.map((row) => row.id)
}
