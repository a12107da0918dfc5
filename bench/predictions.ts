import { sql } from 'kysely'
import { inTransaction } from '../src/platform/database/connect.ts'
import { giveBack } from '../src/platform/jobs/give-back-memory.ts'
import { explainPrediction, makePredictions } from '../src/understand/predictions/actions.ts'
import { workOnPredictions } from '../src/understand/predictions/server/make-set.ts'
import { askQuestion } from '../src/platform/actions/ask-question.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { systemActor } from '../src/platform/actions/services.ts'
import { customerRhythm } from '../src/understand/churn/questions.ts'
import { explainStage } from '../src/understand/lifecycle/questions.ts'
import { readCustomerRecommendations } from '../src/understand/recommendations/actions.ts'
import { segmentsOfCustomer } from '../src/understand/segments/questions.ts'
import { explainTier } from '../src/understand/tiers/questions.ts'
import { customerProfitParts } from '../src/understand/value/questions.ts'
import { customerRfm } from '../src/understand/value/rfm-questions.ts'
import { type BenchRow, ms, quantile, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const MB = 1_000_000

/**
 * Models chosen and fitted, tried on the past, everybody predicted and the record written; against the database alone
 * grouping the same purchases by customer and day and writing as many rows of the same width.
 */
export async function benchPredictions({ services, database, size }: BenchWorld): Promise<BenchRow[]> {
  const bare = await timed(() => writePlainly(database))
  giveBack()
  const idle = process.memoryUsage.rss()
  let peak = idle
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50)
  let longest = 0
  let last = performance.now()
  const pulse = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 10)
    last = performance.now()
  }, 10)
  const phases: string[] = []
  const from = performance.now()
  const made = await timed(async () => {
    await runAction(services, { actor: systemActor('bench'), source: 'engine' }, makePredictions, {})
    await workOnPredictions(services, { at: (point) => void phases.push(`${point} ${s((performance.now() - from) / 1_000)}`) })
  })
  clearInterval(watch)
  clearInterval(pulse)
  console.error(phases.join(', '))
  const { rows } = await sql<{
    n: number
    model: string
  }>`select (select count(*) from predictions) as n, model from prediction_sets where state = 'current'`.execute(database.db)
  const ids = await sql<{ id: string }>`select customer_id as id from predictions order by customer_id limit 200`.execute(database.db)
  const asked: number[] = []
  for (const { id } of ids.rows)
    asked.push((await timed(() => askQuestion(services, systemActor('bench'), explainPrediction, { id }))).seconds)
  const p95 = quantile(asked, 0.95)
  const page = quantile(await wholePages(services, ids.rows), 0.95)
  const ratio = made.seconds / bare.seconds
  const limit = Math.max(10, (60 * size.customers) / 1_000_000)
  return [
    {
      what: `models chosen, tried on the past and fitted, ${(rows[0]?.n ?? 0).toLocaleString('en')} customers predicted and recorded (${rows[0]?.model ?? 'none'})`,
      figure: s(made.seconds),
      floor: `${s(bare.seconds)} (grouping by day and writing as many rows)`,
      ratio,
      mark: `≤ ${limit} s`,
      met: made.seconds <= limit && (rows[0]?.n ?? 0) > 0,
    },
    { what: 'all predictions of one customer with their ranges and reasons, p95', figure: ms(p95), mark: '≤ 100 ms', met: p95 <= 0.1 },
    {
      what: 'a customer’s page: what eight sections of Understand ask at once, predictions among them, p95',
      figure: ms(page),
      mark: '≤ 100 ms',
      met: page <= 0.1,
    },
    {
      what: 'memory over idle meanwhile, threads and all',
      figure: `${Math.round((peak - idle) / MB)} MB`,
      mark: '≤ 400 MB',
      met: peak - idle <= 400 * MB,
    },
    {
      what: 'longest time that the serving thread was busy with it',
      figure: `${Math.round(longest)} ms`,
      mark: '≤ 100 ms',
      met: longest <= 100,
    },
  ]
}

/** All that the room tells of a customer, asked together as their page does; one page after the other. */
async function wholePages(services: BenchWorld['services'], customers: readonly { readonly id: string }[]): Promise<number[]> {
  const actor = systemActor('bench')
  const seconds: number[] = []
  for (const { id } of customers) {
    const whole = () =>
      Promise.all([
        askQuestion(services, actor, explainPrediction, { id }),
        askQuestion(services, actor, explainStage, { id }),
        askQuestion(services, actor, customerRfm, { id }),
        askQuestion(services, actor, customerProfitParts, { id }),
        askQuestion(services, actor, explainTier, { id }),
        askQuestion(services, actor, customerRhythm, { id }),
        askQuestion(services, actor, readCustomerRecommendations, { id }),
        askQuestion(services, actor, segmentsOfCustomer, { id }),
      ])
    seconds.push((await timed(whole)).seconds)
  }
  return seconds
}

async function writePlainly(database: BenchWorld['database']): Promise<void> {
  await inTransaction(database, async ({ db }) => {
    await sql`select set_config('work_mem', '128MB', true)`.execute(db)
    await sql`create temporary table plain on commit drop as select customer_id, count(*) as n, min(day) as first, max(day) as last,
        1.5::float8 as a, 2.5::float8 as b, 3.5::float8 as c, 100::bigint as d, 200::bigint as e, 300::bigint as f, 4.5::float8 as g, 5.5::float8 as h, 6.5::float8 as i,
        700::bigint as j, 800::bigint as k, 900::bigint as l
      from (select customer_id, occurred_at::date as day from purchases group by 1, 2) d group by 1`.execute(db)
    await sql`create table plain_rows as table plain`.execute(db)
    await sql`alter table plain_rows add primary key (customer_id)`.execute(db)
    await sql`drop table plain_rows`.execute(db)
  })
}
