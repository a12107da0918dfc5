import { sql } from 'kysely'
import { codeOf } from '../../../core/kit/error-code.ts'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { makeContext, systemActor } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { newsOfSome } from '../../../platform/event-log/news.ts'
import { readRecord } from '../../../platform/records/find-records.ts'
import { askWithin } from '../../../platform/rights/decide.ts'
import type { tryMerge as definition } from '../actions.ts'
import { mergeGroups } from './merge-groups.ts'

type Answer = AnswerOf<typeof definition>
type Trial = {
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
  readonly facts: Answer['facts']
}

/** Those that set something going, which nothing here may. */
const acting = new Set(['journeys', 'subscriptions'])

/** How long a trial waits for whoever is writing these customers, and how long it may hold them itself. */
const patience = { lock_timeout: '1s', statement_timeout: '5s' } as const
/**
 * Lock not to be had, statement too long, deadlock, merged by somebody else meanwhile or while this trial stood in the
 * queue: the page goes without the outcome rather than keep others waiting.
 */
const tooBusy = new Set(['55P03', '57014', '40P01', '40001', 'merge.already', 'record.missing'])

/** One after the other: whoever looks again and again must not queue trials before a colleague who saves these customers. */
let tail: Promise<unknown> = Promise.resolve()

/** What a person asks of a customer's standing. */
const telling = ['stage', 'recencyScore', 'frequencyScore', 'monetaryScore', 'tier']
const tellingKinds = ['stage.', 'tier.', 'segment.']

/**
 * Merges the records, lets everything derived follow, looks, and takes it all back: nobody else ever sees it. The merge
 * itself is what is tried, so that what is shown is what will happen. Nothing is said where the customers are being written.
 */
export async function tryMerge(ctx: Ctx, { ids: text, into }: InputOf<typeof definition>): Promise<Answer> {
  const ids = [...new Set(text.split(',').map((id) => id.trim()))].filter((id) => isUuid(id)).slice(0, 100)
  const { rows } = await sql<{ n: number }>`select count(*) as n from customers c where c.id = any(${ids}::uuid[])`.execute(ctx.db)
  if (ids.length < 2 || !ids.includes(into) || (rows[0]?.n ?? 0) < ids.length) return { figures: [], facts: [] }
  const trial = tail.then(() => tried(ctx, ids, into))
  tail = trial.catch(() => {})
  const found = await trial
  if (found === null) return { figures: [], facts: [] }
  const { before, after, facts } = found
  const fields = ctx.card('customer').fields
  const shown = telling.filter((name) => fields.has(name) && !fields.get(name)?.field.masked)
  return {
    figures: shown.map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null })),
    facts,
  }
}

/** Carries the outcome out of a transaction that ends with nothing done. */
class TakenBack extends Error {
  readonly trial: Trial
  constructor(trial: Trial) {
    super('a trial was taken back')
    this.trial = trial
  }
}

async function tried(ctx: Ctx, ids: readonly string[], into: string): Promise<Trial | null> {
  const { services } = ctx
  try {
    return await inTransaction(services.database, async (place) => {
      for (const [name, most] of Object.entries(patience)) await sql`select set_config(${name}, ${most}, true)`.execute(place.db)
      const trial = await makeContext(services, systemActor('merge-trial'), 'engine', place)
      throw new TakenBack(await mergedAndSeen(trial, { ...ctx, db: trial.db }, ids, into))
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.trial
    if (tooBusy.has(codeOf(error))) return null
    throw error
  }
}

/** @param asker in the transaction of the trial: which facts would be told, as they would read them */
async function mergedAndSeen(ctx: Ctx, asker: Ctx, ids: readonly string[], into: string): Promise<Trial> {
  const card = ctx.card('customer')
  const before = await readRecord(ctx, card, into)
  await mergeGroups(ctx, [{ ids, into }])
  const { rows } = await sql<{ seq: number }>`select seq from log_heads where customer_id = ${into}`.execute(ctx.db)
  const [head] = rows
  const news = newsOfSome({ ids: [into], isQuiet: () => true })
  for (const refresher of ctx.registry.refreshers) if (!acting.has(refresher.name)) await refresher.refresh(ctx, news)
  const following = sql<{ kind: string; payload: Record<string, unknown> }>`select kind, payload from events
    where customer_id = ${into} and seq > ${head?.seq ?? 0} order by seq`
  const told = await askWithin(asker, 'read', following)
  const facts = told.filter(({ kind }) => tellingKinds.some((start) => kind.startsWith(start)))
  return { before: before ?? {}, after: (await readRecord(ctx, card, into)) ?? {}, facts }
}
