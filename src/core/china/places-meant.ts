import { districts } from './divisions.ts'
import { englishDistrict } from './english-districts.ts'
import { englishCities, englishProvinces, fold, isLatin } from './english-places.ts'

/** A name in English, folded, and the name that is kept. */
type Said = { readonly english: string; readonly name: string }

const fromPairs = (pairs: readonly (readonly [string, string])[]): Said[] => pairs.map(([words, name]) => ({ english: fold(words), name }))

/** Read when the first rule asks for it. */
function once(make: () => readonly Said[]): () => readonly Said[] {
  let made: readonly Said[] | null = null
  return () => (made ??= make())
}

const saidOf: Readonly<Record<string, () => readonly Said[]>> = {
  province: once(() => fromPairs(englishProvinces())),
  city: once(() => fromPairs(englishCities())),
  district: once(() =>
    fromPairs([...new Set(districts.map(({ name }) => name))].map((name): readonly [string, string] => [englishDistrict(name), name])),
  ),
}

const endings = /(?:district|county|banner|newarea|city|province|qu|xian)$/

const fits: Readonly<Record<string, (english: string, asked: string) => boolean>> = {
  is: (english, asked) => english === asked || english.replace(endings, '') === asked,
  contains: (english, asked) => english.includes(asked),
  'starts-with': (english, asked) => english.startsWith(asked),
}
const waysOf: Readonly<Record<string, string>> = { 'is-not': 'is', 'is-one-of': 'is', 'is-none-of': 'is' }

/** Whether texts of this type of field name places that are said in another language than they are kept in. */
export const namesPlaces = (type: string): boolean => type in saidOf

/**
 * The kept names of places that a rule means by names in English: Xihu District is 西湖区 and 溪湖区, Xihu as well; none
 * for a text in Chinese, which is asked for as it is.
 */
export function placesMeant(type: string, operator: string, value: unknown): readonly string[] {
  const fit = fits[waysOf[operator] ?? operator]
  const all = saidOf[type]
  if (!fit || !all) return []
  const asked = [value].flat().flatMap((each) => (typeof each === 'string' && isLatin(each) && fold(each).length > 1 ? [fold(each)] : []))
  return asked.length === 0 ? [] : all().flatMap(({ english, name }) => (asked.some((text) => fit(english, text)) ? [name] : []))
}
