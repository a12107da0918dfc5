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
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’‘`\-\s.,()（），]/g, '')
    .toLowerCase()

const endings = /(?:city|shi|municipality|province|sheng|specialadministrativeregion|sar|(?:zhuang|hui|uygur|uyghur)?autonomousregion)$/
const bareOf = (folded: string): string => folded.replace(endings, '')

/** Short names that every reader takes for the Chinese city. */
const wellKnown = new Set('xian jinan wuhan hefei wuxi wuhu zibo lhasa sanya macao ordos suqian'.split(' '))
/** Longer ones that are as well a place abroad, or the province itself. */
const alsoElsewhere = new Set('anyang hainan jilin'.split(' '))

/**
 * Whether a name in Latin letters can only be this city. Aba is in Nigeria too, Mile and Dali are words: a short name, or
 * a small city's, needs its province beside it.
 */
function isUnmistakable({ small }: City, name: string): boolean {
  const folded = fold(name)
  return !alsoElsewhere.has(folded) && (wellKnown.has(folded) || folded.length >= (small ? 7 : 6))
}

/** Suzhou is in Jiangsu and in Anhui: a name alone is the one prefecture's of that name, if there is but one and nothing abroad bears it. */
function cityWords(): Map<City, string> {
  const alike = Map.groupBy(cities, (city) => plainName(city.code))
  const said = new Map<City, string>()
  for (const [name, bearers] of alike) {
    const large = bearers.filter((city) => !city.small)
    for (const city of bearers) {
      const isAlone = bearers.length === 1 || (large.length === 1 && !city.small)
      said.set(city, isAlone && isUnmistakable(city, name) ? name : apart(city, name, bearers))
    }
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
  ...[...citySaid.values()].flatMap(({ city, words }) =>
    [words, ...(words.includes('(') ? [] : [`${words} (${plainName(city.province.code)})`])].map(
      (each) => [fold(each), city.name] as const,
    ),
  ),
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

const smallFirst = cities.toSorted((a, b) => Number(b.small) - Number(a.small))
/** A city within a province by its bare name; of a prefecture and its seat (Kashgar) the prefecture. */
const cityWithin = new Map<string, string>()
for (const city of smallFirst) cityWithin.set(`${city.province.name} ${fold(plainName(city.code))}`, city.name)

/** By a bare name that only one city bears, wherever it is known that a Chinese one is meant. */
const cityInChina = new Map(
  [...Map.groupBy(cities, (city) => fold(plainName(city.code)))].flatMap(([name, bearers]) => {
    const large = bearers.filter((city) => !city.small)
    const one = bearers.length === 1 ? bearers[0] : large.length === 1 ? large[0] : undefined
    return one ? [[name, one.name] as const] : []
  }),
)

const latin = /^[\p{Script=Latin}\p{M}'’‘`\-\s.,()]+$/u
/** Whether a text is written in Latin letters alone. */
export const isLatin = (text: string): boolean => latin.test(text)

function lookUp(find: (folded: string) => string | undefined, text: string): string | undefined {
  if (!isLatin(text)) return undefined
  const folded = fold(text)
  return find(folded) ?? find(bareOf(folded))
}

/** The province that an English text names: Zhejiang, Zhejiang Province. */
export const provinceInEnglish = (text: string): string | undefined => lookUp((folded) => provinceRead.get(folded), text)

/**
 * The city that an English text names by itself: hangzhou, Hangzhou City; `Aba (Sichuan)`, `Suzhou, Jiangsu`. None where two
 * bear the name, or where it may as well be a place abroad (Aba, Mile).
 */
export const cityInEnglish = (text: string): string | undefined => lookUp((folded) => cityRead.get(folded), text)

/** The same where the province is known, by its Chinese name: Aba in 四川省, Suzhou in 江苏省. */
export const cityInProvince = (text: string, province: string): string | undefined =>
  lookUp((folded) => cityWithin.get(`${province} ${folded}`), text)

/** The same where it is known to lie in China. */
export const cityInsideChina = (text: string): string | undefined =>
  cityInEnglish(text) ?? lookUp((folded) => cityInChina.get(folded), text)

/** The English name of a small city as a district is said: `义乌市` is Yiwu City. */
export const townInEnglish = (name: string): string | undefined => {
  const town = name.endsWith('市') ? towns.get(name) : undefined
  return town === undefined ? undefined : `${town} City`
}
const towns = new Map(cities.filter((city) => city.small).map((city) => [city.name, plainName(city.code)]))

/** The English names with what they name, as they are said. */
export const englishProvinces = (): [string, string][] => [...provinceSaid].map(([name, words]) => [words, name])
export const englishCities = (): [string, string][] => [...citySaid.values()].map(({ city, words }) => [words, city.name])
/** The bare names of cities with their provinces, for where the province is known; of a prefecture and its seat the prefecture comes last. */
export const englishCitiesByProvince = (): { readonly province: string; readonly words: string; readonly name: string }[] =>
  smallFirst.map((city) => ({ province: city.province.name, words: plainName(city.code), name: city.name }))

const codes: Readonly<Record<string, string>> = {
  AH: '34',
  BJ: '11',
  CQ: '50',
  FJ: '35',
  GD: '44',
  GS: '62',
  GX: '45',
  GZ: '52',
  HA: '41',
  HB: '42',
  HE: '13',
  HI: '46',
  HK: '81',
  HL: '23',
  HN: '43',
  JL: '22',
  JS: '32',
  JX: '36',
  LN: '21',
  MO: '82',
  NM: '15',
  NX: '64',
  QH: '63',
  SC: '51',
  SD: '37',
  SH: '31',
  SN: '61',
  SX: '14',
  TJ: '12',
  TW: '71',
  XJ: '65',
  XZ: '54',
  YN: '53',
  ZJ: '33',
}

/** The province that shops write as ZJ or CN-ZJ (ISO 3166-2). SD is South Dakota too: only a city of it beside tells. */
export function provinceByCode(text: string): string | undefined {
  const [, code = ''] = /^(?:CN-)?([A-Z]{2})$/.exec(text) ?? []
  return provinces.find((province) => province.code === codes[code])?.name
}

/** The province of a city by its full name; none where two have one of that name. */
export function provincesOfCity(name: string): readonly string[] {
  return cities.filter((city) => city.name === name).map((city) => city.province.name)
}
