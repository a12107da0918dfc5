import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import { fillBoth } from '../../core/kit/words.ts'
import { readInput } from '../actions/run-inside.ts'
import type { Services } from '../actions/services.ts'
import type { DoorCookies } from './door-cookies.ts'
import { letIn } from './let-in.ts'
import { beginVisit, endVisit } from './oidc.ts'
import { findProviderUser } from './provider-user.ts'
import { findProvider, listProviders } from './providers.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'
import { beginStep, stepSeconds, takeStep } from './steps.ts'

const beginInput = z.object({ id: z.uuid(), next: z.string().max(2_000).optional() })
const waysInput = z.object({ problem: z.string().max(100).optional(), provider: z.string().max(100).optional() })
const backInput = z.object({ id: z.uuid() })

/** The ways in that the sign-in page offers, and the round trip to a provider. */
export function addProviderRoutes(app: FastifyInstance, services: Services, cookies: DoorCookies): void {
  const { db } = services.database
  const hidden = { schema: { hide: true } }

  app.get('/api/auth/ways', hidden, async (request) => {
    const { problem, provider } = readInput(waysInput, request.query) as z.output<typeof waysInput>
    const providers = (await listProviders(db)).filter((one) => one.enabled).map(({ id, name }) => ({ id, name }))
    // Only words of ours, about a provider of ours: what stands in the address is never shown.
    const card =
      problem?.startsWith('access.provider-') || problem === 'access.step-over' ? services.registry.problems.get(problem) : undefined
    const name = providers.find((one) => one.id === provider)?.name ?? 'OIDC'
    return { providers, problem: card ? fillBoth(card.words, { name }) : null }
  })

  app.post('/api/auth/oidc/:id/begin', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const { id, next } = readInput(beginInput, { ...Object(request.body), ...Object(request.params) }) as z.output<typeof beginInput>
    const provider = await findProvider(db, id)
    if (!provider) throw new Problem('access.provider-missing')
    const { address, visit } = await beginVisit(services, provider)
    const token = await beginStep(services, db, 'provider', { userId: null, data: { ...visit, provider: id, next: safeNext(next) } })
    return reply.header('set-cookie', cookies.write(request, 'provider', token, stepSeconds.provider)).send({ address })
  })

  // The provider sends the browser here. What went wrong is told by the sign-in page.
  app.get('/api/auth/oidc/:id/callback', hidden, async (request, reply) => {
    reply.header('set-cookie', cookies.clear(request, 'provider'))
    const place = await comeBack(request, reply).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
      return `/sign-in?${new URLSearchParams({ problem: error.code, provider: String(Object(request.params).id) })}`
    })
    return reply.redirect(place)
  })

  async function comeBack(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { id } = readInput(backInput, request.params) as z.output<typeof backInput>
    const token = cookies.read(request, 'provider')
    const step = token ? await takeStep(services, db, 'provider', token) : null
    const { provider: begun, state = '', nonce = '', verifier = '', next } = step?.data ?? {}
    const provider = begun === id ? await findProvider(db, id) : null
    if (!step || !provider || state === '' || nonce === '' || verifier === '') throw new Problem('access.step-over')
    const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
    const told = await endVisit(services, provider, query, { state, nonce, verifier })
    const userId = await findProviderUser(services, provider, told)
    const { next: more } = await letIn(services, cookies, request, reply, { userId, means: 'provider', strong: provider.vouches })
    if (more === 'code') return `/sign-in?${new URLSearchParams({ step: 'code', next: safeNext(next) })}`
    return safeNext(next)
  }
}

/** Only a path of this product is followed, never a foreign address. */
function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[!-~]*$/.test(next) && !next.startsWith('/api/') ? next : '/'
}
