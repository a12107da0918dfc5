import { instantOf, localDate, type LocalDate } from '../../../core/kit/local-time.ts'
import { chineseDays } from './chinese-days.ts'
import { clockInDay, clockWords } from './clock-words.ts'
import { englishDays } from './english-days.ts'
import { chineseFestivals, englishFestivals } from './festival-days.ts'
import type { DayWord, ReadingMoment, Said } from './moment.ts'

export type PromiseFound = {
  /** What to do: the clause without its words of time. */
  readonly title: string
  /** As `create-todo` takes it: a day, or an instant. */
  readonly dueAt: string
  /** The words of time that were read, as they stand in the text but for full-width figures. */
  readonly words: string
}

export type Reading = {
  readonly now: Date
  readonly timeZone: string
  /** The text is a next step, so all of it is something to do; of other text only clauses that speak of doing. */
  readonly isNextStep?: boolean
}

/**
 * Reads promises with a time out of a note, in Chinese and English: 周五前回电, 明天上午给报价, 3 天内寄样, call back by
 * Friday. A day "before" which something is to be done counts as a whole: its evening is still in time. What is over,
 * what names no time and what speaks of no doing is left out. A proposal for a person to take, never more.
 */
export function readPromises(text: string, reading: Reading): PromiseFound[] {
  const moment = { now: reading.now, today: localDate(reading.now, reading.timeZone) }
  const found = clausesOf(sameWidth(text)).flatMap((clause, at, all) => readClause(clause, all[at + 1] ?? '', moment, reading))
  return found.filter((one, at) => found.findIndex((other) => other.title === one.title && other.dueAt === one.dueAt) === at).slice(0, 5)
}

/** Full-width figures as plain ones; every letter keeps its place. */
const sameWidth = (text: string) => text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))

const clausesOf = (text: string) =>
  text
    .split(/[。；;！!？?\n\r，,]|\.(?=\s|$)/)
    .map((clause) => clause.trim())
    .filter(Boolean)

type Found = { readonly start: number; readonly end: number; readonly said: Said | null; readonly clock: string | null }

function readClause(clause: string, after: string, moment: ReadingMoment, reading: Reading): PromiseFound[] {
  const all = timesIn(clause, moment)
  const times = all.filter((one) => one.said !== null || one.clock !== null)
  const ownOf = (time: Found, at: number) => {
    const before = at === 0 ? clause.slice(0, time.start) : ''
    const space = /[\w)]\s*$/.test(before) ? ' ' : ''
    return titleOf(`${before.trimEnd()}${space}${clause.slice(time.end, times[at + 1]?.start ?? clause.length).trimStart()}`)
  }
  const own = times.map(ownOf)
  return times.flatMap((time, at) => {
    // 周四、周五各打一次电话: what follows the last of them is meant of each.
    const shared = own.slice(at).find((title) => !/^[和与及或、&]?$|^(?:and|or)$/i.test(title)) ?? ''
    // 明天上午，给他报价: the time stands in a clause of its own.
    const title = shared || (timesIn(after, moment).length === 0 ? titleOf(after) : '')
    const dueAt = dueOf(time, moment, reading)
    if (!title || !dueAt || !isPromise(title, all.length > times.length, reading)) return []
    return [{ title: title.slice(0, 200), dueAt, words: clause.slice(time.start, time.end).trim() }]
  })
}

/** Words of time from left to right; those that are over or mean no day stand there with neither day nor clock. */
function timesIn(clause: string, moment: ReadingMoment): Found[] {
  const found: Found[] = []
  for (let at = 0; at < clause.length; ) {
    const time = timeAt(clause, at, moment)
    if (time) found.push(time)
    at = time ? Math.max(time.end, at + 1) : at + 1
  }
  return found
}

function timeAt(clause: string, start: number, moment: ReadingMoment): Found | null {
  const day = dayAt(clause, start, moment)
  if (day && !day.said) return { start, end: day.end, said: null, clock: null }
  if (day) {
    const clock = clockAt(clause, skip(clause, day.end, gap))
    // "tomorrow morning at 10": the hour says it better than the part of the day.
    const closer = clock ? clockAt(clause, skip(clause, clock.end, gap)) : null
    const end = skip(clause, closer?.end ?? clock?.end ?? day.end, tail)
    return { start, end, said: day.said, clock: closer?.time ?? clock?.time ?? clockInDay(day.match) }
  }
  const clock = bareClockAt(clause, start)
  if (!clock) return null
  // English may name the hour first: at 3pm tomorrow.
  const behind = matchAt(/\s+(?:on\s+)?/y, clause, clock.end) ? dayAt(clause, skip(clause, clock.end, /\s+(?:on\s+)?/y), moment) : null
  return { start, end: skip(clause, behind?.end ?? clock.end, tail), said: behind?.said ?? null, clock: clock.time }
}

