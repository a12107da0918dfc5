import type { Chance } from './draw-random.ts'
import type { SampleRhythm } from './shop.ts'
import type { Calendar, GiftTime, ShopDay } from './weigh-days.ts'

/** What drives a customer's purchases. Nobody sees it; it is drawn once for each. */
export type Drive = {
  readonly rhythm: SampleRhythm
  /** Days between two purchases, on average. */
  readonly meanGap: number
  /** How regular the gaps are: the shape of their gamma distribution. */
  readonly regularity: number
  /** Days from the first purchase until the customer is gone for good, whether the end comes within the three years or not. */
  readonly lifetime: number
  /** Probability of a present at a festival that everybody minds. */
  readonly gifts: number
}

const never = 1_000_000

/**
 * Lifetimes are exponential with a rate that is itself gamma among people, as the Pareto/NBD model has it
 * (Schmittlein, Morrison and Colombo 1987): many leave early, a few never.
 */
function drawLifetime(chance: Chance, mean: number): number {
  return chance.exponential(1) / chance.gamma(1.6, 1 / mean)
}

/** The drive of a customer with this rhythm. */
export function drawDrive(chance: Chance, rhythm: SampleRhythm): Drive {
  const of = (meanGap: number, spread: number, regularity: number, meanLife: number, gifts: number): Drive => ({
    rhythm,
    meanGap: meanGap * Math.exp(spread * chance.normal()),
    regularity,
    lifetime: drawLifetime(chance, meanLife),
    gifts,
  })
  switch (rhythm) {
    case 'steady':
      return of(36, 0.45, 2.6, 560, 0.25)
    case 'business':
      return of(48, 0.4, 3, 900, 0.6)
    case 'festival':
      return of(420, 0.3, 1, 1100, 0.45 + 0.5 * chance.next())
    case 'occasional':
      return of(125, 0.5, 1.2, 560, 0.12)
    case 'once':
    case 'lead':
      return { rhythm, meanGap: never, regularity: 1, lifetime: 0, gifts: 0 }
  }
}

/** The next day near the one that the rhythm names, busy days before quiet ones. */
function nearbyDay(chance: Chance, calendar: Calendar, day: ShopDay, gap: number): ShopDay {
  const reach = Math.min(10, Math.floor(gap / 4))
  return reach === 0 ? day : calendar.draw(chance, day - reach, Math.min(day + reach, calendar.last))
}

function ownPurchases(chance: Chance, drive: Drive, calendar: Calendar, first: ShopDay, end: number): ShopDay[] {
  const days: ShopDay[] = []
  let day = first
  for (;;) {
    const gap = Math.max(1, chance.gamma(drive.regularity, drive.meanGap))
    const planned = Math.round(day + gap)
    if (planned > end) return days
    day = Math.max(day + 1, nearbyDay(chance, calendar, planned, gap))
    if (day > end) return days
    days.push(day)
  }
}

/**
 * The days on which a customer buys, ascending, the first one given.
 * @param presents the times of presents in the shop's three years
 */
export function planPurchases(chance: Chance, drive: Drive, calendar: Calendar, presents: readonly GiftTime[], first: ShopDay): ShopDay[] {
  if (drive.rhythm === 'lead') return []
  if (drive.rhythm === 'once') return [first]
  const end = Math.min(calendar.last, first + drive.lifetime)
  const gifts = presents
    .filter((time) => time.from > first + 15 && time.to <= end && chance.happens(drive.gifts * time.eagerness))
    .map((time) => calendar.draw(chance, time.from, time.to))
  return [first, ...ownPurchases(chance, drive, calendar, first, end), ...gifts].sort((a, b) => a - b)
}
