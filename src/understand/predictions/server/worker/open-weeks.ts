import type { ClosedSpan } from '../../../rhythm/closed-days.ts'

const msADay = 86_400_000
export const dayText = (day: number): string => new Date(day * msADay).toISOString().slice(0, 10)
const numberOf = (text: string): number => Math.round(Date.parse(`${text}T00:00:00Z`) / msADay)

/** Weeks behind one day and up to another on which the shop was open; days count from 1970-01-01. */
export function openWeeksBetween(closed: readonly ClosedSpan[]): (from: number, to: number) => number {
  const spans = closed.map(({ from, to }) => [numberOf(from), numberOf(to)] as const)
  return (from, to) => {
    let days = to - from
    for (const [begin, end] of spans) days -= Math.max(0, Math.min(end, to) - Math.max(begin, from + 1) + 1)
    return Math.max(0, days) / 7
  }
}
