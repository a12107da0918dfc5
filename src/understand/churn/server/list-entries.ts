import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { maySee } from '../../../platform/rights/sight.ts'
import type { EntryState } from '../churn.ts'
import type { listChurnEntries as definition } from '../questions.ts'
import { readDefinition } from './read-definition.ts'

type Answer = AnswerOf<typeof definition>
type Line = Answer['entries'][number]

type Row = {
  id: string
  customer_id: string
  name: string | null
  no_personalisation: boolean
  state: EntryState
  snoozed_until: Date | null
  assignee_id: string | null
  assignee_name: string | null
  opened_at: Date
  last_at: Date | null
  risk: string | null
  value: number | null
  changeable: string | null
  score: string | null
  why: Partial<Line['why']> & Pick<Line['why'], 'state' | 'predicted' | 'complaint'>
  basis: Line['basis']
  outdated: boolean
  reason: string | null
  reason_from: Line['reasonFrom']
  reason_words: string | null
  resolved_at: Date | null
  resolved_by_name: string | null
  note: string | null
  back_at: Date | null
  money: number | null
  version: number
  steps: Line['steps'] | null
  place: string
}

const states = { open: sql`e.state = 'open'`, snoozed: sql`e.state = 'snoozed'`, ended: sql`e.state not in ('open', 'snoozed')` }

export async function listEntries(ctx: Ctx, input: InputOf<typeof definition>): Promise<Answer> {
  const { windowDays } = await readDefinition(ctx.db)
  const whose = whoseOf(ctx, input.who)
  // From whom the score is hidden, its order is too.
  const order = input.state === 'ended' ? sql`e.resolved_at` : sql`coalesce(e.score, 0)`
  const cursor = input.after === undefined ? null : readCursor(input.after)
  const behind = cursor ? sql`and (${order}, e.id) < (${cursor.place}, ${cursor.id}::uuid)` : sql``
  const { rows } =
    await sql<Row>`select e.*, ${order}::text as place, coalesce(c.name, c.short_name, c.phone, c.email, c.code) as name, c.no_personalisation, r.last_at,
      ${reasonOfEntry} as reason, s.reason_from, s.reason_words,
      e.basis = 'prediction' and p.alive_chance is null as outdated, case when e.state = 'back' then (${moneyAfter(windowDays)}) end as money, (${stepsOf}) as steps
    from churn_entries e join customers c on c.id = e.customer_id left join rhythms r on r.customer_id = e.customer_id left join churn_states s on s.customer_id = e.customer_id
      left join predictions p on p.customer_id = e.customer_id
    where ${whose} and ${states[input.state]} ${behind} order by ${order} desc, e.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  return {
    asOf: ctx.now.toISOString(),
    entries: kept.map((row) => lineOf(ctx, row)),
    counts: await countEntries(ctx, whose),
    next: rows.length > input.limit && last ? `${last.place}|${last.id}` : null,
  }
}

/** One's own are also those of nobody: whoever comes first sees to them. */
function whoseOf(ctx: Ctx, who: string): RawBuilder<unknown> {
  if (who === 'everyone') return sql`true`
  if (who === 'nobody') return sql`e.assignee_id is null`
  return who === 'me' ? sql`(e.assignee_id = ${ctx.actor.id} or e.assignee_id is null)` : sql`e.assignee_id = ${who}`
}

function readCursor(after: string): { place: string; id: string } {
  const [place = '', id = ''] = after.split('|')
  if (!isUuid(id) || !/^[\d.:+ -]+$/.test(place)) throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  return { place, id }
}

/** While an entry `e` is under way, why its customer left is what is known of them now; once it has ended, what was known then. */
export const reasonOfEntry: RawBuilder<unknown> = sql`coalesce(case when e.resolved_at is null then (select s.reason from churn_states s where s.customer_id = e.customer_id) end, e.reason)`

/**
 * What entry `e` was followed by within the window, in minor units; refunds are not taken off. The window limits this sum alone:
 * whoever buys later came back too, with nothing spent after.
 */
export function moneyAfter(windowDays: number): RawBuilder<unknown> {
  return sql`select coalesce(sum(p.amount), 0)::bigint from purchases p where p.customer_id = e.customer_id and p.kind = 'purchase'
    and p.occurred_at >= e.opened_at and p.occurred_at < e.opened_at + ${windowDays} * interval '1 day'`
}

const stepsOf = sql`select jsonb_agg(jsonb_build_object('kind', t.kind, 'details', t.details, 'byName', t.by_name, 'at', t.at) order by t.at, t.id)
  from churn_steps t where t.customer_id = e.customer_id and t.entry_id = e.id`

async function countEntries(ctx: Ctx, whose: RawBuilder<unknown>): Promise<Answer['counts']> {
  const { rows } = await sql<
    Answer['counts']
  >`select count(*) filter (where e.state = 'open')::int as open, count(*) filter (where e.state = 'snoozed')::int as snoozed,
      count(*) filter (where ${states.ended})::int as ended, case when bool_or(e.score is null) then null else coalesce(round(sum(e.score) filter (where e.state = 'open')), 0)::bigint end as "atStake"
    from churn_entries e join customers c on c.id = e.customer_id where ${whose}`.execute(ctx.db)
  return rows[0] ?? { open: 0, snoozed: 0, ended: 0, atStake: 0 }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

const numberOf = (value: string | number | null) => (value === null ? null : Number(value))

/** What the reader's role hides is not in the row. */
const nothingKnown = {
  elapsed: null,
  rhythmDays: null,
  gaps: null,
  aliveChance: null,
  spend: null,
  purchases: null,
  consent: null,
  reachable: null,
  owned: null,
  fresh: null,
}

function lineOf(ctx: Ctx, row: Row): Line {
  return {
    id: row.id,
    customer: { id: row.customer_id, name: row.name, noPersonalisation: row.no_personalisation },
    state: row.state,
    snoozedUntil: iso(row.snoozed_until),
    assigneeId: row.assignee_id,
    assigneeName: row.assignee_name,
    openedAt: row.opened_at.toISOString(),
    since: row.last_at ? Math.floor((ctx.now.getTime() - row.last_at.getTime()) / 86_400_000) : null,
    risk: numberOf(row.risk),
    value: numberOf(row.value),
    changeable: numberOf(row.changeable),
    atStake: row.score === null ? null : Math.round(Number(row.score)),
    why: { ...nothingKnown, ...row.why },
    basis: row.basis,
    isOutdated: row.outdated,
    reason: row.reason,
    reasonFrom: row.reason_from,
    reasonWords: row.reason_words,
    resolvedAt: iso(row.resolved_at),
    resolvedBy: row.resolved_by_name,
    note: row.note,
    backAt: iso(row.back_at),
    cameBackWith: row.money === null || !maySee(ctx.sight, 'purchase') ? null : Number(row.money),
    version: row.version,
    steps: row.steps ?? [],
  }
}
