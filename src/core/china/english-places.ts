import { englishTable } from './english-table.ts'
import { cities, type City, provinces } from './places.ts'

function readTable(): Map<string, string> {
  const names = new Map<string, string>()
  for (const line of englishTable.trim().split('\n')) {
    const [first = '', ...others] = line.split(', ')
    const province = first.slice(0, 2)
    names.set(province, first.slice(3))
    for (const each of others) {
      const [digits = ''] = each.split(' ', 1)
      names.set(province + digits, each.slice(digits.length + 1))
    }
  }
  return names
}

const names = readTable()
const plainName = (code: string): string => names.get(code) ?? ''

/** `Xi'an`, `XIAN` and `Xi An City` are one; `Ürümqi` is typed without its dots by most. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’‘`\-\s.,()（），]/g, '')
    .toLowerCase()

const endings = /(?:city|shi|municipality|province|sheng|specialadministrativeregion|sar|(?:zhuang|hui|uygur|uyghur)?autonomousregion)$/
const bareOf = (folded: string): string => folded.replace(endings, '')

/** Suzhou is in Jiangsu and in Anhui: a name alone is the one prefecture's of that name, if there is but one. */
function cityWords(): Map<City, string> {
  const alike = Map.groupBy(cities, (city) => plainName(city.code))
  const said = new Map<City, string>()
  for (const [name, bearers] of alike) {
    const large = bearers.filter((city) => !city.small)
    for (const city of bearers)
      said.set(city, bearers.length === 1 || (large.length === 1 && !city.small) ? name : apart(city, name, bearers))
  }
  return said
}

const apart = (city: City, name: string, bearers: readonly City[]): string => {
  const inProvince = `${name} (${plainName(city.province.code)})`
  const seat = bearers.some((each) => each !== city && each.province === city.province)
  return seat && city.small ? `${name} City (${plainName(city.province.code)})` : inProvince
}

const provinceSaid = new Map(provinces.map((province) => [province.name, plainName(province.code)]))
const citySaid = new Map([...cityWords()].map(([city, words]) => [city.name, { city, words }]))

const provinceRead = new Map([
  ...provinces.map(({ code, name }) => [fold(plainName(code)), name] as const),
  ...([
    ['xizang', '西藏自治区'],
    ['neimenggu', '内蒙古自治区'],
    ['neimongol', '内蒙古自治区'],
    ['macau', '澳门特别行政区'],
  ] as const),
])
const cityRead = new Map([
  ...[...citySaid.values()].map(({ city, words }) => [fold(words), city.name] as const),
  ...([
    ['macau', canonicalMacao()],
    ['peking', '北京市'],
  ] as const),
])

function canonicalMacao(): string {
  return cities.find((city) => city.code === '8200')?.name ?? ''
}

/** A province's or city's name in English; the name itself where it is none of ours. */
export const englishProvince = (name: string): string => provinceSaid.get(name) ?? name
export const englishCity = (name: string): string => citySaid.get(name)?.words ?? name

const latin = /^[\p{Script=Latin}\p{M}'’‘`\-\s.,()]+$/u
function lookUp(read: ReadonlyMap<string, string>, text: string): string | undefined {
  if (!latin.test(text)) return undefined
  const folded = fold(text)
  return read.get(folded) ?? read.get(bareOf(folded))
}

/** The province or city that an English text names: Zhejiang, Zhejiang Province, hangzhou. None where two bear the name (Suzhou). */
export const provinceInEnglish = (text: string): string | undefined => lookUp(provinceRead, text)
export const cityInEnglish = (text: string): string | undefined => lookUp(cityRead, text)

/** The English names with what they name, as they are said. */
export const englishProvinces = (): [string, string][] => [...provinceSaid].map(([name, words]) => [words, name])
export const englishCities = (): [string, string][] => [...citySaid.values()].map(({ city, words }) => [words, city.name])
