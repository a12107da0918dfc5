import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import type { customerJourneys as customerDefinition, listRuns as runsDefinition } from '../actions.ts'
import type { RunState } from '../journey.ts'
import type { Why } from '../steps/step.ts'
import { type MessageReason, kindsNamed, sayMessageReason } from '../../messages/reasons.ts'
import { readCustomerSkips, sayCustomerSkip, walkedBy } from './list-skips.ts'
import { reasonSayer, type SayReason } from './say-reasons.ts'

type Line = {
  step: string
  at: string
  what: string
  reason: Why | null
  message: { id: string; state: string; reason: MessageReason | null } | null
}
type Row = {
  id: string
  customer_id: string
  customer_name: string | null
  journey_id: string
  journey_name: string | null
  version: number
  arm: 'treated' | 'holdout'
  step: string
  state: RunState
  wake_at: Date | null
  entered_at: Date
  ended_at: Date | null
  log: Line[] | null
}

const columns = sql`r.id, r.customer_id, c.name as customer_name, r.journey_id, r.version, r.arm, r.step, r.state, r.wake_at, r.entered_at, r.ended_at`
// The message of a line has the line's number in its key; the unique index of keys finds it.
const lineOf = sql`jsonb_build_object('step', s.step, 'at', s.at, 'what', s.what, 'reason', s.reason, 'message', case when s.what = 'queued' then (
  select jsonb_build_object('id', m.id, 'state', m.state, 'reason', m.reason) from messages m
  where m.customer_id = s.customer_id and m.key = 'run:' || s.run_id::text || ':' || s.number::text) end)`

/** Newest entries first, page by page behind (entered_at, id). */
export async function listRuns(ctx: Ctx, input: InputOf<typeof runsDefinition>): Promise<AnswerOf<typeof runsDefinition>> {
  const conditions: RawBuilder<unknown>[] = [sql`r.journey_id = ${input.id}`]
  if (input.what) conditions.push(passed(input.what, input.step))
  else if (input.step) conditions.push(sql`r.step = ${input.step}`)
  if (input.state === 'active') conditions.push(sql`r.state in ('ready', 'waiting')`)
  else if (input.state) conditions.push(sql`r.state = ${input.state}`)
  if (input.arm) conditions.push(sql`r.arm = ${input.arm}`)
  if (input.after) conditions.push(behind(input.after))
  const { rows } = await sql<Row>`select ${columns}, null as journey_name,
      (select jsonb_build_array(${lineOf}) from journey_steps s where s.customer_id = r.customer_id and s.run_id = r.id order by s.number desc limit 1) as log
    from journey_runs r left join customers c on c.id = r.customer_id where ${sql.join(conditions, sql` and `)}
    order by r.entered_at desc, r.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const say = await lineSayer(ctx, kept, await reasonSayer(ctx, kept))
  const last = kept.at(-1)
  return {
    rows: kept.map((row) => ({ ...runOf(row), why: row.log?.map((line) => say(row, line))[0] ?? null })),
    next: rows.length > input.limit && last ? `${last.entered_at.toISOString()}_${last.id}` : null,
  }
}

/** Runs with such a line in their log, at this step or at any. */
function passed(what: string, step: string | undefined): RawBuilder<unknown> {
  return sql`exists (select 1 from journey_steps s where s.customer_id = r.customer_id and s.run_id = r.id and s.what = ${what} ${step ? sql`and s.step = ${step}` : sql``})`
}

function behind(cursor: string): RawBuilder<unknown> {
  const [at = '', id = ''] = cursor.split('_')
  if (Number.isNaN(Date.parse(at)) || !isUuid(id)) throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  return sql`(r.entered_at, r.id) < (${new Date(at)}::timestamptz, ${id}::uuid)`
}

export async function listCustomerJourneys(
  ctx: Ctx,
  { id }: InputOf<typeof customerDefinition>,
): Promise<AnswerOf<typeof customerDefinition>> {
  const { rows } = await sql<Row>`select ${columns}, j.name as journey_name,
      (select jsonb_agg(${lineOf} order by s.number) from journey_steps s where s.customer_id = r.customer_id and s.run_id = r.id) as log
    from journey_runs r left join customers c on c.id = r.customer_id left join journeys j on j.id = r.journey_id
    where r.customer_id = ${id} order by r.entered_at desc, r.id desc limit 200`.execute(ctx.db)
  const skips = await readCustomerSkips(ctx, id)
  const sayReason = await reasonSayer(ctx, [...rows, ...skips.map(walkedBy)])
  const say = await lineSayer(ctx, rows, sayReason)
  return {
    skipped: skips.map((row) => sayCustomerSkip(sayReason, row)),
    runs: rows.map((row) => {
      const log = (row.log ?? []).map((line) => say(row, line))
      return { ...runOf(row), journeyId: row.journey_id, journeyName: row.journey_name, log, why: log.at(-1) ?? null }
    }),
  }
}

function runOf(row: Row) {
  return {
    id: row.id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    version: row.version,
    arm: row.arm,
    step: row.step,
    state: row.state,
    wakeAt: row.wake_at?.toISOString() ?? null,
    enteredAt: row.entered_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}

type Said = { step: string; at: string; what: string; words: Words | null; message?: { id: string; state: string; reason: Words | null } }

async function lineSayer(ctx: Ctx, rows: readonly Row[], say: SayReason): Promise<(row: Row, line: Line) => Said> {
  const named = await readNamedThings(ctx, kindsNamed(rows.flatMap(({ log }) => (log ?? []).map(({ message }) => message?.reason))))
  return (row, { step, at, what, reason, message }) => ({
    step,
    at: new Date(at).toISOString(),
    what,
    words: reason ? say(row, reason, step) : null,
    ...(message ? { message: { ...message, reason: message.reason ? sayMessageReason(message.reason, named) : null } } : {}),
  })
}
