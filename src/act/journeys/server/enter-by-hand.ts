import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { askForWork } from '../../../platform/jobs/ask-for-work.ts'
import type { enterJourney as definition } from '../actions.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { seesEveryCustomer } from '../../../platform/rights/sight.ts'
import { atTheDoor } from './at-the-door.ts'
import { labelOfWhy } from '../why.ts'
import { enterRuns, type Passed } from './enter-runs.ts'
import { type KeptJourney, readOne } from './read-journeys.ts'

/** So many members are let in with one transaction: it locks the log of each. */
export const doorPortion = 5_000

/** The kind under which work keeps who has not been let in yet. */
export const doorWork = 'enter-journey'

/** Work that was begun before rules were kept names a segment. */
export type DoorWork = {
  readonly journey: string
  readonly segment?: string
  readonly rule?: Rule
  readonly cause: string
  readonly why?: 'existing'
}

export type Came = AnswerOf<typeof definition>

/** @throws Problem journey.not-live, journey.nobody-named, rule.* */
export async function enterJourney(ctx: Ctx, { id, segment, customerIds, context, key }: InputOf<typeof definition>): Promise<Came> {
  const journey = await readOne(ctx, id)
  if (journey.row.state !== 'live') throw new Problem('journey.not-live', { name: journey.row.name })
  if (segment === undefined && customerIds === undefined) throw new Problem('journey.nobody-named')
  if (segment !== undefined) return enterByRule(ctx, journey, { segment })
  await checkRules(ctx, [journey.open.definition.audience])
  const cause = key === undefined ? causeOf(ctx) : `api:${key}`
  const columns = atTheDoor({
    customer: sql`customer_id`,
    cause: sql`${cause}::text`,
    ...(context ? { context: sql`${JSON.stringify(context)}::jsonb` } : {}),
  })
  const rows = sql`select ${columns} from (select distinct customer_id from unnest(${customerIds ?? []}::uuid[]) as customer_id) g`
  const isApi = journey.open.definition.trigger.kind === 'api'
  return { ...told(await comeIn(ctx, journey, rows, isApi ? 'by-api' : 'by-hand')), more: false }
}

/** @throws Problem rule.*, for what is retired or not there for who asks */
async function checkRules(ctx: Ctx, rules: readonly (Rule | undefined)[]): Promise<void> {
  const dictionary = await ctx.dictionary('customer')
  for (const rule of rules) if (rule) checkRule(rule, dictionary)
}

/**
 * Lets those in for whom a rule holds now: a portion at once, the others by a tick that goes on where this ends. That tick lets in
 * whoever is a member, so whoever does not see every customer has but what goes in at once.
 * @throws Problem journey.more-than-seen, rule.*
 */
export async function enterByRule(ctx: Ctx, journey: KeptJourney, rule: Rule, portion = doorPortion, why?: 'existing'): Promise<Came> {
  await checkRules(ctx, [rule, journey.open.definition.audience])
  const work: DoorWork = { journey: journey.row.id, rule, cause: causeOf(ctx), ...(why ? { why } : {}) }
  const { next, ...passed } = await enterPortion(ctx, journey, work, null, portion)
  const seesAll = seesEveryCustomer(ctx.sight)
  if (next !== null && !seesAll) throw new Problem('journey.more-than-seen', { most: portion })
  if (next !== null) await askForWork(ctx, { kind: doorWork, input: work, progress: { after: next } })
  // Whom a rule holds for may be out of sight, and nothing is told of those: who does not see everybody reads of nobody outside.
  return { ...told(seesAll ? passed : { ...passed, refused: {} }), more: next !== null }
}

/** @returns what came of it, and after whom the next portion begins; null when this was the last */
export async function enterPortion(
  ctx: Ctx,
  journey: KeptJourney,
  { segment, rule, cause, why }: DoorWork,
  after: string | null,
  portion = doorPortion,
): Promise<Passed & { next: string | null }> {
  const beyond = after === null ? sql`true` : sql`id > ${after}::uuid`
  const all = await whoFits(ctx, rule ?? { segment: segment ?? '' })
  const { rows } = await sql<{
    n: number
    last: string | null
  }>`select count(*) as n, max(id::text collate "C") as last from (select id from (${all}) f where ${beyond} order by id limit ${portion}) m`.execute(
    ctx.db,
  )
  const { n = 0, last = null } = rows[0] ?? {}
  if (last === null) return { entered: 0, holdout: 0, refused: {}, next: null }
  const columns = atTheDoor({ customer: sql`id`, cause: sql`${cause}::text` })
  const these = sql`select ${columns} from (${all}) f where ${beyond} and id <= ${last}::uuid`
  return { ...(await comeIn(ctx, journey, these, why ?? 'by-hand')), next: n < portion ? null : last }
}

/** Members of a segment by its own table: nothing is computed. */
async function whoFits(ctx: Ctx, rule: Rule): Promise<RawBuilder<unknown>> {
  if ('segment' in rule) return sql`select customer_id as id from memberships where segment_id = ${rule.segment}::uuid and left_at is null`
  const card = ctx.card('customer')
  const holds = compileRule(rule, await ctx.dictionary('customer'), { now: ctx.now, timeZone: ctx.shop.timeZone })
  return sql`select c.id ${fromClause(card, null, tablesNamed(card, [rule]))} where ${holds}`
}

/** Whoever was there when a journey was started was named by nobody. */
const comeIn = (ctx: Ctx, journey: KeptJourney, rows: RawBuilder<unknown>, code: string) =>
  enterRuns(ctx, journey, { rows, among: null, why: { code }, named: code !== 'existing' })

const told = ({ entered, holdout, refused }: Passed) => ({
  entered,
  holdout,
  refused: Object.entries(refused)
    .map(([code, count]) => ({ code, count, words: labelOfWhy(code) }))
    .toSorted((one, other) => other.count - one.count),
})

/** Every portion has the cause of the first, so that one click lets nobody in twice. */
const causeOf = (ctx: Ctx) => `by-hand:${ctx.now.toISOString()}`
