import { cities, citiesCalled, type City, cityStarts, type Province, provinceCalled, provinces, provinceStarts } from './places.ts'
import { type District, districtsNamed, districtStarts, withoutDistricts } from './divisions.ts'

/** Where an address lies, by full names; null where it does not say and nothing implies it. `rest` is what is left: street and house. */
export type AddressRead = {
  readonly province: string | null
  readonly city: string | null
  readonly district: string | null
  readonly rest: string
}

const between = /^[\s,，、;；·|/\\-]+/
/** A short name before one of these is a street or a building named after the place, not the place. */
const streetLike =
  /^(?:[东南西北中]?[路街巷道桥]|[东南西北中]?大[街道厦]|[东西南北]?[一二三四五六七八九十]+[路街巷道]|[省市州盟区县旗镇乡村]|广场|公园|花园|家园|小区|新村|国际|中心|医院|学校|大学|宾馆|酒店|饭店|商场)/

const longestProvince = 8
const longestPlace = 16

type Desk = { text: string }

const skip = (desk: Desk) => {
  desk.text = desk.text.replace(between, '')
}

/** The longest beginning that `find` knows. @returns what it is, with the text taken off the desk */
function takeLongest<T>(
  desk: Desk,
  starts: ReadonlySet<string>,
  most: number,
  find: (name: string, after: string) => T | undefined,
): T | undefined {
  if (!starts.has(desk.text.slice(0, 2))) return undefined
  const letters = /^[^\s,，、;；·|/\\-]*/.exec(desk.text.slice(0, most))?.[0] ?? ''
  for (let length = letters.length; length >= 2; length--) {
    const name = letters.slice(0, length)
    const found = find(name, desk.text.slice(length))
    if (found === undefined) continue
    desk.text = desk.text.slice(length)
    return found
  }
  return undefined
}

function takeProvince(desk: Desk): Province | undefined {
  return takeLongest(desk, provinceStarts, longestProvince, (name, after) => {
    const province = provinceCalled(name)
    const whole = province?.name === name || name.endsWith('省')
    return province && (whole || !(streetLike.test(after) || isCityElsewhere(name + after, province))) ? province : undefined
  })
}

/** 海南藏族自治州 begins with the name of a province in which it does not lie. */
const isCityElsewhere = (text: string, province: Province): boolean =>
  cityLike.get(province)?.some((city) => text.startsWith(city.name)) ?? false

const cityLike = new Map(
  provinces.map((province) => [province, cities.filter((city) => city.province !== province && city.name.startsWith(province.short))]),
)

function takeCity(desk: Desk, province: Province | undefined): City | undefined {
  return takeLongest(desk, cityStarts, longestPlace, (name, after) => {
    const city = citiesCalled(name).find((each) => province === undefined || each.province === province)
    const whole = city !== undefined && (city.name === name || name.endsWith('州'))
    return city && (whole || !streetLike.test(after)) ? city : undefined
  })
}

/** Within what is known already; where nothing is, only a full name that one district alone bears. */
function takeDistrict(desk: Desk, province: Province | undefined, city: City | undefined): District | undefined {
  return takeLongest(desk, districtStarts, longestPlace, (name, after) => {
    const all = districtsNamed(name).filter(
      (each) => (city === undefined || each.city === city) && (province === undefined || each.province === province),
    )
    const whole = all.filter((each) => each.name === name)
    if (whole.length > 0) return whole.length === 1 ? whole[0] : undefined
    return city !== undefined && all.length === 1 && !streetLike.test(after) ? all[0] : undefined
  })
}

/** 古镇镇 is a town called 古镇. */
const townName = /^[\u4e00-\u9fff]{1,6}?(?:街道|[镇乡区](?![镇乡]))/
const zoneName =
  /^[\u4e00-\u9fff]{0,8}?(?:工业园区|高新技术产业开发区|高新技术开发区|经济技术开发区|经济开发区|高新区|开发区|示范区|管理区|新区)/

/** A town of a city without districts, or a zone that is none but is written in a district's place. */
function takeTown(desk: Desk, city: City): string | null {
  const found = (withoutDistricts.has(city.code) ? townName : zoneName).exec(desk.text)
  if (!found) return null
  desk.text = desk.text.slice(found[0].length)
  return found[0]
}

const country = /^(?:中华人民共和国|中国(?!路|街|大|工|农|建|银|移|联|电|石)|(?:P\.?\s?R\.?\s?)?China\b)/i
const filler =
  /^(?:市辖区|县(?=[\u4e00-\u9fff]{2,}县)|省直辖县级?(?:行政区划|行政单位)?|自治区直辖县级行政区划|省直辖行政单位|雄安新区(?=雄县|容城|安新))/
const corps = /^生产建设兵团(?:第?[一二三四五六七八九十\d]+师)?/

/**
 * Province, city and district of an address as people write it: with 省 and 市 or without, with spaces or without, the
 * province left out, or all but the district. What it does not say is told by what it does (西湖区 of 浙江 is 杭州's).
 * An address abroad, or one that names no place of ours, comes back whole in `rest`.
 */
export function readAddress(address: string): AddressRead {
  const desk: Desk = {
    text: address
      .normalize('NFKC')
      .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
      .trim(),
  }
  const whole = desk.text
  desk.text = desk.text.replace(country, '').replace(/^\(?\d{6}\)?(?=\D)/, '')
  skip(desk)
  const known = takeProvince(desk)
  skip(desk)
  desk.text = desk.text.replace(corps, '').replace(filler, '')
  const read = takeWithin(desk, known)
  if (!read) return { province: known?.name ?? null, city: null, district: null, rest: known ? desk.text : whole }
  skip(desk)
  return { ...read, rest: desk.text }
}

function takeWithin(desk: Desk, known: Province | undefined): Omit<AddressRead, 'rest'> | null {
  const whole = desk.text
  const city = takeCity(desk, known) ?? seatOf(known)
  skip(desk)
  desk.text = desk.text.replace(filler, '')
  if (city?.small) return placeOfTown(city)
  const district = takeDistrict(desk, known ?? city?.province, city)
  if (district) return placeOf(district)
  if (!city) {
    desk.text = whole
    return null
  }
  return { province: city.province.name, city: city.name, district: takeTown(desk, city) }
}

/** A province that is a city, and need not be written twice. */
const seatOf = (province: Province | undefined): City | undefined => province && seats.get(province)

const seats = new Map(
  provinces.map((province) => [
    province,
    cities.find((city) => city.province === province && (city.name === province.name || city.name === province.short)),
  ]),
)

const placeOfTown = (city: City): Omit<AddressRead, 'rest'> => ({
  province: city.province.name,
  city: city.within ?? city.name,
  district: city.within === null ? null : city.name,
})

const placeOf = ({ name, city, province }: District): Omit<AddressRead, 'rest'> => ({
  province: province.name,
  city: city?.name ?? name,
  district: city ? name : null,
})
