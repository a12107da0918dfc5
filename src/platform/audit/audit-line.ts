import { createHash, randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Clock, NewId } from '../../core/kit/id.ts'
import type { Actor } from '../actions/context.ts'

/** What a line of the audit tells of. */
export const auditKinds = ['change', 'reading', 'refusal', 'sign-in'] as const
export type AuditKind = (typeof auditKinds)[number]

/** One line of the audit. What a person's erasure must take away stands in `withheld`; everything else is chained and stays. */
export type AuditLine = {
  readonly kind: AuditKind
  /** `update-customer`, `open`, `list`, `reveal`, `sign-in`, … */
  readonly action: string
  readonly outcome?: 'done' | 'refused'
  /** The problem's code, where it was refused. */
  readonly code?: string | null
  readonly source?: string | null
  readonly entity?: string | null
  readonly subject?: string | null
  /** Whom it is about, where that is not the subject. */
  readonly customerId?: string | null
  readonly reason?: string | null
  readonly records?: number | null
  /** Which records were read. */
  readonly ids?: readonly string[] | null
  /** Names of fields, a format, a number of rows: nothing that tells of a person. */
  readonly details?: object
  /** Values: what was sent, what was searched for, what became of the fields. */
  readonly withheld?: object | null
}

type Teller = {
  readonly actor: Pick<Actor, 'id' | 'name' | 'origin'>
  readonly services: { readonly newId: NewId; readonly clock: Clock }
  /** The action's instant; the clock's where it is left out. */
  readonly now?: Date
}

const mostWithheld = 20_000

type Row = Readonly<Record<string, string | number | Date | null | readonly string[]>>

/** The line as it stands in its table; `details` and `withheld` as texts. */
export function rowOf(teller: Teller, line: AuditLine): Row {
  const { id, name, origin = null } = teller.actor
  const withheld = textOf(line.withheld)
  return {
    id: teller.services.newId(),
    at: teller.now ?? teller.services.clock(),
    kind: line.kind,
    actor: id,
    actor_name: sound(name, 200),
    source: line.source ?? null,
    address: origin?.address ?? null,
    agent: origin ? sound(origin.agent, 300) : null,
    action: line.action,
    entity: line.entity ?? null,
    subject: line.subject ?? null,
    customer_id: line.customerId ?? null,
    outcome: line.outcome ?? 'done',
    code: line.code ?? null,
    reason: line.reason ? sound(line.reason, 500) : null,
    records: line.records ?? null,
    ids: line.ids ?? null,
    details: JSON.stringify(line.details ?? {}),
    withheld,
    seal: withheld === null ? null : sealOf(withheld),
  }
}

const columns = sql.raw(
  'id, at, kind, actor, actor_name, source, address, agent, action, entity, subject, customer_id, outcome, code, reason, records, ids, details, withheld, seal',
)

const read = sql.raw(
  'id, at, kind, actor, actor_name, source, address, agent, action, entity, subject, customer_id, outcome, code, reason, records, ids, details::jsonb, withheld, seal',
)

/** The line as one statement, for `closeWith`, as a part of another, or to be run at once. */
export function insertLine(teller: Teller, line: AuditLine): RawBuilder<unknown> {
  return sql`insert into audit.entries (${columns}) values (${sql.join(Object.values(rowOf(teller, line)))})`
}

/** Many lines as one statement. */
export function insertRows(rows: readonly Row[]): RawBuilder<unknown> {
  return sql`insert into audit.entries (${columns})
    select ${read} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, at timestamptz, kind text, actor text, actor_name text, source text,
      address text, agent text, action text, entity text, subject text, customer_id uuid, outcome text, code text, reason text, records bigint, ids uuid[],
      details text, withheld text, seal text)`
}

export const sealOf = (withheld: string): string => createHash('sha256').update(withheld).digest('hex')

/**
 * The values as text, with a salt: the seal that stays when they are gone must not be found by trying all phone numbers.
 * Of more than 20,000 characters the beginning is kept.
 */
function textOf(values: object | null | undefined): string | null {
  if (!values) return null
  const salt = randomBytes(12).toString('base64url')
  const text = JSON.stringify({ salt, ...values })
  return text.length > mostWithheld ? JSON.stringify({ salt, beginning: sound(text, mostWithheld) }) : text
}

/** Without the letters that PostgreSQL cannot keep, and no longer than this. */
const sound = (text: string, most: number) => text.replaceAll('\0', '').slice(0, most).toWellFormed()
