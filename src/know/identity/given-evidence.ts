import { blindOf } from '../../core/kit/sealed-text.ts'
import type { Words } from '../../core/kit/words.ts'
import { givenKey } from './given-key.ts'
import type { MatchRule } from './match-rule.ts'
import { type Evidence, type PairScore, scorePair } from './score-pair.ts'
import { type Subject, valuesOf } from './subject.ts'
import { placeOfLine, sayLine } from '../imports/line-place.ts'
import { isLandline } from '../../fields/phone/phone-label.ts'

/** A phone, e-mail or number of `owner` that was given for `customerId`, and where that was. */
export type Given = {
  readonly customerId: string
  readonly owner: string
  readonly field: string
  readonly value: string
  readonly how: string
  readonly place: string | null
  readonly line: number | null
}

/** What it is worth where no rule says anything of the two. */
const alone = 70
/** What it adds where a rule goes by other fields. */
const beside = 10

/**
 * What is to be said of two of whom one came with what is the other's: as much as the rules would say had it been kept,
 * at least so much that they wait in the queue. It is never certain by this alone: a file may be wrong, and families share.
 */
export function scoreGiven(rules: readonly MatchRule[], a: Subject, b: Subject, given: readonly Given[]): PairScore {
  const plain = scorePair(rules, a, b)
  if (plain?.isCertain && plain.says === 'same') return plain
  const said = scorePair(rules, withGiven(a, given), withGiven(b, given))
  const isOf = (each: Evidence) => given.some(({ field }) => field === each.field) && each.points > 0
  const replaced = (said?.evidence ?? []).filter(isOf).reduce((sum, each) => sum + each.points, 0)
  const points = said === null ? alone : replaced > 0 ? Math.round(replaced * 10) / 10 : beside
  const told = given.map((each, i): Evidence => evidenceOf(each, i === 0 ? points : 0.1, a, b))
  return {
    rule: said?.rule ?? givenKey,
    says: said?.says ?? 'same',
    score: said === null ? alone : Math.max(alone, Math.min(100, said.score + (replaced > 0 ? 0 : beside))),
    isCertain: false,
    merges: false,
    evidence: [...told, ...(said?.evidence ?? []).filter((each) => !isOf(each))],
  }
}

/** As it would be had the value been kept beside its own. */
function withGiven(subject: Subject, given: readonly Given[]): Subject {
  const values: Record<string, readonly string[]> = { ...subject.values }
  for (const { customerId, field, value } of given)
    if (customerId === subject.id) values[field] = [...new Set([...(values[field] ?? []), blindOf(value) ?? value])]
  return { ...subject, values }
}

function evidenceOf(given: Given, points: number, a: Subject, b: Subject): Evidence {
  const named = (id: string) => {
    const subject = a.id === id ? a : b
    return valuesOf(subject, 'name')[0] ?? valuesOf(subject, 'code')[0] ?? '—'
  }
  return {
    field: given.field,
    comparison: givenKey,
    likeness: 1,
    points,
    how: sayGiven(given, named(given.customerId), named(given.owner)),
  }
}

const whats: Readonly<Record<string, Words>> = {
  phone: { zh: '手机号', en: 'phone' },
  email: { zh: '邮箱', en: 'e-mail' },
  wechat: { zh: '微信号', en: 'WeChat id' },
  idCard: { zh: '身份证号', en: 'ID card number' },
  creditCode: { zh: '统一社会信用代码', en: 'credit code' },
  code: { zh: '客户编号', en: 'customer number' },
}

function sayPlace(file: string, line: number | null): Words {
  if (line === null) return { zh: `文件“${file}”`, en: `the file “${file}”` }
  const { zh, en } = sayLine(line)
  return placeOfLine(line).sheet === null
    ? { zh: `文件“${file}”第 ${zh} 行`, en: `line ${en} of the file “${file}”` }
    : { zh: `文件“${file}”${zh}`, en: `${en} of the file “${file}”` }
}

/** `同一手机号 +86138…：“客户.csv”第 12 行把它写给了“李四”，它属于“张三”`. */
function sayGiven({ field, value: given, how, place, line }: Given, customer: string, owner: string): Words {
  const value = blindOf(given) === null ? given : '••••'
  const what = field === 'phone' && isLandline(given) ? { zh: '电话', en: 'phone' } : (whats[field] ?? { zh: field, en: field })
  const where: Words =
    how === 'import'
      ? sayPlace(place ?? '—', line)
      : how === 'source'
        ? { zh: `数据来源“${place ?? '—'}”`, en: `the source “${place ?? '—'}”` }
        : { zh: `接口（${place ?? '—'}）`, en: `the API (${place ?? '—'})` }
  return {
    zh: `同一${what.zh} ${value}：${where.zh}把它写给了“${customer}”，而它属于“${owner}”`,
    en: `same ${what.en} ${value}: ${where.en} gives it to “${customer}”, while it is that of “${owner}”`,
  }
}
