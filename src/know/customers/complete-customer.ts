import { looksLikeCompany } from '../../core/china/company-name.ts'
import { districtInEnglish } from '../../core/china/english-districts.ts'
import { districts } from '../../core/china/divisions.ts'
import { cityInProvince, isLatin, provinceByCode, provincesOfCity } from '../../core/china/english-places.ts'
import { type AddressRead, readAddress } from '../../core/china/read-address.ts'
import { idCardSays } from '../../fields/id-card/read-id-card.ts'

type Values = Readonly<Record<string, unknown>>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/**
 * What follows from what was given: places in English by their own names, and for fields that nobody filled province, city and district from an address, birthday
 * and gender from an ID card, a company from its credit code or (for a new customer) from its name. When an address
 * changes, what the old one gave goes with it.
 * @param before the customer as it was; without it the customer is new
 */
export function completeCustomer(given: Values, before?: Values): Record<string, string> {
  const named = placesInEnglish(given, before ?? {})
  return { ...named, ...placesOf({ ...given, ...named }, before ?? {}), ...bearerOf(given, before ?? {}), ...kindOf(given, before) }
}

const places = ['province', 'city', 'district'] as const

/**
 * A city and a district that were written in English, by their own names, where what stands around them says which is meant:
 * Aba in Sichuan, but not the one in Nigeria; Xihu District of Hangzhou.
 */
function placesInEnglish(given: Values, before: Values): Record<string, string> {
  const found: Record<string, string> = {}
  const [city, district] = [text(given['city']), text(given['district'])]
  const province = provinceFrom(given['province'], city ?? text(before['city'])) ?? text(given['province']) ?? text(before['province'])
  if (province !== null && text(given['province']) !== null && province !== given['province']) found['province'] = province
  const named = city !== null && province !== null && isLatin(city) ? cityInProvince(city, province) : undefined
  if (named !== undefined && named !== city) found['city'] = named
  const within = named ?? city ?? text(before['city'])
  const part = district !== null && within !== null && isLatin(district) ? districtWithin(district, within, province) : undefined
  if (part !== undefined) found['district'] = part
  return found
}

/** ZJ beside Hangzhou is 浙江省; SD beside Sioux Falls is none of ours. */
function provinceFrom(written: unknown, city: string | null): string | undefined {
  const province = typeof written === 'string' ? provinceByCode(written) : undefined
  if (province === undefined || city === null) return undefined
  return provincesOfCity(city).includes(province) || cityInProvince(city, province) !== undefined ? province : undefined
}

function districtWithin(written: string, city: string, province: string | null): string | undefined {
  const among = districts.filter(
    (each) => (each.city?.name ?? each.province.name) === city && (province === null || each.province.name === province),
  )
  return districtInEnglish(written, [...new Set(among.map((each) => each.name))])
}

function placesOf(given: Values, before: Values): Record<string, string> {
  const address = text(given['address'])
  if (address === null || address === before['address']) return {}
  const read = readAddress(address)
  if (read.province === null) return {}
  const was = text(before['address']) === null ? null : readAddress(String(before['address']))
  const found: Record<string, string> = {}
  for (const place of places) {
    const known = text(given[place]) ?? text(before[place])
    const isStale = text(given[place]) === null && was !== null && known === was[place]
    const value = read[place]
    if (value !== null && (known === null || isStale)) found[place] = value
  }
  return agrees(read, found, given, before) ? found : {}
}

/** A city that was typed is not given the province of another city's address. */
function agrees(read: AddressRead, found: Readonly<Record<string, string>>, given: Values, before: Values): boolean {
  return places.every((place) => {
    const said = text(given[place]) ?? (place in found ? null : text(before[place]))
    return said === null || read[place] === null || said === read[place]
  })
}

function bearerOf(given: Values, before: Values): Record<string, string> {
  const card = text(given['idCard'])
  if (card === null) return {}
  const says = idCardSays(card)
  const found: Record<string, string> = {}
  for (const name of ['birthday', 'gender'] as const)
    if (text(given[name]) === null && text(before[name]) === null) found[name] = says[name]
  return found
}

function kindOf(given: Values, before: Values | undefined): Record<string, string> {
  if (text(given['kind']) !== null || before !== undefined) return {}
  const name = text(given['name'])
  const isCompany = text(given['creditCode']) !== null || (name !== null && text(given['idCard']) === null && looksLikeCompany(name))
  return isCompany ? { kind: 'company' } : {}
}
