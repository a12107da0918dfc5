import { localDate } from '../core/kit/local-time.ts'

/** Groups moments by the shop's calendar day, keeping their order. `at` is an ISO instant. */
export function groupByDay<M extends { readonly at: string }>(
  moments: readonly M[],
  timeZone: string,
): readonly { readonly day: string; readonly moments: readonly M[] }[] {
  const days: { day: string; moments: M[] }[] = []
  for (const moment of moments) {
    const day = localDate(new Date(moment.at), timeZone)
    const last = days.at(-1)
    if (last?.day === day) last.moments.push(moment)
    else days.push({ day, moments: [moment] })
  }
  return days
}
