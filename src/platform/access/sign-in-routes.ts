import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import { readInput } from '../actions/run-inside.ts'
import type { Services } from '../actions/services.ts'
import { admitGuess, guessedRight } from './count-tries.ts'
import type { DoorCookies } from './door-cookies.ts'
import { callerOf, letIn } from './let-in.ts'
import { noteSignIn } from './note-sign-in.ts'
import { beginPasskey, provePasskey, usedPasskey } from './passkeys.ts'
import { readSession } from './read-session.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'
import { spendCode } from './second-factor.ts'
import { type Proof, renewSession, type SignInMeans, signInMeans } from './sessions.ts'
import { proveOwnPassword, provePassword } from './sign-in.ts'
import { stepSeconds, takeStep, tryStep } from './steps.ts'

const signInInput = z.object({ email: z.string().max(320), password: z.string().max(1_000) })
const codeInput = z.object({ code: z.string().trim().min(1).max(50) })
const passkeyInput = z.object({ passkey: usedPasskey })
const freshInput = z.union([z.object({ password: z.string().max(1_000) }), codeInput, passkeyInput])

/** After so many wrong codes the password is asked for again. */
const mostCodeTries = 5

/** By password, by code after it, by passkey alone; and the same proofs anew for somebody who is in. */
export function addSignInRoutes(app: FastifyInstance, services: Services, cookies: DoorCookies): void {
  const read = <S extends z.ZodType>(schema: S, raw: unknown) => readInput(schema, raw) as z.output<S>
  const hidden = { schema: { hide: true } }

  app.post('/api/auth/sign-in/email', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const { email, password } = read(signInInput, request.body)
    const proof = await provePassword(services, email, password, callerOf(request))
    return letIn(services, cookies, request, reply, proof)
  })

  app.post('/api/auth/sign-in/code', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const { code } = read(codeInput, request.body)
    const token = cookies.read(request, 'code')
    const step = token ? await tryStep(services, services.database.db, 'code', token, mostCodeTries) : null
    if (!token || !step?.userId) throw new Problem('access.step-over')
    await proveCode(services, step.userId, code, request.ip)
    // Of two right codes at the same moment one opens a session.
    if (!(await takeStep(services, services.database.db, 'code', token))) throw new Problem('access.step-over')
    return letIn(services, cookies, request, reply, { userId: step.userId, means: meansOf(step.data['means']), strong: true })
  })

  app.post('/api/auth/passkey/begin', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const { options, token } = await beginPasskey(services)
    return reply.header('set-cookie', cookies.write(request, 'passkey', token, stepSeconds.passkey)).send({ options })
  })

  app.post('/api/auth/sign-in/passkey', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const { passkey } = read(passkeyInput, request.body)
    const userId = await provePasskey(services, cookies.read(request, 'passkey'), passkey)
    return letIn(services, cookies, request, reply, { userId, means: 'passkey', strong: true })
  })

  /** Proves anew who one is: the session is fresh for sensitive acts, and has a new token. */
  app.post('/api/auth/fresh', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const token = cookies.read(request, 'session_token')
    const user = token ? await readSession(services, token) : null
    if (!token || !user) throw new Problem('access.signed-out')
    const input = read(freshInput, request.body)
    const proof = await proveAnew(input, user.id, request.ip, cookies.read(request, 'passkey'))
    if (proof.userId !== user.id) throw new Problem('access.passkey-refused')
    const renewed = await renewSession(services, token, proof.strong)
    if (!renewed) throw new Problem('access.signed-out')
    return reply.header('set-cookie', cookies.write(request, 'session_token', renewed, 30 * 86_400)).send({})
  })

  async function proveAnew(input: z.output<typeof freshInput>, userId: string, address: string, passkey: string | null): Promise<Proof> {
    if ('passkey' in input) return { userId: await provePasskey(services, passkey, input.passkey), means: 'passkey', strong: true }
    if ('password' in input) return proveOwnPassword(services, userId, input.password, { address, agent: '' })
    await proveCode(services, userId, input.code, address)
    return { userId, means: 'password', strong: true }
  }
}

/** @throws Problem access.wrong-code, access.too-many-tries */
export async function proveCode(services: Services, userId: string, code: string, address: string): Promise<void> {
  const guess = { guessed: 'code', address, account: userId } as const
  await admitGuess(services, guess)
  if (!(await spendCode(services, services.database.db, userId, code))) {
    noteSignIn(services, { userId, caller: { address, agent: '' }, means: 'code', code: 'access.wrong-code' })
    throw new Problem('access.wrong-code')
  }
  await guessedRight(services, guess)
}

function meansOf(text: string | undefined): SignInMeans {
  return signInMeans.find((means) => means === text) ?? 'password'
}
