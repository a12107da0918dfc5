import type { ProvedWork } from '../../core/action/proved-work.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import { readPolicy } from './security-policy.ts'

/** So long counts a proof of who one is for what is done every few weeks. */
const usualMinutes = 15

/**
 * For sensitive acts: whoever is signed in must have proved who they are (password, code, passkey) in these last minutes.
 * The browser asks for the proof by itself and repeats the call. A key or the program itself cannot prove anything anew; what
 * they may do is for their scopes.
 * @throws Problem access.not-fresh
 */
export function requireFresh({ actor, now }: Pick<Ctx, 'actor' | 'now'>, minutes: number = usualMinutes): void {
  if (actor.kind !== 'user') return
  const proved = actor.session?.freshAt.getTime() ?? Number.NEGATIVE_INFINITY
  if (now.getTime() - proved > minutes * 60_000) throw new Problem('access.not-fresh', { minutes })
}

/** Where the firm wants it, a fresh proof before such work. @throws Problem access.not-fresh */
export async function requireFreshFor(work: ProvedWork, ctx: Pick<Ctx, 'actor' | 'now' | 'services'>): Promise<void> {
  const { proveFor } = await readPolicy(ctx.services.database)
  if (proveFor.includes(work)) requireFresh(ctx)
}
