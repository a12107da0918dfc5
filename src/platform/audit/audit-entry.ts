import type { RawBuilder } from 'kysely'
import type { Action } from '../../core/action/action.ts'
import { isContactToken } from '../../core/kit/contact-token.ts'
import type { Ctx } from '../actions/context.ts'
import type { PlacedField } from '../actions/registry.ts'
import { keptContact, sealInside } from '../sealing/contacts.ts'
import { insertLine } from './audit-line.ts'
import type { RecordChange } from './record-change.ts'
import { withoutFiles } from './without-files.ts'

/** What the audit keeps of an action that was done. */
export type DoneAct = {
  readonly action: Action
  readonly input: unknown
  readonly answer: unknown
  /** What became of the fields of the records that it was about. */
  readonly changes?: readonly RecordChange[]
  /** Why, in the caller's own words. */
  readonly reason?: string | undefined
}

/** The line of the audit that tells of an action, as one statement, for `closeWith` or as a part of another. */
export function auditEntry(ctx: Ctx, { action, input, answer, changes = [], reason }: DoneAct): RawBuilder<unknown> {
  const subject = subjectOf(input, answer)
  const entity = entityOf(ctx, action)
  const customerId = customerOf(input)
  return insertLine(ctx, {
    kind: action.reads ? 'reading' : 'change',
    action: action.name,
    source: ctx.source,
    entity,
    subject,
    customerId: customerId === subject ? null : customerId,
    reason: sealInside(ctx, reason ?? reasonIn(input)),
    records: countOf(input) ?? (action.reads ? 1 : null),
    details: changes.length > 0 ? { fields: [...new Set(changes.flatMap((change) => Object.keys(change.fields)))] } : {},
    withheld: {
      input: sealInside(ctx, clean(ctx, action, entity, input)),
      ...(changes.length > 0
        ? { changes: changes.map((change) => ({ ...change, fields: sealInside(ctx, cleanChange(ctx, action, change)) })) }
        : {}),
    },
  })
}

const textAt = (side: unknown, name: string): string | null => {
  const value: unknown = typeof side === 'object' && side !== null ? Object(side)[name] : null
  return typeof value === 'string' ? value : null
}

const subjectOf = (input: unknown, answer: unknown) =>
  textAt(answer, 'id') ?? textAt(input, 'id') ?? textAt(input, 'customerId') ?? textAt(input, 'actor')
const customerOf = (input: unknown) => textAt(input, 'customerId')
const reasonIn = (input: unknown) => textAt(input, 'reason')

/** Of an action about several records, how many. */
function countOf(input: unknown): number | null {
  const read = (name: string): unknown => (typeof input === 'object' && input !== null ? Object(input)[name] : null)
  const several = read('ids') ?? read('customerIds') ?? read('messages')
  return Array.isArray(several) ? several.length : null
}

/** The entity whose path the action's begins with; else the path's first word. */
function entityOf({ registry }: Ctx, action: Action): string {
  const first = action.path.split('/')[1] ?? ''
  for (const { entity } of registry.cards.values()) if (entity.path === first) return entity.name
  return first
}

const dots = '•••'
/** Whatever is called so is never kept, wherever it stands. */
const secretName = /pass(?:word|phrase)|secret|token|key_?hash|^hash$|authorization/i

/** The input without secrets, and without the values of fields that the law protects; sealed contact details as they are kept. */
function clean(ctx: Ctx, action: Action, entity: string, input: unknown): unknown {
  const about = action.withFieldsOf ?? entity
  const hidden = sensitiveOf(ctx, about)
  return withContacts(ctx, about, dotted(input, [...(action.secret ?? []), ...hidden]))
}

/** An input that names contact details of the entity itself. */
function withContacts(ctx: Ctx, entity: string, input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input) || !ctx.registry.cards.has(entity)) return input
  const { fields } = ctx.card(entity)
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, isSealedContact(fields.get(name)) ? contactValue(ctx, name, value) : value]),
  )
}

const isSealedContact = (placed: PlacedField | undefined): boolean => placed?.contactKeys !== undefined

/** As it is kept: found by its blind index, and opened for whoever reads the audit. While others are written plain, not at all. */
function contactValue(ctx: Ctx, kind: string, value: unknown): unknown {
  const is = typeof value === 'string' ? keptContact(ctx, kind, value) : value
  return isContactToken(is) ? is : dottedValue(value)
}

function cleanChange(ctx: Ctx, action: Action, { entity, fields }: RecordChange): RecordChange['fields'] {
  const hidden = new Set([...(action.secret ?? []), ...sensitiveOf(ctx, entity)])
  const own = ctx.registry.cards.has(entity) ? ctx.card(entity).fields : null
  return Object.fromEntries(
    Object.entries(fields).map(([name, [before, after]]) => {
      if (hidden.has(name) || secretName.test(name)) return [name, [dottedValue(before), dottedValue(after)]]
      if (isSealedContact(own?.get(name))) return [name, [contactValue(ctx, name, before), contactValue(ctx, name, after)]]
      return [name, [kept(before), kept(after)]]
    }),
  )
}

const dottedValue = (value: unknown) => (value === null || value === undefined ? null : dots)

const longestValue = 2_000

/** A value without secrets inside it; a long one by its beginning. */
function kept(value: unknown): unknown {
  const cleaned = dotted(value, [])
  const text = typeof cleaned === 'string' ? cleaned : (JSON.stringify(cleaned) ?? '')
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : cleaned
}

function sensitiveOf(ctx: Ctx, entity: string): string[] {
  if (!ctx.registry.cards.has(entity)) return []
  return [...ctx.card(entity).fields.values()]
    .filter((placed) => placed.field.sensitive === true || (placed.field.sealed === true && !isSealedContact(placed)))
    .map(({ name }) => name)
}

/** The value with dots in place of the fields named. */
export function withoutNamed(value: unknown, secret: readonly string[] = []): unknown {
  if (secret.length === 0 || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, secret.includes(name) ? dots : inner]))
}

/** The value with dots in place of what is secret: the fields named, and what bears a secret's name, at any depth. */
function dotted(value: unknown, secret: readonly string[]): unknown {
  if (typeof value === 'string') return withoutFiles(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => dotted(item, secret))
  if (value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isSecret = (secret.includes(name) || secretName.test(name)) && inner !== null && inner !== undefined && inner !== ''
      return [name, isSecret ? dots : dotted(inner, secret)]
    }),
  )
}
