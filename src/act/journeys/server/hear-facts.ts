import { type RawBuilder, sql } from 'kysely'
import { newFacts } from '../../../core/event/facts-of.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import { payloadDictionary } from '../../../core/rule/payload-dictionary.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Refresher } from '../../../platform/actions/feature.ts'
import type { News } from '../../../platform/event-log/news.ts'
import type { Delay, Listening } from '../triggers/trigger.ts'
import { atTheDoor } from './at-the-door.ts'
import { enterRuns } from './enter-runs.ts'
import { heardBy } from './heard-by.ts'
import { letInLateDates } from './late-dates.ts'
import { pokeRuns } from './poke-runs.ts'
import { type KeptJourney, readJourneys } from './read-journeys.ts'

/**
 * Lets customers into the running journeys whose trigger is among their news, and wakes the runs that wait for such a fact.
 * Facts above `done` are the news; what is history wakes nobody, and neither does a rebuild of everybody.
 */
export const journeyRefresher: Refresher = {
  name: 'journeys',
  refresh: async (ctx, news) => {
    if (news.everyone || news.ids.length === 0) return
    const kinds = await kindsHeard(ctx, news)
    if (kinds.size === 0) return
    await pokeRuns(ctx, news, newsOf(news))
    const journeys = await readJourneys(ctx, sql`state = 'live'`)
    const woken = journeys.filter(({ open }) => kinds.has(open.trigger.listensTo?.event ?? ''))
    const dated =
      kinds.has('customer.created') || kinds.has('customer.updated')
        ? journeys.filter(({ open }) => open.trigger.calendar && open.trigger.dateField)
        : []
    if (woken.length === 0 && dated.length === 0) return
    const dictionary = await ctx.dictionary('customer')
    for (const journey of woken) if (isAskable(ctx, journey, dictionary)) await hear(ctx, news, journey, dictionary)
    for (const journey of dated) if (isAskable(ctx, journey, dictionary)) await letInLateDates(ctx, news, journey)
  },
}

/** A journey whose rules name what is no longer there lets nobody in; it must not stop what is derived for everybody. */
export function isAskable(ctx: Ctx, { row, open }: KeptJourney, dictionary: Dictionary): boolean {
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

const newsOf = (news: News) => sql`${newFacts(news.among(sql`h.customer_id`))} where not e.quiet`

async function kindsHeard(ctx: Ctx, news: News): Promise<Set<string>> {
  const { rows } = await sql<{ kind: string }>`select distinct e.kind from ${newsOf(news)}`.execute(ctx.db)
  return new Set(rows.map((row) => row.kind))
}

async function hear(ctx: Ctx, news: News, journey: KeptJourney, dictionary: Dictionary): Promise<void> {
  const { listensTo, delay } = journey.open.trigger
  if (!listensTo) return
  const event = dictionary.events.get(listensTo.event)?.label ?? listensTo.event
  await enterRuns(ctx, journey, {
    rows: doorOfFacts(ctx, listensTo, delay, dictionary, newsOf(news)),
    among: news.idArray,
    why: { code: 'triggered', details: { event } },
    byFact: true,
    audienceLater: delay !== undefined,
  })
}

/** Of several such facts of a customer the first one. Where they are due later, that day and time is when their run begins. */
function doorOfFacts(
  ctx: Ctx,
  listensTo: Listening,
  delay: Delay | undefined,
  dictionary: Dictionary,
  facts: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const heard = heardBy(listensTo, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const columns = atTheDoor({
    customer: sql`e.customer_id`,
    cause: sql`'event:' || e.seq::text`,
    told: sql`e.recorded_at`,
    seq: sql`e.seq`,
    context: sql`e.payload`,
    ...(delay ? { wakes: dueOf(ctx, delay, dictionary, listensTo) } : {}),
  })
  return sql`select distinct on (e.customer_id) ${columns} from ${facts} and ${heard} order by e.customer_id, e.seq`
}

/** The day that the fact names, or on which it happened, by the shop's clock. */
function dueOf(ctx: Ctx, { dateField, days, time }: Delay, dictionary: Dictionary, { event }: Listening): RawBuilder<unknown> {
  const zone = sql`${ctx.shop.timeZone}::text`
  const isInstant = dateField === null || dictionary.events.get(event)?.payload[dateField]?.type === 'time'
  const text = dateField === null ? null : sql`e.payload ->> ${dateField}::text`
  const named = text === null ? sql`e.occurred_at` : isInstant ? sql`(${text})::timestamptz` : sql`(${text})::date::timestamp`
  const local = isInstant ? sql`(${named} at time zone ${zone})` : named
  const at = time === null ? local : sql`(${local}::date + ${time}::time)`
  return sql`((${at} + make_interval(days => ${days}::int)) at time zone ${zone})`
}
