import type { Language } from '../../core/kit/words.ts'
import { fetchJson } from '../../ui/call.ts'

/** The server decides; here only so that the form can say it beforehand. */
export const shortestPassword = 8

const json = { 'content-type': 'application/json' }

/** @throws ProblemError when e-mail and password do not belong together */
export async function signIn(input: { readonly email: string; readonly password: string }): Promise<void> {
  await fetchJson('/api/auth/sign-in/email', { method: 'POST', headers: json, body: JSON.stringify(input) })
}

/** Signs out and starts afresh, so that nothing of the last reader stays in memory. */
export async function signOut(): Promise<void> {
  try {
    await fetchJson('/api/auth/sign-out', { method: 'POST', headers: json, body: '{}' })
  } finally {
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
  await fetchJson('/api/welcome', { method: 'POST', headers: json, body: JSON.stringify(input) })
}

/** Signs in with a one-time link. @throws ProblemError when it was used or is too old */
export async function enter(input: { readonly token: string }): Promise<void> {
  await fetchJson('/api/enter', { method: 'POST', headers: json, body: JSON.stringify(input) })
}

/** Sets the password of somebody who was invited, and signs in. @throws ProblemError when the link was used or is too old */
export async function join(input: { readonly token: string; readonly password: string }): Promise<void> {
  await fetchJson('/api/join', { method: 'POST', headers: json, body: JSON.stringify(input) })
}
