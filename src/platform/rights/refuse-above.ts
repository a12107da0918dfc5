import { mayRun, type Role } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import { seesEveryCustomer } from './sight.ts'

/**
 * Whoever a role of the firm's own limits makes nobody more than they are themselves, and lays no hand on who stands above
 * them: with the right over people alone one would else become an owner.
 * @throws Problem access.denied
 */
export function refuseAbove({ sight }: Pick<Ctx, 'sight'>, ...roles: readonly Role[]): void {
  if (sight.limits && roles.some((role) => !mayRun(sight.role, role))) throw new Problem('access.denied')
}

/** For what reaches every record and field whoever asks, such as a key. @throws Problem rights.not-everything */
export function refuseUnlessWhole({ sight }: Pick<Ctx, 'sight'>): void {
  if (sight.limits && !(seesEveryCustomer(sight) && sight.limits.fields.size === 0)) throw new Problem('rights.not-everything')
}
