import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { isOutage, outlastOutage } from '../../../platform/database/outage.ts'
import type { Outlet } from './read-outlets.ts'
import { type Answered, settleMessages } from './settle-message.ts'

/**
 * What was answered is known to us alone: however long the database is away it is held, not given up as doubtful. Where a lot
 * cannot be written down, each is tried alone, so that the trouble of one is not the others'.
 */
export async function settleTogether(
  services: Services,
  outlet: Outlet,
  lot: readonly Answered[],
  stopping?: AbortSignal,
): Promise<readonly true[]> {
  const settle = (some: readonly Answered[]) =>
    outlastOutage(() => asSystem(services, 'outbox', (ctx) => settleMessages(ctx, outlet, some)), { stopping })
  try {
    await settle(lot)
  } catch (error) {
    if (isOutage(error) || lot.length === 1) throw error
    const troubles: unknown[] = []
    for (const one of lot) {
      await settle([one]).catch((trouble: unknown) => {
        if (isOutage(trouble)) throw trouble
        troubles.push(trouble)
      })
    }
    if (troubles.length > 0) throw troubles[0]
  }
  return lot.map(() => true)
}
