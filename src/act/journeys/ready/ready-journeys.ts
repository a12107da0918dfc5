import type { Words } from '../../../core/kit/words.ts'
import { anniversary } from './anniversary.ts'
import { badReview } from './bad-review.ts'
import { birthday } from './birthday.ts'
import { browsed } from './browsed.ts'
import { cart } from './cart.ts'
import { delivered } from './delivered.ts'
import { festival } from './festival.ts'
import { lunarBirthday } from './lunar-birthday.ts'
import type { ReadyGroup, ReadyJourney } from './ready-journey.ts'
import { replenish } from './replenish.ts'
import { satisfaction } from './satisfaction.ts'
import { second } from './second.ts'
import { wake } from './wake.ts'
import { welcome } from './welcome.ts'
import { winBack } from './win-back.ts'

/** Journeys that work when they are switched on. A new one is one file and one entry here. */
export const readyJourneys: readonly ReadyJourney[] = [
  welcome,
  browsed,
  cart,
  second,
  replenish,
  delivered,
  satisfaction,
  badReview,
  birthday,
  lunarBirthday,
  festival,
  anniversary,
  wake,
  winBack,
]

export const readyGroups: Readonly<Record<ReadyGroup, Words>> = {
  begin: { zh: '迎新', en: 'New customers' },
  shopping: { zh: '促成下单与复购', en: 'Orders and repeat orders' },
  care: { zh: '售后与关怀', en: 'Care' },
  days: { zh: '日子与节日', en: 'Days and festivals' },
  back: { zh: '唤醒与挽回', en: 'Bringing back' },
}
