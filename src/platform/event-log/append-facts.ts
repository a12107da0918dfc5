import { type RawBuilder, sql } from 'kysely'
import type { Fact } from '../../core/event/event.ts'
import { isHistory } from '../../core/event/history.ts'
import type { NewId } from '../../core/kit/id.ts'
import { type Db, runPlanned } from '../database/connect.ts'
import { CustomerMoved } from './merged-heads.ts'

export type Recording = { readonly now: Date; readonly newId: NewId }

/**
 * Appends facts to their customers' logs inside the caller's transaction. Each customer's facts are numbered under the
 * lock of its head row, in order of occurrence; heads are taken in order of customer, so that two writers cannot wait
 * for each other in a circle. A fact whose (customer, source, key) is there already is left out. One that is history
 * (core/event/history.ts) is quiet, unless its teller says otherwise.
 * @throws CustomerMoved when one of them has become part of another customer
 */
export async function appendFacts(db: Db, facts: readonly Fact[], { now, newId }: Recording): Promise<void> {
  if (facts.length === 0) return
  const first = facts[0]
  if (facts.length === 1 && first && first.key === undefined) return appendOne(db, first, { now, newId })
  const seqs = await lockHeads(db, [...new Set(facts.map((fact) => fact.customerId))].sort())
  const fresh = await withoutKnown(db, facts)
  if (fresh.length > 0) await insertNumbered(db, numbered(fresh, seqs, newId), now)
}

const isQuiet = (fact: Fact, now: Date) => fact.quiet ?? isHistory(fact.occurredAt, now)

/** Every customer named gets its head and its lock first: only then is it certain which keys are there. */
async function lockHeads(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  await sql`insert into log_heads (customer_id) select unnest(${ids}::uuid[]) on conflict do nothing`.execute(db)
  const { rows } = await sql<{
    customer_id: string
    seq: number
    into_id: string | null
  }>`select customer_id, seq, into_id from log_heads where customer_id = any(${ids}::uuid[])
    order by customer_id for no key update`.execute(db)
  const moved = rows.find((row) => row.into_id !== null)
  if (moved) throw new CustomerMoved(moved.customer_id)
  return new Map(rows.map((row) => [row.customer_id, row.seq]))
}

const keyOf = (customerId: string, source: string, key: string) => `${customerId} ${source} ${key}`

/** Leaves out facts whose (customer, source, key) is in the log, and all but the first of those given twice. */
async function withoutKnown(db: Db, facts: readonly Fact[]): Promise<Fact[]> {
  const known = new Set<string>()
  const keyed = facts.filter((fact) => fact.key !== undefined)
  if (keyed.length > 0) {
    const { rows } = await sql<{ customer_id: string; source: string; key: string }>`select e.customer_id, e.source, e.key
      from unnest(${keyed.map((f) => f.customerId)}::uuid[], ${keyed.map((f) => f.source)}::text[], ${keyed.map((f) => f.key)}::text[]) as g(customer_id, source, key)
        join events e on e.customer_id = g.customer_id and e.source = g.source and e.key = g.key`.execute(db)
    for (const row of rows) known.add(keyOf(row.customer_id, row.source, row.key))
  }
  return facts.filter((fact) => {
    if (fact.key === undefined) return true
    const key = keyOf(fact.customerId, fact.source, fact.key)
    return !known.has(key) && known.add(key)
  })
}

type Numbered = { readonly fact: Fact; readonly id: string; readonly seq: number }

/** Numbers each customer's facts in order of occurrence behind the head, facts of one moment in the order given. */
function numbered(facts: readonly Fact[], seqs: ReadonlyMap<string, number>, newId: NewId): Numbered[] {
  const last = new Map(seqs)
  return facts
    .toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime())
    .map((fact) => {
      const seq = (last.get(fact.customerId) ?? 0) + 1
      last.set(fact.customerId, seq)
      return { fact, id: newId(), seq }
    })
}

/** The numbers were given by the program under the lock: the planner has no join of unknown size to guess at. */
async function insertNumbered(db: Db, facts: readonly Numbered[], now: Date): Promise<void> {
  const rows = facts.map(({ fact, id, seq }) => ({
    customer_id: fact.customerId,
    seq,
    id,
    kind: fact.kind,
    occurred_at: fact.occurredAt.toISOString(),
    source: fact.source,
    key: fact.key ?? null,
    quiet: isQuiet(fact, now),
    payload: fact.payload,
    import_id: fact.importId ?? null,
  }))
  const heads = new Map(facts.map(({ fact, seq }) => [fact.customerId, seq]))
  const ids = [...heads.keys()]
  await sql`
    with heads as (
      update log_heads h set seq = n.seq from unnest(${ids}::uuid[], ${[...heads.values()]}::bigint[]) as n(customer_id, seq)
      where h.customer_id = n.customer_id and h.customer_id = any(${ids}::uuid[])
    )
    insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, key, quiet, payload, import_id)
    select customer_id, seq, id, kind, occurred_at, ${now}, source, key, quiet, payload, import_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(customer_id uuid, seq bigint, id uuid, kind text, occurred_at timestamptz, source text, key text, quiet boolean, payload jsonb, import_id uuid)`.execute(
    db,
  )
}

/** The common case in one statement. */
async function appendOne(db: Db, fact: Fact, recording: Recording): Promise<void> {
  const head = sql`insert into log_heads (customer_id, seq) values (${fact.customerId}, 1)
    on conflict (customer_id) do update set seq = log_heads.seq + 1 where log_heads.into_id is null returning seq`
  const told = await runPlanned(db, sql`${underHead(head, fact, recording)} returning 1`)
  if (told.length === 0) throw new CustomerMoved(fact.customerId)
}

/** As a statement, the first fact of a customer who is being made: the head is made with it. */
export const firstFact = (fact: Fact, recording: Recording): RawBuilder<unknown> =>
  underHead(sql`insert into log_heads (customer_id, seq) values (${fact.customerId}, 1) returning seq`, fact, recording)

function underHead(head: RawBuilder<unknown>, fact: Fact, { now, newId }: Recording): RawBuilder<unknown> {
  return sql`with h as (${head})
    insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload, import_id)
    select ${fact.customerId}::uuid, h.seq, ${newId()}::uuid, ${fact.kind}, ${fact.occurredAt}::timestamptz, ${now}::timestamptz, ${fact.source},
      ${isQuiet(fact, now)}, ${JSON.stringify(fact.payload)}::jsonb, ${fact.importId ?? null}::uuid from h`
}
