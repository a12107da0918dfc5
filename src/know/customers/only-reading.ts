import { pinyin, polyphonic } from 'pinyin-pro'

/** How names are spelt in pinyin: a text for each letter, without tones, with v for ü. */
export const spelt = { toneType: 'none', type: 'array', v: true } as const

/** The reader's dictionary reads these otherwise in a word: 阿房宫, 傍若无人, 合从连衡, 告朔饩羊. */
const otherwiseInWords: ReadonlySet<string> = new Set('房傍从告')

const readings = new Map<string, string | null>()

/**
 * How a Chinese letter is read that is read alike in every word and name; null of others. Three names of four have only such letters,
 * and looking these up takes a tenth of the time of looking for words in the name.
 */
export function onlyReading(letter: string): string | null {
  const known = readings.get(letter)
  if (known !== undefined) return known
  const [all = []] = polyphonic(letter, spelt)
  const [first = ''] = all
  const asSurname = pinyin(letter, { ...spelt, surname: 'head' }).join('')
  const isOnly = new Set(all).size === 1 && asSurname === first && /^[a-z]+$/.test(first) && !otherwiseInWords.has(letter) && letter > '~'
  const reading = isOnly ? first : null
  readings.set(letter, reading)
  return reading
}
