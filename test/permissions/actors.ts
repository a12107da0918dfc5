import type { RoleBody } from '../../src/core/rights/role-body.ts'
import type { Verb } from '../../src/core/rights/rights.ts'

/** Whose a customer is: of the one who sees their own, of a colleague in the team, of somebody else. */
export const positions = ['own', 'team', 'other'] as const
export type Position = (typeof positions)[number]

/** Kinds that hang on a customer, and kinds that are the firm's. */
const hanging = ['contact', 'purchase', 'todo', 'interaction'] as const
const firms = ['segment', 'tag', 'template', 'message', 'campaign', 'journey', 'product'] as const
const kinds = [...hanging, ...firms]

/** What a role allows, in the words of a person: which customers each verb takes in, and the verbs on everything else. */
export type Allowed = {
  readonly standing: 'owner' | 'manager' | 'member'
  /** Null: whatever the standing role does. */
  readonly limits: null | {
    readonly customers: Partial<Readonly<Record<Verb, readonly Position[]>>>
    readonly kinds: Readonly<Record<string, readonly Verb[]>>
    readonly rights: RoleBody['rights']
    readonly fields: RoleBody['fields']
  }
  /** How the rows are said in the role. */
  readonly scope?: 'all' | 'mine' | 'teams'
}

const every = (of: readonly string[], verbs: readonly Verb[]) => Object.fromEntries(of.map((kind) => [kind, verbs]))
const all = positions
const dayWork: readonly Verb[] = ['read', 'create', 'change', 'remove']
const withRows = (rows: readonly Position[]) => ({
  customers: { read: rows, create: rows, change: rows, remove: rows, merge: rows, assign: rows, share: rows, export: rows },
  kinds: { ...every(hanging, [...dayWork, 'export']), ...every(firms, ['read']) },
  rights: [],
  fields: {},
})

export const actors = {
  'read-only': {
    standing: 'member',
    scope: 'all',
    limits: { customers: { read: all }, kinds: every(kinds, ['read']), rights: [], fields: {} },
  },
  'own rows': { standing: 'member', scope: 'mine', limits: withRows(['own']) },
  'team’s rows': { standing: 'member', scope: 'teams', limits: withRows(['own', 'team']) },
  marketer: {
    standing: 'member',
    scope: 'all',
    limits: {
      customers: { read: all },
      kinds: { ...every(hanging, ['read']), ...every(firms, dayWork) },
      rights: ['sending'],
      fields: {},
    },
  },
  'some fields': {
    standing: 'member',
    scope: 'all',
    limits: {
      customers: { read: all, change: all, export: all, import: all, merge: all },
      kinds: every(kinds, [...dayWork, 'export']),
      rights: [],
      fields: { note: 'hidden', phone: 'masked', code: 'read-only' },
    },
  },
  manager: { standing: 'manager', limits: null },
  owner: { standing: 'owner', limits: null },
} satisfies Record<string, Allowed>

/** The role as it is kept. */
export function bodyOf({ limits, scope = 'all' }: Allowed): RoleBody | undefined {
  if (!limits) return undefined
  const verbsOf = (verbs: readonly string[], rows: 'all' | 'mine' | 'teams') => Object.fromEntries(verbs.map((verb) => [verb, [rows]]))
  return {
    grants: {
      customer: verbsOf(Object.keys(limits.customers), scope),
      ...Object.fromEntries(Object.entries(limits.kinds).map(([kind, verbs]) => [kind, verbsOf(verbs, 'all')])),
    },
    fields: limits.fields,
    rights: limits.rights,
  }
}

/** `in`: let in. `who`: nobody knows who asks. `denied`: may not. `gone`: the record is not there for them. `open`: nobody is asked. */
export type Answer = 'in' | 'who' | 'denied' | 'gone' | 'open'

const levels = ['member', 'manager', 'owner']
/** Kinds whose rows are their customer's. */
const rowKinds = new Set([
  'customer',
  'contact',
  'purchase',
  'todo',
  'interaction',
  'merges',
  'households',
  'removed_interactions',
  'inbound_mails',
  'churn_entries',
])
/** A table goes by the kind that it belongs to. */
const ofKind: Readonly<Record<string, string>> = {
  merges: 'customer',
  households: 'customer',
  churn_entries: 'customer',
  removed_interactions: 'interaction',
  inbound_mails: 'interaction',
}

export type Needs = {
  readonly isOpen: boolean
  readonly level: string
  readonly right: string | null
  readonly kind: string | null
  readonly verb: string
  readonly reachesAll: boolean
  readonly records: readonly string[]
}

export function readNeeds(row: string): Needs {
  const [level = '', ...words] = row.split(' ')
  const pair = words.find((word) => word.includes(':') && !word.startsWith('right:'))
  const [kind, verb = ''] = pair?.split(':') ?? []
  return {
    isOpen: level === 'open',
    level,
    right: words.find((word) => word.startsWith('right:'))?.slice(6) ?? null,
    kind: kind === undefined ? null : (ofKind[kind] ?? kind),
    verb,
    reachesAll: words.includes('everybody'),
    records: words.filter((word) => word.startsWith('@')).map((word) => word.slice(1)),
  }
}

export const hasRows = ({ records }: Needs) => records.some((record) => rowKinds.has(record))

/** What somebody is to be told, by the table above and by nothing of the product. */
export function expected({ standing, limits }: Allowed, needs: Needs, position: Position): Answer {
  if (needs.isOpen) return 'open'
  if (!limits) return levels.indexOf(standing) >= levels.indexOf(needs.level) ? 'in' : 'denied'
  if (needs.right !== null && !limits.rights.some((right) => right === needs.right)) return 'denied'
  if (needs.kind === null) return needs.right !== null || needs.level === 'member' ? 'in' : 'denied'
  const rows = rowsOf(limits, needs.kind, needs.verb)
  if (!rows) return 'denied'
  if (needs.reachesAll) return rows.length === positions.length && Object.keys(limits.fields).length === 0 ? 'in' : 'denied'
  return !hasRows(needs) || rows.includes(position) ? 'in' : 'gone'
}

function rowsOf(limits: NonNullable<Allowed['limits']>, kind: string, verb: string): readonly Position[] | null {
  const entries = new Map<string, readonly Position[]>(Object.entries(limits.customers))
  if (kind === 'customer') return entries.get(verb) ?? null
  if (!limits.kinds[kind]?.some((one) => one === verb)) return null
  return (verb === 'read' ? undefined : entries.get('change')) ?? entries.get('read') ?? []
}
