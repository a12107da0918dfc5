import type { RawBuilder } from 'kysely'
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
  /** Customers that are shown to this person at this moment; `change`: and may be changed. */
  readonly shared: readonly { readonly customerId: string; readonly may: 'read' | 'change' }[]
}

/** Which customers, for one verb. `all`: every one; else any of those that one of the scopes takes in. */
export type Rows = { readonly all: boolean; readonly named: ReadonlySet<NamedScope>; readonly rules: readonly Rule[] }

/**
 * What one actor may see and do: made once a request, from memory. `roles` is null for who has the full rights of a standing
 * role; then there are no veils and all rows, and what may be run goes by `role` on actions.
 */
export type Sight = {
  readonly role: Role
  readonly roles: readonly HeldRole[] | null
  readonly standing: Standing | null
  /** May be asked of every row and field alike: nothing is put before its statements. */
  readonly isWhole: boolean
  /** Rows of customers for each verb that is allowed at all. */
  readonly rows: ReadonlyMap<Verb, Rows>
  /** Verbs on each kind of record. */
  readonly verbs: ReadonlyMap<string, ReadonlySet<Verb>>
  readonly rights: ReadonlySet<Right>
  /** Of the customer's fields, those that are not free. */
  readonly fields: ReadonlyMap<string, FieldRight>
}

/** A condition over `c`, a row of customers. */
export type RowCondition = RawBuilder<unknown>
