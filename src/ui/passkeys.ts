import { browserSupportsWebAuthn, startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import { z } from 'zod'

// What the server offers is handed to the browser as it is; here only what must be there for that.
const offered = z.looseObject({ challenge: z.string(), rpId: z.string().optional() })
const offeredNew = z.looseObject({
  challenge: z.string(),
  rp: z.looseObject({ name: z.string() }),
  user: z.looseObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.number(), type: z.literal('public-key') })),
})

export const knowsPasskeys = () => browserSupportsWebAuthn()

/** Whether the reader closed the browser's window, or let it lie until its time was over: no trouble worth telling. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
}

/** Whether the passkey that was to be made is on the device already. */
export function isKnownPasskey(error: unknown): boolean {
  return error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'
}

/** Lets the browser sign with a passkey. @param options as the server gave them @returns what the server wants back */
export async function signWithPasskey(options: unknown): Promise<Record<string, unknown>> {
  return { ...(await startAuthentication({ optionsJSON: readOffer(offered, options) })) }
}

/** Lets the browser make a passkey. @param options as the server gave them @returns what the server wants back */
export async function makePasskey(options: unknown): Promise<Record<string, unknown>> {
  return { ...(await startRegistration({ optionsJSON: readOffer(offeredNew, options) })) }
}

function readOffer<S extends z.ZodType>(shape: S, options: unknown): z.output<S> {
  return shape.parse(options)
}
