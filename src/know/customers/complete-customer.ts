import { looksLikeCompany } from '../../core/china/company-name.ts'
import { type AddressRead, readAddress } from '../../core/china/read-address.ts'
import { idCardSays } from '../../fields/id-card/read-id-card.ts'

type Values = Readonly<Record<string, unknown>>

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/**
 * What follows from what was given, for fields that nobody filled: province, city and district from an address, birthday
 * and gender from an ID card, a company from its credit code or (for a new customer) from its name. When an address
 * changes, what the old one gave goes with it.
 * @param before the customer as it was; without it the customer is new
 */
export function completeCustomer(given: Values, before?: Values): Record<string, string> {
  return { ...placesOf(given, before ?? {}), ...bearerOf(given, before ?? {}), ...kindOf(given, before) }
}

const places = ['province', 'city', 'district'] as const

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
