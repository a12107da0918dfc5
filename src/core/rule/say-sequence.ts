import type { Customs } from '../entity/field-type.ts'
import { durationSaid } from '../kit/duration.ts'
import { localDate } from '../kit/local-time.ts'
import type { Words } from '../kit/words.ts'
import type { Dictionary } from './dictionary.ts'
import { payloadDictionary } from './payload-dictionary.ts'
import type { Begin, Place, PlacesSequence, Rule, SequenceRule, SequenceStep, StepsSequence } from './rule.ts'

/** Unlike `fill`, what is empty leaves nothing behind. */
const put = (words: Words, language: 'zh' | 'en', values: Readonly<Record<string, string | number | Words>>) =>
  words[language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? ''
    return typeof value === 'object' ? value[language] : String(value)
  })

type Say = (rule: Rule, dictionary: Dictionary, options: Customs) => string

const boughtWords: Record<PlacesSequence['nth'], Words> = {
  product: { zh: '商品', en: 'product' },
  category: { zh: '品类', en: 'category' },
  channel: { zh: '渠道', en: 'channel' },
  kind: { zh: '行为', en: 'fact' },
}

const words = {
  whole: { zh: '{begin}依次有过{steps}{within}', en: 'did in this order{begin}: {steps}{within}' },
  single: { zh: '{begin}有过{steps}', en: 'did{begin}: {steps}' },
  stopped: { zh: '{rule}，并停在第 {n} 步', en: '{rule}, and stopped at step {n}' },
  within: { zh: '（前后 {d}之内）', en: ', all within {d}' },
  places: { zh: '{begin}的{what}依次是{steps}', en: 'whose {what} in order{begin} were {steps}' },
  unknown: { zh: '（没有记录）', en: '(unknown)' },
  others: { zh: '其他', en: 'others' },
  any: { zh: '任意', en: 'any' },
  end: { zh: '再没有了', en: 'nothing more' },
  day: { zh: '第 {from} 天', en: 'on day {from}' },
  days: { zh: '第 {from} 至 {to} 天', en: 'between day {from} and day {to}' },
  later: { zh: '第 {from} 天及以后', en: 'on day {from} or later' },
} satisfies Record<string, Words>

/** A sequence as a sentence. `say` says a rule, for the conditions inside. */
export function saySequence(sequence: SequenceRule['sequence'], dictionary: Dictionary, options: Customs, say: Say): string {
  const { language } = options
  if ('nth' in sequence) return sayPlaces(sequence, dictionary, options)
  const steps = sequence.steps.map((step) => sayStep(step, dictionary, options, say)).join(' → ')
  const within = sequence.within ? put(words.within, language, { d: durationSaid(sequence.within) }) : ''
  const pattern = sequence.steps.length === 1 ? words.single : words.whole
  const rule = put(pattern, language, { begin: sayBegin(sequence, options), steps, within })
  return sequence.stoppedAt === undefined ? rule : put(words.stopped, language, { rule, n: sequence.stoppedAt })
}

/** One step: “消费”（品类 茶叶，第 1 至 30 天） */
export function sayStep(step: SequenceStep, dictionary: Dictionary, options: Customs, say: Say): string {
  const { language } = options
  const kind = dictionary.events.get(step.did)
  const inside = [
    ...(step.bought ? [`${boughtWords[step.bought.by][language]} ${step.bought.is ?? words.unknown[language]}`] : []),
    ...(step.where && kind ? [say(step.where, payloadDictionary(dictionary, kind), options)] : []),
    ...(step.days ? [sayDays(step.days, language)] : []),
  ]
  const name = `“${kind?.label[language] ?? step.did}”`
  if (inside.length === 0) return name
  return language === 'zh' ? `${name}（${inside.join('，')}）` : `${name} (${inside.join(', ')})`
}

function sayDays({ from, to }: NonNullable<SequenceStep['days']>, language: 'zh' | 'en'): string {
  if (to === undefined) return put(words.later, language, { from })
  return put(from === to ? words.day : words.days, language, { from, to })
}

function sayBegin({ begin }: Pick<StepsSequence, 'begin'>, options: Customs): string {
  const { language } = options
  const first =
    begin?.first === undefined || begin.first === 'in-window' ? null : { zh: '从首次算起，', en: ', counted from the first time' }
  return `${sayReach(begin, options)}${first ? first[language] : ''}`
}

function sayReach(begin: Omit<Begin, 'first'> | undefined, { language, timeZone }: Customs): string {
  const from = begin?.from ? localDate(new Date(begin.from), timeZone) : null
  const to = begin?.to ? localDate(new Date(Date.parse(begin.to) - 1), timeZone) : null
  if (from && to) return language === 'zh' ? `${from} 至 ${to} 开始，` : `, begun between ${from} and ${to}`
  if (from) return language === 'zh' ? `${from} 起开始，` : `, begun since ${from}`
  return to ? (language === 'zh' ? `${to} 及以前开始，` : `, begun until ${to}`) : ''
}

function sayPlaces({ nth, begin, places }: PlacesSequence, dictionary: Dictionary, options: Customs): string {
  const { language } = options
  const what =
    nth === 'kind' ? { zh: '行为', en: 'facts' } : { zh: `每次消费的${boughtWords[nth].zh}`, en: `purchases by ${boughtWords[nth].en}` }
  const named = (label: string) => (nth === 'kind' ? (dictionary.events.get(label)?.label[language] ?? label) : label)
  const steps = places.map((place) => sayPlace(place, named, language)).join(' → ')
  return put(words.places, language, { begin: sayReach(begin, options), what, steps })
}

function sayPlace(place: Place, named: (label: string) => string, language: 'zh' | 'en'): string {
  if ('end' in place) return words.end[language]
  if ('any' in place) return words.any[language]
  if ('noneOf' in place) return words.others[language]
  return place.is === null ? words.unknown[language] : `“${named(place.is)}”`
}
