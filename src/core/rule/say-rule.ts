import type { Customs } from '../entity/field-type.ts'
import { durationSaid } from '../kit/duration.ts'
import { localDate } from '../kit/local-time.ts'
import { fill, type Words } from '../kit/words.ts'
import { type Dictionary, typeOf } from './dictionary.ts'
import { operators } from './operators.ts'
import { payloadDictionary } from './payload-dictionary.ts'
import type { DidRule, FieldRule, Rule, Window } from './rule.ts'
import { saySequence } from './say-sequence.ts'

/** What can be said without SQL: the browser's dictionary has the same fields, and columns that are never used. */
export type SayOptions = Customs

const words = {
  everybody: { zh: '所有人', en: 'everybody' },
  nobody: { zh: '没有人', en: 'nobody' },
  not: { zh: '并非（{rule}）', en: 'not ({rule})' },
  segment: { zh: '属于细分“{name}”', en: 'is in the segment “{name}”' },
  stage: { zh: '处于{names}阶段', en: 'is in stage {names}' },
  tier: { zh: '等级是{names}', en: 'is in tier {names}' },
  bucket: { zh: '随机抽取的 {share}%', en: 'a random {share}%' },
  did: { zh: '{window}有过“{event}”{times}{where}', en: 'has “{event}”{times} {window}{where}' },
  unknownField: { zh: '按一个已停用或您看不到的字段筛选', en: 'asks for a field that is retired or that you may not see' },
  didNot: { zh: '{window}没有“{event}”{where}', en: 'has no “{event}” {window}{where}' },
} satisfies Record<string, Words>

/** The rule as a sentence in the reader's language. */
export function sayRule(rule: Rule, dictionary: Dictionary, options: SayOptions): string {
  const { language } = options
  if ('all' in rule) return sayList(rule.all, language === 'zh' ? '，并且' : ' and ', words.everybody, dictionary, options)
  if ('any' in rule) return sayList(rule.any, language === 'zh' ? '，或者' : ' or ', words.nobody, dictionary, options)
  if ('not' in rule) return sayNot(rule.not, dictionary, options)
  if ('field' in rule) return sayField(rule, dictionary, options)
  if ('did' in rule) return sayDid(rule, dictionary, options)
  if ('segment' in rule) return fill(words.segment, language, { name: dictionary.segments?.get(rule.segment) ?? '?' })
  if ('stage' in rule) {
    const names = rule.stage.map((key) => dictionary.stages?.get(key)?.[language] ?? key)
    return fill(words.stage, language, { names: names.join(language === 'zh' ? '或' : ' or ') })
  }
  if ('tier' in rule) {
    const names = rule.tier.map((key) => dictionary.tiers?.get(key)?.[language] ?? key)
    return fill(words.tier, language, { names: names.join(language === 'zh' ? '或' : ' or ') })
  }
  if ('sequence' in rule) return saySequence(rule.sequence, dictionary, options, sayRule)
  return fill(words.bucket, language, { share: (rule.bucket.to - rule.bucket.from) / 100 })
}

/** The sentence in both languages, for an answer whose reader is not known. */
export function sayInBoth(rule: Rule, dictionary: Dictionary, customs: Omit<SayOptions, 'language'>): Words {
  return { zh: sayRule(rule, dictionary, { ...customs, language: 'zh' }), en: sayRule(rule, dictionary, { ...customs, language: 'en' }) }
}

function sayList(rules: readonly Rule[], by: string, none: Words, dictionary: Dictionary, options: SayOptions): string {
  if (rules.length === 0) return none[options.language]
  const compound = (rule: Rule) => ('all' in rule && rule.all.length > 1) || ('any' in rule && rule.any.length > 1)
  const bracket = options.language === 'zh' ? (s: string) => `（${s}）` : (s: string) => `(${s})`
  return rules.map((rule) => (rules.length > 1 && compound(rule) ? bracket : (s: string) => s)(sayRule(rule, dictionary, options))).join(by)
}

