import { isIP } from 'node:net'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { beginStep, takeStep } from './steps.ts'

const text = z.string().max(100_000)
const common = {
  id: z.string().max(2_000),
  rawId: z.string().max(2_000),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.looseObject({}),
}

/** What a browser answers when a passkey was made, as @simplewebauthn/browser puts it. */
export const madePasskey = z.object({
  ...common,
  response: z.object({
    clientDataJSON: text,
    attestationObject: text,
    authenticatorData: text.optional(),
    transports: z.array(z.string().max(30)).max(10).optional(),
    publicKeyAlgorithm: z.number().optional(),
    publicKey: text.optional(),
  }),
})

/** What a browser answers when a passkey was used. */
export const usedPasskey = z.object({
  ...common,
  response: z.object({ clientDataJSON: text, authenticatorData: text, signature: text, userHandle: z.string().max(200).nullish() }),
})

type Site = { readonly id: string; readonly origin: string }

/**
 * Passkeys belong to the name people reach the program by, which is set and never read off a request.
 * @throws Problem access.passkey-address where that is an IP address, which passkeys do not know
 */
function siteOf({ publicUrl }: Services): Site {
  const { hostname, origin } = new URL(publicUrl())
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) throw new Problem('access.passkey-address', { address: origin })
  return { id: hostname, origin }
}

const load = () => import('@simplewebauthn/server')

type Owner = { readonly id: string; readonly name: string; readonly email: string }

/** What the browser needs to make a passkey for this user. @param session to which alone the answer belongs */
export async function beginNewPasskey(services: Services, db: Db, user: Owner, shop: string, session: string): Promise<object> {
  const site = siteOf(services)
  const { generateRegistrationOptions } = await load()
  const { rows } = await sql<{ id: string }>`select id from auth.passkeys where user_id = ${user.id}`.execute(db)
  const options = await generateRegistrationOptions({
    rpName: shop || 'Regulars',
    rpID: site.id,
    userName: user.email,
    userDisplayName: user.name,
    userID: new Uint8Array(Buffer.from(user.id)),
    attestationType: 'none',
    excludeCredentials: rows,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await beginStep(services, db, 'new-passkey', { userId: user.id, data: { challenge: options.challenge } }, session)
  return options
}

/** Keeps a passkey that was made for the challenge of this session. @throws Problem access.passkey-refused, access.passkey-known */
export async function keepPasskey(
  services: Services,
  db: Db,
  { userId, session, name, made }: { userId: string; session: string; name: string; made: z.output<typeof madePasskey> },
): Promise<string> {
  const site = siteOf(services)
  const step = await takeStep(services, db, 'new-passkey', session)
  if (!step || step.userId !== userId) throw new Problem('access.passkey-refused')
  const { verifyRegistrationResponse } = await load()
  const verified = await verifyRegistrationResponse({
    response: made as RegistrationResponseJSON,
    expectedChallenge: step.data['challenge'] ?? '',
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) throw new Problem('access.passkey-refused')
  const { credential, credentialBackedUp } = verified.registrationInfo
  const { rows } = await sql`
    insert into auth.passkeys (id, user_id, name, public_key, counter, transports, backed_up, made_at)
    values (${credential.id}, ${userId}, ${name}, ${Buffer.from(credential.publicKey)}, ${credential.counter}, ${credential.transports ?? []}::text[],
            ${credentialBackedUp}, ${services.clock()})
    on conflict (id) do nothing returning 1`.execute(db)
  if (rows.length === 0) throw new Problem('access.passkey-known')
  return credential.id
}

/** What the browser needs to use a passkey, whoever's it is; the token leads back to the challenge. */
export async function beginPasskey(services: Services): Promise<{ options: object; token: string }> {
  const site = siteOf(services)
  const { generateAuthenticationOptions } = await load()
  const options = await generateAuthenticationOptions({ rpID: site.id, userVerification: 'required' })
  const step = { userId: null, data: { challenge: options.challenge } }
  return { options, token: await beginStep(services, services.database.db, 'passkey', step) }
}

type Kept = { user_id: string; public_key: Buffer; counter: string; transports: string[] }

/** Whose passkey signed the challenge of this token. @throws Problem access.passkey-refused */
export async function provePasskey(services: Services, token: string | null, used: z.output<typeof usedPasskey>): Promise<string> {
  const site = siteOf(services)
  const { db } = services.database
  const step = token === null ? null : await takeStep(services, db, 'passkey', token)
  const { rows } = await sql<Kept>`
    select p.user_id, p.public_key, p.counter, p.transports from auth.passkeys p join auth.users u on u.id = p.user_id
    where p.id = ${used.id} and u.disabled_at is null`.execute(db)
  const [kept] = rows
  const handle = used.response.userHandle
  if (!step || !kept || (handle && Buffer.from(handle, 'base64url').toString() !== kept.user_id))
    throw new Problem('access.passkey-refused')
  const { verifyAuthenticationResponse } = await load()
  const verified = await verifyAuthenticationResponse({
    response: used as AuthenticationResponseJSON,
    expectedChallenge: step.data['challenge'] ?? '',
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    credential: { id: used.id, publicKey: new Uint8Array(kept.public_key), counter: Number(kept.counter) },
  }).catch(() => null)
  if (!verified?.verified) throw new Problem('access.passkey-refused')
  const { newCounter } = verified.authenticationInfo
  await sql`update auth.passkeys set counter = ${newCounter}, last_used_at = ${services.clock()} where id = ${used.id}`.execute(db)
  return kept.user_id
}
