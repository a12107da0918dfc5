import type { Services } from '../actions/services.ts'
import { keepLastAnchor } from './anchors.ts'
import { chainEntries } from './chain-audit.ts'
import { flushReadings } from './note-reading.ts'

/** When the program stops, or a backup begins: what waits is written and chained, and the chain's end kept outside. */
export async function endAudit(services: Services): Promise<void> {
  try {
    await flushReadings(services)
    while ((await chainEntries(services)) > 0);
    await keepLastAnchor(services)
  } catch (error) {
    services.log.warn({ err: error }, 'the audit was not chained to its end; that is done at the next start')
  }
}
