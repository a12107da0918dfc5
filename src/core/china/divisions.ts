import { countyTable } from './county-table.ts'
import { cities, type City, type Province, provinces, shortPlace } from './places.ts'

/** A district, county, banner or small city. `city` is null where it answers to its province. */
export type District = {
  readonly code: string
  readonly name: string
  readonly short: string
  readonly city: City | null
  readonly province: Province
}

function readDistricts(): District[] {
  const byCode = new Map(cities.map((city) => [city.code, city]))
  const byName = (province: Province, name: string | null) =>
    cities.find((city) => city.province === province && city.name === name && !city.small) ?? null
  const found: District[] = []
  for (const line of countyTable.trim().split('\n')) {
    const [code = '', ...names] = line.split(' ')
    const province = provinces.find((each) => each.code === code.slice(0, 2))
    if (!province) continue
    const city = byCode.get(code) ?? byName(province, code.startsWith('50') ? '重庆市' : null)
    for (const each of names) {
      const name = each.slice(2)
      found.push({ code: code + each.slice(0, 2), name, short: shortPlace(name), city, province })
    }
  }
  for (const city of cities)
    if (city.small)
      found.push({ code: city.code, name: city.name, short: city.short, city: byName(city.province, city.within), province: city.province })
  return found
}

/** Every district, county, banner and small city. */
export const districts: readonly District[] = readDistricts()

/** Cities that have no districts: their towns stand in the districts' place. */
export const withoutDistricts: ReadonlySet<string> = new Set(['4419', '4420', '4604', '6202'])

/** A map from each full and each short name to whatever bears it. */
function byNames(): Map<string, District[]> {
  const names = new Map<string, District[]>()
  for (const each of districts)
    for (const name of new Set([each.name, each.short])) {
      const others = names.get(name)
      if (others) others.push(each)
      else names.set(name, [each])
    }
  return names
}

const named = byNames()

/** The districts of this name, full or short. */
export const districtsNamed = (name: string): readonly District[] => named.get(name) ?? []

/** The first two letters of every district's name. */
export const districtStarts: ReadonlySet<string> = new Set([...named.keys()].map((name) => name.slice(0, 2)))
