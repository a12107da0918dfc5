import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isOutage } from '../../../platform/database/outage.ts'
import type { MatchProgress } from '../match-progress.ts'
import { alone } from './compare-changed.ts'
import { comparePart } from './compare-part.ts'
import { isGivenPair } from './given-pairs.ts'
import { keepKeys } from './keep-keys.ts'
import { readRules } from './match-rules.ts'
import { readSubjects, stamp } from './read-subjects.ts'

type RunSizes = {
  /** Customers whose keys are worked out in one portion. */
  readonly keys?: number
  /** Keys that are gone through in one portion, about. */
  readonly part?: number
  /** A test breaks off here, or kills the process. */
  readonly breakpoint?: (name: string) => void
}

type Row = { id: string; kind: 'whole' | 'catch-up'; state: string; progress: MatchProgress; started_at: Date | null }

/** Up to so many changed customers are compared one by one; for more, everybody is looked through at once. */
const mostByQueue = 50_000
const mostFailures = 5
const failures = new Map<string, number>()

/**
 * Does one portion of the oldest look over the base that is under way. Whoever worked on it before, it goes on where its
 * row says.
 * @returns whether there was anything to do
 */
export async function workOnRun(services: Services, sizes: RunSizes = {}): Promise<boolean> {
  const { rows } = await sql<Row>`select id, kind, state, progress, started_at from match_runs
    where state in ('waiting', 'running', 'stopping') order by created_at limit 1`.execute(services.database.db)
  const row = rows[0]
  if (!row) return false
  try {
    const next = await asSystem(services, 'matching', (ctx) => doPortion(ctx, row, sizes))
    failures.delete(row.id)
    if (next === 'pairs' && row.progress.phase === 'keys') await tidyKeys(services)
    return next !== 'taken'
  } catch (error) {
    return await bear(services, row, error)
  }
}

async function doPortion(ctx: Ctx, row: Row, sizes: RunSizes): Promise<MatchProgress['phase'] | 'taken' | 'end'> {
  if (!(await alone.execute(ctx.db)).rows[0]?.mine) return 'taken'
  const startedAt = row.started_at ?? ctx.now
  if (row.state === 'stopping') return await end(ctx, row, row.progress, 'stopped')
  const before = row.state === 'waiting' ? await begin(ctx, row, sizes) : row.progress
  sizes.breakpoint?.('claimed')
  const progress = await step(ctx, before, startedAt, sizes)
  sizes.breakpoint?.('before-commit')
  if (!progress) return await end(ctx, row, before, 'done')
  await sql`update match_runs set state = 'running', progress = ${JSON.stringify(progress)}::jsonb, started_at = ${startedAt}
    where id = ${row.id} and state = ${row.state}`.execute(ctx.db)
  return progress.phase
}

async function begin(ctx: Ctx, row: Row, { part = 40_000 }: RunSizes): Promise<MatchProgress> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from customers`.execute(ctx.db)
  const customers = rows[0]?.n ?? 0
  const parts = Math.max(1, Math.ceil((customers * 5) / part))
  const zero = { seen: 0, changed: 0, part: 0, compared: 0, skipped: [] }
  return { phase: 'keys', after: null, customers, whole: row.kind === 'whole', parts, ...zero }
}

/** @returns the progress afterwards; null when all is done */
async function step(ctx: Ctx, progress: MatchProgress, startedAt: Date, sizes: RunSizes): Promise<MatchProgress | null> {
  if (progress.phase === 'keys') return await keysOfSome(ctx, progress, sizes.keys ?? 10_000)
  if (progress.phase === 'pairs') {
    const next = await comparePart(ctx, progress, await readRules(ctx.db), startedAt)
    return { ...next, phase: next.part < next.parts ? 'pairs' : 'clean' }
  }
  // What was alike before this look and was not found by it is alike no longer.
  await sql`delete from match_pairs p where p.state = 'open' and p.seen_at < ${startedAt} and not ${isGivenPair}`.execute(ctx.db)
  // Who waits with the very data that was compared here need not be compared once more.
  await sql`delete from match_queue q using match_keys k where k.customer_id = q.customer_id and k.version = q.version`.execute(ctx.db)
  return null
}

async function keysOfSome(ctx: Ctx, progress: MatchProgress, limit: number): Promise<MatchProgress | null> {
  const { db, client } = ctx
  if (!client) throw new Error('keys are written in a transaction')
  const rules = await readRules(db)
  const behind = progress.after === null ? sql`true` : sql`id > ${progress.after}::uuid`
  const { rows } = await sql<{ id: string; stale: boolean }>`select c.id, not exists (
      select 1 from match_keys k where k.customer_id = c.id and k.version = ${stamp} and k.scheme = ${rules.scheme}) as stale
    from (select id, version from customers where ${behind} order by id limit ${limit}) c order by c.id`.execute(db)
  const last = rows.at(-1)?.id ?? null
  const stale = rows.filter((each) => each.stale).map((each) => each.id)
  await keepKeys({ db, client }, [...(await readSubjects(db, stale)).values()], rules)
  await dropOrphans(ctx, progress.after, rows.length < limit ? null : last)
  const changed = progress.changed + stale.length
  const whole = progress.whole || changed > mostByQueue
  if (!whole && stale.length > 0)
    await sql`insert into match_queue (customer_id, version) select c.id, ${stamp} from customers c where c.id = any(${stale}::uuid[]) order by c.id
      on conflict (customer_id) do update set version = excluded.version`.execute(db)
  const next = { ...progress, after: last ?? progress.after, seen: progress.seen + rows.length, changed, whole }
  if (rows.length === limit) return next
  return whole ? { ...next, phase: 'pairs' } : null
}

/** Keys of those who are customers no longer, among the ids just gone through. */
async function dropOrphans({ db }: Ctx, after: string | null, last: string | null): Promise<void> {
  const from = after === null ? sql`true` : sql`k.customer_id > ${after}::uuid`
  const to = last === null ? sql`true` : sql`k.customer_id <= ${last}::uuid`
  await sql`delete from match_keys k where ${from} and ${to} and not exists (select 1 from customers c where c.id = k.customer_id)`.execute(
    db,
  )
}

async function end(ctx: Ctx, row: Row, progress: MatchProgress, state: 'done' | 'stopped' | 'failed'): Promise<'end'> {
  await sql`update match_runs set state = ${state}, progress = ${JSON.stringify(progress)}::jsonb, started_at = coalesce(started_at, ${ctx.now}::timestamptz), ended_at = ${ctx.now}
    where id = ${row.id}`.execute(ctx.db)
  return 'end'
}

/** The keys are read in their order next, which costs a third when the table's map is up to date. Only a help. */
async function tidyKeys({ database, log }: Services): Promise<void> {
  await database.pool.query('vacuum (analyze) match_keys').catch((error: unknown) => log.warn({ err: error }, 'the keys were not tidied'))
}

async function bear(services: Services, row: Row, error: unknown): Promise<boolean> {
  if (isOutage(error)) throw error
  const times = (failures.get(row.id) ?? 0) + 1
  failures.set(row.id, times)
  if (times < mostFailures) throw error
  failures.delete(row.id)
  services.log.error({ err: error, run: row.id }, 'a look over the base was given up')
  const failure = error instanceof Error ? error.message : String(error)
  await asSystem(services, 'matching', (ctx) => end(ctx, row, { ...row.progress, failure }, 'failed'))
  return true
}
