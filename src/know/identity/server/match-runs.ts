import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { WorkState } from '../../../core/kit/work-state.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { MatchProgress } from '../match-progress.ts'
import type { readMatching as definition } from '../matching-actions.ts'
import { readRules } from './match-rules.ts'

/** @throws Problem matching.run-under-way */
export async function startMatching(ctx: Ctx): Promise<{ id: string }> {
  const id = ctx.newId()
  const { rows } = await sql`insert into match_runs (id, kind, state, progress, started_by, created_at)
    select ${id}, 'whole', 'waiting', '{}'::jsonb, ${ctx.actor.name}, ${ctx.now}
    where not exists (select 1 from match_runs where kind = 'whole' and state in ('waiting', 'running', 'stopping')) returning id`.execute(
    ctx.db,
  )
  if (rows.length === 0) throw new Problem('matching.run-under-way')
  return { id }
}

/** @throws Problem matching.no-run */
export async function stopMatching(ctx: Ctx): Promise<{ id: string }> {
  const { rows } = await sql<{
    id: string
  }>`update match_runs set state = 'stopping' where kind = 'whole' and state in ('waiting', 'running') returning id`.execute(ctx.db)
  if (!rows[0]) throw new Problem('matching.no-run')
  return { id: rows[0].id }
}

type Row = {
  id: string
  kind: 'whole' | 'catch-up'
  state: WorkState
  progress: Partial<MatchProgress>
  started_by: string
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
}
type Answer = AnswerOf<typeof definition>

export async function readMatching(ctx: Ctx): Promise<Answer> {
  const { rows } = await sql<Row>`select * from match_runs where kind = 'whole' order by created_at desc, id desc limit 1`.execute(ctx.db)
  const queue = await sql<{ n: number }>`select count(*) as n from match_queue`.execute(ctx.db)
  const open = await sql<{ same: number; household: number }>`select count(*) filter (where says = 'same') as same,
    count(*) filter (where says = 'household') as household from match_pairs where state = 'open'`.execute(ctx.db)
  return {
    run: rows[0] ? asRun(rows[0]) : null,
    waiting: queue.rows[0]?.n ?? 0,
    outdated: await isOutdated(ctx),
    open: open.rows[0] ?? { same: 0, household: 0 },
  }
}

/** Some key was worked out for other rules: one row is looked at, for all are worked out anew together. */
async function isOutdated(ctx: Ctx): Promise<boolean> {
  const { scheme } = await readRules(ctx.db)
  const { rows } = await sql<{ scheme: number }>`select scheme from match_keys order by customer_id limit 1`.execute(ctx.db)
  return rows[0] !== undefined && (rows[0].scheme !== scheme || (await wereRulesChanged(ctx)))
}

/** A rule was given other conditions, points or scores since the base was last looked over from beginning to end. */
async function wereRulesChanged({ db }: Ctx): Promise<boolean> {
  const { rows } = await sql`select 1 from match_rules where updated_at >
    (select max(started_at) from match_runs where kind = 'whole' and state = 'done') limit 1`.execute(db)
  return rows.length > 0
}

/** Half the way is the keys, the other half the pairs; about so the time is spent. */
function asRun(row: Row): NonNullable<Answer['run']> {
  const { phase = 'keys', customers = 0, seen = 0, part = 0, parts = 1, compared = 0, skipped = [], failure } = row.progress
  const share =
    phase === 'keys' ? (customers > 0 ? 0.5 * Math.min(1, seen / customers) : 0) : phase === 'pairs' ? 0.5 + (0.5 * part) / parts : 1
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    startedBy: row.started_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    phase,
    done: Math.round(share * customers),
    of: customers,
    compared,
    skipped: [...skipped],
    failure: failure ?? null,
  }
}
