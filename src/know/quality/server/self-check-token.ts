import type { Secrets } from '../../../platform/actions/secrets.ts'
import { readSignedIds, signIds, type TokenKind } from '../../../platform/actions/signed-ids.ts'

type Named = { readonly customerId: string; readonly id: string }

const kind: TokenKind = { purpose: 'self-check', ids: 2, seal: 32 }

/** Names one link of one customer; only this installation can make it. */
export const selfCheckToken = (secrets: Secrets, { customerId, id }: Named): string => signIds(secrets, kind, [customerId, id])

/** @returns null for a token that this installation did not make */
export function readSelfCheckToken(secrets: Secrets, token: string): Named | null {
  const [customerId = '', id = ''] = readSignedIds(secrets, kind, token) ?? []
  return id === '' ? null : { customerId, id }
}
