import { localDate, localTime } from '../../core/kit/local-time.ts'
import type { WordValues } from '../../core/kit/words.ts'
import type { Wait } from './quiet-times.ts'

/** A wait as the reason that is kept with a message: until when, by the customer's own clock. */
export function sayWait({ code, until, name }: Wait, timeZone: string): { readonly code: string; readonly details: WordValues } {
  return {
    code,
    details: { until: `${localDate(until, timeZone)} ${localTime(until, timeZone)}`, ...(name === undefined ? {} : { name }) },
  }
}
