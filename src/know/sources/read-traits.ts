import { cityInsideChina } from '../../core/china/english-places.ts'
import type { Field, Fields } from '../../core/entity/field.ts'
import type { Reading } from '../../core/entity/field-type.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { customer } from '../customers/customer.ts'
import type { Properties, Wrong } from './read-message.ts'

const fields: Readonly<Record<string, Field>> = customer.fields
const hasHan = /\p{Script=Han}/u

/** Further fields that a trait of the same name fills, as `creditCode` or `credit_code`. */
const byOwnName = ['shortName', 'wechat', 'idCard', 'creditCode', 'district', 'lunarBirthday', 'note'] as const
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '')

/** A Chinese name is written together, family name first. */
function fullName(traits: Properties): string {
  const [first, last] = [textOf(traits.firstName ?? traits.first_name), textOf(traits.lastName ?? traits.last_name)]
  const name = textOf(traits.name)
  if (name !== '') return name
  return hasHan.test(first + last) ? `${last}${first}` : `${first} ${last}`.trim()
}

const ofChina = /^(?:cn|chn|china|p\.?r\.?\s?china|people[’']?s republic of china|中国|中华人民共和国)$/i

/** Aba of an address in China is the Chinese one. */
function cityOf(city: unknown, country: unknown): unknown {
  return typeof city === 'string' && ofChina.test(textOf(country)) ? (cityInsideChina(city) ?? city) : city
}

function addressOf(traits: Properties): Properties {
  const { address } = traits
  if (typeof address !== 'object' || address === null)
    return { address: textOf(address), city: traits.city, province: traits.province ?? traits.state }
  const part: Properties = { ...address }
  return {
    address: part.street,
    district: part.district,
    city: cityOf(part.city ?? traits.city, part.country),
    province: part.state ?? part.province ?? traits.state,
  }
}

const personal = (traits: Properties): Properties => ({ birthday: traits.birthday, gender: traits.gender })

/**
 * Traits of the Segment spec as fields of a customer, normalised; those of a group as fields of a company. Traits
 * without a field of ours, as `avatar` and `createdAt`, are left to the fact. A value that cannot be read is told and
 * the others are kept. `card` has the firm's own fields, which a trait of their name or label fills; their values are JSON.
 */
export function readTraits(
  traits: Properties,
  reading: Reading,
  isCompany = false,
  card: Fields = {},
): { values: Record<string, string>; wrong: Wrong[] } {
  const given: Properties = {
    ...Object.fromEntries(byOwnName.map((name) => [name, traits[name] ?? traits[snake(name)]])),
    name: isCompany ? textOf(traits.name) : fullName(traits),
    email: traits.email,
    phone: traits.phone,
    ...(isCompany ? {} : personal(traits)),
    ...Object.fromEntries(Object.entries(addressOf(traits)).filter(([, value]) => value !== undefined)),
  }
  const values: Record<string, string> = {}
  const wrong: Wrong[] = []
  for (const [name, value] of Object.entries(given)) {
    const field = fields[name]
    const text = name === 'birthday' ? textOf(value).replace(/T.*$/, '') : textOf(value)
    if (!field || text === '') continue
    const parsed = fieldTypes[field.type]?.parse(text, field, reading)
    if (!parsed) continue
    if ('wrong' in parsed) wrong.push({ code: 'source.wrong-trait', details: { name, reason: parsed.wrong } })
    else if (typeof parsed.value === 'string') values[name] = parsed.value
  }
  readCustoms(traits, reading, card, values, wrong)
  return { values, wrong }
}

/** `Favourite Tea`, `favourite_tea` and `favouriteTea` are one name. */
const tidy = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

function readCustoms(traits: Properties, reading: Reading, card: Fields, values: Record<string, string>, wrong: Wrong[]): void {
  const customs = Object.entries(card).filter(([, field]) => field.custom)
  if (customs.length === 0) return
  const given = new Map(Object.entries(traits).map(([name, value]) => [tidy(name), value]))
  for (const [name, field] of customs) {
    const value = [name, field.label.en, field.label.zh].map((one) => given.get(tidy(one))).find((one) => one !== undefined && one !== null)
    const text = typeof value === 'boolean' ? String(value) : textOf(value)
    const type = fieldTypes[field.type]
    if (text === '' || !type) continue
    const parsed = type.parse(text, field, reading)
    if ('wrong' in parsed) wrong.push({ code: 'source.wrong-trait', details: { name, reason: parsed.wrong } })
    else if (parsed.value !== null) values[name] = JSON.stringify(type.toCustom?.(parsed.value) ?? parsed.value)
  }
}
