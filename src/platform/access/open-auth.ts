import { createHmac, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Services } from '../actions/services.ts'
import type { Database } from '../database/connect.ts'

/** Who knocks, kept beside the session. */
export type Caller = { readonly address: string; readonly agent: string }

/** The part of better-auth that we use: the proof of a password, and sessions with their cookie. */
export type Auth = {
  /** @returns the `Set-Cookie` lines of a new session, or null when e-mail and password do not belong together */
  signIn(email: string, password: string, caller: Caller): Promise<string[] | null>
  /** A session for somebody who proved who they are by a one-time link. */
  openSession(userId: string, caller: Caller): Promise<string[]>
}

/** A session lives so long, then one signs in again (ASVS: 30 days at most). */
const sessionSeconds = 14 * 24 * 60 * 60

const opened = new WeakMap<Database, Promise<Auth>>()

/**
 * better-auth takes a third of a second and 50 MB to load, so it is loaded when somebody signs in. A session once open is
 * read without it (read-session.ts).
 */
export function openAuth(services: Services, url: string): Promise<Auth> {
  const known = opened.get(services.database)
  if (known) return known
  const made = makeAuth(services, url)
  opened.set(services.database, made)
  made.catch(() => opened.delete(services.database))
  return made
}

async function makeAuth(services: Services, url: string): Promise<Auth> {
  const { betterAuth } = await import('better-auth')
  const { APIError, createAuthEndpoint } = await import('better-auth/api')
  const { setSessionCookie } = await import('better-auth/cookies')

  const openSession = createAuthEndpoint({ method: 'POST', body: z.object({ userId: z.string() }) }, async (ctx) => {
    const session = await ctx.context.internalAdapter.createSession(ctx.body.userId)
    const user = await ctx.context.internalAdapter.findUserById(ctx.body.userId)
    if (!session || !user) throw new APIError('NOT_FOUND')
    await setSessionCookie(ctx, { session, user })
    return { ok: true }
  })

  const auth = betterAuth({
    ...tableNames,
    baseURL: url,
    basePath: '/api/auth',
    secret: signingKey(services),
    database: { db: services.database.db.withSchema('auth'), type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 1, maxPasswordLength: 1000 },
    // Tries are counted in our own routes, which alone lead here.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: cookiePrefix(url),
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: ['x-caller-address'] },
      database: { generateId: () => services.newId() },
    },
    // A disabled user is told what a stranger is told.
    databaseHooks: { session: { create: { before: ({ userId }) => beforeSession(services, userId) } } },
    plugins: [{ id: 'open-session', endpoints: { openSession } }],
  })

  const headersOf = (caller: Caller) => new Headers({ 'x-caller-address': caller.address, 'user-agent': caller.agent })
  return {
    async signIn(email, password, caller) {
      try {
        const { headers } = await auth.api.signInEmail({ body: { email, password }, headers: headersOf(caller), returnHeaders: true })
        return headers.getSetCookie()
      } catch (error) {
        if (error instanceof APIError && (error.statusCode === 401 || error.statusCode === 400)) return null
        throw error
      }
    },
    async openSession(userId, caller) {
      const { headers } = await auth.api.openSession({ body: { userId }, headers: headersOf(caller), returnHeaders: true })
      return headers.getSetCookie()
    },
  }
}

/** Whether this user may come in; sweeps out the sessions that are over. */
async function beforeSession(services: Services, userId: string): Promise<boolean> {
  await sql`delete from auth.sessions where expires_at < ${services.clock()}`.execute(services.database.db)
  const { rows } = await sql`select 1 from auth.users where id = ${userId} and disabled_at is null`.execute(services.database.db)
  return rows.length > 0
}

/** better-auth's tables and columns under our names. */
const tableNames = {
  user: {
    modelName: 'users',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    additionalFields: { role: { type: 'string', required: true, input: false } },
  },
  session: {
    modelName: 'sessions',
    fields: {
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
    expiresIn: sessionSeconds,
    disableSessionRefresh: true,
  },
  account: {
    modelName: 'accounts',
    fields: {
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: { modelName: 'verifications', fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
} as const

const signingKey = (services: Services) => services.secrets.sign('session cookies', '').toString('base64url')

/** Browsers share cookies between the ports of one host, so two installations on one machine keep theirs apart by the port. */
function cookiePrefix(url: string): string {
  return `regulars-${new URL(url).port || '80'}`
}

export function cookieName(url: string): string {
  return `${cookiePrefix(url)}.session_token`
}

/** The session's token out of the cookie's `token.signature`, or null when we did not sign it. */
export function tokenOf(services: Services, cookie: string): string | null {
  const value = decode(cookie)
  const dot = value.lastIndexOf('.')
  if (dot < 1) return null
  const token = value.slice(0, dot)
  const expected = Buffer.from(createHmac('sha256', signingKey(services)).update(token).digest('base64'))
  const given = Buffer.from(value.slice(dot + 1))
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
