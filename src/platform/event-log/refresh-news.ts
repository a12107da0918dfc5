import { sql } from 'kysely'
import { newFacts } from '../../core/event/facts-of.ts'
import type { Db } from '../database/connect.ts'
import { asSystem, type Services } from '../actions/services.ts'
import type { Ctx } from '../actions/context.ts'
import { everyone, type News, newsOfSome } from './news.ts'
import { together } from './refresh-lock.ts'

/** The moments at which a test breaks the program off; `refreshed` comes after each refresher. */
export type RefreshPoint = 'claimed' | 'refreshed' | 'written'

type Head = { customer_id: string; seq: number; done: number }

/**
 * Takes up to `limit` customers with news, lets every refresher look at them in one transaction, and notes how far
 * their facts were read. While it looks, their heads are locked: a writer waits, and no fact can slip in between.
 * Facts that the last refresher tells itself stay news for the next round.
 * @returns how many customers were refreshed
 */
export async function refreshNews(services: Services, limit: number, at: (point: RefreshPoint) => void = () => {}): Promise<number> {
  return asSystem(services, 'freshness', async (ctx) => {
    const heads = await claimHeads(ctx.db, limit)
    if (heads.length === 0) return 0
    at('claimed')
    const news = await readNews(ctx, heads)
    const { refreshers } = services.registry
    for (const refresher of refreshers.slice(0, -1)) {
      const heard = refresher.hears === 'records' ? news.ofRecords() : news
      if (heard.ids.length > 0) await refresher.refresh(ctx, heard)
      at('refreshed')
    }
    const readTo = await seqOf(ctx.db, news.ids)
    await refreshers.at(-1)?.refresh(ctx, news)
    await markDone(ctx, readTo)
    at('written')
    return heads.length
  })
}

/** Candidates without a lock, then the lock by their ids: the order that also works when customers are spread. */
async function claimHeads(db: Db, limit: number): Promise<Head[]> {
  const candidates = await sql<{
    customer_id: string
  }>`select customer_id from log_heads where news order by customer_id limit ${limit}`.execute(db)
  if (candidates.rows.length === 0) return []
  await together.execute(db)
  const ids = candidates.rows.map((row) => row.customer_id)
  const { rows } = await sql<Head>`select customer_id, seq, done from log_heads where customer_id = any(${ids}::uuid[]) and news
    order by customer_id for no key update skip locked`.execute(db)
  return rows
}

type Heard = { customer_id: string; loud: boolean; facts: number }

/** A number that no fact has (make-news.ts) says that anything may be another. */
async function readNews({ db, registry }: Ctx, heads: readonly Head[]): Promise<News> {
  const ids = heads.map((head) => head.customer_id)
  const doing = [...registry.events.values()].filter((kind) => kind.isDoing).map((kind) => kind.name)
  const { rows } =
    await sql<Heard>`select e.customer_id, bool_or(not e.quiet) as loud, count(*) filter (where e.kind = any(${doing})) as facts
    from ${newFacts(sql`h.customer_id = any(${ids}::uuid[])`)} group by e.customer_id`.execute(db)
  const loud = new Set(rows.filter((row) => row.loud).map((row) => row.customer_id))
  const done = new Map(rows.map((row) => [row.customer_id, row.facts]))
  return newsOfSome({
    ids,
    changed: heads.filter((head) => done.get(head.customer_id) !== head.seq - head.done).map((head) => head.customer_id),
    isQuiet: (id) => !loud.has(id),
  })
}

async function seqOf(db: Db, ids: readonly string[]): Promise<Head[]> {
  const { rows } = await sql<Head>`select customer_id, seq, done from log_heads where customer_id = any(${ids}::uuid[])`.execute(db)
  return rows
}

async function markDone(ctx: Ctx, readTo: readonly Head[]): Promise<void> {
  const marks = JSON.stringify(readTo.map(({ customer_id, seq }) => ({ customer_id, seq })))
  await sql`update log_heads h set done = r.seq from jsonb_to_recordset(${marks}::jsonb) as r(customer_id uuid, seq bigint)
    where h.customer_id = r.customer_id and h.customer_id = any(${readTo.map((h) => h.customer_id)}::uuid[])`.execute(ctx.db)
}

/**
 * Recomputes everything derived for everybody, in set-based statements. Then customers whose news is all history are
 * marked as read; whoever has news that may wake a journey is left to the freshness worker.
 */
export async function refreshEveryone(services: Services, at: (point: RefreshPoint) => void = () => {}): Promise<void> {
  await asSystem(services, 'freshness', async (ctx) => {
    await sql`create temporary table read_to on commit drop as select customer_id, seq from log_heads where news`.execute(ctx.db)
    at('claimed')
    for (const refresher of services.registry.refreshers) {
      await refresher.refresh(ctx, everyone)
      at('refreshed')
    }
    for (const refresher of services.registry.refreshers) await refresher.afterEveryone?.(ctx)
    await sql`update log_heads h set done = r.seq from read_to r where h.customer_id = r.customer_id and h.seq = r.seq
      and not exists (select 1 from events e where e.customer_id = h.customer_id and e.seq > h.done and not e.quiet)`.execute(ctx.db)
    at('written')
  })
}
