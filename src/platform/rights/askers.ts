import { sql } from 'kysely'
import { asksFact } from '../../core/action/key-scopes.ts'
import { purchaseKind } from '../../core/rule/sequence-sql.ts'
import type { Actor } from '../actions/context.ts'
import type { Registry } from '../actions/registry.ts'
import type { Database } from '../database/connect.ts'
import type { Catalog } from './catalog.ts'
import { tellingFacts } from './echoes.ts'
import type { Limits } from './sight.ts'
import { subjectsOf } from './subjects.ts'
import { type Veils, keepRows, veiledOf, withShapes } from './veils.ts'

/** What a reader may ask no rule about, for its answer would tell what they may not see. */
export type Unasked = { readonly fields: readonly string[]; readonly kinds: readonly string[] }

/** Veiled fields, the facts that tell them, and the facts of what cannot be read. */
export function unaskedOf(limits: Limits, registry: Registry): Unasked {
  const fields = veiledOf(withShapes(limits))
  const telling = new Set(fields.flatMap((name) => tellingFacts[name] ?? []))
  const unread = unreadOf(limits, registry).map(({ name }) => name)
  return { fields, kinds: [...registry.events.keys()].filter((kind) => telling.has(kind) || unread.includes(kind.split('.')[0] ?? '')) }
}

/** The same of a key that is confined to parts of the API. */
export const unaskedByKey = ({ scopes }: Actor, { events }: Registry): Unasked => ({
  fields: [],
  kinds: scopes?.areas ? [...events.keys()].filter((kind) => !asksFact(scopes, kind)) : [],
})

/** The kinds of records that a role shows none of. */
export const unreadOf = (limits: Limits, registry: Registry) =>
  subjectsOf(registry).filter(({ name }) => !limits.grants.get(name)?.has('read'))

/** What was set up with rules by somebody who may ask them. Of a journey the versions before count, for people walked them. */
const asking = [
  { table: 'segments', id: 'id', rule: 'rule' },
  { table: 'saved_views', id: 'id', rule: 'query' },
  { table: 'journeys', id: 'id', rule: 'definition' },
  { table: 'journey_versions', id: 'journey_id', rule: 'definition' },
  { table: 'journey_replays', id: 'id', rule: 'definition' },
  { table: 'campaigns', id: 'id', rule: 'definition' },
  { table: 'campaign_editions', id: 'campaign_id', rule: 'definition' },
]

/** Of these, whatever asks what this reader may not, or names another that does. */
export async function askersOf({ db }: Pick<Database, 'db'>, unasked: Unasked): Promise<string[]> {
  const path = asksAnyOf(unasked)
  if (path === null) return []
  // A journey's present version is among its versions. Editions that are written down alike are looked through once.
  const kept = asking.filter(({ table }) => table !== 'journeys')
  const all = kept.map(({ table, id, rule }) => sql`select ${sql.id(id)}, ${sql.id(rule)} from ${sql.id(table)}`)
  const { rows } = await sql<{ id: string }>`with recursive asking (id, rule) as (${sql.join(all, sql` union `)}),
    naming (id) as (
      select id from asking where rule @? ${path}::jsonpath
      union select a.id from asking a join naming n on a.rule::text like '%' || n.id::text || '%'
    ) select id from naming order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Columns that say of which segment, journey or campaign a row is. */
const belongs = ['segment_id', 'journey_id', 'campaign_id', 'trial_id', 'by_id']

/**
 * An asker is out of sight with all that came of it: who is in it, why, what was sent, the facts that tell so. One that was set up
 * since `askers` was read is so by its own rule.
 */
export function veilAskers(veils: Veils, catalog: Catalog, unasked: Unasked, askers: readonly string[]): void {
  const path = asksAnyOf(unasked)
  if (path === null) return
  for (const { table, rule } of asking) keepRows(veils, table, sql`not (${sql.ref(`${table}.${rule}`)} @? ${path}::jsonpath)`)
  if (askers.length === 0) return
  for (const [table, columns] of catalog)
    for (const column of asking.some((one) => one.table === table) ? ['id', ...belongs] : belongs)
      if (columns.get(column) === 'uuid')
        keepRows(veils, table, sql`(${sql.ref(`${table}.${column}`)} = any(${[...askers]}::uuid[])) is not true`)
  const named = ['segment', 'journey', 'campaign'].map((name) => sql`events.payload ->> ${name}::text`)
  keepRows(veils, 'events', sql`not (coalesce(${sql.join(named)}, '') = any(${[...askers]}::text[]))`)
}

/** Somewhere inside a JSON value one of these is asked for, or a journey's step writes it. Null where there is nothing that may not be asked. */
function asksAnyOf({ fields, kinds }: Unasked): string | null {
  const conditions = [
    ...fields.map((name) => `@.field == ${JSON.stringify(name)}`),
    ...fields.map((name) => `(@.action == "update-customer" && exists(@.input.${JSON.stringify(name)}))`),
    ...(fields.includes('tags') ? ['@.action == "tag-customers"'] : []),
    ...(fields.includes('churnReason') ? ['@.action == "set-churn-reason"'] : []),
    ...kinds.flatMap((kind) => ['did', 'event', 'kinds[*]'].map((place) => `@.${place} == ${JSON.stringify(kind)}`)),
    ...(fields.includes('stage') ? ['exists(@.stage)', 'exists(@.stages)'] : []),
    ...(fields.includes('tier') ? ['exists(@.tier)', 'exists(@.tiers)', '@.kind == "tier"'] : []),
    ...(kinds.includes(purchaseKind) ? ['(exists(@.nth) && @.nth != "kind")'] : []),
  ]
  return conditions.length === 0 ? null : `$.** ? (${conditions.join(' || ')})`
}
