import type { Currency } from '../../../core/kit/money.ts'
import type { Words } from '../../../core/kit/words.ts'
import { type Right, rightWords, type Verb, verbWords } from '../../../core/rights/rights.ts'
import type { Scope } from '../../../core/rights/role-body.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Sight } from '../../../platform/rights/sight.ts'
import { scopeWords } from '../scope-words.ts'

/** Which role says it, null where none does, and what it says. */
export type Because = { readonly role: string | null; readonly words: Words }
/** What rights are given on, and what it is called. */
export type Kind = { readonly name: string; readonly label: Words }
type Customs = { readonly currency: Currency; readonly timeZone: string }

/** For each role, the rows that a verb reaches by it. */
export function sayRows(sight: Sight, of: Kind, verb: Verb, dictionary: Dictionary, customs: Customs, isReached: boolean): Because[] {
  const kind = of.name
  if (!sight.limits) return [{ role: null, words: { zh: '没有自建角色限制：全部记录', en: 'No role of your own limits it: every record' } }]
  const said = sight.limits.roles.flatMap(({ name, body }): Because[] => {
    const grants = body.grants
    const scopes =
      kind === 'customer'
        ? grants['customer']?.[verb]
        : grants[kind]?.[verb] && ((verb === 'read' ? undefined : grants['customer']?.change) ?? grants['customer']?.read)
    if (!scopes) return []
    const each = scopes.map((scope) => sayScope(scope, dictionary, customs))
    const zh = each.map((words) => words.zh).join('、')
    const en = each.map((words) => words.en).join(', ')
    const isIn = isReached
      ? { zh: '允许的范围', en: 'allows' }
      : { zh: '只允许这些，而这条记录不在其中', en: 'allows only these, and this record is not among them' }
    return [{ role: name, words: { zh: `${verbWords[verb].zh}：${isIn.zh}：${zh}`, en: `${verbWords[verb].en}: ${isIn.en}: ${en}` } }]
  })
  return said.length > 0 ? said : [sayMissing.verb(of.label, verb)]
}

/** The same of what is no customer's: a role allows a verb on all of a kind or on none. */
export function sayKind(sight: Sight, of: Kind, verb: Verb): Because[] {
  if (!sight.limits) return [{ role: null, words: { zh: '没有自建角色限制：全部记录', en: 'No role of your own limits it: every record' } }]
  const said = sight.limits.roles.flatMap(({ name, body }): Because[] =>
    body.grants[of.name]?.[verb]
      ? [{ role: name, words: { zh: `${verbWords[verb].zh}：允许，不分客户`, en: `${verbWords[verb].en}: allows it of all` } }]
      : [],
  )
  return said.length > 0 ? said : [sayMissing.verb(of.label, verb)]
}

function sayScope(scope: Scope, dictionary: Dictionary, customs: Customs): Words {
  if (typeof scope === 'string') return scopeWords[scope].label
  try {
    return sayInBoth(scope.rule, dictionary, customs)
  } catch {
    return { zh: '一条已失效的条件', en: 'a rule that no longer holds' }
  }
}

const byRight: Readonly<Record<'hidden' | 'masked' | 'read-only', Words>> = {
  hidden: { zh: '把这个字段设为隐藏', en: 'hides this field' },
  masked: { zh: '把这个字段设为打码', en: 'masks this field' },
  'read-only': { zh: '把这个字段设为只读', en: 'makes this field read-only' },
}

const throughWords = ({ zh, en }: Words): Words => ({
  zh: `限制了“${zh}”，而这个字段会透露它`,
  en: `limits “${en}”, which this field would tell`,
})

/**
 * Who of the roles narrows a field; where one leaves it free, that one.
 * @param through what the field is called where another is meant that would tell it, and is kept back for that
 */
export function sayField(sight: Sight, field: string, isSeen: boolean, through?: Words): Because[] {
  if (!isSeen) return [{ role: null, words: { zh: '看不到这条记录', en: 'This record is out of sight' } }]
  const free: Because = { role: null, words: { zh: '没有角色限制这个字段', en: 'No role limits this field' } }
  if (!sight.limits) return [free]
  const said = sight.limits.roles.flatMap(({ name, body }): Because[] => {
    const right = body.fields[field]
    return right ? [{ role: name, words: through ? throughWords(through) : byRight[right] }] : []
  })
  const open = sight.limits.roles.find(({ body }) => !body.fields[field])
  if (said.length === 0) return [free]
  return open ? [...said, { role: open.name, words: { zh: '不限制这个字段，因此可见', en: 'leaves this field free, which counts' } }] : said
}

export const sayStanding = (held: Words, needed: Words, isAllowed: boolean): Because => ({
  role: null,
  words: isAllowed
    ? { zh: `系统角色“${held.zh}”可以（至少需要“${needed.zh}”）`, en: `The standing role “${held.en}” may (“${needed.en}” is enough)` }
    : { zh: `需要系统角色“${needed.zh}”，现在是“${held.zh}”`, en: `It takes the standing role “${needed.en}”; this is “${held.en}”` },
})

export const sayMissing = {
  verb: (kind: Words, verb: Verb): Because => ({
    role: null,
    words: {
      zh: `没有角色允许“${verbWords[verb].zh}”（${kind.zh}）`,
      en: `No role allows “${verbWords[verb].en}” (${kind.en.toLowerCase()})`,
    },
  }),
  right: (right: Right): Because => ({
    role: null,
    words: { zh: `缺少权利“${rightWords[right].label.zh}”`, en: `The right “${rightWords[right].label.en}” is missing` },
  }),
  everything: (): Because => ({
    role: null,
    words: { zh: '会涉及所有客户，而角色只允许一部分', en: 'It reaches every customer, and the role only some of them' },
  }),
  figures: (): Because => ({
    role: null,
    words: { zh: '它的数字要用到角色看不到的字段', en: 'Its figures are made of a field that the role does not show' },
  }),
}
