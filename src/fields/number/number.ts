import { z } from 'zod'
import type { Field } from '../../core/entity/field.ts'
import type { Customs, FieldType, Parsed } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth } from '../half-width.ts'
import { isNothing, nothing } from '../nothing.ts'
import { numberFromPayload } from '../payload-value.ts'

/** Decimals beyond these are rounded when said, never when stored. */
export const saidDecimals = 4

const formats = {
  zh: new Intl.NumberFormat('zh-CN', { maximumFractionDigits: saidDecimals }),
  en: new Intl.NumberFormat('en', { maximumFractionDigits: saidDecimals }),
}

/** `12`, `-1,234.5`, `1 234`, `.5`, `1.2e3`; a comma or a space only between groups of three. */
const shape = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(?:\.\d*)?(?:e[+-]?\d{1,3})?$/i
const multiples: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 }

function wrong(text: string): { wrong: Words } {
  const said = excerpt(text)
  return { wrong: { zh: `“${said}”不是数字，请写成 1234.5 这样的形式`, en: `“${said}” is not a number; write it like 1234.5` } }
}

/** The same text without the unit said behind it. */
function withoutUnit(text: string, field: Field): string {
  const unit = [field.unit?.zh, field.unit?.en].find((u) => u && text.toLowerCase().endsWith(u.toLowerCase()))
  return unit ? text.slice(0, -unit.length).trim() : text
}

function parse(text: string, field: Field): Parsed {
  const plain = halfWidth(text)
  if (plain === '') return { value: null }
  const bare = withoutUnit(plain, field)
    .replace(/^\((.+)\)$/, '-$1')
    .replace(/^([+-]) /, '$1')
  const times = multiples[bare.slice(-1)] ?? 1
  const digits = (times === 1 ? bare : bare.slice(0, -1).trim()).replace(/^--/, '!')
  if (!shape.test(digits) || !/\d/.test(digits.replace(/e.*$/i, ''))) return wrong(text)
  const value = Number(digits.replace(/[, ]/g, ''))
  if (!Number.isFinite(value)) return wrong(text)
  // Through text, so that 1.1万 is 11000 and not 11000.000000000002.
  return { value: times === 1 ? value + 0 : Number((value * times).toPrecision(15)) }
}

function say(value: unknown, field: Field, { language }: Customs): string {
  const number = isNothing(value) ? Number.NaN : Number(value)
  if (Number.isNaN(number)) return nothing
  const said = formats[language].format(number)
  const unit = field.unit?.[language]
  return unit ? `${said} ${unit}` : said
}

/** A number with or without decimals. `parse(say(x))` gives x back where x has at most four decimals. */
export const number: FieldType = {
  name: 'number',
  label: { zh: '数字', en: 'Number' },
  columnType: 'double precision',
  operators: ['at-least', 'at-most', 'more-than', 'less-than', 'is-between', 'is', 'is-not', 'is-known', 'is-unknown'],
  schema: () => z.number(),
  parse,
  say,
  fromPayload: numberFromPayload,
  inSheet: () => ({
    format: 'General',
    cell: (value) => (isNothing(value) || !Number.isFinite(Number(value)) ? null : Number(value)),
    text: (value) => (isNothing(value) || !Number.isFinite(Number(value)) ? '' : String(Number(value))),
  }),
}
