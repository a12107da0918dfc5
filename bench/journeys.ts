import { sql } from 'kysely'
import { createJourney, startJourney } from '../src/act/journeys/actions.ts'
import { advanceDue } from '../src/act/journeys/server/advance-due.ts'
import { createTemplate } from '../src/act/messages/actions.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { systemActor } from '../src/platform/actions/services.ts'
import { generateBase } from './generate-base.ts'
import { type BenchRow, perSecond, printRows, timed } from './row.ts'
import { type BenchWorld, openBenchWorld } from './world.ts'

const mark = 5_000

/**
 * The journey tick: so many runs whose wait is over are advanced past a branch by two rules; half of them are sent a
 * message and wait again, the others end with a fact. Everything that follows is written: places, logs, messages, facts.
 */
export async function benchJourneys(
  { services, database, now }: BenchWorld,
  { runs = 100_000 }: { runs?: number } = {},
): Promise<BenchRow[]> {
  const call = { actor: systemActor('bench'), source: 'app' }
  const template = await runAction(services, call, createTemplate, { name: 'bench', subject: '{{name}}', body: '{{name}}' })
  const steps = [
    { id: 'wait', kind: 'wait', duration: { amount: 1, unit: 'days' }, next: 'branch' },
    {
      id: 'branch',
      kind: 'branch',
      rule: { any: [{ bucket: { salt: 'bench', from: 0, to: 5_000 } }, { field: 'city', op: 'is', value: '—' }] },
      yes: 'send',
      no: null,
    },
    { id: 'send', kind: 'send', templateId: template.id, next: 'again' },
    { id: 'again', kind: 'wait', duration: { amount: 1, unit: 'days' } },
  ]
  const { id } = await runAction(services, call, createJourney, { name: 'bench', definition: { trigger: { kind: 'by-hand' }, steps } })
  await runAction(services, call, startJourney, { id })
  await sql`insert into journey_runs (customer_id, id, journey_id, version, arm, step, state, wake_at, steps_taken, entered_at, cause)
    select c.id, md5(c.id::text)::uuid, ${id}::uuid, 1, 'treated', 'wait', 'waiting', ${now}::timestamptz, 2, ${now}::timestamptz, '{"key":"once"}'
    from customers c limit ${runs}`.execute(database.db)
  await sql`analyze journey_runs`.execute(database.db)
  const { seconds, value: moved } = await timed(async () => {
    let total = 0
    for (let some = 1; some > 0; total += some) some = await advanceDue(services)
    return total
  })
  return [
    {
      what: `journey tick: ${moved.toLocaleString('en')} due runs advanced`,
      figure: perSecond(moved, seconds),
      mark: `at least ${mark.toLocaleString('en')}/s`,
      met: moved / seconds >= mark,
    },
  ]
}

if (import.meta.main) {
  const world = await openBenchWorld({ customers: 100_000, purchases: 1_000_000 })
  try {
    await generateBase(world)
    console.log(printRows(await benchJourneys(world)))
  } finally {
    await world.end()
  }
}
