import { sql } from 'kysely'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { keepAnchor } from '../../../platform/audit/anchors.ts'
import { chainEntries, readEnd } from '../../../platform/audit/chain-audit.ts'
import { beginCheck, type ChainBreak, checkEnds, checkPortion, type CheckPlace } from '../../../platform/audit/check-chain.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { readPlan } from './plan.ts'

const portion = 2_000
const dayMs = 86_400_000
const mostKept = 200

/** Chains what is new, and keeps the chain's end outside the database. */
export async function chainTick(services: Services): Promise<boolean> {
  const chained = await chainEntries(services, portion)
  if (chained > 0) await keepAnchor(services, await readEnd(services.database.db))
  return chained === portion
}

type Check = { id: string; place: CheckPlace | Record<never, never>; breaks: ChainBreak[]; broken: number }

/** One portion of the look over the chain that is under way. Each day one begins by itself. */
export async function checkTick(services: Services): Promise<boolean> {
  const { db } = services.database
  const { rows } =
    await sql<Check>`select id, place, breaks, broken from audit_checks where state = 'running' order by started_at limit 1`.execute(db)
  const check = rows[0] ?? (await beginDaily(services))
  if (!check) return false
  const from = 'seq' in check.place ? check.place : await beginCheck(services)
  const { place, breaks, checked, done } = await checkPortion(db, from)
  const found = [...breaks, ...(done ? await checkEnds(services) : [])]
  if (found.length > 0) services.log.error({ breaks: found.slice(0, 20), all: found.length }, 'the audit chain is broken')
  await keepFound(services, check, { place, found, checked, done })
  return !done
}

async function keepFound(
  services: Services,
  check: Check,
  { place, found, checked, done }: { place: CheckPlace; found: readonly ChainBreak[]; checked: number; done: boolean },
): Promise<void> {
  const broken = check.broken + found.length
  const state = done ? (broken > 0 ? 'broken' : 'whole') : 'running'
  await sql`update audit_checks set place = ${JSON.stringify(place)}::jsonb, checked = checked + ${checked}, broken = ${broken}, state = ${state},
      breaks = ${JSON.stringify([...check.breaks, ...found].slice(0, mostKept))}::jsonb, ended_at = ${done ? services.clock() : null}
    where id = ${check.id} and state = 'running'`.execute(services.database.db)
}

/** Between two and five at night by the shop's clock, and whenever the last look is two days old. */
async function beginDaily(services: Services): Promise<Check | null> {
  const { rows } = await sql<{ started_at: Date }>`select started_at from audit_checks order by started_at desc limit 1`.execute(
    services.database.db,
  )
  if (!rows[0] && (await readEnd(services.database.db)).seq === 0) return null
  const age = services.clock().getTime() - (rows[0]?.started_at.getTime() ?? 0)
  if (age < dayMs * 0.8) return null
  return asSystem(services, 'audit', async (ctx) => {
    const hour = Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: ctx.shop.timeZone }).format(ctx.now))
    if (age < 2 * dayMs && (hour < 2 || hour > 5)) return null
    return { id: await startCheck(ctx.db, { id: ctx.newId(), at: ctx.now, by: null }), place: {}, breaks: [], broken: 0 }
  })
}

/** A look over the whole chain from now on, in place of one that is under way. @returns its id */
export async function startCheck(db: Db, { id, at, by }: { id: string; at: Date; by: string | null }): Promise<string> {
  await sql`update audit_checks set state = 'stopped', ended_at = ${at} where state = 'running'`.execute(db)
  await sql`insert into audit_checks (id, started_at, started_by, state, checked, total, place, breaks, broken)
    select ${id}, ${at}, ${by}, 'running', 0, count(*), '{}', '[]', 0 from audit.chain`.execute(db)
  return id
}

const mostForgotten = 5_000

/** Lets go of entries that are older than they are kept; none of the last 180 days, whatever is set. */
export async function forgetTick(services: Services): Promise<boolean> {
  const { db } = services.database
  const { keepDays } = await readPlan(db)
  const before = new Date(services.clock().getTime() - keepDays * dayMs)
  const { rows } = await sql<{ gone: number }>`select audit.forget(${before}::timestamptz, ${mostForgotten}) as gone`.execute(db)
  const gone = rows[0]?.gone ?? 0
  if (gone > 0) services.log.info({ gone, before }, 'old audit entries were let go')
  return gone === mostForgotten
}
