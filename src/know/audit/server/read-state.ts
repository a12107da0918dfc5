import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { guardStatements, readProtection } from '../../../platform/audit/guard-audit.ts'
import type { readAuditState as definition } from '../audit.ts'
import { readPlan } from './plan.ts'

type Answer = AnswerOf<typeof definition>
type CheckRow = {
  id: string
  state: 'running' | 'whole' | 'broken' | 'stopped'
  started_at: Date
  ended_at: Date | null
  checked: number
  total: number
  broken: number
  breaks: NonNullable<Answer['check']>['breaks']
}
type AlarmRow = {
  id: string
  actor: string
  actor_name: string | null
  raised_at: Date
  seen_at: Date
  records: number
  usual: number
  addresses: string[]
}

/** How the audit stands: who could change it, how long the chain is, what the newest look over it found, who reads too much. */
export async function readState(ctx: Ctx): Promise<Answer> {
  const { isProtected, role, holes } = await readProtection(ctx.services.database.pool)
  const { rows: ends } = await sql<{
    seq: number
    hash: Buffer
    at: Date
  }>`select seq, hash, at from audit.chain order by seq desc limit 1`.execute(ctx.db)
  const { rows: cuts } = await sql<{ entries: number; seq: number }>`select entries, seq from audit.cuts order by seq desc limit 1`.execute(
    ctx.db,
  )
  const { rows: checks } = await sql<CheckRow>`select id, state, started_at, ended_at, checked, total, broken, breaks from audit_checks
    order by state = 'running' desc, state = 'stopped', started_at desc limit 1`.execute(ctx.db)
  const { rows: alarms } = await sql<AlarmRow>`select id, actor, actor_name, raised_at, seen_at, records, usual, addresses from audit_alarms
    where settled_at is null order by raised_at desc limit 20`.execute(ctx.db)
  const newest = ends[0]
  const gone = cuts[0]?.entries ?? 0
  return {
    isProtected,
    role,
    holes: [...holes],
    statements: isProtected
      ? ''
      : guardStatements(role)
          .map((statement) => `${statement};`)
          .join('\n'),
    chained: newest ? newest.seq - (cuts[0]?.seq ?? 0) : 0,
    newest: newest ? { seq: newest.seq, hash: newest.hash.toString('hex'), at: newest.at.toISOString() } : null,
    gone,
    check: checks[0] ? checkOf(checks[0]) : null,
    ...(await readPlan(ctx.db)),
    alarms: alarms.map((row) => ({
      id: row.id,
      actor: row.actor,
      actorName: row.actor_name ?? row.actor,
      raisedAt: row.raised_at.toISOString(),
      seenAt: row.seen_at.toISOString(),
      records: row.records,
      usual: row.usual,
      addresses: row.addresses,
    })),
  }
}

const checkOf = (row: CheckRow): NonNullable<Answer['check']> => ({
  id: row.id,
  state: row.state,
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  checked: row.checked,
  total: Math.max(row.total, row.checked),
  broken: row.broken,
  breaks: row.breaks,
})
