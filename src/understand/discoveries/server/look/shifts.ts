import { sql } from 'kysely'
import type { Words } from '../../../../core/kit/words.ts'
import { leavesOf } from '../../../../core/rule/leaves.ts'
import type { Rule } from '../../../../core/rule/rule.ts'
import { adjustForMany, tailOfNormal } from '../../../models/measure/shares.ts'
import type { SegmentRule } from '../../../segments/segment.ts'
import { falseShare, noFacts } from '../../discovery.ts'
import { discoveryKinds } from '../../discovery-kinds.ts'
import { daysBack, type Finding, type Look, type LookGround, type LookResult, strengthOf } from './look.ts'

const weeksBefore = 8
const fewestWeeks = 4
const z95 = 1.959963984540054

type Count = { id: string; week: number; customers: number }
type Series = {
  readonly key: string
  readonly name: string | Words
  readonly since: Date
  readonly left: boolean
  readonly rule: Rule
  readonly counts: ReadonlyMap<number, number>
}

/** How many did such a thing in each of the last nine weeks, 0 being the newest, by what stands at `place` in the payload. */
async function weekly({ db, until }: LookGround, kind: string, place: string): Promise<Count[]> {
  const { rows } =
    await sql<Count>`select payload ->> ${place}::text as id, floor(extract(epoch from ${until}::timestamptz - occurred_at) / 604800)::int as week, count(distinct customer_id) as customers
    from events where kind = ${kind}::text and occurred_at < ${until}::timestamptz and occurred_at >= ${daysBack(until, 7 * (weeksBefore + 1))}::timestamptz and not quiet group by 1, 2`.execute(
      db,
    )
  return rows
}

/**
 * A week stands out when it lies further from the mean of the weeks before than chance takes it: their variance, at least
 * that of a count (Poisson), widened for a mean out of few weeks. Corrected by Benjamini and Hochberg.
 */
function standingOut(all: readonly Series[], ground: LookGround, minimum: number): LookResult {
  const measured = all.flatMap((series) => {
    const full = Array.from({ length: weeksBefore }, (_, i) => i + 1).filter(
      (week) => daysBack(ground.until, 7 * (week + 1)) >= series.since,
    )
    if (full.length < fewestWeeks) return []
    const counts = full.map((week) => series.counts.get(week) ?? 0)
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (counts.length - 1)
    const value = series.counts.get(0) ?? 0
    const spread = Math.sqrt(Math.max(variance, mean, 1) * (1 + 1 / counts.length))
    return Math.max(value, mean) < minimum ? [] : [{ series, value, mean, spread, weeks: counts.length }]
  })
  const p = adjustForMany(measured.map(({ value, mean, spread }) => tailOfNormal((value - mean) / spread)))
  const found = measured.flatMap(({ series, value, mean, spread, weeks }, i): Finding[] => {
    const chance = p[i] ?? 1
    if (chance > falseShare) return []
    const low = Math.max(0, mean - z95 * spread)
    const facts = {
      ...noFacts,
      name: series.name,
      n: value,
      value,
      low,
      high: mean + z95 * spread,
      usual: Math.round(mean * 10) / 10,
      usualN: weeks,
      p: chance,
      tested: measured.length,
      days: series.left ? -1 : null,
    }
    return [{ key: series.key, facts, rule: series.rule, strength: strengthOf(chance) }]
  })
  return { tested: measured.length, tooFew: all.length - measured.length, found: found.toSorted((a, b) => b.strength - a.strength) }
}

const thisWeek = ({ until }: LookGround) => ({ from: daysBack(until, 7).toISOString(), to: until.toISOString() })
const countsOf = (rows: readonly Count[], id: string) =>
  new Map(rows.filter((row) => row.id === id).map((row) => [row.week, row.customers]))

type Segment = SegmentRule & { readonly created_at: Date }

/** Nobody came to be drawn by chance for anything that they did. */
function isDrawn({ rule }: Segment): boolean {
  const leaves = leavesOf(rule)
  return leaves.length > 0 && leaves.every((leaf) => 'bucket' in leaf)
}

export const lookAtSegments: Look = async (ground) => {
  const { rows } = await sql<Segment>`select id, name, rule, created_at from segments where state = 'live'`.execute(ground.db)
  const series: Series[] = []
  for (const kind of ['segment.entered', 'segment.left']) {
    const counts = await weekly(ground, kind, 'segment')
    for (const { id, name, created_at: since } of rows.filter((one) => !isDrawn(one)))
      series.push({
        key: `${id} ${kind}`,
        name,
        since,
        left: kind === 'segment.left',
        rule: { all: [{ did: kind, within: thisWeek(ground), where: { field: 'segment', op: 'is', value: id } }] },
        counts: countsOf(counts, id),
      })
  }
  return standingOut(series, ground, discoveryKinds['segment-shift'].minimum)
}

export const lookAtStages: Look = async (ground) => {
  const { rows } = await sql<{
    key: string
    label: Words
    since: Date | null
  }>`select key, label, (select min(occurred_at) from events where kind = 'stage.changed' and not quiet) as since from stages`.execute(
    ground.db,
  )
  const counts = await weekly(ground, 'stage.changed', 'to')
  const series = rows.map(({ key, label, since }) => ({
    key,
    name: { zh: label.zh, en: label.en },
    since: since ?? ground.until,
    left: false,
    rule: { all: [{ did: 'stage.changed', within: thisWeek(ground), where: { field: 'to', op: 'is', value: key } }] },
    counts: countsOf(counts, key),
  }))
  return standingOut(series, ground, discoveryKinds['stage-shift'].minimum)
}
