import { setTimeout as pause } from 'node:timers/promises'
import type * as OpenId from 'openid-client'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import { checkAddress, FetchFailure, makeGuardedFetch } from '../http/guarded-fetch.ts'
import type { Provider } from './providers.ts'

/** Metadata and keys are small; a provider that takes longer is as good as away. */
const limits = { bytes: 500_000, wholeMs: 10_000 }
/** So long is waited for a provider that only says where else it is. */
const mostNamingMs = 3_000

/** What a visit to a provider must come back with; kept in the step that the browser's cookie leads to. */
export type Visit = { readonly state: string; readonly nonce: string; readonly verifier: string }

/** Who the provider says it is. `email` only where the provider says that it has been verified. */
export type Told = { readonly subject: string; readonly email: string | null; readonly name: string | null }

type Config = OpenId.Configuration

const load = () => import('openid-client')

/** The address a provider sends people back to: of the name that is set, never of a request. */
export const callbackAddress = ({ publicUrl }: Pick<Services, 'publicUrl'>, provider: string) =>
  `${new URL(publicUrl()).origin}/api/auth/oidc/${provider}/callback`

/**
 * Where the browser is to go, and what must come back: authorization code with PKCE, state and nonce.
 * @throws Problem access.provider-away, access.provider-private
 */
export async function beginVisit(services: Services, provider: Provider): Promise<{ address: string; visit: Visit }> {
  const openId = await load()
  const config = await discover(services, provider)
  const visit = { state: openId.randomState(), nonce: openId.randomNonce(), verifier: openId.randomPKCECodeVerifier() }
  const address = openId.buildAuthorizationUrl(config, {
    redirect_uri: callbackAddress(services, provider.id),
    scope: 'openid email profile',
    state: visit.state,
    nonce: visit.nonce,
    code_challenge: await openId.calculatePKCECodeChallenge(visit.verifier),
    code_challenge_method: 'S256',
  })
  checkAddress(address, { allowPrivate: true })
  if (address.protocol !== 'https:') checkAddress(address, { allowPrivate: services.allowPrivateSignIn })
  return { address: address.href, visit }
}

/**
 * Ends a visit: trades the code for an ID token and checks its signature, issuer, audience, time and nonce.
 * @param query as the browser brought it @throws Problem access.provider-refused, access.provider-away, access.provider-private
 */
export async function endVisit(services: Services, provider: Provider, query: string, visit: Visit): Promise<Told> {
  const openId = await load()
  const config = await discover(services, provider)
  try {
    const tokens = await openId.authorizationCodeGrant(config, new URL(`${callbackAddress(services, provider.id)}${query}`), {
      expectedState: visit.state,
      expectedNonce: visit.nonce,
      pkceCodeVerifier: visit.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) throw new Problem('access.provider-refused', { name: provider.name })
    if (claims['email'] !== undefined) return toldBy(claims)
    const more = await openId.fetchUserInfo(config, tokens.access_token, claims.sub).catch(() => ({}))
    return toldBy({ ...more, sub: claims.sub })
  } catch (error) {
    throw problemOf(error, provider)
  }
}

const claimsShape = z.object({
  sub: z.string().min(1).max(500),
  email: z.string().max(320).optional().catch(undefined),
  email_verified: z.unknown().optional(),
  name: z.string().max(200).optional().catch(undefined),
})

/** An e-mail that nobody verified could be anybody's; only a plain `true` counts. */
function toldBy(claims: unknown): Told {
  const { sub, email, email_verified: isVerified, name } = claimsShape.parse(claims)
  const known = z.email().safeParse(email?.trim().toLowerCase())
  return { subject: sub, email: isVerified === true && known.success ? known.data : null, name: name?.trim() || null }
}

/** Asks the provider for its addresses and keys. Every connection is judged when it is made; redirects are not followed. */
async function discover(services: Services, provider: Provider): Promise<Config> {
  const openId = await load()
  const allowPrivate = services.allowPrivateSignIn
  const guarded = makeGuardedFetch({ allowPrivate, mayReach: services.mayReach, ...limits })
  const secret = openSecret(services, provider)
  // Which of the two ways the provider takes its secret is in its metadata; without a word it is Basic.
  const authenticate: OpenId.ClientAuth = (server, client, body, headers) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const way = ways.includes('client_secret_basic') ? openId.ClientSecretBasic(secret) : openId.ClientSecretPost(secret)
    return way(server, client, body, headers)
  }
  try {
    checkAddress(new URL(provider.issuer), { allowPrivate })
    const config = await openId.discovery(new URL(provider.issuer), provider.clientId, {}, authenticate, {
      // Clocks may differ by half a minute.
      execute: [openId.enableNonRepudiationChecks, ...(allowPrivate ? [openId.allowInsecureRequests] : [])],
      timeout: limits.wholeMs / 1_000,
      [openId.customFetch]: (address, { method, headers, body, signal }) =>
        guarded(address, { method, headers, body: bodyOf(body), signal: signal ?? undefined }),
    })
    return config
  } catch (error) {
    throw problemOf(error, provider)
  }
}

function openSecret({ secrets }: Services, provider: Provider): string {
  try {
    return secrets.open(provider.secret)
  } catch {
    throw new Problem('access.provider-secret-lost', { name: provider.name })
  }
}

function problemOf(error: unknown, { name }: Provider): Problem {
  if (error instanceof Problem) return error
  const failure = causes(error).find((one) => one instanceof FetchFailure)
  if (failure?.reason === 'unlisted') return new Problem('access.provider-unlisted', { name })
  if (failure?.reason === 'private' || failure?.reason === 'insecure') return new Problem('access.provider-private', { name })
  return new Problem(failure ? 'access.provider-away' : 'access.provider-refused', { name })
}

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : []
}

/** Whether the provider answers as one, e.g. before its settings are kept. @throws Problem access.provider-*, outgoing.unlisted */
export async function probeProvider(services: Services, provider: Provider): Promise<void> {
  await refuseUnlisted(services, [new URL(provider.issuer).hostname])
  const config = await discover(services, provider)
  const { authorization_endpoint: authorize, token_endpoint: token, jwks_uri: keys } = config.serverMetadata()
  if (!authorize || !token || !keys) throw new Problem('access.provider-refused', { name: provider.name })
  await refuseUnlisted(services, hostsOf(config))
}

/** Whoever sets a provider up reads which host it was; at the door nobody is told. */
async function refuseUnlisted({ mayReach }: Services, hosts: readonly string[]): Promise<void> {
  for (const host of hosts) if (!(await mayReach(host))) throw new Problem('outgoing.unlisted', { host })
}

/** Where the program itself goes when somebody signs in by it; the browser’s own way is not ours. */
const hostsOf = (config: Config): string[] => {
  const { token_endpoint: token, jwks_uri: keys, userinfo_endpoint: more } = config.serverMetadata()
  return [token, keys, more].flatMap((address) => URL.parse(address ?? '')?.hostname ?? [])
}

/** All hosts of a provider, as far as it names them within some seconds; its issuer’s at least. */
export async function hostsOfProvider(services: Services, provider: Provider): Promise<string[]> {
  const issuer = URL.parse(provider.issuer)?.hostname ?? ''
  const asked = discover(services, provider).then(hostsOf, () => [])
  const named = await Promise.race([asked, pause(mostNamingMs, [], { ref: false })])
  return [...new Set([issuer, ...named])]
}

/** The library sends forms and texts alone. */
function bodyOf(body: unknown): string | URLSearchParams | undefined {
  return body instanceof URLSearchParams || typeof body === 'string' ? body : undefined
}