function sayNot(rule: Rule, dictionary: Dictionary, options: SayOptions): string {
  if ('did' in rule && !rule.times) return sayDid({ ...rule, times: { op: 'at-most', count: 0 } }, dictionary, options)
  return fill(words.not, options.language, { rule: sayRule(rule, dictionary, options) })
}

function sayField(rule: FieldRule, dictionary: Dictionary, options: SayOptions): string {
  const entry = dictionary.fields.get(rule.field)
  const operator = operators[rule.op]
  if (!entry || !operator) return words.unknownField[options.language]
  const type = typeOf(dictionary, entry.field)
  const schema = operator.value(type, entry.field)
  const isSound = schema.safeParse(rule.value).success
  const value = isSound ? operator.sayValue(rule.value, (one) => type.say(one, entry.field, options), options, schema) : '…'
  const sentence = isSound ? operator.sentenceOf(rule.value, entry.field, schema) : operator.sentence
  return fill(setOff(sentence, value), options.language, { field: entry.field.label, value })
}

/** Chinese sets figures off with a space from the characters beside them. */
function setOff({ zh, en }: Words, value: string): Words {
  const before = /^[\d¥$€£-]/.test(value) ? ' ' : ''
  const after = /\d$/.test(value) ? ' ' : ''
  return {
    en,
    zh: zh.replace(/(?<=\p{Script=Han})\{value\}/u, `${before}{value}`).replace(/\{value\}(?=\p{Script=Han})/u, `{value}${after}`),
  }
}

function sayDid(rule: DidRule, dictionary: Dictionary, options: SayOptions): string {
  const { language } = options
  const kind = dictionary.events.get(rule.did)
  const never = rule.times !== undefined && rule.times.op !== 'at-least' && rule.times.count === 0
  const where = rule.where && kind ? sayRule(rule.where, payloadDictionary(dictionary, kind), options) : null
  const parts = {
    window: sayWindow(rule.within, options),
    times: never ? '' : sayTimes(rule.times, options),
    where: where ? (language === 'zh' ? `（${where}）` : ` (${where})`) : '',
  }
  const pattern = (never ? words.didNot : words.did)[language]
  return pattern
    .replace('{window}', parts.window)
    .replace('{times}', parts.times)
    .replace('{where}', parts.where)
    .replace('{event}', kind?.label[language] ?? rule.did)
    .replace(/ +/g, ' ')
    .trim()
}

function sayTimes(times: DidRule['times'], { language }: SayOptions): string {
  if (!times || (times.op === 'at-least' && times.count === 1)) return ''
  const said = {
    'at-least': { zh: '至少 {n} 次', en: ' at least {n} {n|time|times}' },
    'at-most': { zh: '至多 {n} 次', en: ' at most {n} {n|time|times}' },
    exactly: { zh: '正好 {n} 次', en: ' exactly {n} {n|time|times}' },
  }[times.op]
  return fill(said, language, { n: times.count })
}

function sayWindow(window: Window | undefined, options: SayOptions): string {
  const { language, timeZone } = options
  if (!window) return language === 'zh' ? '' : 'ever'
  if ('last' in window) return fill({ zh: '最近 {d}内', en: 'in the last {d}' }, language, { d: durationSaid(window.last) })
  const day = (at: string | undefined) => (at ? localDate(new Date(at), timeZone) : null)
  const from = day(window.from)
  const to = day(window.to)
  // The end does not count, so the last day is the one before it.
  const through = window.to ? localDate(new Date(Date.parse(window.to) - 1), timeZone) : null
  if (from && through) return language === 'zh' ? `${from} 至 ${through} 之间` : `between ${from} and ${through}`
  if (from) return language === 'zh' ? `${from} 起` : `since ${from}`
  return to ? (language === 'zh' ? `${to} 之前` : `before ${to}`) : ''
}
