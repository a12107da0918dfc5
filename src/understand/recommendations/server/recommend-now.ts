import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { askMaking } from './ask-making.ts'
import { workOnRecommendations } from './make-set.ts'

/** Makes everybody's list under the clock of these services; returns when it is done. */
export async function recommendNow(services: Services): Promise<void> {
  await asSystem(services, 'recommendations', askMaking)
  await workOnRecommendations(services)
}
