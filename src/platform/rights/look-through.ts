import { type RawBuilder, sql } from 'kysely'
import type { Verb } from '../../core/rights/rights.ts'
import type { Dictionary } from '../../core/rule/dictionary.ts'
import type { Actor, Shop } from '../actions/context.ts'
import type { Cards } from '../actions/live-cards.ts'
import type { Card } from '../actions/registry.ts'
import type { Services } from '../actions/services.ts'
import type { Db, Rewrite } from '../database/connect.ts'
import { askersOf, unaskedOf, unreadOf, veilAskers } from './askers.ts'
import { buildShadow, type ShadowPlan, withRows } from './build-shadow.ts'
import { readCatalog } from './catalog.ts'
import { type Shadow, shadowing } from './rewrite-statement.ts'
import { rowCondition, type RuleGround } from './row-condition.ts'
import { type Limits, reachOf, type Rows, type Sight } from './sight.ts'
import { type Veils, veilScripts, veilsOf, withShapes } from './veils.ts'

/** What it takes to look at the database with somebody's eyes. */
export type Onlooker = {
  readonly actor: Actor
  readonly sight: Sight
  readonly cards: Cards
  readonly shop: Shop
  readonly now: Date
  /** All that rules may name, for the rules of roles. */
  readonly dictionary: () => Promise<Dictionary>
}

type Look = { readonly rewrite: Rewrite; readonly db: Db }
type Kept = {
  readonly cards: Cards
  readonly askers: readonly string[]
  readonly plan: Promise<ShadowPlan>
  /** Until then nobody asks whether it is still so. */
  until: number
  shadow?: Shadow
  look?: Look
  /** Of a role with rules: how it was looked at this instant. */
  recent?: { readonly at: number; readonly look: Look }
  dictionary?: Promise<Dictionary>
}
/** As long as the limits live, which is until somebody changes them. */
const kept = new WeakMap<Limits, Map<string, Kept>>()
/** So old may be what was read of segments and vocabularies, which change without the limits. */
const keptMs = 1_000

/**
 * The database as this actor may see it, for asking only: rows that are out of sight are not there, hidden values are missing
 * and masked ones masked, whatever the statement. With another verb than `read`, the rows that the verb reaches.
 */
export async function lookThrough(services: Services, onlooker: Onlooker, verb: Verb = 'read', kind = 'customer'): Promise<Db> {
  return (await lookOf(services, onlooker, verb, kind))?.db ?? services.database.questions
}

/** How each statement is rewritten; null for whom nothing is kept from. */
export async function lookOf(services: Services, onlooker: Onlooker, verb: Verb, kind: string): Promise<Look | null> {
  const { limits } = onlooker.sight
  if (!limits) return null
  const memory = await memoryOf(services, onlooker, limits, `${verb} ${kind}`)
  const instant = onlooker.now.getTime()
  // A rule may ask how long ago something was: of who has such, the customers are looked up anew each second.
  const recent = memory.recent && Math.abs(instant - memory.recent.at) < keptMs ? memory.recent.look : undefined
  const known = memory.look ?? recent
  if (known) return known
  const reach = reachOf(limits, kind, verb)
  const isLasting = [reach, reachOf(limits, 'customer', 'read')].every((rows) => (rows?.rules.length ?? 0) === 0)
  const { cards, shop, now } = onlooker
  const card = cardOf(cards)
  const dictionary = isLasting ? null : await (memory.dictionary ??= onlooker.dictionary())
  const ground = dictionary && { card, dictionary, now, timeZone: shop.timeZone }
  const plan = { ...(await memory.plan), rows: rowsFor(limits, verb, reach, ground) }
  memory.shadow ??= buildShadow(plan)
  const rewrite = shadowing(isLasting ? memory.shadow : withRows(memory.shadow, plan))
  const look = { rewrite, db: services.database.asking(rewrite) }
  if (isLasting) memory.look = look
  else memory.recent = { at: instant, look }
  return look
}

