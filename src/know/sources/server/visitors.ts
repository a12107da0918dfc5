import { sql } from 'kysely'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import type { Source } from './find-source.ts'
import { keepGroups } from './keep-groups.ts'
import { keepOrders } from './keep-orders.ts'

type KeptFact = { readonly kind: string; readonly occurredAt: string; readonly payload: Readonly<Record<string, unknown>> }

/** A fact whose customer is not known yet. */
export type VisitorFact = { readonly anonymousId: string; readonly fact: ToldFact }

/** A fact that has found its customer, and whose it was until then. */
export type JoinedFact = ToldFact & { readonly visitor: string }

/** How long what a visitor did waits for a name. */
const keptDays = 365
/** A naming and a fact can miss each other only while both are under way; this is far longer than that. */
const lateMs = 3_600_000

/** What visitors did before anybody knew them waits until they are named. */
export async function keepVisitors(ctx: Ctx, source: Source, facts: readonly VisitorFact[]): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map(({ anonymousId, fact: { kind, occurredAt, payload, key } }) => ({
    anonymous_id: anonymousId,
    message_id: key,
    fact: { kind, occurredAt, payload },
  }))
  await sql`insert into anonymous_events (source_id, anonymous_id, message_id, fact, received_at)
    select ${source.id}, r.anonymous_id, r.message_id, r.fact, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(anonymous_id text, message_id text, fact jsonb) on conflict do nothing`.execute(
    ctx.db,
  )
}

/** The facts of visitors who have just been named, as they happened then. */
export async function joinVisitors(ctx: Ctx, source: Source, visitors: ReadonlyMap<string, string>): Promise<JoinedFact[]> {
  if (visitors.size === 0) return []
  const { rows } = await sql<{ anonymous_id: string; message_id: string; fact: KeptFact }>`delete from anonymous_events
    where source_id = ${source.id} and anonymous_id = any(${[...visitors.keys()]}::text[]) returning anonymous_id, message_id, fact`.execute(
    ctx.db,
  )
  return rows.map(({ anonymous_id, message_id, fact }) => ({
    customerId: visitors.get(anonymous_id) ?? '',
    kind: fact.kind,
    occurredAt: new Date(fact.occurredAt),
    payload: fact.payload,
    key: message_id,
    source: source.name,
    visitor: anonymous_id,
  }))
}

type Late = { id: string; name: string; anonymous_id: string; customer_id: string }

/**
 * A fact that another process kept as a visitor's in the very moment in which the visitor was named is joined here;
 * what nobody claims is let go after a year.
 */
export async function sweepVisitors(services: Services): Promise<boolean> {
  await asSystem(services, 'sources', async (ctx) => {
    const since = new Date(ctx.now.getTime() - lateMs)
    const { rows } =
      await sql<Late>`with waiting as materialized (select distinct source_id, anonymous_id from anonymous_events where received_at > ${since})
      select s.id, s.name, w.anonymous_id, i.customer_id from waiting w join sources s on s.id = w.source_id
      join identities i on i.key = 'visitor:' || w.source_id || ':' || w.anonymous_id limit 1000`.execute(ctx.db)
    for (const { id, name, anonymous_id, customer_id } of rows) {
      const facts = await joinVisitors(ctx, { id, name }, new Map([[anonymous_id, customer_id]]))
      await ctx.recordAll(facts)
      await keepGroups(ctx, { id, name }, facts)
      await keepOrders(ctx, facts)
      await sql`update sources set joined_facts = joined_facts + ${facts.length} where id = ${id}`.execute(ctx.db)
    }
    const oldest = new Date(ctx.now.getTime() - keptDays * 86_400_000)
    await sql`delete from anonymous_events where received_at < ${oldest}`.execute(ctx.db)
  })
  return false
}
