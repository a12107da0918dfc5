import type { Role } from '../../core/action/action.ts'
import type { FieldRight, Right, Verb } from '../../core/rights/rights.ts'
import type { NamedScope, RoleBody } from '../../core/rights/role-body.ts'
import type { Rule } from '../../core/rule/rule.ts'

/** A role as a person holds it. */
export type HeldRole = { readonly id: string; readonly name: string; readonly body: RoleBody }

/** Where a person stands in the firm, as far as rows follow from it. All are bare ids. */
export type Standing = {
  readonly userId: string
  /** Whoever answers to this person, at any distance. */
  readonly reports: readonly string[]
  /** Of this person's department and those below it. */
  readonly department: readonly string[]
  /** Of this person's teams. */
  readonly teams: readonly string[]
  /** Customers that are shown to this person at this moment. */
  readonly shared: readonly { readonly customerId: string; readonly may: 'read' | 'change' }[]
}

/** Which customers, for one verb: every one, or any of those that one of the scopes takes in. */
export type Rows = { readonly all: boolean; readonly named: ReadonlySet<NamedScope>; readonly rules: readonly Rule[] }

/** What the roles of the firm's own leave to somebody who holds such. */
export type Limits = {
  readonly roles: readonly HeldRole[]
  readonly standing: Standing
  /** By kind of record. Rows matter of customers alone; whatever hangs on them follows. */
  readonly grants: ReadonlyMap<string, ReadonlyMap<Verb, Rows>>
  readonly rights: ReadonlySet<Right>
  /** Of the customer's fields, those that are not free. */
  readonly fields: ReadonlyMap<string, FieldRight>
  readonly telling: Telling
}

/** The customer's fields that tell of others whether these are known, each with those. */
export type Telling = Readonly<Record<string, readonly string[]>>

/**
 * What one actor may see and do: made once a request, from memory. Without limits one has the full rights of a standing role:
 * all rows and fields, and the actions of that role.
 */
export type Sight = { readonly role: Role; readonly limits: Limits | null }

/** Several roles allow what any of them allows; a field is as free as the freest of them leaves it. */
export function limitsOf(roles: readonly HeldRole[], standing: Standing, telling: Telling): Limits {
  return {
    roles,
    standing,
    grants: unitedGrants(roles),
    rights: new Set(roles.flatMap(({ body }) => body.rights)),
    fields: unitedFields(roles),
    telling,
  }
}

function unitedGrants(roles: readonly HeldRole[]): ReadonlyMap<string, ReadonlyMap<Verb, Rows>> {
  const grants = new Map<string, Map<Verb, Rows>>()
  for (const { body } of roles)
    for (const [kind, grant] of Object.entries(body.grants)) {
      const verbs = grants.get(kind) ?? new Map<Verb, Rows>()
      grants.set(kind, verbs)
      for (const [verb, scopes] of entriesOf(grant)) verbs.set(verb, united(verbs.get(verb), rowsOf(scopes)))
    }
  return grants
}

const entriesOf = (grant: RoleBody['grants'][string]) => Object.entries(grant) as [Verb, NonNullable<RoleBody['grants'][string][Verb]>][]

function rowsOf(scopes: NonNullable<RoleBody['grants'][string][Verb]>): Rows {
  const named = new Set(scopes.flatMap((scope) => (typeof scope === 'string' ? [scope] : [])))
  return { all: named.has('all'), named, rules: scopes.flatMap((scope) => (typeof scope === 'string' ? [] : [scope.rule])) }
}

function united(one: Rows | undefined, other: Rows): Rows {
  if (!one) return other
  return { all: one.all || other.all, named: new Set([...one.named, ...other.named]), rules: [...one.rules, ...other.rules] }
}

const strictness: readonly (FieldRight | undefined)[] = [undefined, 'read-only', 'masked', 'hidden']

function unitedFields(roles: readonly HeldRole[]): ReadonlyMap<string, FieldRight> {
  const names = new Set(roles.flatMap(({ body }) => Object.keys(body.fields)))
  const fields = new Map<string, FieldRight>()
  for (const name of names) {
    const freest = Math.min(...roles.map(({ body }) => strictness.indexOf(body.fields[name])))
    const right = strictness[freest]
    if (right) fields.set(name, right)
  }
  return fields
}

/** The rows of customers that a verb on a kind of record reaches, or null where it is not allowed at all. */
export function reachOf(limits: Limits, kind: string, verb: Verb): Rows | null {
  const own = limits.grants.get(kind)?.get(verb)
  if (!own) return null
  const customers = limits.grants.get('customer')
  if (kind === 'customer') return own
  // What hangs on a customer may be changed where the customer may be; by who may change none, where it is seen.
  return (verb === 'read' ? undefined : customers?.get('change')) ?? customers?.get('read') ?? noRows
}

/** Whether no customer is out of sight. */
export const seesEveryCustomer = ({ limits }: Sight): boolean => limits === null || reachOf(limits, 'customer', 'read')?.all === true

/** Whether records of a kind are shown at all: if not, their number is not nought, it is not told. */
export const maySee = ({ limits }: Sight, kind: string): boolean => limits === null || reachOf(limits, kind, 'read') !== null

const noRows: Rows = { all: false, named: new Set(), rules: [] }
