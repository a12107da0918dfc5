import { sampleCities, type SampleCity } from './cities.ts'
import type { Chance } from './draw-random.ts'
import { businessKinds, businessStems, givenNames, surnames } from './names.ts'
import { sampleEmail, samplePhone } from './safe-contact.ts'
import type { SampleCustomer, SampleRhythm, SampleSource } from './shop.ts'
import { dayText, instantOf, shopClock, type ShopDay } from './weigh-days.ts'

/** A customer before the member numbers are given out, which follow the order of joining. */
export type CustomerDraft = Omit<SampleCustomer, 'number'>

// biome-ignore format: a table, one line a row
const sourcesOf: Record<SampleRhythm, readonly (readonly [SampleSource, number])[]> = {
  lead: [['wechat', 40], ['douyin', 30], ['fair', 18], ['tmall', 6], ['friend', 4], ['store', 2]],
  once: [['douyin', 30], ['tmall', 30], ['store', 18], ['wechat', 16], ['fair', 6]],
  occasional: [['store', 28], ['tmall', 24], ['wechat', 24], ['douyin', 14], ['friend', 8], ['fair', 2]],
  festival: [['tmall', 34], ['wechat', 26], ['store', 24], ['friend', 12], ['douyin', 4]],
  steady: [['store', 38], ['wechat', 26], ['friend', 18], ['tmall', 14], ['fair', 4]],
  business: [['company', 70], ['friend', 18], ['store', 12]],
}

/** Steady drinkers are older than those whom a short film brought. */
const agesOf: Record<SampleRhythm, readonly [mean: number, deviation: number]> = {
  lead: [31, 8],
  once: [33, 9],
  occasional: [37, 10],
  festival: [41, 9],
  steady: [45, 11],
  business: [43, 8],
}

function drawSource(chance: Chance, rhythm: SampleRhythm): SampleSource {
  return chance.weighted(sourcesOf[rhythm], ([, weight]) => weight)[0]
}

function drawCity(chance: Chance, source: SampleSource): SampleCity {
  const near = source === 'store' ? sampleCities.filter(({ city }) => citiesWithStores.has(city.zh)) : sampleCities
  return chance.weighted(near, ({ weight }) => weight)
}

const citiesWithStores = new Set(['杭州市', '上海市', '苏州市'])

function drawBirthday(chance: Chance, rhythm: SampleRhythm, joined: ShopDay): string {
  const [mean, deviation] = agesOf[rhythm]
  const age = Math.min(78, Math.max(19, mean + deviation * chance.normal()))
  return dayText(joined - Math.round(age * 365.2425) - chance.whole(0, 364))
}

function drawPersonName(chance: Chance, sex: 'male' | 'female', birthYear: number): string {
  const surname = chance.weighted(surnames, ([, share]) => share)[0]
  const generations = givenNames[sex]
  // One in eight is named as a neighbouring generation was, so that the decades run into each other.
  const shift = chance.happens(0.125) ? chance.oneOf([-10, 10]) : 0
  const generation = generations.find(({ until }) => birthYear + shift <= until) ?? generations.at(-1)
  return surname + chance.oneOf((generation?.names ?? '安').split(' '))
}

function drawBusinessName(chance: Chance, city: string): string {
  return city.replace('市', '') + chance.oneOf(businessStems) + chance.oneOf(businessKinds)
}

const fullWidth = (digits: string) => digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

/** One customer in twenty has a field as a clerk or another system wrote it; a good import can mend them all. */
function drawCareless(chance: Chance, draft: Omit<CustomerDraft, 'written'>): SampleCustomer['written'] {
  const { name, phone, email, birthday } = draft
  if (!chance.happens(0.05)) return {}
  const kind = chance.whole(0, 9)
  if (kind <= 1) return { name: chance.oneOf([` ${name}`, `${name} `, `${name}（老客户）`]) }
  if (kind <= 6 && phone) {
    const spaced = `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`
    return { phone: chance.oneOf([spaced, spaced.replaceAll(' ', '-'), `+86 ${phone}`, `86${phone}`, fullWidth(phone)]) }
  }
  if (kind === 7 && email) return { email: chance.oneOf([email.toUpperCase(), ` ${email}`]) }
  return birthday
    ? { birthday: chance.oneOf([birthday.replace(/-0?/g, '/'), birthday.replaceAll('-', '.'), birthday.replaceAll('-', '')]) }
    : {}
}

/** One in 600 has a number that lost its last digit: nobody can mend that, so an import has something to refuse. */
function withBrokenPhone(chance: Chance, draft: CustomerDraft): CustomerDraft {
  if (draft.phone === null || !chance.happens(1 / 600)) return draft
  return { ...draft, phone: null, written: { phone: draft.phone.slice(0, -1) } }
}

type Person = Pick<CustomerDraft, 'kind' | 'name' | 'sex' | 'birthday'>

function drawPerson(chance: Chance, rhythm: SampleRhythm, city: SampleCity, joined: ShopDay): Person {
  if (rhythm === 'business' && chance.happens(0.6))
    return { kind: 'company', name: drawBusinessName(chance, city.city.zh), sex: null, birthday: null }
  const sex = chance.happens(rhythm === 'steady' ? 0.48 : 0.58) ? 'female' : 'male'
  const birthday = drawBirthday(chance, rhythm, joined)
  const name = drawPersonName(chance, sex, Number(birthday.slice(0, 4)))
  return { kind: 'person', name, sex: chance.happens(0.1) ? null : sex, birthday: chance.happens(0.38) ? null : birthday }
}

function drawConsent(chance: Chance, rhythm: SampleRhythm): boolean | null {
  const asked = chance.happens(0.86)
  return asked ? chance.happens(rhythm === 'once' ? 0.6 : 0.78) : null
}

/**
 * One customer: who they are, how they can be reached and when they joined.
 * @param index counts customers; it makes telephone numbers and addresses different
 * @param joined the shop's day on which they joined
 */
export function makeCustomer(chance: Chance, index: number, rhythm: SampleRhythm, joined: ShopDay): CustomerDraft {
  const source = drawSource(chance, rhythm)
  const city = drawCity(chance, source)
  const person = drawPerson(chance, rhythm, city, joined)
  const hasPhone = chance.happens(0.965)
  const hasEmail = !hasPhone || chance.happens(rhythm === 'business' ? 0.85 : 0.6)
  const draft = {
    ...person,
    phone: hasPhone ? samplePhone(index) : null,
    email: hasEmail ? sampleEmail(chance, index, rhythm === 'business') : null,
    place: chance.happens(0.07) ? null : { province: city.province, city: city.city, district: chance.oneOf(city.districts) },
    joinedAt: instantOf(joined, chance.whole(8 * 3600, 22 * 3600)),
    source: chance.happens(0.03) ? null : source,
    acceptsEmail: hasEmail ? drawConsent(chance, rhythm) : null,
    rhythm,
  }
  return withBrokenPhone(chance, { ...draft, written: drawCareless(chance, draft) })
}

/** The clock time of joining, in seconds of the shop's day: a first order never comes before it. */
export function joinedSeconds(draft: CustomerDraft): number {
  const [hours, minutes, seconds] = shopClock(draft.joinedAt).slice(11).split(':').map(Number)
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
}
