import type { z } from 'zod'
import { inputReasons } from './input-reasons.ts'
import type { Words } from './words.ts'

function isWords(value: unknown): value is Words {
  return (
    typeof value === 'object' &&
    value !== null &&
    'zh' in value &&
    'en' in value &&
    typeof value.zh === 'string' &&
    typeof value.en === 'string'
  )
}

function sayTooBig(issue: z.core.$ZodIssueTooBig): Words {
  const most = String(issue.maximum)
  if (issue.origin === 'string') return { zh: `太长，最多 ${most} 个字符`, en: `is too long; use at most ${most} characters` }
  if (issue.origin === 'array') return { zh: `太多，最多 ${most} 项`, en: `has too many entries; use at most ${most}` }
  return { zh: `太大，不能超过 ${most}`, en: `is too large; it may be at most ${most}` }
}

function sayTooSmall(issue: z.core.$ZodIssueTooSmall): Words {
  const least = String(issue.minimum)
  if (issue.origin === 'string' && issue.minimum > 1)
    return { zh: `太短，至少 ${least} 个字符`, en: `is too short; use at least ${least} characters` }
  if (issue.origin === 'string') return { zh: '不能为空', en: 'must not be empty' }
  if (issue.origin === 'array') return { zh: `至少要有 ${least} 项`, en: `needs at least ${least} ${least === '1' ? 'entry' : 'entries'}` }
  return { zh: `太小，不能小于 ${least}`, en: `is too small; it must be at least ${least}` }
}

/** Few choices are named, for whoever writes against the API and sees no list. */
function sayChoices(choices: readonly string[]): Words {
  if (choices.length > 12) return { zh: '不是可选的值，请从列表中选择', en: 'is not one of the choices; pick one from the list' }
  return { zh: `不是可选的值，可选：${choices.join('、')}`, en: `is not one of the choices: ${choices.join(', ')}` }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), input)
}

/** What is told of an input in which much may be wrong: the first issue, to its innermost part. */
export function mainIssue({ issues }: z.core.$ZodError): z.core.$ZodIssue | undefined {
  const issue = issues.find((one) => !isBoundOfIntegers(one)) ?? issues[0]
  return issue && innermost(issue)
}

/** A whole number is held against what numbers can hold before it is against the bound of its schema. */
const isBoundOfIntegers = (issue: z.core.$ZodIssue): boolean =>
  (issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER) ||
  (issue.code === 'too_small' && issue.minimum === Number.MIN_SAFE_INTEGER)

/**
 * Of an input that fits none of several forms, what is wrong with the form it comes nearest to, in place of “none fits”.
 * Nearest is the one with the fewest parts missing, unknown or wrong.
 */
export function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const [nearest] = issue.errors.filter((one) => one.length > 0).toSorted((a, b) => distance(a) - distance(b))
  const [first] = nearest?.toSorted((a, b) => weight(b) - weight(a)) ?? []
  return first ? innermost({ ...first, path: [...issue.path, ...first.path] }) : issue
}

const distance = (issues: readonly z.core.$ZodIssue[]): number => issues.reduce((sum, issue) => sum + weight(issue), 0)

function weight(issue: z.core.$ZodIssue): number {
  // Nothing at all is a form that nobody comes near who wrote something.
  if (issue.code === 'invalid_value' && issue.values.every((value) => value === '')) return 200
  if (issue.code === 'unrecognized_keys') return 2 * issue.keys.length
  return issue.path.length === 0 ? 100 : 1
}

const kinds: Readonly<Record<string, Words>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
  record: { zh: '对象', en: 'an object' },
}

/** What a schema expects where there is to be nothing. */
const nothing: ReadonlySet<string> = new Set(['undefined', 'never', 'void'])

const notRight: Words = { zh: '填得不对', en: 'is not right' }

const id: Words = { zh: '不是有效的编号', en: 'is not a valid id' }

const forms: Readonly<Record<string, Words>> = {
  uuid: id,
  guid: id,
  email: { zh: '不是有效的邮箱，应形如 name@example.com', en: 'is not an e-mail address like name@example.com' },
  url: { zh: '不是有效的网址，应形如 https://example.com', en: 'is not a web address like https://example.com' },
  datetime: { zh: '不是有效的时间，应形如 2026-06-15T10:30:00+08:00', en: 'is not an instant like 2026-06-15T10:30:00+08:00' },
  date: { zh: '不是有效的日期，应形如 2026-06-15', en: 'is not a day like 2026-06-15' },
  time: { zh: '不是有效的时刻，应形如 09:30', en: 'is not a time of day like 09:30' },
}

/**
 * What is wrong, in both languages, for any issue that a schema raises about `input`. Reads on after the field's name.
 */
export function sayIssue(issue: z.core.$ZodIssue, input: unknown): Words {
  const value = valueAt(input, issue.path)
  if (value === undefined || value === null || value === '') return inputReasons.required
  if (issue.code === 'custom' && isWords(issue.params?.['words'])) return issue.params['words']
  if (issue.code === 'too_big') return sayTooBig(issue)
  if (issue.code === 'too_small') return sayTooSmall(issue)
  if (issue.code === 'invalid_value') return sayChoices(issue.values.map(String))
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.join(', ')
    return { zh: `含有未知的字段：${keys}`, en: `has unknown fields: ${keys}` }
  }
  if (issue.code === 'invalid_type') {
    if (nothing.has(issue.expected)) return inputReasons.noValue
    const kind = kinds[issue.expected]
    if (!kind) return notRight
    return { zh: `填写的内容类型不对，应为${kind.zh}`, en: `is not the right kind of value; ${kind.en} is expected` }
  }
  const form = issue.code === 'invalid_format' ? forms[issue.format] : undefined
  if (form) return form
  if (issue.code === 'invalid_key' && issue.issues[0]) return sayIssue(issue.issues[0], issue.path.at(-1))
  if (issue.code === 'invalid_format' && issue.message === `Invalid string: must match pattern ${issue.pattern}`)
    return { zh: `格式不对，应符合 ${issue.pattern}`, en: `is not in the right form; it has to match ${issue.pattern}` }
  // What the schema’s library says of a rule that says nothing of itself helps nobody.
  if (issue.message === 'Invalid input') return notRight
  return { zh: `格式不对（${issue.message}）`, en: `is not in the right form (${issue.message})` }
}
