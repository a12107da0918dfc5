import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { isPassing } from '../../../platform/database/is-passing.ts'
import type { Heard } from '../heard.ts'
import type { AccountRow } from './account-rows.ts'
import { hear } from './hear.ts'
import { lookAtFollower } from './look-at-followers.ts'

const mostTries = 4

/** Keeps a call in one transaction. Whoever is new is greeted and looked up after it, for a vendor waits for its answer five seconds. */
export async function takeCall(services: Services, row: AccountRow, heard: readonly Heard[]): Promise<{ readonly again: boolean }> {
  const { again, followed } = await keep(services, row, heard)
  for (const { address, welcomeCode } of followed)
    void lookAtFollower(services, row, address, welcomeCode).catch((error: unknown) =>
      services.log.warn({ error: String(error), account: row.id }, 'a new follower could not be looked up'),
    )
  return { again }
}

/** Two calls about the same customer may get into each other's way. */
async function keep(services: Services, row: AccountRow, heard: readonly Heard[], tries = mostTries): ReturnType<typeof hear> {
  try {
    return await asSystem(services, 'channels', (ctx) => hear({ ...ctx, source: row.vendor }, row, heard))
  } catch (error) {
    if (tries > 1 && isPassing(error)) return keep(services, row, heard, tries - 1)
    throw error
  }
}
