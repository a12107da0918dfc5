import { sql } from 'kysely'
import type { Fact } from '../../core/event/event.ts'
import type { NewId } from '../../core/kit/id.ts'
import { type Db, runPlanned } from '../database/connect.ts'

export type Recording = { readonly now: Date; readonly newId: NewId }

/**
 * Appends facts to their customers' logs inside the caller's transaction. Each customer's facts are numbered under the
 * lock of its head row, in order of occurrence; heads are taken in order of customer, so that two writers cannot wait
 * for each other in a circle. A fact whose (customer, source, key) is there already is left out.
 */
export async function appendFacts(db: Db, facts: readonly Fact[], { now, newId }: Recording): Promise<void> {
  if (facts.length === 0) return
  const first = facts[0]
  if (facts.length === 1 && first && first.key === undefined) return appendOne(db, first, { now, newId })
  const rows = facts.map((fact) => ({
    customer_id: fact.customerId,
    id: newId(),
    kind: fact.kind,
    occurred_at: fact.occurredAt.toISOString(),
    source: fact.source,
    key: fact.key ?? null,
    quiet: fact.quiet ?? false,
    payload: fact.payload,
    import_id: fact.importId ?? null,
  }))
  // Every customer named here gets its head and its lock first: only then is it certain which keys are there.
  await sql`insert into log_heads (customer_id) select distinct (r->>'customer_id')::uuid from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) r
    order by 1 on conflict do nothing`.execute(db)
  const ids = [...new Set(facts.map((f) => f.customerId))].sort()
  await sql`select 1 from log_heads where customer_id = any(${ids}::uuid[]) order by customer_id for no key update`.execute(db)
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(customer_id uuid, id uuid, kind text, occurred_at timestamptz, source text, key text, quiet boolean, payload jsonb, import_id uuid)
    ), fresh as (
      select *, row_number() over (partition by customer_id order by occurred_at, id) as n, count(*) over (partition by customer_id) as total
      from (
        select *, row_number() over (partition by customer_id, source, coalesce(key, id::text) order by id) as twin from given
      ) g
      where twin = 1 and (key is null or not exists (select 1 from events e where e.customer_id = g.customer_id and e.source = g.source and e.key = g.key))
    ), heads as (
      update log_heads h set seq = h.seq + f.total from (select distinct customer_id, total from fresh) f
      where h.customer_id = f.customer_id and h.customer_id = any(${ids}::uuid[]) returning h.customer_id, h.seq
    )
    insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, key, quiet, payload, import_id)
    select f.customer_id, h.seq - f.total + f.n, f.id, f.kind, f.occurred_at, ${now}, f.source, f.key, f.quiet, f.payload, f.import_id
    from fresh f join heads h on h.customer_id = f.customer_id`.execute(db)
}

/** The common case in one statement. */
async function appendOne(db: Db, fact: Fact, { now, newId }: Recording): Promise<void> {
  await runPlanned(
    db,
    sql`
    with h as (
      insert into log_heads (customer_id, seq) values (${fact.customerId}, 1)
      on conflict (customer_id) do update set seq = log_heads.seq + 1 returning seq
    )
    insert into events (customer_id, seq, id, kind, occurred_at, recorded_at, source, quiet, payload, import_id)
    select ${fact.customerId}::uuid, h.seq, ${newId()}::uuid, ${fact.kind}, ${fact.occurredAt}::timestamptz, ${now}::timestamptz, ${fact.source},
      ${fact.quiet ?? false}, ${JSON.stringify(fact.payload)}::jsonb, ${fact.importId ?? null}::uuid from h`,
  )
}
