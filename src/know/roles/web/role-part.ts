import type { Verb } from '../../../core/rights/rights.ts'
import type { Grant, RoleBody, Scope } from '../../../core/rights/role-body.ts'
import type { Known } from './use-role-names.ts'

export type RoleDraft = { readonly name: string; readonly description: string | null; readonly body: RoleBody }

/** A part of the editor: the whole body, and what to do with a changed one; without that it can only be looked at. */
export type RolePart = { readonly body: RoleBody; readonly onChange?: (body: RoleBody) => void; readonly known: Known }

/** The body with other rows for a verb on a kind; null takes the verb away. */
export function withRows(body: RoleBody, kind: string, verb: Verb, rows: readonly Scope[] | null): RoleBody {
  const { [verb]: _, ...others } = body.grants[kind] ?? {}
  const grant: Grant = rows && rows.length > 0 ? { ...others, [verb]: [...rows] } : others
  const { [kind]: __, ...kinds } = body.grants
  return { ...body, grants: Object.keys(grant).length > 0 ? { ...kinds, [kind]: grant } : kinds }
}
