import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { alone } from '../../../platform/event-log/refresh-lock.ts'
import type { publishRfm as publishDefinition } from '../actions.ts'
import type * as questions from '../rfm-questions.ts'
import { groupOf, highFrom, type OwnEdges, type RfmSettings, readSettings, wrongEdges } from '../scoring.ts'
import { scoresOf } from '../thresholds.ts'
import { askAllMonths } from './keep-cells.ts'
import { retakeThresholds, settingsInForce, takeEdges } from './retake-thresholds.ts'

type Version = { version: number; settings: unknown; moved: number; published_by_name: string; published_at: Date }

export async function readRfmSettings(ctx: Ctx): Promise<AnswerOf<typeof questions.readRfmSettings>> {
  const { version, settings } = await settingsInForce(ctx)
  const { rows } =
    await sql<Version>`select version, settings, moved, published_by_name, published_at from rfm_versions order by version desc limit 20`.execute(
      ctx.db,
    )
  const most = await sql<{
    most: number | null
  }>`select percentile_disc(0.99) within group (order by largest_purchase) as most from metrics where purchase_count > 0`.execute(ctx.db)
  return {
    version,
    settings,
    highFrom: highFrom(settings.bands),
    suggestedCap: most.rows[0]?.most ?? null,
    versions: rows.map((row) => ({
      version: row.version,
      settings: readSettings(row.settings),
      moved: row.moved,
      by: row.published_by_name,
      at: row.published_at.toISOString(),
    })),
  }
}

const edgeNames: Readonly<Record<keyof OwnEdges, Words>> = {
  recencyDays: { zh: 'R 最近消费（天）', en: 'R recency (days)' },
  frequency: { zh: 'F 消费次数', en: 'F purchases' },
  monetary: { zh: 'M 消费金额', en: 'M money' },
}

function checkEdges(settings: RfmSettings): RfmSettings {
  const wrong = wrongEdges(settings)
  if (wrong) throw new Problem('rfm.edges-wrong', { path: `settings.edges.${wrong}`, name: edgeNames[wrong], count: settings.bands - 1 })
  return settings.kind === 'own' ? settings : { ...settings, edges: null }
}

type Move = { r0: number | null; f0: number | null; m0: number | null; r: number; f: number; m: number; customers: number }

/**
 * Who would stand where if the scoring were this; nothing is kept.
 * @throws Problem rfm.edges-wrong
 */
export async function previewRfm(ctx: Ctx, input: InputOf<typeof questions.previewRfm>): Promise<AnswerOf<typeof questions.previewRfm>> {
  const settings = checkEdges(input.settings)
  const before = await settingsInForce(ctx)
  const taken = await takeEdges(ctx, { version: before.version + 1, settings })
  if (!taken) return { customers: 0, rescored: 0, moved: 0, flows: [], scores: [] }
  const s = scoresOf(taken, 'm', ctx.shop.timeZone)
  const { rows } = await sql<Move>`select recency_score as r0, frequency_score as f0, monetary_score as m0, r, f, m, count(*) as customers
    from (select m.*, ${s.recency} as r, ${s.frequency} as f, ${s.monetary} as m from metrics m where m.purchase_count > 0) x group by 1, 2, 3, 4, 5, 6`.execute(
    ctx.db,
  )
  return { ...movesOf(rows, before.settings.bands, settings.bands), scores: scoresIn(rows, settings.bands) }
}

function movesOf(rows: readonly Move[], bandsBefore: number, bands: number) {
  const flows = new Map<string, { from: string; to: string; customers: number }>()
  let [customers, rescored, moved] = [0, 0, 0]
  for (const row of rows) {
    const from = groupOf(row.r0 ?? 0, row.f0 ?? 0, row.m0 ?? 0, bandsBefore)?.key ?? ''
    const to = groupOf(row.r, row.f, row.m, bands)?.key ?? ''
    const flow = flows.get(`${from} ${to}`) ?? { from, to, customers: 0 }
    flows.set(`${from} ${to}`, { ...flow, customers: flow.customers + row.customers })
    customers += row.customers
    if (row.r0 !== row.r || row.f0 !== row.f || row.m0 !== row.m) rescored += row.customers
    if (from !== to) moved += row.customers
  }
  return { customers, rescored, moved, flows: [...flows.values()].toSorted((a, b) => b.customers - a.customers) }
}

const scoresIn = (rows: readonly Move[], bands: number) =>
  Array.from({ length: bands }, (_, at) => {
    const sum = (of: (row: Move) => number) => rows.reduce((total, row) => total + (of(row) === at + 1 ? row.customers : 0), 0)
    return { score: at + 1, recency: sum((row) => row.r), frequency: sum((row) => row.f), monetary: sum((row) => row.m) }
  })

/**
 * Puts another scoring in force: everybody is scored anew at once by one statement, and the cells of past months are
 * worked out by it. No log is told: nobody did anything, only the ruler changed.
 * @throws Problem rfm.edges-wrong, rfm.changed-meanwhile, rfm.nobody-bought
 */
export async function publishRfm(ctx: Ctx, input: InputOf<typeof publishDefinition>): Promise<AnswerOf<typeof publishDefinition>> {
  const settings = checkEdges(input.settings)
  await alone.execute(ctx.db)
  const before = await settingsInForce(ctx)
  if (input.version !== undefined && input.version !== before.version) throw new Problem('rfm.changed-meanwhile')
  const version = before.version + 1
  await sql`insert into rfm_versions (version, settings, moved, published_by, published_by_name, published_at)
    values (${version}, ${JSON.stringify(settings)}::jsonb, 0, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.db)
  const done = await retakeThresholds(ctx)
  if (!done) throw new Problem('rfm.nobody-bought')
  await sql`update rfm_versions set moved = ${done.moved} where version = ${version}`.execute(ctx.db)
  await askAllMonths(ctx, ctx.now)
  ctx.changed(changeOf('settings', 'rfm', before.settings, settings))
  return { version, moved: done.moved }
}
