import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { problemWords } from '../../../platform/actions/registry.ts'
import { veiledContacts, withoutContactsIn } from '../../../platform/rights/without-contacts.ts'
import type { AuditEntryAnswer } from '../audit.ts'
import { columnWords, readingWords, routeWords, subjectWords } from '../reading-words.ts'

export type EntryRow = {
  id: string
  at: Date
  kind: string
  actor: string
  actor_name: string | null
  source: string | null
  address: string | null
  agent: string | null
  action: string
  entity: string | null
  subject: string | null
  customer_id: string | null
  outcome: string
  code: string | null
  reason: string | null
  records: number | null
  details: Record<string, unknown>
  withheld: string | null
  seal: string | null
}

/** An entry as its reader gets it: with what things are called now, and its values as a table. */
export function tellEntry(ctx: Ctx, row: EntryRow, names: ReadonlyMap<string, string>): AuditEntryAnswer {
  const { entity, subject } = row
  const kinds = veiledContacts(ctx.onlooker.sight)
  const values = withoutContactsIn(kinds, readValues(row.withheld))
  const changes = Array.isArray(values['changes']) ? values['changes'] : []
  const covered = coverOf(ctx, row, names)
  const fields = changes
    .flatMap((change: unknown) => fieldsOf(ctx, change))
    .map((field) => (covered(field.name) ? { ...field, before: dots(field.before), after: dots(field.after) } : field))
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    actor: row.actor,
    actorName: row.actor_name || names.get(`users ${row.actor.replace(/^user:/, '')}`) || row.actor,
    source: row.source,
    address: row.address,
    agent: row.agent,
    action: row.action,
    label: labelOf(ctx, row.action),
    entity,
    entityLabel: entity === null ? null : labelOfEntity(ctx, entity, row.action),
    subject,
    subjectName:
      names.get(`${entity} ${subject}`) ??
      names.get(subject?.replace(/^user:/, 'users ').replace(/^key:/, 'keys ') ?? '') ??
      names.get(`customer ${row.customer_id}`) ??
      null,
    to: pageOf(row),
    outcome: row.outcome,
    code: row.code,
    why: row.code === null ? null : problemWords(ctx.registry, row.code),
    reason: withoutContactsIn(kinds, row.reason),
    records: row.records,
    details: withoutContactsIn(kinds, row.details),
    fields,
    sent: fields.length > 0 ? [] : sentOf(ctx, row, values).map((one) => (covered(one.name) ? { ...one, value: dots(one.value) } : one)),
    erased: row.seal !== null && row.withheld === null,
  }
}

const dots = (value: unknown) => (value === null || value === undefined ? null : '•••')

/**
 * Which values this reader does not get: of a customer out of their sight all, else those of fields that are hidden from
 * them or masked. What a free text holds nobody knows, so without full sight what was asked is not told either.
 */
function coverOf(
  { onlooker, registry }: Ctx,
  { entity, subject, customer_id, kind }: EntryRow,
  names: ReadonlyMap<string, string>,
): (name: string) => boolean {
  const { limits } = onlooker.sight
  if (!limits) return () => false
  const customer = customer_id ?? (entity === 'customer' ? subject : null)
  const isPlain = customer === null && kind === 'change' && !registry.cards.has(entity ?? '')
  if (isPlain) return () => false
  if (customer === null || !names.has(`customer ${customer}`)) return () => true
  return (name) => ['hidden', 'masked'].includes(limits.fields.get(name) ?? '')
}

export function labelOf({ registry }: Ctx, action: string): Words | null {
  const definition = registry.actions.get(action)?.definition ?? registry.questions.get(action)?.definition
  return readingWords[action] ?? definition?.label ?? routeLabel(registry, action)
}

/** Of the routes that every entity has, as `customers.list`. */
function routeLabel({ cards }: Ctx['registry'], action: string): Words | null {
  const [path, verb = ''] = action.split('.')
  const entity = [...cards.values()].find((card) => card.entity.path === path)?.entity
  const words = routeWords[verb]
  return entity && words ? { zh: `${entity.plural.zh}：${words.zh}`, en: `${entity.plural.en}: ${words.en}` } : null
}

/** Many of a kind where a list was seen. */
function labelOfEntity({ registry }: Ctx, name: string, action: string): Words | null {
  const entity = registry.cards.get(name)?.entity
  if (!entity) return subjectWords[name] ?? null
  return /^(list|search|export-list)/.test(action) ? entity.plural : entity.label
}

function readValues(text: string | null): Record<string, unknown> {
  if (text === null) return {}
  try {
    const values: unknown = JSON.parse(text)
    return typeof values === 'object' && values !== null ? { ...values } : {}
  } catch {
    return {}
  }
}

type Cell = { name: string; label: Words | null; type: string | null }

/** A field's name in words, where its entity has a card. */
function cellOf(ctx: Ctx, entity: string | null, name: string): Cell {
  const field = entity === null || !ctx.registry.cards.has(entity) ? undefined : ctx.card(entity).fields.get(name)?.field
  return { name, label: field?.label ?? columnWords[name] ?? null, type: field?.type ?? null }
}

function fieldsOf(ctx: Ctx, change: unknown): AuditEntryAnswer['fields'] {
  const { entity, fields }: { entity?: unknown; fields?: unknown } = Object(change)
  if (typeof fields !== 'object' || fields === null) return []
  return Object.entries(fields).map(([name, pair]: [string, unknown]) => {
    const [before = null, after = null]: unknown[] = Array.isArray(pair) ? pair : []
    return { ...cellOf(ctx, typeof entity === 'string' ? entity : null, name), before, after }
  })
}

function sentOf(ctx: Ctx, { entity }: EntryRow, values: Record<string, unknown>): AuditEntryAnswer['sent'] {
  const sent = values['input'] ?? values['asked']
  if (typeof sent !== 'object' || sent === null) return []
  return Object.entries(sent)
    .filter(([name, value]: [string, unknown]) => value !== null && value !== undefined && value !== '' && name !== 'id')
    .map(([name, value]: [string, unknown]) => {
      const { label } = cellOf(ctx, entity, name)
      return { name, label, value }
    })
}

/** Where the record that it is about is seen. */
function pageOf({ entity, subject, customer_id }: EntryRow): string | null {
  if (customer_id) return `/customers/${customer_id}`
  if (subject === null || entity === null) return null
  const pages: Readonly<Record<string, string>> = {
    customer: '/customers/',
    segment: '/segments/',
    template: '/templates/',
    journeys: '/journeys/',
    sources: '/sources/',
    imports: '/import/',
  }
  return pages[entity] === undefined ? null : `${pages[entity]}${subject}`
}
