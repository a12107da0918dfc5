import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../actions/context.ts'
import type { Card } from '../actions/registry.ts'
import { contactBlinds, searchBlinds } from '../sealing/search-blinds.ts'
import { type SearchWord, searchTerms } from '../../core/kit/search-words.ts'

/**
 * Every word of what was typed must be found, or one of `wholes`, which stand for all of it: blind indexes of what is kept
 * sealed. `column` comes from the entity's definition.
 */
export function searchCondition(column: string, typed: string, wholes: readonly string[] = []): RawBuilder<unknown> {
  const terms = searchTerms(typed)
  // Signs alone find nobody: to show everybody instead would let a change of all who were found reach them.
  if (terms.length === 0) return typed.trim() === '' ? sql`true` : sql`false`
  const word = ({ text, prefix }: SearchWord) => `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'${prefix ? ':*' : ''}`
  const each = terms.map((term) => `(${term.map(word).join(' | ')})`).join(' & ')
  const query = wholes.length === 0 ? each : [`(${each})`, ...wholes.map((text) => word({ text, prefix: false }))].join(' | ')
  return sql`${sql.ref(`c.${column}`)} @@ ${query}::tsquery`
}

/** The same for an entity as it is at this moment, by what is kept sealed too; null where it has no search words. */
export function searchRecords(ctx: Pick<Ctx, 'services' | 'registry' | 'card'>, card: Card, typed: string) {
  const { services, registry } = ctx
  const { entity } = card
  if (entity.searchColumn === undefined) return null
  const wholes = [
    ...searchBlinds(services.sealing, card, registry.types, typed),
    ...(entity.holdsContacts ? contactBlinds(services.sealing, ctx.card('customer'), registry.types, typed) : []),
  ]
  return searchCondition(entity.searchColumn, typed, wholes)
}
