import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { sampleOf, type Sums, sequentialMeans, sequentialShares, surelyBest } from '../../../understand/models/measure/sequential.ts'
import type { StepTest } from '../steps/step.ts'
import { readJourneys } from './read-journeys.ts'

/** Looks at the tests inside running journeys, each once an hour; looking often does not fool them. */
export const testTick: Tick = { name: 'journey-tests', everyMs: 60_000, run: async (services) => (await decideTests(services), false) }

const lookEveryMs = 3_600_000
/** Fewer people in a way, or fewer who did it in all, and nothing is decided: the intervals lean on large numbers. */
const fewestPeople = 30
const fewestActs = 10

export async function decideTests(services: Services): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select id from journeys where state = 'live' and definition @? '$.steps[*] ? (@.kind == "ab-test")' order by id`.execute(
    services.database.db,
  )
  for (const { id } of rows) await asSystem(services, 'journeys', (ctx) => lookAt(ctx, id))
}

async function lookAt(ctx: Ctx, id: string): Promise<void> {
  const [journey] = await readJourneys(ctx, sql`id = ${id} and state = 'live'`)
  if (!journey) return
  const kept = await sql<{
    step: string
    winner: string | null
    looked_at: Date
  }>`select step, winner, looked_at from journey_tests where journey_id = ${id}`.execute(ctx.db)
  for (const step of journey.open.steps.values()) {
    const before = kept.rows.find((row) => row.step === step.id)
    if (!step.test || before?.winner || (before && ctx.now.getTime() - before.looked_at.getTime() < lookEveryMs)) continue
    const ways = await readOutcomes(ctx, id, step.id, step.test)
    const winner = step.test.stopsEarly ? winnerOf(ways, step.test) : null
    await sql`insert into journey_tests (journey_id, step, winner, decided_at, looked_at, numbers)
      values (${id}, ${step.id}, ${winner}, ${winner === null ? null : ctx.now}, ${ctx.now}, ${JSON.stringify(ways)}::jsonb)
      on conflict (journey_id, step) do update set winner = excluded.winner, decided_at = excluded.decided_at, looked_at = excluded.looked_at, numbers = excluded.numbers
        where journey_tests.winner is null`.execute(ctx.db)
  }
}

export type WayOutcome = Sums & { readonly way: string }

/** Of those drawn, not of those who came after the decision: what each did in the days that count. */
async function readOutcomes(ctx: Ctx, journeyId: string, step: string, test: StepTest): Promise<WayOutcome[]> {
  const until = sql`s.at + make_interval(days => ${test.days}::int)`
  const bought = sql`from purchases p where p.customer_id = s.customer_id and p.occurred_at > s.at and p.occurred_at <= ${until} and p.occurred_at <= ${ctx.now}`
  const value = {
    purchase: sql`(exists (select 1 ${bought} and p.kind = 'purchase'))::int`,
    revenue: sql`coalesce((select sum(case p.kind when 'refund' then -p.amount else p.amount end) ${bought}), 0)`,
    click: sql`(exists (select 1 from messages m where m.customer_id = s.customer_id and m.run_id = s.run_id and m.clicked_at > s.at and m.clicked_at <= ${until}))::int`,
  }[test.metric]
  const { rows } = await sql<{ way: string; people: number; sum: number; squares: number }>`select way, count(*) as people,
      sum(v)::double precision as sum, sum(v * v)::double precision as squares
    from (select substr(s.what, 5) as way, (${value})::numeric as v from journey_steps s where s.journey_id = ${journeyId} and s.step = ${step} and s.what like 'way:%') t
    group by 1`.execute(ctx.db)
  return test.ways.map((way) => rows.find((row) => row.way === way) ?? { way, people: 0, sum: 0, squares: 0 })
}

function winnerOf(ways: readonly WayOutcome[], { metric, plannedPeople }: StepTest): string | null {
  const acts = ways.reduce((sum, way) => sum + (metric === 'revenue' ? Number(way.sum > 0) * fewestActs : way.sum), 0)
  if (ways.some(({ people }) => people < fewestPeople) || acts < fewestActs) return null
  const best = surelyBest(ways.length, (a, b, alpha) => {
    const [one, other] = [ways[a], ways[b]]
    if (!one || !other) return null
    if (metric === 'revenue') return sequentialMeans(sampleOf(one), sampleOf(other), { plannedPeople, alpha })
    return sequentialShares({ n: one.sum, of: one.people }, { n: other.sum, of: other.people }, { plannedPeople, alpha })
  })
  return best === null ? null : (ways[best]?.way ?? null)
}
