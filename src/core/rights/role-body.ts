import { z } from 'zod'
import { type Rule, ruleSchema } from '../rule/rule.ts'
import { fieldRights, rights, verbs } from './rights.ts'

/** Whose customers: by who looks after them, by what was shared, or by any rule. */
export const scopes = ['all', 'mine', 'reports', 'department', 'teams', 'shared', 'pool'] as const
export type NamedScope = (typeof scopes)[number]
export type Scope = NamedScope | { readonly rule: Rule }

const scopeSchema: z.ZodType<Scope> = z.union([z.enum(scopes), z.strictObject({ rule: ruleSchema })])

/**
 * Which rows, for each verb; a verb that is left out is not allowed. Of customers the scopes are united. Whatever hangs on a
 * customer (contacts, purchases, to-dos …) has verbs, and the rows that the customer's have; all else has no rows to choose
 * from and says `["all"]`.
 */
const grantSchema = z.partialRecord(z.enum(verbs), z.array(scopeSchema).min(1).max(20))
export type Grant = Readonly<z.output<typeof grantSchema>>

/** What a role allows. Several roles of one person allow what any of them allows, field by field too. */
export const roleBody = z.strictObject({
  /** By the kind of record. */
  grants: z.record(z.string().max(60), grantSchema),
  /** By the customer's field; one that is left out is free. */
  fields: z.record(z.string().max(100), z.enum(fieldRights)),
  rights: z.array(z.enum(rights)).max(rights.length),
})
export type RoleBody = z.output<typeof roleBody>

export const emptyRole: RoleBody = { grants: {}, fields: {}, rights: [] }
