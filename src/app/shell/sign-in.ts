import { z } from 'zod'
import type { Language } from '../../core/kit/words.ts'
import { fetchJson } from '../../ui/call.ts'
import { signWithPasskey } from '../../ui/passkeys.ts'
import { forgetDrafts } from '../../ui/kept-drafts.ts'

/** The server decides; here only so that the form can say it beforehand. */
export const shortestPassword = 8

const json = { 'content-type': 'application/json' }

const post = (path: string, body: object) => fetchJson(path, { method: 'POST', headers: json, body: JSON.stringify(body) })

const letIn = z.object({ next: z.enum(['code']).nullable() })
/** In, or one step before it: a code of the second factor is asked for. */
export type Next = z.output<typeof letIn>['next']

/** @throws ProblemError when e-mail and password do not belong together */
export async function signIn(input: { readonly email: string; readonly password: string }): Promise<Next> {
  return letIn.parse(await post('/api/auth/sign-in/email', input)).next
}

/** @throws ProblemError when the code is wrong, or the step is over */
export async function sendCode(code: string): Promise<void> {
  await post('/api/auth/sign-in/code', { code })
}

const offer = z.object({ options: z.record(z.string(), z.unknown()) })

/** Signs in with a passkey alone. @throws ProblemError, or what the browser throws when it is cancelled */
export async function signInWithPasskey(): Promise<void> {
  const { options } = offer.parse(await post('/api/auth/passkey/begin', {}))
  await post('/api/auth/sign-in/passkey', { passkey: await signWithPasskey(options) })
}

/** Proves anew who one is. @throws ProblemError */
export async function prove(proof: { readonly password: string } | { readonly code: string }): Promise<void> {
  await post('/api/auth/fresh', proof)
}

export async function proveWithPasskey(): Promise<void> {
  const { options } = offer.parse(await post('/api/auth/passkey/begin', {}))
  await post('/api/auth/fresh', { passkey: await signWithPasskey(options) })
}

/** Leaves for the provider, which sends the browser back. @throws ProblemError when it does not answer */
export async function goToProvider(id: string, next: string): Promise<void> {
  const { address } = z.object({ address: z.string() }).parse(await post(`/api/auth/oidc/${encodeURIComponent(id)}/begin`, { next }))
  if (!/^https?:/.test(address)) throw new Error('a provider is reached by http')
  location.assign(address)
}

const signedOut = 'regulars.signed-out'

/** Leaves for the door when the reader signs out in another tab. */
export function leaveWithOthers(): void {
  new BroadcastChannel(signedOut).addEventListener('message', () => location.assign('/sign-in'))
}

/** Signs out and starts afresh, in every tab, so that nothing of the last reader stays in memory. */
export async function signOut(): Promise<void> {
  try {
    await fetchJson('/api/auth/sign-out', { method: 'POST', headers: json, body: '{}' })
  } finally {
    forgetDrafts(localStorage)
    new BroadcastChannel(signedOut).postMessage(null)
    location.assign('/sign-in')
  }
}

export type Welcome = {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly shop: string
  readonly currency: string
  readonly timeZone: string
  readonly sample: boolean
  readonly language: Language
}

/** Makes the first owner and the shop. @throws ProblemError when the link was used already or something is missing */
export async function welcome(input: Welcome): Promise<void> {
  await post('/api/welcome', input)
}

/** Signs in with a one-time link. @throws ProblemError when it was used or is too old */
export async function enter(input: { readonly token: string }): Promise<Next> {
  return letIn.parse(await post('/api/enter', input)).next
}

/** Sets the password of somebody who was invited, and signs in. @throws ProblemError when the link was used or is too old */
export async function join(input: { readonly token: string; readonly password: string }): Promise<Next> {
  return letIn.parse(await post('/api/join', input)).next
}
