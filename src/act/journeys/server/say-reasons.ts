import { sql } from 'kysely'
import { durationSaid } from '../../../core/kit/duration.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import { namedPayloads } from '../../../core/rule/named-payloads.ts'
import { sayRule } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import type { OpenJourney } from '../definition.ts'
import type { Why } from '../steps/step.ts'
import { sayWhy } from '../why.ts'
import { openDefinition } from './read-journeys.ts'
import { sayInstant } from './say-instant.ts'

/** A version of a journey, by which what its log says is understood. */
export type Walked = { readonly journey_id: string; readonly version: number }

export type SayReason = (of: Walked, reason: Why, step?: string) => Words

/** Says reasons in words: rules as sentences of the version walked, instants by the shop's clock. */
export async function reasonSayer(ctx: Ctx, walked: readonly Walked[]): Promise<SayReason> {
  const asked = await ctx.dictionary('customer')
  const events = namedPayloads(asked.events.values(), await readNamedThings(ctx))
  const dictionary = { ...asked, events: new Map(events.map((event) => [event.name, event])) }
  const versions = await versionsOf(ctx, walked)
  return (of, reason, step) => {
    const journey = versions.get(`${of.journey_id} ${of.version}`)
    const rule = ruleThatDecided(journey, reason, step)
    const again = reason.code === 'entered-lately' ? journey?.definition.reentry : undefined
    const details = {
      ...reason.details,
      ...(rule ? { rule: sayBoth(ctx, rule, dictionary) } : {}),
      ...(typeof again === 'object' ? { after: durationSaid(again.after) } : {}),
      ...instants(ctx, reason),
      ...named(ctx, reason, dictionary, journey),
    }
    return sayWhy({ code: reason.code, details })
  }
}

function instants(ctx: Ctx, { details }: Why): Record<string, Words> {
  return Object.fromEntries(
    ['until', 'due', 'since'].flatMap((name) => {
      const at = details?.[name]
      return typeof at === 'string' ? [[name, sayInstant(ctx, at)]] : []
    }),
  )
}

/** Kinds of facts and actions by what they are called; the goal by its rule or its fact. */
function named(ctx: Ctx, reason: Why, dictionary: Dictionary, journey: OpenJourney | undefined): Record<string, Words> {
  const label = (event: unknown) => (typeof event === 'string' ? dictionary.events.get(event)?.label : undefined)
  const event = label(reason.details?.event)
  const action = reason.details?.action
  const done = typeof action === 'string' ? ctx.registry.actions.get(action)?.definition : undefined
  const aim = journey?.definition.goal
  const goal = reason.code !== 'converted' ? undefined : aim?.rule ? sayBoth(ctx, aim.rule, dictionary) : label(aim?.event)
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

function sayBoth(ctx: Ctx, rule: Rule, dictionary: Dictionary): Words {
  const customs = { currency: ctx.shop.currency, timeZone: ctx.shop.timeZone }
  return { zh: sayRule(rule, dictionary, { ...customs, language: 'zh' }), en: sayRule(rule, dictionary, { ...customs, language: 'en' }) }
}
