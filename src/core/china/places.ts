import { cityTable } from './city-table.ts'

export type Province = { readonly code: string; readonly name: string; readonly short: string }

/** A city of GB/T 2260. One `small` is a county by rank: `within` is then the city whose it is, or null where it answers to its province. */
export type City = {
  readonly code: string
  readonly name: string
  readonly short: string
  readonly province: Province
  readonly small: boolean
  readonly within: string | null
}

const peoples =
  '朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族|蒙古|哈萨克族|哈萨克|柯尔克孜|满族|维吾尔|瑶族|仡佬族|畲族|黎族|毛南族|仫佬族|土族|撒拉族|保安族|东乡族|裕固族|锡伯|塔吉克|达斡尔族|鄂温克族|鄂伦春|拉祜族|佤族|布朗族|纳西族|普米族|独龙族|怒族|水族|各族'
const selfGovernment = new RegExp(`(?:${peoples})+自治[州县旗]$`)

/** `延边朝鲜族自治州` → 延边, `杭州市` → 杭州, `浦东新区` → 浦东; a name of which one letter would remain stays whole. */
export function shortPlace(name: string): string {
  const short = name.replace(selfGovernment, '').replace(/(?:(?:壮族|回族|维吾尔)?自治[区州县旗]|特别行政区|地区|新区|[省市盟区县旗])$/, '')
  return short.length >= 2 ? short : name
}

const letters: Readonly<Record<string, string>> = {
  京: '11',
  津: '12',
  冀: '13',
  晋: '14',
  蒙: '15',
  内蒙: '15',
  辽: '21',
  吉: '22',
  黑: '23',
  沪: '31',
  申: '31',
  苏: '32',
  浙: '33',
  皖: '34',
  闽: '35',
  赣: '36',
  鲁: '37',
  豫: '41',
  鄂: '42',
  湘: '43',
  粤: '44',
  桂: '45',
  广西省: '45',
  琼: '46',
  渝: '50',
  川: '51',
  蜀: '51',
  贵: '52',
  黔: '52',
  云: '53',
  滇: '53',
  藏: '54',
  陕: '61',
  秦: '61',
  甘: '62',
  陇: '62',
  青: '63',
  宁: '64',
  新: '65',
  台: '71',
  臺灣: '71',
  港: '81',
  香港特区: '81',
  澳: '82',
}

function readTable(): { provinces: Province[]; cities: City[] } {
  const provinces: Province[] = []
  const cities: City[] = []
  for (const line of cityTable.trim().split('\n')) {
    const [code = '', name = '', ...towns] = line.split(' ')
    if (code.length === 2) {
      provinces.push({ code, name, short: shortPlace(name) })
      continue
    }
    const province = provinces.at(-1)
    if (!province) continue
    const within = name === '-' ? null : name
    if (within !== null) cities.push({ code, name, short: shortPlace(name), province, small: false, within: null })
    for (const town of towns)
      cities.push({ code: code + town.slice(0, 2), name: town.slice(2), short: shortPlace(town.slice(2)), province, small: true, within })
  }
  return {
    provinces,
    cities: cities.filter((city, at) => cities.findIndex((each) => each.name === city.name && each.province === city.province) === at),
  }
}

export const { provinces, cities } = readTable()

const provinceNames = new Map<string, Province>([
  ...provinces.flatMap((each) => [[each.name, each] as const, [each.short, each] as const, [`${each.short}省`, each] as const]),
  ...Object.entries(letters).flatMap(([name, code]) => provinces.filter((each) => each.code === code).map((each) => [name, each] as const)),
])

/** Every way in which a city is written. A name that two have (吉林, 嘉义) is the larger one's, or the earlier one's. */
const cityNames = new Map<string, City[]>()
for (const city of cities)
  for (const name of new Set([city.name, city.short, ...(city.name.endsWith('自治州') ? [`${city.short}州`] : [])]))
    cityNames.set(
      name,
      [...(cityNames.get(name) ?? []), city].sort((a, b) => Number(a.small) - Number(b.small)),
    )

/** As a name stands, without tidying. */
export const provinceCalled = (name: string): Province | undefined => provinceNames.get(name)
export const citiesCalled = (name: string): readonly City[] => cityNames.get(name) ?? none
const none: readonly City[] = []

const startsOf = (names: Iterable<string>): ReadonlySet<string> => new Set([...names].map((name) => name.slice(0, 2)))
/** The first two letters of every name, so that a text that begins otherwise is told at once. */
export const provinceStarts = startsOf(provinceNames.keys())
export const cityStarts = startsOf(cityNames.keys())

const bare = (text: string) => text.replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '')

/** The province that a text names: 广东, 广东省 or 粤; none where it names no Chinese province. */
export const provinceNamed = (text: string): Province | undefined => provinceNames.get(bare(text))

/** The cities that a text names, the larger first. */
export const citiesNamed = (text: string): readonly City[] => cityNames.get(bare(text)) ?? []

/** A province's full name; a text that names none stays as it was typed. */
export const canonicalProvince = (text: string): string => provinceNamed(text)?.name ?? text

/** A city's full name: 杭州 and 杭州市 are one city. A text that names none, e.g. a city abroad, stays as it was typed. */
export const canonicalCity = (text: string): string => citiesNamed(text)[0]?.name ?? text

/** Every spelling of a province that is not its name, with the name. */
export const provinceSpellings = (): [string, string][] =>
  [...provinceNames].flatMap(([spelling, { name }]) => (spelling === name ? [] : [[spelling, name]]))

/** Every spelling of a city that is not its name, with the name. */
export const citySpellings = (): [string, string][] =>
  [...cityNames.keys()].flatMap((spelling) => (canonicalCity(spelling) === spelling ? [] : [[spelling, canonicalCity(spelling)]]))
