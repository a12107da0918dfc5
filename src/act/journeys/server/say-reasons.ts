import { sql } from 'kysely'
import { durationSaid } from '../../../core/kit/duration.ts'
import type { Option } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { type NamedThings, namedPayloads } from '../../../core/rule/named-payloads.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import type { OpenJourney } from '../definition.ts'
import type { Why } from '../steps/step.ts'
import { labelOfWhy, sayWhy } from '../why.ts'
import type { Listening } from '../triggers/trigger.ts'
import { openDefinition } from './read-journeys.ts'
import { sayFact } from './say-fact.ts'
import { sayInstant } from './say-instant.ts'

/** A version of a journey, by which what its log says is understood. */
export type Walked = { readonly journey_id: string; readonly version: number }

export type SayReason = (of: Walked, reason: Why, step?: string) => Words

/** Says reasons in words: rules as sentences of the version walked, instants by the shop's clock. */
export async function reasonSayer(ctx: Ctx, walked: readonly Walked[]): Promise<SayReason> {
  const things = await readNamedThings(ctx)
  const dictionary = await namedDictionary(ctx, things)
  const versions = await versionsOf(ctx, walked)
  const seen = journeysSeen(ctx, things)
  return (of, reason, step) => {
    const other = reason.details?.journey
    if (seen && typeof other === 'string' && !seen.has(other)) return labelOfWhy(reason.code)
    const journey = versions.get(`${of.journey_id} ${of.version}`)
    const rule = ruleThatDecided(journey, reason, step)
    const again = reason.code === 'entered-lately' ? journey?.definition.reentry : undefined
    const details = {
      ...reason.details,
      ...(rule ? { rule: sayInBoth(rule, dictionary, ctx.shop) } : {}),
      ...(typeof again === 'object' ? { after: durationSaid(again.after) } : {}),
      ...instants(ctx, reason),
      ...named(ctx, reason, { dictionary, journey, step }),
    }
    return sayWhy({ code: reason.code, details })
  }
}

/** The names of journeys, where some may be out of the reader's sight: another that goes before is named to nobody who may not see it. */
function journeysSeen({ sight }: Ctx, things: NamedThings): ReadonlySet<string> | null {
  return sight.limits && new Set(things.get('journey')?.map(({ label }) => label.zh))
}

function instants(ctx: Ctx, { details }: Why): Record<string, Words> {
  return Object.fromEntries(
    ['until', 'due', 'since'].flatMap((name) => {
      const at = details?.[name]
      return typeof at === 'string' ? [[name, sayInstant(ctx, at)]] : []
    }),
  )
}

/** What rules may name, with the names of what facts point to. */
export async function namedDictionary(ctx: Ctx, things: NamedThings): Promise<Dictionary> {
  const asked = await ctx.dictionary('customer')
  const optionsOf = (named: ReadonlyMap<string, Words> = new Map()) => [...named].map(([value, label]) => ({ value, label }))
  const all = new Map<string, readonly Option[]>([...things, ['stage', optionsOf(asked.stages)], ['tier', optionsOf(asked.tiers)]])
  const events = namedPayloads(asked.events.values(), all)
  return { ...asked, events: new Map(events.map((event) => [event.name, event])) }
}

type Place = { readonly dictionary: Dictionary; readonly journey: OpenJourney | undefined; readonly step: string | undefined }

/** Facts with what was asked of them, actions by what they are called; the goal by its rule or its fact. */
function named(ctx: Ctx, reason: Why, { dictionary, journey, step }: Place): Record<string, Words> {
  const fact = (heard: Listening | null | undefined) => (heard ? sayFact(heard, dictionary, ctx.shop) : undefined)
  const kind = reason.details?.event
  const heard = reason.code === 'triggered' ? journey?.trigger.listensTo : journey?.steps.get(step ?? '')?.awaits?.listening
  const event = kind === undefined ? undefined : fact(heard ?? (typeof kind === 'string' ? { event: kind } : undefined))
  const action = reason.details?.action
  const done = typeof action === 'string' ? ctx.registry.actions.get(action)?.definition : undefined
  const aim = journey?.definition.goal
  const goal =
    reason.code !== 'converted' ? undefined : aim?.rule ? sayInBoth(aim.rule, dictionary, ctx.shop) : fact(journey?.goalFact?.listening)
  return { ...(event ? { event } : {}), ...(done ? { action: done.step?.label ?? done.label } : {}), ...(goal ? { goal } : {}) }
}

/** The rule that decided: of several ways the one whose place is told. */
function ruleThatDecided(journey: OpenJourney | undefined, reason: Why, step = ''): Rule | undefined {
  if (reason.code === 'exit-rule') return journey?.definition.exit
  if (reason.code === 'converted') return journey?.definition.goal?.rule
  if (reason.code === 'audience-fails' || reason.code === 'does-not-fit') return journey?.definition.audience
  const place = reason.details?.place
  return journey?.steps.get(step)?.rules?.[typeof place === 'number' ? place : 0]
}

async function versionsOf(ctx: Ctx, walked: readonly Walked[]): Promise<Map<string, OpenJourney>> {
  const found = await sql<{
    journey_id: string
    version: number
    definition: unknown
  }>`select journey_id, version, definition from journey_versions
    where (journey_id, version) in (select * from unnest(${walked.map((one) => one.journey_id)}::uuid[], ${walked.map((one) => one.version)}::int[]))`.execute(
    ctx.db,
  )
  return new Map(
    found.rows.flatMap((row): [string, OpenJourney][] => {
      const open = openDefinition(row.definition)
      return open ? [[`${row.journey_id} ${row.version}`, open]] : []
    }),
  )
}
