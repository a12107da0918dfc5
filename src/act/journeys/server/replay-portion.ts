import { sql } from 'kysely'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { localDate } from '../../../core/kit/local-time.ts'
import { bucketNumber } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { advance, lookAhead } from '../advance.ts'
import { holdoutBelow, type OpenJourney } from '../definition.ts'
import type { RunState } from '../journey.ts'
import type { Awaited, Moment } from '../steps/step.ts'
import { shareOf } from './answer-moments.ts'
import { bestHours } from './best-hours.ts'
import { zonesOf } from './customer-zones.ts'
import { heardBy } from './heard-by.ts'
import { replayCaps } from './replay-caps.ts'
import { entriesOf, type ReplayEntry, type ReplayWindow } from './replay-guests.ts'
import {
  mostBehind,
  nothingYet,
  placeOf,
  type ReplayDay,
  type replayFigures,
  type ReplayPlace,
  type ReplayResult,
  type ReplaySample,
} from './replay-result.ts'
import { whoMatchedThen } from './rules-as-of.ts'

export type ReplayWork = {
  readonly journeyId: string
  readonly open: OpenJourney
  readonly window: ReplayWindow
  readonly dictionary: Dictionary
  readonly ids: readonly string[]
}

/** A run that is only thought of. */
type Run = {
  readonly customerId: string
  readonly enteredAt: Date
  readonly told: Date
  readonly path: { step: string; at: string; what: string }[]
  step: string
  state: RunState
  until: Date | null
  /** Since when facts count at its place. */
  here: Date
  /** When it is looked at next. */
  at: Date
}

/** What is due next of a customer: to be at the door, or to go on. */
type Due = { readonly at: Date; readonly entry: ReplayEntry } | { readonly at: Date; readonly run: Run }

const dayMs = 86_400_000

/**
 * Runs a journey over what happened to these customers. Everything due within a day of the earliest is taken together: rules
 * are asked as of the last of them. Customers do not know of each other, so that portions can be added up.
 */
export async function replayPortion(ctx: Ctx, work: ReplayWork): Promise<ReplayResult> {
  const { open, window, dictionary, ids } = work
  const facts = await readHeard(ctx, work)
  const hours = [...open.steps.values()].some((step) => step.needsBestHour) ? await bestHours(ctx, ids) : new Map()
  const zones = [...open.steps.values()].some((step) => step.needsClock) ? await zonesOf(ctx, ids) : new Map<string, string>()
  const heldOut = await readHeldOut(ctx, work)
  const tally = beginTally(ctx, work)
  const doors = new Map<string, Run[]>()
  let due: Due[] = (await entriesOf(ctx, open, window, dictionary, ids)).map((entry) => ({ at: entry.at, entry }))
  for (let round = 0; due.length > 0 && round < 5_000; round++) {
    due.sort((a, b) => a.at.getTime() - b.at.getTime())
    const begin = due[0]?.at.getTime() ?? 0
    const batch = firstOfEach(due.filter(({ at }) => at.getTime() < begin + dayMs))
    const taken = new Set<Due>(batch)
    due = due.filter((one) => !taken.has(one))
    const asOf = new Date(Math.max(...batch.map(({ at }) => at.getTime())))
    const holds = await answer(ctx, work, batch, asOf)
    for (const one of batch) {
      const run = 'entry' in one ? enter(one.entry) : one.run
      if (!run || run.state === 'holdout') continue
      const momentOf: Moment = {
        now: one.at,
        timeZone: zones.get(run.customerId) ?? ctx.shop.timeZone,
        holds: (rule) => holds(rule, run.customerId),
        heard: (awaited) => facts.heard(awaited, run.customerId, awaited.since === 'step' ? run.here : run.told, one.at),
        share: (salt) => shareOf(`${work.journeyId}${salt}`, run.customerId),
        winner: () => null,
        bestHour: hours.get(run.customerId) ?? null,
        until: run.state === 'waiting' ? run.until : null,
        busy: null,
      }
      go(run, momentOf)
    }

    function enter(entry: ReplayEntry): Run | null {
      const before = doors.get(entry.customerId) ?? []
      if (!mayEnter(open, before, entry) || (open.definition.audience && !holds(open.definition.audience, entry.customerId))) return null
      const isHeldOut = heldOut.has(entry.customerId)
      const run: Run = {
        customerId: entry.customerId,
        enteredAt: entry.at,
        told: entry.told,
        path: [],
        step: open.first,
        state: isHeldOut ? 'holdout' : 'ready',
        until: null,
        here: entry.told,
        at: entry.at,
      }
      doors.set(entry.customerId, [...before, run])
      note(run, entry.at, open.first, isHeldOut ? 'held-out' : 'entered')
      tally.entered(run)
      return run
    }
  }
  return tally.result([...doors.values()].flat())

  function note(run: Run, at: Date, step: string, what: string): void {
    run.path.push({ step, at: at.toISOString(), what })
    tally.line(run.customerId, step, what)
  }

  function go(run: Run, moment: Moment): void {
    const moved = advance({ step: run.step, state: run.state }, open, moment)
    for (const line of moved?.trail ?? []) note(run, moment.now, line.step, line.what)
    if (moved) {
      tally.sent(run, moment.now, moved.sends)
      run.step = moved.step
      run.state = moved.state
      run.until = moved.wakeAt
      if (moved.listens) run.here = moment.now
      if (moved.outcome) tally.ended(moved.outcome)
    }
    if (run.state === 'ended' || !run.until) return
    const next = facts.next(run.customerId, listened(open, run), moment.now)
    run.at = next && next < run.until ? next : run.until
    if (run.at > window.to) return
    due.push({ at: run.at, run })
  }
}

