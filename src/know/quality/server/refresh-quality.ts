import { type RawBuilder, sql } from 'kysely'
import { newFacts } from '../../../core/event/facts-of.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { contactPlace } from '../../../platform/actions/registry.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import { customerUpdated } from '../../customers/events.ts'
import { digestOf, scoreCustomers } from './score-customers.ts'
import { askSweep } from './sweep-state.ts'

/**
 * After news of a few customers their scores follow at once. After a recomputing of everybody the sweep goes through the
 * base in portions: nobody waits for this score, and a large import should not either.
 */
export const qualityRefresher: Refresher = {
  name: 'quality',
  hears: 'records',
  refresh: async (ctx, news) => {
    if (news.everyone) return await askSweep(ctx)
    const among = (column: RawBuilder<unknown>) => news.among(column)
    await keepChanges(ctx, newFacts(among(sql`h.customer_id`)))
    await scoreCustomers(ctx, among)
  },
}

/** Facts of other rooms that say that a way to reach the customer does not work. */
const bounced = sql`e.kind = 'message.failed' and e.payload ->> 'reason' = 'mail-server-refused'`
const wrongNumber = sql`e.kind = 'interaction.recorded' and e.payload ->> 'outcome' = 'wrong-number'`

/**
 * Reads off the facts which fields were written, and which addresses turned out not to work; the newest word on a field
 * stands. Told again, the same facts say the same.
 */
export async function keepChanges(ctx: Ctx, told: RawBuilder<unknown>): Promise<void> {
  const facts = (
    field: RawBuilder<unknown>,
    verdict: string,
    how: string,
    value: RawBuilder<unknown>,
    from: RawBuilder<unknown>,
    which: RawBuilder<unknown>,
  ) =>
    sql`select e.customer_id, ${field} as field, ${verdict} as verdict, ${how} as how, e.source as by_whom, ${value} as value, e.recorded_at as at
      from ${told} ${from} where ${which}`
  await sql`insert into field_checks (customer_id, field, verdict, how, by_whom, value, at)
    select distinct on (customer_id, field) customer_id, field, verdict, how, by_whom, value, at from (
      ${facts(sql`f`, 'right', 'changed', sql`null::text`, sql`cross join lateral unnest(string_to_array(e.payload ->> 'fields', ', ')) f`, sql`e.kind = ${customerUpdated.name}`)}
      union all ${facts(sql`'email'`, 'wrong', 'bounced', digestOf(contactPlace(sql`c.email`).sql), sql`join customers c on c.id = e.customer_id`, bounced)}
      union all ${facts(sql`'phone'`, 'wrong', 'wrong-number', digestOf(contactPlace(sql`c.phone`).sql), sql`join customers c on c.id = e.customer_id`, wrongNumber)}
    ) told order by customer_id, field, at desc
    on conflict (customer_id, field) do update set verdict = excluded.verdict, how = excluded.how, by_whom = excluded.by_whom, value = excluded.value, at = excluded.at
    where field_checks.at < excluded.at`.execute(ctx.db)
}
