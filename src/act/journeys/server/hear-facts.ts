import { type RawBuilder, sql } from 'kysely'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import type { News } from '../../../platform/event-log/news.ts'
import type { Listening } from '../triggers/trigger.ts'
import { enterRuns } from './enter-runs.ts'
import { type KeptJourney, readJourneys } from './read-journeys.ts'

/** A fact `e` that this trigger listens to, as conditions. */
export function heardBy(listensTo: Listening, dictionary: Dictionary, moment: { now: Date; timeZone: string }): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [sql`e.kind = ${listensTo.event}::text`]
  for (const { field, values } of listensTo.among ?? []) conditions.push(sql`e.payload ->> ${field}::text = any(${values}::text[])`)
  const kind = dictionary.events.get(listensTo.event)
  if (listensTo.where && kind) conditions.push(compileRule(listensTo.where, payloadDictionary(dictionary, kind), moment))
  return sql.join(conditions, sql` and `)
}

/**
 * Lets customers into the running journeys whose trigger is among their news. Facts above `done` are the news; what is
 * history wakes nobody, and neither does a rebuild of everybody.
 */
export const journeyRefresher: Refresher = {
  name: 'journeys',
  refresh: async (ctx, news) => {
    if (news.everyone || news.ids.length === 0) return
    const journeys = await readJourneys(ctx, sql`state = 'live'`)
    const listening = journeys.filter((journey) => journey.open.trigger.listensTo !== null)
    if (listening.length === 0) return
    const kinds = await kindsHeard(ctx, news)
    const woken = listening.filter((journey) => kinds.has(journey.open.trigger.listensTo?.event ?? ''))
    if (woken.length === 0) return
    const dictionary = await ctx.dictionary('customer')
    for (const journey of woken) if (isAskable(ctx, journey, dictionary)) await hear(ctx, news, journey, dictionary)
  },
}

/** A journey whose rules name what is no longer there lets nobody in; it must not stop what is derived for everybody. */
function isAskable(ctx: Ctx, { row, open }: KeptJourney, dictionary: Dictionary): boolean {
  try {
    const kind = dictionary.events.get(open.trigger.listensTo?.event ?? '')
    const { where } = open.trigger.listensTo ?? {}
    if (where && kind) checkRule(where, payloadDictionary(dictionary, kind))
    if (open.definition.audience) checkRule(open.definition.audience, dictionary)
    return true
  } catch (error) {
    ctx.log.error({ err: error, journey: row.id, name: row.name }, 'a journey lets nobody in: its rules name what is not there')
    return false
  }
}

const newsOf = (news: News) =>
  sql`events e join log_heads h on h.customer_id = e.customer_id where ${news.among(sql.ref('e.customer_id'))} and e.seq > h.done and not e.quiet`

async function kindsHeard(ctx: Ctx, news: News): Promise<Set<string>> {
  const { rows } = await sql<{ kind: string }>`select distinct e.kind from ${newsOf(news)}`.execute(ctx.db)
  return new Set(rows.map((row) => row.kind))
}

async function hear(ctx: Ctx, news: News, journey: KeptJourney, dictionary: Dictionary): Promise<void> {
  const { listensTo } = journey.open.trigger
  if (!listensTo) return
  const heard = heardBy(listensTo, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const rows = sql`select e.customer_id, 'event:' || min(e.seq)::text as cause from ${newsOf(news)} and ${heard} group by e.customer_id`
  const event = dictionary.events.get(listensTo.event)?.label ?? listensTo.event
  await enterRuns(ctx, journey, { rows, among: news.idArray, why: { code: 'triggered', details: { event } } })
}