/** The draw that the journey itself makes. */
async function readHeldOut(ctx: Ctx, { journeyId, open, ids }: ReplayWork): Promise<Set<string>> {
  const number = bucketNumber(sql`${journeyId}::text`, sql.ref('c.id'))
  const { rows } = await sql<{
    id: string
  }>`select c.id from unnest(${ids}::uuid[]) as c(id) where ${number} < ${holdoutBelow(open.definition)}::bigint`.execute(ctx.db)
  return new Set(rows.map((row) => row.id))
}

/** Of one customer only the earliest thing is done in one round: what follows may depend on it. */
function firstOfEach(due: readonly Due[]): Due[] {
  const seen = new Set<string>()
  return due.filter((one) => {
    const id = 'entry' in one ? one.entry.customerId : one.run.customerId
    if (seen.has(id)) return false
    seen.add(id)
    return true
  })
}

function mayEnter({ definition: { reentry } }: OpenJourney, before: readonly Run[], { at }: ReplayEntry): boolean {
  if (reentry === 'once') return before.length === 0
  const since = subtractDuration(at, reentry.after)
  return before.every((run) => run.state !== 'ready' && run.state !== 'waiting' && run.enteredAt <= since)
}

/** What a run is woken by before its time. */
const listened = (open: OpenJourney, run: Run): Awaited[] =>
  [open.goalFact, open.steps.get(run.step)?.awaits].filter((one) => one !== undefined)

type Heard = {
  readonly heard: (awaited: Awaited, customerId: string, since: Date, until: Date) => boolean
  /** The first such fact after. */
  readonly next: (customerId: string, awaited: readonly Awaited[], after: Date) => Date | null
}

async function readHeard(ctx: Ctx, { open, window, dictionary, ids }: ReplayWork): Promise<Heard> {
  const all = [open.goalFact, ...[...open.steps.values()].map((step) => step.awaits)].filter((one) => one !== undefined)
  const times = new Map<Awaited, Map<string, Date[]>>()
  for (const awaited of all) {
    const heard = heardBy(awaited.listening, dictionary, { now: window.to, timeZone: ctx.shop.timeZone })
    const { rows } = await sql<{
      id: string
      at: Date
    }>`select e.customer_id as id, e.occurred_at as at from events e where e.customer_id = any(${ids}::uuid[])
      and e.occurred_at > ${window.from} and e.occurred_at <= ${window.to} and ${heard} order by e.occurred_at`.execute(ctx.db)
    const byId = Map.groupBy(rows, (row) => row.id)
    times.set(awaited, new Map([...byId].map(([id, of]) => [id, of.map(({ at }) => at)])))
  }
  const of = (awaited: Awaited, id: string) => times.get(awaited)?.get(id) ?? []
  return {
    heard: (awaited, id, since, until) => of(awaited, id).some((at) => at > since && at <= until),
    next: (id, awaited, after) =>
      awaited.flatMap((one) => of(one, id).find((at) => at > after) ?? []).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
  }
}

