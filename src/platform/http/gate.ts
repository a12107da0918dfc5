import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../actions/context.ts'

/** Knows who asks. Made by `platform/access`; a test may hand in its own. */
export type Gate = {
  /** @throws Problem access.signed-out */
  actorOf(request: FastifyRequest): Promise<Actor>
  /** Sign-in, sign-out, the session. */
  addRoutes(app: FastifyInstance): void
}
