import { changeBetweenTokens, type ContactKind } from './contact-token.ts'

/** Digits and letters in the width of Chinese characters count as those that they are. */
const digits = '0-9\uff10-\uff19'
const letters = 'A-Za-z\uff21-\uff3a\uff41-\uff5a'
const digit = `[${digits}]`
const from = (low: number, high = low) => `[${low}-${high}${String.fromCodePoint(0xff10 + low)}-${String.fromCodePoint(0xff10 + high)}]`
const plus = '[+\uff0b]'
const at = '[@\uff20]'
/** Spaces and dashes; the one of ASCII comes last, as it must in brackets. */
const gaps = ' \u00a0\u3000\u2010-\u2015\u2212\uff0d-'
const gap = `(?:[${gaps}]|\u2014\u2014)`
const dot = '[.\uff0e\u00b7]'
/** A day is no part of a number: `+100 2026-11-22`. */
const noDay = `(?!${from(2)}${from(0)}${from(0, 3)}${digit}[.\uff0e/${gaps}]?${from(0, 1)}${digit})`

const seams = '._\uff0e\uff3f\uff0d-'
const phoneWords = '[Tt][Ee][Ll]|[Pp][Hh][Oo][Nn][Ee]|[Mm][Oo][Bb](?:[Ii][Ll][Ee])?|[Cc][Ee][Ll][Ll]|[Ww][Hh][Aa][Tt][Ss][Aa][Pp][Pp]'
/**
 * What may stand before a number, told behind its first character: a database that looks behind at every character of a text
 * rather than at the few with which a number begins takes three to four times as long.
 */
const begun = `(?<=(?:^|[^${letters}${digits}+\uff0b${seams}]|(?:^|[^${digits}])[${seams}]|${phoneWords})[(\uff08+\uff0b${digits}])`

const mobile = (() => {
  const country = `(?:(?:${plus}${begun}|${from(0)}${begun}${from(0)})${from(8)}|${from(8)}${begun})${from(6)}${gap}?`
  const head = `(?:${country}${from(1)}|${from(1)}${begun})${from(3, 9)}${digit}`
  return `${head}(?:(?:${gap}?${digit}{4}){2}|${dot}${digit}{4}${dot}${digit}{4})`
})()
const afterZero = `(?:${from(1)}${from(0)}|${from(2)}${digit}|${from(3, 9)}${digit}{2})`
const local = `${noDay}${from(2, 8)}${digit}{2,3}${gap}?${digit}{4}`
/** Without anything behind its area a number that begins with 0 may be an order's. */
const landline = `(?:[(\uff08]${begun}${from(0)}${afterZero}[)\uff09] ?|${from(0)}${begun}${afterZero}(?:${gap}|${dot}))${local}`
/** Written in one, or with gaps behind its country. */
const foreign = (() => {
  const between = `(?: ?[(\uff08]|[)\uff09] ?|[.${gaps}])`
  const ofChina = `${from(8)}${from(6)}${gap}?${from(1)}${from(3, 9)}`
  const spaced = `(?!${ofChina})${from(1, 9)}${digit}{0,2}${between}${noDay}${digit}(?:(?:${between}${noDay})?${digit}){6,12}`
  return `${plus}${begun}(?:${spaced}|${from(1, 9)}${digit}{7,14})`
})()
/** The same as a phone whatever stands around it: less work for a database, and true of every text in which there is one. */
export const phoneShapes = `${mobile}|${landline}|${foreign}`.replaceAll(noDay, '').replaceAll(begun, '')
/** Joined to another a landline needs nothing behind its area, nor an area: `13806314321-057188886666`, `0571-88886666/88886667`. */
const joinedLandline = `[/\uff0f${seams}](?:${from(0)}${afterZero})?${local}`

/**
 * What an e-mail and a phone look like wherever somebody writes them, as this language and the database both read it. `\w` of a
 * database holds Chinese too, and `电话138…` is a phone. What stands before an @ is an e-mail's.
 */
export const phoneLooks =
  `(?:${mobile}|${landline}|${foreign})(?:[${seams}](?:${phoneShapes})|${joinedLandline})*` +
  `(?![${letters}${digits}])(?![_\uff3f\uff0d-]${digit}{5})(?![${letters}${digits}.\uff0e_%+-]{0,64}${at}[${letters}${digits}])`
