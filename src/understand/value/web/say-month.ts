import type { Format } from '../../../ui/format.ts'

/** A month, told by its first day, by name; at noon it is the same month in every zone. */
export const sayMonth = (month: string, format: Format): string => format.month(`${month}T12:00:00Z`)
