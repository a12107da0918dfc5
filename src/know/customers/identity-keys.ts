import { identityKey } from '../../core/kit/identity-key.ts'

export { identityKey }

/** The fields that tell who somebody is, strongest first. */
export const identityFields = ['code', 'idCard', 'creditCode', 'phone', 'email', 'wechat'] as const
export type IdentityField = (typeof identityFields)[number]

/** Numbers that one bears alone: two customers whose own ones differ are two, whatever else they share. */
export const ownNumbers = ['code', 'idCard', 'creditCode'] as const satisfies readonly IdentityField[]

/** A WeChat id, or the phone or QQ number that one signs in with. `同手机号` and the like are remarks and tell nobody apart. */
export const isWechatId = (value: string): boolean => /^(?:[a-z][-_a-z0-9]{5,19}|1[3-9]\d{9}|[1-9]\d{4,10})$/i.test(value.trim())

/** Does this value of an identity field tell who somebody is? */
export const tellsWho = (field: string, value: unknown): value is string =>
  typeof value === 'string' && value !== '' && (field !== 'wechat' || isWechatId(value))

/** The keys of a record, strongest first. */
export function identityKeys(record: Readonly<Record<string, unknown>>): { field: IdentityField; key: string }[] {
  const keys: { field: IdentityField; key: string }[] = []
  for (const field of identityFields) {
    const value = record[field]
    if (tellsWho(field, value)) keys.push({ field, key: identityKey(field, value) })
  }
  return keys
}

type Numbers = Readonly<Record<string, unknown>>

/** Two whose own numbers of one kind differ are two. */
export function haveSameNumbers(one: Numbers, other: Numbers): boolean {
  return ownNumbers.every((field) => {
    const [a, b] = [one[field], other[field]]
    return typeof a !== 'string' || typeof b !== 'string' || identityKey(field, a) === identityKey(field, b)
  })
}