/** Asks each rule once of all who may come to it within this batch. */
async function answer(
  ctx: Ctx,
  { open, dictionary }: ReplayWork,
  batch: readonly Due[],
  asOf: Date,
): Promise<(rule: Rule, id: string) => boolean> {
  const asked = new Map<Rule, Set<string>>()
  for (const one of batch) {
    const id = 'entry' in one ? one.entry.customerId : one.run.customerId
    const place = 'entry' in one ? { step: open.first, state: 'ready' as const } : one.run
    const rules = 'entry' in one && open.definition.audience ? [open.definition.audience] : []
    for (const rule of [...rules, ...lookAhead(place, open).rules]) asked.set(rule, (asked.get(rule) ?? new Set()).add(id))
  }
  const answers = new Map<Rule, ReadonlySet<string>>()
  for (const [rule, ids] of asked) answers.set(rule, await whoMatchedThen(ctx, rule, [...ids], dictionary, asOf))
  return (rule, id) => answers.get(rule)?.has(id) ?? false
}

function beginTally(ctx: Ctx, work: ReplayWork) {
  const steps = new Map<string, Record<string, number>>()
  const days = new Map<string, ReplayDay>()
  const ended: Record<string, number> = {}
  const sends: { customerId: string; at: Date; templateId: string; channel?: string }[] = []
  const who = new Map<string, Set<string>>()
  const keep = (place: ReplayPlace, id: string) => {
    const found = who.get(placeOf(place)) ?? new Set<string>()
    if (found.size < mostBehind) who.set(placeOf(place), found.add(id))
  }
  const keepFigure = (figure: (typeof replayFigures)[number], at: Date, id: string) => {
    keep({ figure }, id)
    keep({ figure, day: localDate(at, ctx.shop.timeZone) }, id)
  }
  const onDay = (at: Date, more: Partial<ReplayDay>) => {
    const day = localDate(at, ctx.shop.timeZone)
    const before = days.get(day) ?? { day, entries: 0, messages: 0, capped: 0 }
    days.set(day, {
      day,
      entries: before.entries + (more.entries ?? 0),
      messages: before.messages + (more.messages ?? 0),
      capped: before.capped + (more.capped ?? 0),
    })
  }
  return {
    line: (id: string, step: string, what: string) => {
      keep({ step, what }, id)
      const counts = steps.get(step) ?? {}
      steps.set(step, { ...counts, [what]: (counts[what] ?? 0) + 1 })
    },
    entered: (run: Run) => {
      onDay(run.enteredAt, { entries: 1 })
      keepFigure('entries', run.enteredAt, run.customerId)
      if (run.state === 'holdout') keepFigure('holdout', run.enteredAt, run.customerId)
    },
    ended: (outcome: string) => {
      ended[outcome] = (ended[outcome] ?? 0) + 1
    },
    sent: (run: Run, at: Date, made: readonly { templateId: string; channel?: string }[]) => {
      for (const send of made) {
        sends.push({ customerId: run.customerId, at, templateId: send.templateId, ...(send.channel ? { channel: send.channel } : {}) })
        onDay(at, { messages: 1 })
        keepFigure('messages', at, run.customerId)
      }
    },
    result: async (runs: readonly Run[]): Promise<ReplayResult> => {
      const capped = await replayCaps(ctx, sends, work.window)
      for (const one of capped) {
        onDay(one.at, { capped: 1 })
        keepFigure('capped', one.at, one.customerId)
      }
      return {
        ...nothingYet,
        entries: runs.length,
        people: new Set(runs.map((run) => run.customerId)).size,
        holdout: runs.filter((run) => run.state === 'holdout').length,
        messages: sends.length,
        capped: capped.length,
        ended,
        steps: [...steps].map(([step, what]) => ({ step, what })),
        days: [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1)),
        who: Object.fromEntries([...who].map(([place, ids]) => [place, [...ids]])),
        sample: runs.slice(0, 50).map(
          (run): ReplaySample => ({
            customerId: run.customerId,
            enteredAt: run.enteredAt.toISOString(),
            arm: run.state === 'holdout' ? 'holdout' : 'treated',
            path: run.path.slice(0, 60),
          }),
        ),
      }
    },
  }
}