async function memoryOf(services: Services, onlooker: Onlooker, limits: Limits, key: string): Promise<Kept> {
  const memories = kept.get(limits) ?? new Map<string, Kept>()
  kept.set(limits, memories)
  const at = performance.now()
  const known = memories.get(key)
  const same = known?.cards === onlooker.cards ? known : undefined
  if (same && same.until > at) return same
  const askers = await askersOf(services.database, unaskedOf(limits, services.registry))
  if (same?.askers.join() === askers.join()) {
    same.until = at + keptMs
    delete same.dictionary
    delete same.recent
    return same
  }
  const [verb] = key.split(' ')
  const plan = planOf(services, onlooker, limits, askers, verb === 'read')
  const made: Kept = { cards: onlooker.cards, askers, plan, until: at + keptMs }
  memories.set(key, made)
  plan.catch(() => memories.delete(key))
  return made
}

const cardOf = (cards: Cards): Card => {
  const card = cards.get('customer')
  if (!card) throw new Error('no entity customer')
  return card
}

/** All of it but the rows of customers, which may hang on the time. */
async function planOf(
  { database, registry }: Services,
  onlooker: Onlooker,
  limits: Limits,
  askers: readonly string[],
  isRead: boolean,
): Promise<ShadowPlan> {
  const fields = withShapes(limits)
  const veils = veilsOf({ card: cardOf(onlooker.cards), fields, events: registry.events })
  const unread = unreadOf(limits, registry)
  const seesAll = isRead && reachOf(limits, 'customer', 'read')?.all === true
  const names = unread.map(({ name }) => name)
  keepToOwn(veils, onlooker, names, !seesAll)
  const closed = closedTables(limits, seesAll && veils.columns.size === 0)
  if (names.includes('purchase')) forgetBought(veils)
  const catalog = await readCatalog(database)
  const unasked = unaskedOf(limits, registry)
  veilScripts(veils, unasked)
  veilAskers(veils, catalog, unasked, askers)
  const emptied = new Set([...unread.flatMap(({ tables }) => tables), ...closed])
  return { catalog, rows: null, veils, emptied, db: database.db }
}

/** What is reached by another verb is never more than what is seen. */
function rowsFor(limits: Limits, verb: Verb, reach: Rows | null, ground: RuleGround | null): RawBuilder<unknown> | null {
  if (!reach) return sql`false`
  const rows = rowCondition(reach, limits.standing, verb !== 'read', ground)
  if (verb === 'read') return rows
  const read = reachOf(limits, 'customer', 'read')
  const seen = read ? rowCondition(read, limits.standing, false, ground) : sql`false`
  return rows && seen ? sql`(${rows} and ${seen})` : (rows ?? seen)
}

/** Facts of kinds that cannot be read, and the raw rows of other people’s files. */
function keepToOwn({ rows, columns }: Veils, { actor }: Onlooker, unread: readonly string[], isNarrow: boolean): void {
  if (unread.length > 0)
    rows.set('events', [...(rows.get('events') ?? []), sql`split_part(events.kind, '.', 1) <> all(${[...unread]}::text[])`])
  if (isNarrow || columns.size > 0)
    rows.set('import_refusals', [sql`import_refusals.import_id in (select i.id from public.imports i where i.created_by = ${actor.id})`])
}

/** A recommendation's reason names what was bought: who may not read that is given the products alone, and none that was bought before. */
function forgetBought({ columns }: Veils): void {
  const of = columns.get('recommendations') ?? new Map<string, RawBuilder<unknown>>()
  if (!of.has('because'))
    of.set(
      'because',
      sql`array(select case when b.had <> b.code then '' end from unnest(recommendations.codes, recommendations.because) with ordinality b(code, had, place) order by b.place)`,
    )
  columns.set('recommendations', of)
}

/** Tables that tell of anybody in words of their own: of use to the program, or to who holds the right. */
function closedTables({ rights }: Limits, isWhole: boolean): string[] {
  const always = ['action_keys', 'api_keys', 'person_keys', 'source_secrets', 'source_keys']
  const raw = ['anonymous_events', 'source_notes', 'source_latest', 'hook_deliveries']
  const privacy = ['privacy_requests', 'privacy_steps', 'privacy_exports', 'erasures', 'suppressions']
  return [
    ...(rights.has('keys') ? always.filter((name) => name !== 'api_keys') : always),
    ...(isWhole ? [] : raw),
    ...(rights.has('privacy') ? [] : privacy),
  ]
}
