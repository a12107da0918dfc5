import type { Secrets } from '../../../platform/actions/secrets.ts'
import { readSignedIds, signIds, type TokenKind } from '../../../platform/actions/signed-ids.ts'

export type Named = { readonly customerId: string; readonly id: string }

const kind: TokenKind = { purpose: 'unsubscribe', ids: 2, seal: 16 }

/** Names a customer and a message, and is good for one thing only: to unsubscribe that customer. */
export const unsubscribeToken = (secrets: Secrets, { customerId, id }: Named): string => signIds(secrets, kind, [customerId, id])

/** @returns null for a token that this installation did not make */
export function readUnsubscribeToken(secrets: Secrets, token: string): Named | null {
  const [customerId = '', id = ''] = readSignedIds(secrets, kind, token) ?? []
  return id === '' ? null : { customerId, id }
}
