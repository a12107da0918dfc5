import type { GivenKey } from '../../../platform/records/given-keys.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { Portion } from './portion.ts'

/** A key that a row gives a customer while it is another's. */
export type Foreign = { readonly customerId: string; readonly kind: string; readonly value: string }

export const givenBy = ({ importId, file }: Portion, { customerId, kind, value }: Foreign, line: number): GivenKey => ({
  customerId,
  key: identityKey(kind, value),
  value,
  how: 'import',
  place: file,
  line,
  importId,
})
