/** The fields that tell who somebody is, strongest first. */
export const identityFields = ['code', 'phone', 'email'] as const
export type IdentityField = (typeof identityFields)[number]

/** `kind:normalised value`, as kept in `identities`. A code is compared without regard to case. */
export function identityKey(kind: string, value: string): string {
  return `${kind}:${kind === 'code' ? value.trim().toLowerCase() : value}`
}

/** The keys of a record, strongest first. */
export function identityKeys(record: Readonly<Record<string, unknown>>): { field: IdentityField; key: string }[] {
  return identityFields.flatMap((field) => {
    const value = record[field]
    return typeof value === 'string' && value !== '' ? [{ field, key: identityKey(field, value) }] : []
  })
}
