/** Shown where there is no value. */
export const nothing = '—'

/** Is there anything to show? */
export function isNothing(value: unknown): value is null | undefined | '' {
  return value === null || value === undefined || value === ''
}