/** These shapes with the landlines that are joined to one. */
export const phoneChains = `(?:${phoneShapes})(?:${joinedLandline})*`
const localPart = `${letters}${digits}.\uff0e!#$%&'*+=?^_\`{|}~-`
const host = `[${letters}${digits}-]+`
export const emailLooks = `[${localPart}]+${at}${host}(?:[.\uff0e]${host})+`

/** It begins where no letter of one stands before it: tried from each letter anew, a long text without an @ would take the square of its length. */
const emailInText = new RegExp(`(?<![${localPart}])${emailLooks}`, 'g')
const phoneInText = new RegExp(phoneLooks, 'g')
/**
 * Those that can be nothing else: what is kept sealed is written anew, and a sum or an order's number taken for a phone would be lost.
 * Landlines, other gaps and numbers abroad that are not written in one are left as they stand.
 */
const surePhone = /(?<![\w.+-])(?:(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}|\+[1-9]\d{7,14})(?![\w-])(?![\w.%+-]{0,64}@[a-z0-9])/gi

/** `138 1234 5678`, `0571-88886666` and `+44 (0)20 7946 0958` as they are kept. */
function internationalOf(found: string): string {
  const narrow = found.normalize('NFKC')
  const bare = (narrow.startsWith('+') ? narrow.replace('(0)', '') : narrow).replace(/[^\d+]/g, '')
  if (bare.startsWith('+')) return bare.replace(/^\+860/, '+86')
  return `+86${bare.replace(/^(?:(?:00)?86(?=\d{11}$)|0)/, '')}`
}

const phonesOf = (phone: RegExp) => (text: string, kept: (value: string, found: string) => string) =>
  changeBetweenTokens(text, (between) => between.replace(phone, (found) => kept(internationalOf(found), found)))

/** The text with each phone in it that can be nothing else as `kept` gives it back, but for what is kept sealed already. */
export const keepPhones = phonesOf(surePhone)

/** The same of e-mails. */
export const keepEmails = (text: string, kept: (value: string, found: string) => string): string =>
  changeBetweenTokens(text, (between) => between.replace(emailInText, (found) => kept(found.normalize('NFKC').toLowerCase(), found)))

type Kept = (kind: ContactKind, value: string) => string

const eachOf = (phones: typeof keepPhones) => (text: string, kept: Kept) => {
  const keep = (kind: ContactKind) => (value: string, found: string) => {
    const is = kept(kind, value)
    return is === value ? found : is
  }
  return phones(keepEmails(text, keep('email')), keep('phone'))
}

/** The text with each e-mail and phone in it that can be nothing else as `kept` gives it back; what it gives back as it was stays as it was written. */
export const keepInText: (text: string, kept: Kept) => string = eachOf(keepPhones)

/** The same of whatever may be one, to be shown with dots in its place: rather one too many, for nothing is changed. */
export const hideInText: (text: string, kept: Kept) => string = eachOf(phonesOf(phoneInText))

/** Does an e-mail or a phone of one of these kinds stand in it? */
export function holdsContact(text: string, isWanted: (kind: ContactKind) => boolean): boolean {
  let holds = false
  keepInText(text, (kind, value) => {
    holds ||= isWanted(kind)
    return value
  })
  return holds
}

/**
 * Names by which a number alone is a phone, for this language and the database: as a word of its own, or of a name in camel case.
 * `hotelNights` and `cancelledCount` are none.
 */
export const phoneNames = (() => {
  const words = ['(tele|cell|user|home|work|my)?phone', 'mobile', 'tel', 'cell', 'contact', 'whats[Aa]pp']
  const end = '(s|_?(number|num|no|nr))?'
  const small = `(?<![A-Za-z])(${words.join('|')})${end}(?![a-z])`
  const camel = '(?<![A-Z])(Tele[Pp]hone|Cell[Pp]hone|Phone|Mobile|Tel|Cell|Contact|Whats[Aa]pp)s?(?![a-z])'
  const large = `(?<![A-Za-z])(${words.map((word) => word.toUpperCase()).join('|')})${end.toUpperCase()}(?![A-Za-z])`
  return `${small}|${camel}|${large}|手机|电话|联系`
})()

const phoneName = new RegExp(phoneNames)
export const namesPhone = (name: string): boolean => phoneName.test(name)
