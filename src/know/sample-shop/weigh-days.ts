import type { Chance } from './draw-random.ts'
import { festivalDays, type Festival } from './festivals.ts'

/** A day of the shop's calendar, counted from 1970-01-01. The shop keeps Beijing time, eight hours ahead of UTC all year. */
export type ShopDay = number

const dayLength = 86_400_000
const ahead = 8 * 3_600_000

/** The shop's day at an instant. */
export function shopDayOf(at: Date): ShopDay {
  return Math.floor((at.getTime() + ahead) / dayLength)
}

/** The instant at which so many seconds of a shop's day have passed. */
export function instantOf(day: ShopDay, seconds: number): Date {
  return new Date(day * dayLength - ahead + seconds * 1000)
}

/** `YYYY-MM-DD HH:MM:SS` on the shop's clock. */
export function shopClock(at: Date): string {
  return new Date(at.getTime() + ahead).toISOString().slice(0, 19).replace('T', ' ')
}

/** `YYYY-MM-DD`. */
export function dayText(day: ShopDay): string {
  return new Date(day * dayLength).toISOString().slice(0, 10)
}

function dayOf(text: string): ShopDay {
  return Date.parse(text) / dayLength
}

const festivals = {
  springFestival: festivalDays.springFestival.map(dayOf),
  dragonBoat: festivalDays.dragonBoat.map(dayOf),
  midAutumn: festivalDays.midAutumn.map(dayOf),
} satisfies Record<Festival, readonly ShopDay[]>

/** In which days before a festival its presents are bought, and how eagerly. */
const giftWindows = [
  { festival: 'springFestival', from: 26, to: 4, eagerness: 1 },
  { festival: 'dragonBoat', from: 14, to: 2, eagerness: 0.3 },
  { festival: 'midAutumn', from: 25, to: 2, eagerness: 0.85 },
] as const

/** A time of presents: the days in which they are bought, and the share of present givers who mind this festival. */
export type GiftTime = { readonly from: ShopDay; readonly to: ShopDay; readonly eagerness: number }

/** The times of presents that lie whole or in part between two days. */
export function giftTimes(first: ShopDay, last: ShopDay): GiftTime[] {
  return giftWindows
    .flatMap(({ festival, from, to, eagerness }) =>
      festivals[festival].map((day) => ({ from: Math.max(day - from, first), to: Math.min(day - to, last), eagerness })),
    )
    .filter((time) => time.from <= time.to)
    .sort((a, b) => a.from - b.from)
}

/** How busy a weekday is, from Sunday to Saturday. */
const weekdays = [1.25, 0.85, 0.85, 0.9, 0.95, 1.1, 1.3]

/** Sales dates that fall on the same day each year, as month × 100 + day. The later entry wins. */
const solarSeasons: readonly { from: number; to: number; factor: number }[] = [
  { from: 320, to: 425, factor: 1.7 }, // 明前茶 and 雨前茶, the new tea of spring
  { from: 601, to: 620, factor: 1.4 }, // 618
  { from: 616, to: 618, factor: 2.3 },
  { from: 705, to: 825, factor: 0.82 }, // the heat of summer
  { from: 1101, to: 1110, factor: 1.35 }, // 双11
  { from: 1111, to: 1111, factor: 3.2 },
  { from: 1212, to: 1212, factor: 1.5 },
]

function monthAndDay(day: ShopDay): number {
  const date = new Date(day * dayLength)
  return (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
}

function solarFactor(day: ShopDay): number {
  const at = monthAndDay(day)
  return solarSeasons.findLast((season) => at >= season.from && at <= season.to)?.factor ?? 1
}

function lunarFactor(day: ShopDay): number {
  const until = (festival: Festival) => Math.min(...festivals[festival].map((f) => f - day).filter((gap) => gap >= -7))
  const spring = until('springFestival')
  if (spring <= 1 && spring >= -6) return 0.3 // the shop sleeps from New Year's Eve to the sixth
  if (spring >= 4 && spring <= 28) return 1.6
  const autumn = until('midAutumn')
  return autumn >= 2 && autumn <= 25 ? 1.5 : 1
}

/** How busy the shop is on a day against an ordinary one. */
export function busyness(day: ShopDay): number {
  return (weekdays[(day + 4) % 7] ?? 1) * solarFactor(day) * lunarFactor(day)
}

/** Is it a day of the great sales on the net (618 or 双11)? */
export function isSaleDay(day: ShopDay): boolean {
  const at = monthAndDay(day)
  return (at >= 601 && at <= 620) || (at >= 1101 && at <= 1111)
}

/** Days with weights, to draw from; `draw` keeps to the days from `from` to `to` when they are given. */
export type Calendar = { readonly last: ShopDay; readonly draw: (chance: Chance, from?: ShopDay, to?: ShopDay) => ShopDay }

/** A calendar in which a day comes up as often as its weight says. */
export function calendarOf(first: ShopDay, last: ShopDay, weigh: (day: ShopDay) => number): Calendar {
  const sums = [0]
  for (let day = first; day <= last; day++) sums.push((sums.at(-1) ?? 0) + weigh(day))
  const sum = (index: number) => sums[Math.min(Math.max(index, 0), sums.length - 1)] ?? 0
  return {
    last,
    draw(chance, from = first, to = last) {
      const target = sum(from - first) + chance.next() * (sum(to - first + 1) - sum(from - first))
      let low = Math.max(from, first)
      let high = Math.min(to, last)
      while (low < high) {
        const middle = Math.floor((low + high) / 2)
        if (sum(middle - first + 1) > target) high = middle
        else low = middle + 1
      }
      return low
    },
  }
}
