import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import type { DoorCookies } from './door-cookies.ts'
import { noteSignIn } from './note-sign-in.ts'
import { hasAuthenticator } from './second-factor.ts'
import { type Caller, endSession, openSession, type Proof } from './sessions.ts'
import { beginStep, stepSeconds } from './steps.ts'

/** In, or one step before it: `code` asks for a code of the second factor. */
export type LetIn = { readonly next: 'code' | null }

export const callerOf = (request: FastifyRequest): Caller => ({
  address: request.ip,
  agent: (request.headers['user-agent'] ?? '').slice(0, 500),
})

/**
 * The one way in, whatever was proved and how: by password, link, passkey or provider. Who has a second factor and has not
 * shown it is asked for a code first, also after a link. The session of before in this browser ends, the new one has a new
 * token.
 * @throws Problem access.wrong-password for a user who is disabled
 */
export async function letIn(
  services: Services,
  cookies: DoorCookies,
  request: FastifyRequest,
  reply: FastifyReply,
  proof: Proof,
): Promise<LetIn> {
  if (!proof.strong && (await hasAuthenticator(services.database.db, proof.userId))) {
    const token = await beginStep(services, services.database.db, 'code', { userId: proof.userId, data: { means: proof.means } })
    reply.header('set-cookie', cookies.write(request, 'code', token, stepSeconds.code))
    return { next: 'code' }
  }
  const before = cookies.read(request, 'session_token')
  if (before) await endSession(services, before)
  const session = await openSession(services, proof, callerOf(request))
  if (!session) throw new Problem('access.wrong-password')
  noteSignIn(services, { userId: proof.userId, caller: callerOf(request), means: proof.means, strong: proof.strong })
  reply.header('set-cookie', cookies.write(request, 'session_token', session.token, session.seconds))
  for (const kind of ['code', 'passkey', 'provider'] as const)
    if (cookies.read(request, kind)) reply.header('set-cookie', cookies.clear(request, kind))
  return { next: null }
}
