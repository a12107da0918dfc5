import type { Words } from '../../core/kit/words.ts'
import { type FieldRight, fieldRights, fieldRightWords, rights, rightWords, type Verb, verbs, verbWords } from '../../core/rights/rights.ts'
import type { RoleBody, Scope } from '../../core/rights/role-body.ts'
import { scopeWords } from './scope-words.ts'

/** What the names in a role are called, and how its rules are said. */
export type RoleNames = {
  readonly kind: (name: string) => Words
  readonly field: (name: string) => Words
  readonly rule: (rule: Extract<Scope, object>['rule']) => Words
}

const list = (parts: readonly Words[]): Words => ({ zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') })
const small = ({ zh, en }: Words): Words => ({ zh, en: en.charAt(0).toLowerCase() + en.slice(1) })
const sayScope = (scope: Scope, names: RoleNames): Words =>
  typeof scope === 'string' ? small(scopeWords[scope].label) : names.rule(scope.rule)

/** What a role allows, a sentence for each part, in both languages: rows of customers, other records, fields, other rights. */
export function sayRole(body: RoleBody, names: RoleNames): Words[] {
  return [...sayCustomers(body, names), ...sayKinds(body, names), ...sayFields(body, names), ...sayRights(body)]
}

function sayCustomers({ grants }: RoleBody, names: RoleNames): Words[] {
  const grant = grants['customer']
  if (!grant?.read) return [{ zh: '看不到任何客户', en: 'Sees no customer' }]
  const byRows = new Map<string, { rows: readonly Scope[]; verbs: Verb[] }>()
  for (const verb of verbs) {
    const rows = grant[verb]
    if (!rows) continue
    const key = JSON.stringify(rows.includes('all') ? ['all'] : rows)
    const known = byRows.get(key) ?? { rows: rows.includes('all') ? ['all'] : rows, verbs: [] }
    byRows.set(key, { ...known, verbs: [...known.verbs, verb] })
  }
  return [...byRows.values()].map(({ rows, verbs: may }) => {
    const which = list(rows.map((scope) => sayScope(scope, names)))
    const what = list(may.map((verb) => small(verbWords[verb])))
    return { zh: `客户（${which.zh}）：可${what.zh}`, en: `Customers (${which.en}): may ${what.en}` }
  })
}

function sayKinds({ grants }: RoleBody, names: RoleNames): Words[] {
  const byVerbs = new Map<string, { kinds: Words[]; what: Words }>()
  for (const [kind, grant] of Object.entries(grants)) {
    const may = verbs.filter((verb) => grant[verb])
    if (kind === 'customer' || may.length === 0) continue
    const known = byVerbs.get(may.join()) ?? { kinds: [], what: list(may.map((verb) => small(verbWords[verb]))) }
    byVerbs.set(may.join(), { ...known, kinds: [...known.kinds, names.kind(kind)] })
  }
  return [...byVerbs.values()].map(({ kinds, what }) => {
    const which = list(kinds)
    return { zh: `${which.zh}：可${what.zh}`, en: `${which.en}: may ${what.en}` }
  })
}

function sayFields({ fields }: RoleBody, names: RoleNames): Words[] {
  return fieldRights.flatMap((right) => {
    const which = list(Object.keys(fields).flatMap((name) => (fields[name] === right ? [names.field(name)] : [])))
    const { label } = fieldRightWords[right]
    return which.zh === '' ? [] : [{ zh: `${label.zh}：${which.zh}`, en: `${label.en}: ${which.en}` }]
  })
}

function sayRights({ rights: held }: RoleBody): Words[] {
  const which = list(rights.filter((right) => held.includes(right)).map((right) => rightWords[right].label))
  return which.zh === '' ? [] : [{ zh: `另可：${which.zh}`, en: `Also: ${which.en}` }]
}

/** One thing that differs between two bodies of a role, said. */
export type RoleChange = { readonly what: Words; readonly before: Words; readonly after: Words; readonly widens: boolean }

const none: Words = { zh: '不可以', en: 'No' }
const free: Words = { zh: '可见可改', en: 'Free' }
const yes: Words = { zh: '可以', en: 'Yes' }

/** What a change of a role changes, line by line; `widens` marks what allows more. */
export function changesOfRole(before: RoleBody, after: RoleBody, names: RoleNames): RoleChange[] {
  return [...grantChanges(before, after, names), ...fieldChanges(before, after, names), ...rightChanges(before, after)]
}

function grantChanges(before: RoleBody, after: RoleBody, names: RoleNames): RoleChange[] {
  const kinds = [...new Set([...Object.keys(before.grants), ...Object.keys(after.grants)])]
  const said = (rows: readonly Scope[] | undefined, kind: string): Words =>
    !rows ? none : kind === 'customer' ? list(rows.map((scope) => sayScope(scope, names))) : yes
  return kinds.flatMap((kind) =>
    verbs.flatMap((verb): RoleChange[] => {
      const [was, is] = [before.grants[kind]?.[verb], after.grants[kind]?.[verb]]
      if (JSON.stringify(was) === JSON.stringify(is)) return []
      const name = names.kind(kind)
      const what = { zh: `${name.zh} · ${verbWords[verb].zh}`, en: `${name.en} · ${small(verbWords[verb]).en}` }
      const isWider = is !== undefined && (was === undefined || is.includes('all') || (!was.includes('all') && was.length < is.length))
      return [{ what, before: said(was, kind), after: said(is, kind), widens: isWider }]
    }),
  )
}

const order = (right: FieldRight | undefined) => (right ? fieldRights.indexOf(right) : fieldRights.length)

function fieldChanges(before: RoleBody, after: RoleBody, names: RoleNames): RoleChange[] {
  const said = (right: FieldRight | undefined) => (right ? fieldRightWords[right].label : free)
  return [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])].flatMap((name): RoleChange[] => {
    const [was, is] = [before.fields[name], after.fields[name]]
    return was === is ? [] : [{ what: names.field(name), before: said(was), after: said(is), widens: order(is) > order(was) }]
  })
}

function rightChanges(before: RoleBody, after: RoleBody): RoleChange[] {
  return rights.flatMap((right): RoleChange[] => {
    const [was, is] = [before.rights.includes(right), after.rights.includes(right)]
    return was === is ? [] : [{ what: rightWords[right].label, before: was ? yes : none, after: is ? yes : none, widens: is }]
  })
}
