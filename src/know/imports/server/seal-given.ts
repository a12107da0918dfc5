import type { GivenKey } from '../../../platform/records/given-keys.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { Portion } from './portion.ts'
import { sealDrafts } from './seal-rows.ts'

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

export async function sealGiven(portion: Portion, given: readonly GivenKey[]): Promise<readonly GivenKey[]> {
  const fieldOf = ({ key }: GivenKey) => key.slice(0, key.indexOf(':'))
  const sealed = await sealDrafts(
    portion,
    given.map((each) => ({ id: each.customerId, values: { [fieldOf(each)]: each.value } })),
  )
  return sealed ? given.map((each, at) => ({ ...each, value: sealed[at]?.[fieldOf(each)] ?? '' })) : given
}
