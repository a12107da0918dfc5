import type { Services } from '../../../../platform/actions/services.ts'
import { readOutgoing, readReaches } from '../../../../platform/http/outgoing-list.ts'
import { broken, type Check, fine, type Finding } from './finding.ts'

/** Whether everything that was set up may be connected to. */
async function checkOutgoing(services: Services): Promise<Finding> {
  const { enabled, hosts } = await readOutgoing(services.database, services.database.db)
  if (!enabled) return { state: 'fine', says: 'off' }
  const missing = [...new Set((await readReaches(services)).flatMap(({ listed, host }) => (listed ? [] : [host])))]
  return missing.length > 0 ? broken('unlisted', { hosts: missing.slice(0, 10).join(', ') }) : fine({ count: hosts.length })
}

export const outgoingChecks: readonly Check[] = [['outgoing', checkOutgoing]]
