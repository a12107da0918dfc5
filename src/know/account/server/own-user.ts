import { Problem } from '../../../core/kit/problem.ts'
import { findUser, type User } from '../../../platform/access/keep-user.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

/** Who asks, with the session that they ask through. @throws Problem access.no-session for an API key */
export async function ownUser({ actor, db }: Ctx): Promise<{ user: User; session: string }> {
  if (actor.kind !== 'user' || !actor.session) throw new Problem('access.no-session')
  return { user: await findUser(db, actor.id.replace(/^user:/, '')), session: actor.session.id }
}