/** An hour with no day beside it. 一点 is "a little" more often than one o'clock, and 两点建议 are two pieces of advice. */
function bareClockAt(clause: string, start: number): Clock | null {
  const clock = clockAt(clause, start)
  return clock && /^[一二两三四五六七八九十]+点|^\d+点[建意要问不]/.test(clause.slice(start, clock.end + 1)) ? null : clock
}

function dayAt(
  clause: string,
  start: number,
  moment: ReadingMoment,
): { readonly end: number; readonly match: string; readonly said: Said | null } | null {
  for (const { pattern, read } of wordsAt(clause, start)) {
    const match = matchAt(pattern, clause, start)
    if (match) return { end: start + match[0].length, match: match[0], said: read(match.slice(1), moment) }
  }
  return null
}

/** 双十一 is a festival before it is a number. */
const chineseWords = [...chineseFestivals, ...chineseDays]
const englishWords = [...englishFestivals, ...englishDays]
const bothWords = [...chineseWords, ...englishWords]

/** What may begin here: English inside no word, Chinese at no Latin letter, and nothing at a space. */
function wordsAt(clause: string, start: number): readonly DayWord[] {
  const letter = clause[start] ?? ' '
  if (/\s/.test(letter)) return []
  if (/\d/.test(letter)) return bothWords
  if (!/[A-Za-z]/.test(letter)) return chineseWords
  return /\w/.test(clause[start - 1] ?? ' ') ? [] : englishWords
}

const gap = /[\s的,]*/y
const tail = /\s*(?:之前|以前|前|之内|以内|内)?/y

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function skip(text: string, at: number, pattern: RegExp): number {
  return at + (matchAt(pattern, text, at)?.[0].length ?? 0)
}

type Clock = { readonly time: string; readonly end: number }

function clockAt(clause: string, at: number): Clock | null {
  for (const { pattern, read } of clockWords) {
    const match = matchAt(pattern, clause, at)
    const time = match ? read(match.slice(1)) : null
    if (match && time) return { time, end: at + match[0].length }
  }
  return null
}

/** Null for what is over: nobody promises for this morning. */
function dueOf({ said, clock }: Found, moment: ReadingMoment, { timeZone }: Reading): string | null {
  if (said && 'instant' in said) return said.instant.toISOString()
  const day: LocalDate = said ? said.day : moment.today
  if (day < moment.today) return null
  if (!clock) return day
  const at = instantOf(day, clock, timeZone)
  return at > moment.now ? at.toISOString() : null
}

/** Words that say no doing: who speaks, that it was agreed, small words left over where the time was taken out. */
const leading =
  /^(?:[\s、:：·\-—]|我们?|会|将|就|再|可以|请|麻烦|记得|那时|争取|尽量|必须|需要?|要|承诺|答应|已?约定?好?了?|说好了?|定于|定在|于|在|i['’]ll\b|we['’]ll\b|i\b|we\b|will\b|shall\b|to\b|then\b|and\b|please\b|promised\b|agreed\b)+/i
const trailing = /(?:[\s、:：·\-—]|\b(?:by|on|at|before|until|in|the|for|of))+$/i

const titleOf = (text: string) => text.replace(/\s+/g, ' ').replace(leading, '').replace(trailing, '').trim()

const doing =
  /回[电复访信个话]|[答回]复|电话|联系|报价|[寄发送交给取退换补付签订约催问查谈聊改修装配办做]|打(?!折)|上门|拜访|见面|面谈|跟进|确认|处理|解决|安排|提供|准备|提醒|通知|开票|发票|合同|样品?|到店|来店|来取|下单|续[费约]|维修|检查|更新|试用|培训|演示|对账|\b(?:call|ring|phone|send|mail|e-?mail|visit|quote|reply|answer|follow|meet|ship|deliver|confirm|fix|repair|refund|pay|sign|prepare|remind|check|contact|come|bring|book|arrange|write|text|get back|let|update|invoice|return|review|finish|show|demo|talk|provide|give|pick|renew|schedule|order|collect)\b/i

/** Spoken of as done: 已寄, 寄了样品. Agreements are not (说好了, 约定了), and 了解 is another word. */
const over = /已(?!约|定|说|答|承)|过了|(?<![说定约讲谈好除为])了(?!解|结)|\b(?:was|were|has|have|had|did)\b/i

function isPromise(title: string, speaksOfPast: boolean, { isNextStep }: Reading): boolean {
  if (isNextStep) return true
  return doing.test(title) && !over.test(title) && !speaksOfPast
}
