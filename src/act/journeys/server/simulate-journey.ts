import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { bucketNumber, compileRule } from '../../../core/rule/compile-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import type { simulateJourney as definition } from '../replay-actions.ts'
import { checkDefinition } from '../check-definition.ts'
import { holdoutBelow } from '../definition.ts'
import { countExisting } from './count-existing.ts'
import { heardBy } from './heard-by.ts'
import { guestsOf } from './replay-guests.ts'

/**
 * Facts of the last so many days that would have let somebody in, and how many people they are. The audience is asked as
 * of now, history included; who may enter again is not looked at. For a journey by hand: who is in its segment now.
 * Shares are those of a new draw of the holdout.
 */
export async function simulateJourney(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const dictionary = await ctx.dictionary('customer')
  const templates = await sql<{ id: string }>`select id from templates`.execute(ctx.db)
  const open = checkDefinition(input.definition, { dictionary, templates: new Set(templates.rows.map((row) => row.id)) })
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const moment = { now: ctx.now, timeZone: ctx.shop.timeZone }
  const since = subtractDuration(ctx.now, { amount: input.days, unit: 'days' })
  const { listensTo, segment, calendar } = open.trigger
  const door = listensTo
    ? sql`select e.customer_id, count(*) as facts from events e where e.occurred_at > ${since} and e.occurred_at <= ${ctx.now} and ${heardBy(listensTo, dictionary, moment)} group by 1`
    : calendar
      ? sql`select g.id as customer_id, 1::bigint as facts from (${guestsOf(ctx, open, { from: since, to: ctx.now }, dictionary)}) g`
      : segment
        ? sql`select customer_id, 1::bigint as facts from memberships where segment_id = ${segment}::uuid and left_at is null group by 1`
        : sql`select id as customer_id, 1::bigint as facts from customers`
  const audience = input.definition.audience ? compileRule(input.definition.audience, dictionary, moment) : sql`true`
  const { rows } = await sql<{ facts: number; customers: number; holdout: number }>`
    with door as materialized (${door})
    select coalesce(sum(d.facts), 0)::bigint as facts, count(*) as customers,
      count(*) filter (where ${bucketNumber(sql`'simulated'`, sql.ref('c.id'))} < ${holdoutBelow(input.definition)}::bigint) as holdout
    ${fromClause(card, null, tablesNamed(card, input.definition.audience ? [input.definition.audience] : []))} join door d on d.customer_id = c.id where ${audience}`.execute(
    ctx.db,
  )
  const { facts = 0, customers = 0, holdout = 0 } = rows[0] ?? {}
  return { facts, customers, treated: customers - holdout, holdout, existing: await countExisting(ctx, open) }
}
