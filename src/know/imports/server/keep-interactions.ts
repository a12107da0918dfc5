import { sql } from 'kysely'
import { beginningOf } from '../../../core/kit/contact-token.ts'
import { keptName } from '../../../core/kit/program-parts.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import { interactionRecorded } from '../../interactions/events.ts'
import { kindNamed } from '../../interactions/interaction-kinds.ts'
import { interactionSearch } from '../../interactions/interaction-search.ts'
import { makePlainReader, type PlainRow } from '../read-plain-row.ts'
import { keysOf } from '../row-keys.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords, wrongCell } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { importTargets } from '../targets.ts'
import { appendHistory, type HistoryFact } from './append-history.ts'
import { findRows } from './find-rows.ts'
import { newTally, type Portion, type PortionResult } from './portion.ts'
import { noteChanges } from './record-changes.ts'

/** Keeps interactions of customers. What one customer said at one time in one way is one, however often it comes. */
export async function keepInteractions(portion: Portion, records: readonly CsvRecord[]): Promise<PortionResult> {
  const refusals: Refusal[] = []
  const facts: HistoryFact[] = []
  const read = makePlainReader(portion.rows)
  const rows: PlainRow[] = []
  for (const record of records) {
    const row = read(record)
    const wrong = 'reason' in row ? row : refusalOf(portion, row)
    if (wrong) refusals.push(wrong)
    else if (!('reason' in row)) rows.push(row)
  }
  const found = await findRows(portion, rows, (row) => keysOf(row.values), refusals, facts)
  portion.breakpoint('rows-found')
  const told = found.map(({ row, customerId }) => asInteraction(portion, customerId, row))
  const fresh = await newOnes(portion, told)
  await insert(portion, fresh)
  await noteChanges(
    portion,
    fresh.map(({ customer_id: customerId, id }) => ({ customerId, what: 'interaction', recordId: id, before: null, after: {} })),
  )
  const tally = newTally()
  tally.customersNew = facts.length
  await appendHistory(portion, [...facts, ...fresh.map(factOf)])
  tally.rows = records.length
  tally.recordsNew = fresh.length
  tally.recordsSame = told.length - fresh.length
  tally.refused = refusals.length
  return { counts: tally, refusals, touched: new Set(found.map((each) => each.customerId)) }
}

type Interaction = ReturnType<typeof asInteraction>

function refusalOf({ now }: Portion, { record, values }: PlainRow): Refusal | null {
  const { occurredAt, summary, outcome, nextStep, kind = 'other' } = values
  if (typeof occurredAt !== 'string') return refuseRow(record, refusalWords.noTime)
  if (new Date(occurredAt) > now) return refuseRow(record, refusalWords.tooLate)
  if (summary === undefined && outcome === undefined && nextStep === undefined) return refuseRow(record, refusalWords.nothingSaid)
  const known = kindNamed(String(kind))
  if (typeof outcome !== 'string' || !known || known.outcomes.includes(outcome)) return null
  const label = importTargets.interactions['outcome']?.label ?? { zh: '结果', en: 'Outcome' }
  return refuseRow(
    record,
    wrongCell(label, {
      zh: `不是“${known.label.zh}”会有的结果。请核对方式与结果`,
      en: `is nothing that comes of “${known.label.en}”; check the kind and the outcome`,
    }),
  )
}

function asInteraction({ newId, by, sealer }: Portion, customerId: string, { values }: PlainRow) {
  const text = (name: string, longest: number) => {
    const value = values[name]
    return typeof value === 'string' ? value.slice(0, longest) : null
  }
  const said = (name: string, longest: number) => {
    const value = text(name, longest)
    return value === null ? null : sealInText(sealer, value)
  }
  const kind = text('kind', 40) ?? 'other'
  const minutes = values['minutes']
  return {
    customer_id: customerId,
    id: newId(),
    kind,
    direction: kindNamed(kind)?.hasDirection ? (text('direction', 10) ?? 'out') : null,
    occurred_at: new Date(text('occurredAt', 40) ?? 0).toISOString(),
    outcome: text('outcome', 40),
    summary: said('summary', 5_000),
    next_step: said('nextStep', 500),
    next_step_due: text('nextStepDue', 40),
    person: said('person', 200),
    minutes: typeof minutes === 'number' ? Math.max(0, Math.min(10_000, Math.round(minutes))) : null,
    place: said('place', 200),
    by_id: by,
    by_name: keptName(text('byName', 100) ?? ''),
  }
}

const keyOf = (row: {
  readonly customer_id: string
  readonly kind: string
  readonly occurred_at: string
  readonly summary: string | null
}) => [row.customer_id, row.kind, row.occurred_at, row.summary ?? ''].join('\n')

/** Those that are neither there nor earlier in the same portion. */
async function newOnes({ db, sealer }: Portion, told: readonly Interaction[]): Promise<Interaction[]> {
  if (told.length === 0) return []
  const { sealing } = sealer.services
  // What is being sealed or opened just now stands there in another form.
  const opened = (summary: string | null) => summary && sealing.openContacts(summary)
  const ids = [...new Set(told.map((row) => row.customer_id))].sort()
  const { rows } = await sql<{
    customer_id: string
    kind: string
    occurred_at: Date
    summary: string | null
  }>`select customer_id, kind, occurred_at, summary
    from interactions where customer_id = any(${ids}::uuid[])`.execute(db)
  const seen = new Set(rows.map((row) => keyOf({ ...row, occurred_at: row.occurred_at.toISOString(), summary: opened(row.summary) })))
  return told.filter((row) => {
    const key = keyOf({ ...row, summary: opened(row.summary) })
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

async function insert({ db, now, importId }: Portion, fresh: readonly Interaction[]): Promise<void> {
  if (fresh.length === 0) return
  const rows = fresh.map((row) => ({ ...row, search: interactionSearch(row) }))
  await sql`insert into interactions (customer_id, id, kind, direction, occurred_at, outcome, summary, next_step, next_step_due, person,
      minutes, place, by_id, by_name, source, search, import_id, recorded_at, updated_at)
    select customer_id, id, kind, direction, occurred_at, outcome, summary, next_step, next_step_due, person,
      minutes, place, by_id, by_name, 'import', search::tsvector, ${importId}::uuid, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, id uuid, kind text, direction text, occurred_at timestamptz,
      outcome text, summary text, next_step text, next_step_due timestamptz, person text, minutes integer, place text, by_id text, by_name text,
      search text) order by customer_id, id`.execute(db)
}

const longestSummary = 500

function factOf(row: Interaction): HistoryFact {
  const { summary } = row
  const payload = {
    interaction: row.id,
    kind: row.kind,
    direction: row.direction,
    outcome: row.outcome,
    summary: summary && beginningOf(summary, longestSummary),
    nextStep: row.next_step,
    person: row.person,
    minutes: row.minutes,
    place: row.place,
    attachments: 0,
    by: row.by_name,
    byId: row.by_id,
  }
  return { customerId: row.customer_id, kind: interactionRecorded.name, at: row.occurred_at, payload: JSON.stringify(payload) }
}
