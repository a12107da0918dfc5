import { sql } from 'kysely'
import { arrayLiteral } from '../../../platform/database/array-literal.ts'
import { CustomerMoved } from '../../../platform/event-log/merged-heads.ts'
import { copyRows } from './copy-rows.ts'
import type { Portion } from './portion.ts'

/** A fact of an import: its payload is JSON already, or is made when it goes to the database, which takes in those before it meanwhile. */
export type HistoryFact = {
  readonly customerId: string
  readonly kind: string
  readonly at: string
  readonly payload: string | (() => string)
  /** Of a customer that this portion makes: there is nothing in the log before it. */
  readonly isFirst?: true
}

/**
 * Numbers many facts per customer and appends them: heads in order of customer, each raised by its count and locked
 * until the end of the transaction, then one COPY. A repeat is prevented by what the facts tell of, which is kept in
 * the same transaction, so they carry no keys.
 * @param changed whose facts changed otherwise: their heads go up by one that no fact has, so that all is asked again
 */
export async function appendHistory(portion: Portion, facts: HistoryFact[], changed: Iterable<string> = []): Promise<void> {
  const others = new Set(changed)
  if (facts.length === 0 && others.size === 0) return
  facts.sort((a, b) => (a.customerId < b.customerId ? -1 : a.customerId > b.customerId ? 1 : a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const totals = new Map<string, number>()
  for (const { customerId } of facts) totals.set(customerId, (totals.get(customerId) ?? 0) + 1)
  for (const id of [...others].sort()) totals.set(id, (totals.get(id) ?? 0) + 1)
  const next = await raiseHeads(portion, await beginHeads(portion, facts, totals))
  const { importId, now, newId, settings } = portion
  const recordedAt = now.toISOString()
  function* rows() {
    for (const fact of facts) {
      const seq = next.get(fact.customerId) ?? 1
      next.set(fact.customerId, seq + 1)
      const payload = typeof fact.payload === 'string' ? fact.payload : fact.payload()
      yield [fact.customerId, seq, newId(), fact.kind, fact.at, recordedAt, 'import', !settings.wakeJourneys, payload, importId]
    }
  }
  await copyRows(
    portion.client,
    'events',
    ['customer_id', 'seq', 'id', 'kind', 'occurred_at', 'recorded_at', 'source', 'quiet', 'payload', 'import_id'],
    rows(),
  )
}

/** Heads of customers who are made here have nobody to wait for. @returns the counts of all others */
async function beginHeads(
  portion: Portion,
  facts: readonly HistoryFact[],
  totals: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const made = new Set(facts.flatMap(({ customerId, isFirst }) => (isFirst ? [customerId] : [])))
  const heads = [...made].map((id) => [id, totals.get(id) ?? 0, portion.big ? (totals.get(id) ?? 0) : 0] as const)
  await copyRows(portion.client, 'log_heads', ['customer_id', 'seq', 'done'], heads)
  return new Map([...totals].filter(([id]) => !made.has(id)))
}

/** @returns the number of each customer's first new fact; who is not among them begins with 1 */
async function raiseHeads(portion: Portion, totals: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  if (totals.size === 0) return new Map()
  const ids = arrayLiteral([...totals.keys()])
  const counts = arrayLiteral([...totals.values()])
  const { rows } = await sql<{ customer_id: string; seq: number; into_id: string | null }>`insert into log_heads (customer_id, seq, done)
    select id, n, case when ${portion.big} then n else 0 end from unnest(${ids}::uuid[], ${counts}::bigint[]) t(id, n) order by id
    on conflict (customer_id) do update set seq = log_heads.seq + excluded.seq,
      done = case when log_heads.done = log_heads.seq then log_heads.done + excluded.done else log_heads.done end
    returning customer_id, seq, into_id`.execute(portion.db)
  const moved = rows.find((row) => row.into_id !== null)
  if (moved) throw new CustomerMoved(moved.customer_id)
  return new Map(rows.map(({ customer_id, seq }) => [customer_id, seq - (totals.get(customer_id) ?? 0) + 1]))
}
