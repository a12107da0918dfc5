import type { Words } from '../../core/kit/words.ts'
import { drawFrom } from './draw-random.ts'
import { sampleSeed } from './make-shop.ts'
import { givenNames, surnames } from './names.ts'
import { samplePhone } from './safe-contact.ts'
import type { SampleCustomer } from './shop.ts'

/** Somebody at a company that buys from the shop. */
export type SampleContact = {
  readonly name: string
  readonly role: 'decision' | 'purchase' | 'finance'
  readonly title: Words
  readonly phone: string
  readonly email: string | null
  readonly wechat: string | null
}

const desks = [
  { role: 'purchase', title: { zh: '采购经理', en: 'Purchasing manager' } },
  { role: 'decision', title: { zh: '总经理', en: 'General manager' } },
  { role: 'finance', title: { zh: '会计', en: 'Accountant' } },
] as const satisfies readonly Pick<SampleContact, 'role' | 'title'>[]

/** Telephone numbers of contacts are counted from here, far from those of members. */
const firstIndex = 6_000_000

/** One to three people at a company, whom to turn to first at the head. The same company has the same people. */
export function sampleContacts({ number }: SampleCustomer): SampleContact[] {
  const index = Number(number.slice(2))
  const chance = drawFrom(sampleSeed ^ 0xc047, index)
  return desks.slice(0, chance.whole(1, desks.length)).map(({ role, title }, at) => {
    const sex = chance.happens(0.5) ? 'female' : 'male'
    const generation = givenNames[sex].find(({ until }) => until >= chance.whole(1970, 1995))
    return {
      name: chance.weighted(surnames, ([, share]) => share)[0] + chance.oneOf((generation?.names ?? '安').split(' ')),
      role,
      title,
      phone: samplePhone(firstIndex + index * desks.length + at),
      email: chance.happens(0.6) ? `${role}${index}@office.example` : null,
      wechat: chance.happens(0.5) ? `chashi_${role}_${index}` : null,
    }
  })
}
