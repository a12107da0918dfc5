import { type RawBuilder, sql } from 'kysely'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { News } from '../../../platform/event-log/news.ts'
import type { OpenJourney } from '../definition.ts'
import { openDefinition } from './read-journeys.ts'

/** What the runs of one version listen to while they wait. */
type Interest = {
  readonly kinds: ReadonlySet<string>
  /** A rule is asked that any fact may change, but for what journeys and messages say of themselves. */
  readonly anything: boolean
}

/** Kinds of facts that a rule counts. */
function factsOf(rule: unknown, found: Set<string>): void {
  if (Array.isArray(rule)) for (const inner of rule) factsOf(inner, found)
  else if (typeof rule === 'object' && rule !== null) {
    if ('did' in rule && typeof rule.did === 'string') found.add(rule.did)
    for (const inner of Object.values(rule)) factsOf(inner, found)
  }
}

function interestOf(journey: OpenJourney): Interest {
  const kinds = new Set<string>()
  if (journey.goalFact) kinds.add(journey.goalFact.listening.event)
  for (const step of journey.steps.values()) if (step.awaits) kinds.add(step.awaits.listening.event)
  const rules = [journey.definition.goal?.rule, journey.definition.exit].filter((rule): rule is Rule => rule !== undefined)
  for (const rule of rules) factsOf(rule, kinds)
  return { kinds, anything: rules.length > 0 }
}

const isOwnTalk = (kind: string) => kind.startsWith('journey.') || kind.startsWith('message.')

const isOfInterest = ({ kinds, anything }: Interest, kind: string) => kinds.has(kind) || (anything && !isOwnTalk(kind))

type Inside = { customer_id: string; id: string; journey_id: string; version: number }

/**
 * Has the runs of these customers looked at whose goal, way out or wait their news may concern. Whether it really does is asked
 * when the run is looked at: here rows are added and nothing is waited for.
 * @param facts the news, as `events e … where …`
 */
export async function pokeRuns(ctx: Ctx, news: News, facts: RawBuilder<unknown>): Promise<void> {
  const inside = await sql<Inside>`select customer_id, id, journey_id, version from journey_runs
    where customer_id = any(${news.ids}::uuid[]) and state in ('ready', 'waiting')`.execute(ctx.db)
  if (inside.rows.length === 0) return
  const interests = await readInterests(ctx, inside.rows)
  if ([...interests.values()].every(({ kinds, anything }) => kinds.size === 0 && !anything)) return
  const told = await sql<{
    customer_id: string
    kind: string
    seq: number
  }>`select e.customer_id, e.kind, max(e.seq)::int as seq from ${facts} group by 1, 2`.execute(ctx.db)
  const byCustomer = Map.groupBy(told.rows, (row) => row.customer_id)
  const poked = inside.rows.flatMap((run) => {
    const interest = interests.get(`${run.journey_id} ${run.version}`)
    const heard = (byCustomer.get(run.customer_id) ?? []).filter(({ kind }) => interest && isOfInterest(interest, kind))
    return heard.length === 0 ? [] : [{ ...run, seq: Math.max(...heard.map(({ seq }) => seq)) }]
  })
  if (poked.length === 0) return
  await sql`insert into journey_pokes (customer_id, run_id, seq, journey_id, at)
    select customer_id, run_id, seq, journey_id, ${ctx.now} from unnest(${poked.map((run) => run.customer_id)}::uuid[], ${poked.map((run) => run.id)}::uuid[],
      ${poked.map((run) => run.seq)}::bigint[], ${poked.map((run) => run.journey_id)}::uuid[]) as n(customer_id, run_id, seq, journey_id)
    on conflict do nothing`.execute(ctx.db)
}

/** A version that has people inside is never changed, so that it is read once. */
const kept = new WeakMap<object, Map<string, Interest>>()
const mostKept = 1_000

async function readInterests(ctx: Ctx, runs: readonly Inside[]): Promise<Map<string, Interest>> {
  const known = kept.get(ctx.services.database) ?? new Map<string, Interest>()
  kept.set(ctx.services.database, known)
  if (known.size > mostKept) known.clear()
  const missing = [...new Set(runs.map((run) => `${run.journey_id} ${run.version}`))].filter((key) => !known.has(key))
  if (missing.length > 0) {
    const { rows } = await sql<{
      journey_id: string
      version: number
      definition: unknown
    }>`select journey_id, version, definition from journey_versions
      where journey_id::text || ' ' || version::text = any(${missing}::text[]) and journey_id = any(${missing.map((key) => key.split(' ')[0])}::uuid[])`.execute(
      ctx.db,
    )
    for (const row of rows) {
      const open = openDefinition(row.definition)
      if (open) known.set(`${row.journey_id} ${row.version}`, interestOf(open))
    }
  }
  return known
}
