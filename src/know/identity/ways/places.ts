import { readAddress } from '../../../core/china/read-address.ts'
import { shortPlace } from '../../../core/china/places.ts'
import { foldText } from '../fold-text.ts'
import { agree, type Way } from '../way.ts'

const cityOf = (text: string) => shortPlace(foldText(text))

export const samePlace: Way = {
  compare: (a, b) => agree(cityOf(a) === cityOf(b) && cityOf(a) !== ''),
  keys: (value) => [cityOf(value)].filter(Boolean),
}

export const otherPlace: Way = {
  compare: (a, b) => agree(cityOf(a) !== cityOf(b)),
}

const numerals: Readonly<Record<string, string>> = {
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  零: '0',
  〇: '0',
}

/** What is left of an address without its province, city and district, its parts written in one way: `文三路90-翠苑3-2-301`. */
function spotOf(address: string): string {
  return readAddress(address)
    .rest.normalize('NFKC')
    .toLowerCase()
    .replace(/\(.*?\)/gu, '')
    .replace(/[一二三四五六七八九零〇](?=[号栋幢楼层单室座])/gu, (numeral) => numerals[numeral] ?? numeral)
    .replace(/号楼|单元|(?<=[\d\s])[室号房层楼栋幢座]|[^\p{L}\p{N}]+/gu, '-')
    .replace(/-+/g, '-')
    .replace(/(?<!\d)-|-(?!\d)/g, '')
}

/** A spot that a number makes one household's or one office's. */
const isSpot = (spot: string) => spot.length >= 4 && /\d/.test(spot)

export const sameAddress: Way = {
  compare: (a, b) => {
    const spot = spotOf(a)
    return isSpot(spot) ? agree(spot === spotOf(b)) : null
  },
  keys: (value) => [spotOf(value)].filter(isSpot),
}
