import type { Right } from '../../core/rights/rights.ts'
import type { Actor } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import { mayCall } from '../rights/decide.ts'

/** What a list is of: the kind of its records, or the right that it takes. */
export type Exported = { readonly kind?: string; readonly right?: Right }

/**
 * Who may take lists of a kind away. An export is many people's data in one file, so of the standing roles it takes a
 * manager; of the firm's own one that says so. Which rows and columns it has is what its reader sees.
 * @throws Problem access.denied
 */
export async function mayExport(services: Services, actor: Actor, of: Exported): Promise<void> {
  const about = of.kind === undefined ? 'nothing' : { [of.kind]: null }
  const right = of.right === undefined ? {} : { right: of.right }
  await mayCall(services, actor, { role: 'manager', about, ...right, verb: 'export', method: 'GET', isQuestion: true })
}
