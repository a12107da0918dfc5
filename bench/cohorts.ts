import { askQuestion } from '../src/platform/actions/ask-question.ts'
import { systemActor } from '../src/platform/actions/services.ts'
import { cohorts, repurchase, retention } from '../src/understand/explore/questions.ts'
import { type BenchRow, quantile, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const rounds = 3

/** The database ends a question after half a minute: then that is the figure, and the other rows stand all the same. */
async function onceOrEnded(work: () => Promise<unknown>): Promise<Pick<BenchRow, 'figure' | 'mark' | 'met'>> {
  const mark = 'under 30 s, the limit of a question'
  const from = performance.now()
  try {
    await work()
  } catch {
    return { figure: `ended after ${s((performance.now() - from) / 1_000)}`, mark, met: false }
  }
  const seconds = (performance.now() - from) / 1_000
  return { figure: s(seconds), mark, met: seconds < 30 }
}

/** What one would write by hand: the months of first purchases out of the metrics, and of every purchase its month. */
const written = (
  now: string,
  zone: string,
) => `with f as (select customer_id, date_trunc('month', first_purchase_at at time zone '${zone}') as began from metrics where first_purchase_at <= '${now}'),
  a as (select customer_id, date_trunc('month', occurred_at at time zone '${zone}') as month, sum(amount) as amount, count(*) as n from purchases
    where kind = 'purchase' and amount > 0 and occurred_at >= (date_trunc('month', timestamptz '${now}' at time zone '${zone}') - interval '12 months') at time zone '${zone}' and occurred_at <= '${now}' group by 1, 2)
  select began, month, count(*), sum(amount), sum(n) from f join a using (customer_id) where began >= date_trunc('month', timestamptz '${now}' at time zone '${zone}') - interval '12 months' group by 1, 2`

/** The heat map of everybody against SQL written by hand; retention and repurchase beside it, without a floor. */
export async function benchCohorts({ services, database }: BenchWorld): Promise<BenchRow[]> {
  const actor = systemActor('bench')
  const zone = 'Asia/Shanghai'
  const middle = async (work: () => Promise<unknown>) => {
    const seconds: number[] = []
    for (let round = 0; round < rounds; round++) seconds.push((await timed(work)).seconds)
    return quantile(seconds, 0.5)
  }
  await database.pool.query('analyze purchases; analyze metrics')
  const floor = await middle(() => database.pool.query(written(services.clock().toISOString(), zone)))
  const map = await middle(() => askQuestion(services, actor, cohorts, { by: 'month', count: 13 }))
  const curve = await onceOrEnded(() => askQuestion(services, actor, retention, {}))
  const again = await onceOrEnded(() => askQuestion(services, actor, repurchase, { by: 'channel' }))
  return [
    {
      what: 'cohort heat map by month over all purchases',
      figure: s(map),
      floor: s(floor),
      ratio: map / floor,
      mark: 'at most 1.5 × the hand-written SQL',
      met: map <= 1.5 * floor,
    },
    { what: 'retention curve over all purchases', ...curve },
    { what: 'repurchase rates by channel over all purchases', ...again },
  ]
}
