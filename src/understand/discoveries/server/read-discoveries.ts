import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as actions from '../actions.ts'
import type { DiscoveryFacts, Looked, muteReasons } from '../discovery.ts'

type Week = { week: string; until: Date; state: 'waiting' | 'done'; looked: Looked[]; ended_at: Date | null }
type Row = { id: string; kind: string; key: string; facts: DiscoveryFacts; rule: Rule; is_new: boolean }
type Muted = {
  kind: string
  key: string
  name: DiscoveryFacts['name']
  reason: (typeof muteReasons)[number]
  note: string | null
  muted_by: string | null
  muted_at: Date
}

const notMuted = sql`not exists (select 1 from discovery_mutes m where m.kind = d.kind and m.key = d.key)`

export async function readDiscoveries(
  ctx: Ctx,
  { week: wanted }: InputOf<typeof actions.readDiscoveries>,
): Promise<AnswerOf<typeof actions.readDiscoveries>> {
  const weeks = (await sql<Week>`select week, until, state, looked, ended_at from discovery_weeks order by week desc`.execute(ctx.db)).rows
  const counts = (
    await sql<{ week: string; n: number }>`select week, count(*) as n from discoveries d where ${notMuted} group by week`.execute(ctx.db)
  ).rows
  const week = wanted === undefined ? weeks[0] : weeks.find((one) => one.week === wanted)
  const found = week ? await foundIn(ctx, week.week) : []
  const muted = (
    await sql<Muted>`select m.*, (select d.facts -> 'name' from discoveries d where d.kind = m.kind and d.key = m.key order by d.week desc limit 1) as name from discovery_mutes m order by muted_at desc`.execute(
      ctx.db,
    )
  ).rows
  return {
    week: week
      ? {
          week: week.week,
          until: week.until.toISOString(),
          state: week.state,
          looked: week.looked,
          endedAt: week.ended_at?.toISOString() ?? null,
        }
      : null,
    weeks: weeks.map((one) => ({ week: one.week, found: counts.find((row) => row.week === one.week)?.n ?? 0 })),
    found,
    muted: muted.map(({ kind, key, name, reason, note, muted_by, muted_at }) => ({
      kind,
      key,
      name,
      reason,
      note,
      by: muted_by,
      at: muted_at.toISOString(),
    })),
  }
}

async function foundIn(ctx: Ctx, week: string): Promise<AnswerOf<typeof actions.readDiscoveries>['found']> {
  const { rows } =
    await sql<Row>`select id, kind, key, facts, rule, not exists (select 1 from discoveries b where b.kind = d.kind and b.key = d.key and b.week = d.week - 7) as is_new
    from discoveries d where week = ${week} and ${notMuted} order by strength desc, kind, key`.execute(ctx.db)
  return rows.map(({ is_new: isNew, ...row }) => ({ ...row, isNew }))
}

/** @throws Problem record.missing */
export async function muteDiscovery(
  ctx: Ctx,
  input: InputOf<typeof actions.muteDiscovery>,
): Promise<AnswerOf<typeof actions.muteDiscovery>> {
  const { rows } = await sql<{ kind: string; key: string }>`select kind, key from discoveries where id = ${input.discovery}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Problem('record.missing', { what: { zh: '发现', en: 'discovery' } })
  await sql`insert into discovery_mutes (kind, key, reason, note, muted_by, muted_at) values (${row.kind}, ${row.key}, ${input.reason}, ${input.note}, ${ctx.actor.name}, ${ctx.now})
    on conflict (kind, key) do update set reason = excluded.reason, note = excluded.note, muted_by = excluded.muted_by, muted_at = excluded.muted_at`.execute(
    ctx.db,
  )
  return row
}

export async function unmuteDiscovery(ctx: Ctx, { kind, key }: InputOf<typeof actions.unmuteDiscovery>): Promise<Record<string, never>> {
  await sql`delete from discovery_mutes where kind = ${kind} and key = ${key}`.execute(ctx.db)
  return {}
}
