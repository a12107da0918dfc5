import { placeReadings } from './place-readings.ts'
import { fold, townInEnglish } from './english-places.ts'

const readings = new Map(
  placeReadings
    .trim()
    .split(/\s+/)
    .flatMap((line) => {
      const [syllable = ''] = /^[a-zü]+/.exec(line) ?? []
      return Array.from(line.slice(syllable.length), (letter) => [letter, syllable] as const)
    }),
)

/** Names that are not read as their letters usually are. */
const readOtherwise: Readonly<Record<string, string>> = {
  乐亭: 'Laoting',
  大城: 'Daicheng',
  长子: 'Zhangzi',
  东阿: "Dong'e",
  荥经: 'Yingjing',
  吴堡: 'Wubu',
  牟定: 'Mouding',
  尉犁: 'Yuli',
  六合: 'Luhe',
}

/** Names said otherwise altogether: those of Hong Kong, and those that are a direction. */
const saidOtherwise: Readonly<Record<string, string>> = {
  大埔县: 'Dabu County',
  东区: 'East District',
  西区: 'West District',
  南区: 'South District',
  北区: 'North District',
  中西区: 'Central and Western District',
  湾仔区: 'Wan Chai District',
  油尖旺区: 'Yau Tsim Mong District',
  深水埗区: 'Sham Shui Po District',
  九龙城区: 'Kowloon City District',
  黄大仙区: 'Wong Tai Sin District',
  观塘区: 'Kwun Tong District',
  荃湾区: 'Tsuen Wan District',
  屯门区: 'Tuen Mun District',
  元朗区: 'Yuen Long District',
  大埔区: 'Tai Po District',
  西贡区: 'Sai Kung District',
  沙田区: 'Sha Tin District',
  葵青区: 'Kwai Tsing District',
  离岛区: 'Islands District',
}

const peoples: Readonly<Record<string, string>> = {
  朝鲜族: 'Korean',
  土家族: 'Tujia',
  苗族: 'Miao',
  藏族: 'Tibetan',
  羌族: 'Qiang',
  彝族: 'Yi',
  布依族: 'Bouyei',
  侗族: 'Dong',
  哈尼族: 'Hani',
  壮族: 'Zhuang',
  傣族: 'Dai',
  白族: 'Bai',
  傈僳族: 'Lisu',
  回族: 'Hui',
  蒙古族: 'Mongol',
  蒙古: 'Mongol',
  哈萨克族: 'Kazakh',
  哈萨克: 'Kazakh',
  满族: 'Manchu',
  瑶族: 'Yao',
  仡佬族: 'Gelao',
  畲族: 'She',
  黎族: 'Li',
  毛南族: 'Maonan',
  仫佬族: 'Mulao',
  土族: 'Tu',
  撒拉族: 'Salar',
  保安族: 'Bonan',
  东乡族: 'Dongxiang',
  裕固族: 'Yugur',
  锡伯: 'Xibe',
  塔吉克: 'Tajik',
  达斡尔族: 'Daur',
  拉祜族: 'Lahu',
  佤族: 'Va',
  布朗族: 'Blang',
  纳西族: 'Naxi',
  普米族: 'Pumi',
  独龙族: 'Derung',
  怒族: 'Nu',
  水族: 'Sui',
  各族: 'Various Nationalities',
}
const peopleNames = Object.keys(peoples).join('|')
const selfGoverned = new RegExp(`^(.{2,}?)((?:${peopleNames})*)(自治县|自治旗)$`)
const eachPeople = new RegExp(peopleNames, 'g')
/** A district that a people gives its name to (金口河 has none; 管城回族区). */
const peoplesDistrict = new RegExp(`^(.{2,}?)((?:${peopleNames})+)(区)$`)

const ends: readonly (readonly [string, string])[] = [
  ['自治县', 'Autonomous County'],
  ['自治旗', 'Autonomous Banner'],
  ['街道办事处', 'Subdistrict'],
  ['街道', 'Subdistrict'],
  ['林区', 'Forestry District'],
  ['特区', 'Special District'],
  ['新区', 'New Area'],
  ['矿区', 'Mining District'],
  ['区', 'District'],
  ['县', 'County'],
  ['旗', 'Banner'],
  ['市', 'City'],
  ['镇', 'Town'],
  ['乡', 'Township'],
]

/** Of 高新区 and 城区 the last letter alone is the ending. */
const wordlike = new Set(['新区', '特区', '林区', '矿区'])

/** `西湖` → Xihu, `长安` → Chang'an; undefined where a letter is none of ours. */
function spell(name: string): string | undefined {
  const known = readOtherwise[name]
  if (known !== undefined) return known
  let spelt = ''
  for (const letter of name) {
    const syllable = readings.get(letter)
    if (syllable === undefined) return undefined
    spelt += spelt !== '' && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable
  }
  return spelt.slice(0, 1).toUpperCase() + spelt.slice(1)
}

function sayGoverned(name: string): string | undefined {
  const [, stem = '', of = '', end = ''] = selfGoverned.exec(name) ?? peoplesDistrict.exec(name) ?? []
  const spelt = spell(stem)
  if (stem === '' || spelt === undefined) return undefined
  const whose = [...of.matchAll(eachPeople)].map(([people]) => peoples[people] ?? '')
  return [spelt, ...whose, ends.find(([zh]) => zh === end)?.[1] ?? ''].filter(Boolean).join(' ')
}

function sayPlain(name: string): string | undefined {
  for (const [zh, en] of ends) {
    const stem = name.slice(0, -zh.length)
    if (!name.endsWith(zh) || stem.length < (wordlike.has(zh) ? 2 : 1)) continue
    const spelt = spell(stem)
    return spelt === undefined ? undefined : `${spelt} ${en}`
  }
  return spell(name)
}

const said = new Map<string, string>()

/** A district, county, banner, town or small city in English: 西湖区 is Xihu District. What cannot be read stays as it is. */
export function englishDistrict(name: string): string {
  const known = said.get(name)
  if (known !== undefined) return known
  if (!/^\p{Script=Han}{2,}$/u.test(name)) return name
  const words = saidOtherwise[name] ?? townInEnglish(name) ?? sayGoverned(name) ?? sayPlain(name) ?? name
  if (said.size < 10_000) said.set(name, words)
  return words
}

const ending = /(?:district|county|banner|autonomous\w*|newarea|city|qu|xian)$/

/** Which of these districts an English text names: Xihu District, xihu, Xi Hu Qu. None where it fits two or none of them. */
export function districtInEnglish(text: string, among: readonly string[]): string | undefined {
  const wanted = fold(text)
  const whole = among.filter((name) => fold(englishDistrict(name)) === wanted)
  if (whole.length > 0) return whole.length === 1 ? whole[0] : undefined
  const bare = wanted.replace(ending, '')
  const alike = among.filter((name) => fold(englishDistrict(name)).replace(ending, '') === bare)
  return alike.length === 1 ? alike[0] : undefined
}
