import { drawFrom, type Chance } from './draw-random.ts'
import { sampleSeed } from './make-shop.ts'
import { samplePhone } from './safe-contact.ts'
import type { SampleCustomer, SampleShop } from './shop.ts'

/** A customer whom the shop has twice: what another door wrote down of them. */
export type SampleDouble = Pick<SampleCustomer, 'kind' | 'name' | 'sex' | 'birthday' | 'place' | 'source'> & {
  /** The member number of the record that was there first. */
  readonly of: string
  readonly phone: string | null
  readonly email: string | null
}

const mostPeople = 14
const mostCompanies = 4
/** Telephone numbers of doubles are counted from here, far from those of members. */
const firstIndex = 4_000_000

/**
 * Members who came in a second time through another door, spread over all who joined: some with another phone, some
 * with a slip of the finger in it, some with the same mailbox at another provider, companies under a longer name. The
 * same shop has the same doubles.
 */
export function sampleDoubles({ customers }: SampleShop): SampleDouble[] {
  const people = spread(
    customers.filter(({ kind, birthday, phone, place }) => kind === 'person' && birthday && phone && place),
    mostPeople,
  )
  const companies = spread(
    customers.filter(({ kind, name, place }) => kind === 'company' && place && !name.endsWith('公司')),
    mostCompanies,
  )
  return [...people, ...companies].map((customer, index) => doubleOf(customer, index))
}

/** So many of these, at equal distances. */
function spread<T>(all: readonly T[], most: number): T[] {
  const step = Math.max(1, Math.floor(all.length / most))
  return all.filter((_, index) => index % step === 0).slice(0, most)
}

function doubleOf(customer: SampleCustomer, index: number): SampleDouble {
  const { number, kind, name, sex, birthday, place, phone, email } = customer
  const chance = drawFrom(sampleSeed ^ 0x0d0b, Number(number.slice(2)))
  const same = { of: number, kind, sex, birthday, place, source: customer.source === 'wechat' ? 'douyin' : 'wechat' } as const
  if (kind === 'company') return { ...same, name: `${name}有限公司`, phone: samplePhone(firstIndex + index), email: null }
  if (index % 3 === 0 && email) return { ...same, name, phone: null, email: elsewhere(email) }
  return { ...same, name, phone: index % 3 === 1 && phone ? slipped(chance, phone) : samplePhone(firstIndex + index), email: null }
}

const elsewhere = (email: string) => email.replace(/@.*/, '@mail-too.example')

/** One of the last four digits is another. */
function slipped(chance: Chance, phone: string): string {
  const at = chance.whole(7, 10)
  const digit = (Number(phone[at]) + chance.whole(1, 9)) % 10
  return `${phone.slice(0, at)}${digit}${phone.slice(at + 1)}`
}
