import { addDays, type LocalDate } from '../../../core/kit/local-time.ts'
import { comingDay, type DayWord, said } from './moment.ts'

/**
 * The festivals that move, a line a year: 春节, 清明, 端午, 七夕, 中秋, 重阳. Worked out with tyme4ts, with which a test
 * compares them: the calendar itself would weigh more on a page than all that reads notes there.
 */
export const movingFestivals = `
2025 0129 0404 0531 0829 1006 1029
2026 0217 0405 0619 0819 0925 1018
2027 0206 0405 0609 0808 0915 1008
2028 0126 0404 0528 0826 1003 1026
2029 0213 0404 0616 0816 0922 1016
2030 0203 0405 0605 0805 0912 1005
2031 0123 0405 0624 0824 1001 1024
2032 0211 0404 0612 0812 0919 1012
2033 0131 0404 0601 0801 0908 1001
2034 0219 0405 0620 0820 0927 1020
2035 0208 0405 0610 0810 0916 1009
2036 0128 0404 0530 0828 1004 1027
2037 0215 0404 0618 0817 0924 1017
2038 0204 0405 0607 0807 0913 1007
2039 0124 0405 0527 0826 1002 1026
2040 0212 0404 0614 0814 0920 1014
2041 0201 0404 0603 0803 0910 1003
2042 0122 0404 0622 0822 0928 1022
2043 0210 0405 0611 0811 0917 1011
2044 0130 0404 0531 0731 1005 1029
2045 0217 0404 0619 0819 0925 1018
2046 0206 0404 0608 0808 0915 1008
2047 0126 0405 0529 0827 1004 1027
2048 0214 0404 0615 0816 0922 1016
2049 0202 0404 0604 0805 0911 1005
2050 0123 0404 0623 0823 0930 1024
`

const years = new Map(
  movingFestivals
    .trim()
    .split('\n')
    .map((line) => {
      const [year = '', ...days] = line.split(' ')
      return [Number(year), days.map((day) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`)] as const
    }),
)

/** The next time a moving festival comes, today included; null beyond the table. */
function coming(today: LocalDate, at: number, away = 0): LocalDate | null {
  const year = Number(today.slice(0, 4))
  for (const each of [year, year + 1]) {
    const day = years.get(each)?.[at]
    if (day && addDays(day, away) >= today) return addDays(day, away)
  }
  return null
}

type Festival = { readonly zh: string; readonly en?: string; readonly day: (today: LocalDate) => LocalDate | null; readonly rest?: number }

const fixed = (month: number, day: number) => (today: LocalDate) => comingDay(today, month, day)
const moving =
  (at: number, away = 0) =>
  (today: LocalDate) =>
    coming(today, at, away)

/** `rest`: days until work goes on, where the whole land rests. */
const festivals: readonly Festival[] = [
  { zh: '除夕|年三十|大年三十', day: moving(0, -1), rest: 9 },
  { zh: '春节|过年|农历新年', en: 'chinese new year|lunar new year|spring festival', day: moving(0), rest: 8 },
  { zh: '元宵节?|正月十五', en: 'lantern festival', day: moving(0, 14) },
  { zh: '清明节?', en: 'qingming', day: moving(1) },
  { zh: '端午节?', en: 'dragon boat festival', day: moving(2) },
  { zh: '七夕节?', day: moving(3) },
  { zh: '中秋节?', en: 'mid-?autumn(?: festival)?', day: moving(4) },
  { zh: '重阳节?', day: moving(5) },
  { zh: '元旦节?', en: "new year(?:['’]s(?: day)?)?", day: fixed(1, 1) },
  { zh: '情人节', en: "valentine['’]?s(?: day)?", day: fixed(2, 14) },
  { zh: '妇女节|三八节?', en: "women['’]s day", day: fixed(3, 8) },
  { zh: '五一(?![路街大广商村小中])(?:劳动)?节?|劳动节', en: 'labou?r day|may day', day: fixed(5, 1), rest: 5 },
  { zh: '儿童节|六一(?![路街大广商村小中])(?:儿童)?节?', en: "children['’]s day", day: fixed(6, 1) },
  { zh: '国庆节?|十一(?=[前之以后节])节?', en: 'national day', day: fixed(10, 1), rest: 7 },
  { zh: '双十一|双11', en: "singles['’] day", day: fixed(11, 11) },
  { zh: '双十二|双12', day: fixed(12, 12) },
  { zh: '平安夜', en: 'christmas eve', day: fixed(12, 24) },
  { zh: '圣诞节?', en: 'christmas(?: day)?', day: fixed(12, 25) },
]

/** Before a festival is by the day before it; after it is the first day on which work goes on. */
const whenOf = (festival: Festival, today: LocalDate, side: string): LocalDate | null => {
  const day = festival.day(today)
  if (!day || side === '') return day
  return side === 'before' ? addDays(day, -1) : addDays(day, festival.rest ?? 1)
}

const chinese = (festival: Festival): DayWord => ({
  pattern: new RegExp(`(?:${festival.zh})(?:假期|放假)?(?:(之前|以前|前)|(之后|以后|后|过后))?`, 'y'),
  read: ([before, after], { today }) => said(whenOf(festival, today, before ? 'before' : after ? 'after' : '')),
})

const english = (festival: Festival): DayWord => ({
  pattern: new RegExp(`\\b(?:(before|by)\\s+|(after)\\s+|(?:on|at|for)\\s+)?(?:the\\s+)?(?:${festival.en})\\b`, 'iy'),
  read: ([before, after], { today }) => said(whenOf(festival, today, before ? 'before' : after ? 'after' : '')),
})

/** 国庆前, 端午节后. */
export const chineseFestivals: readonly DayWord[] = festivals.map(chinese)

/** before Christmas, by Chinese New Year. */
export const englishFestivals: readonly DayWord[] = festivals.filter((festival) => festival.en).map(english)
