import type { Secrets } from '../../../platform/actions/secrets.ts'
import { readSignedIds, signIds, type TokenKind } from '../../../platform/actions/signed-ids.ts'

const kind: TokenKind = { purpose: 'preferences', ids: 1, seal: 32 }

/**
 * Names a customer, and is good for their page of preferences alone. It does not run out: a link in an old mail must still
 * stop the next one.
 */
export const preferenceToken = (secrets: Secrets, customerId: string): string => signIds(secrets, kind, [customerId])

/** @returns null for a token that this installation did not make */
export const readPreferenceToken = (secrets: Secrets, token: string): string | null => readSignedIds(secrets, kind, token)?.[0] ?? null
