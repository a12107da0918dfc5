import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { askMaking } from './ask-making.ts'
import { gradeNext } from './grade-tick.ts'
import { workOnPredictions } from './make-set.ts'

/** Makes a set under the clock of these services and grades what has come due by it; returns when it is done. */
export async function predictNow(services: Services): Promise<void> {
  while (await gradeNext(services)) continue
  await asSystem(services, 'predictions', (ctx) => askMaking(ctx, 'fit'))
  await workOnPredictions(services)
}
