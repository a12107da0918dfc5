/** Shown where there is no value. */
export const nothing = '—'

/** Is there anything to show? */
export function isNothing(value: unknown): value is null | undefined | '' {
  return value === null || value === undefined || value === ''
}

/** A value as bare text: what is neither text, figure, yes-or-no nor instant has none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return value.toString()
  return value instanceof Date ? value.toISOString() : ''
}
