import { sql } from 'kysely'
import { columnOf } from '../../../core/entity/field.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { EntryRow } from './tell-entry.ts'

/** Tables whose rows are called by a column, beside those of entities. */
const named: Readonly<Record<string, { table: string; column: string }>> = {
  users: { table: 'auth.users', column: 'name' },
  keys: { table: 'api_keys', column: 'name' },
  journeys: { table: 'journeys', column: 'name' },
  tags: { table: 'tags', column: 'name' },
  sources: { table: 'sources', column: 'name' },
  imports: { table: 'imports', column: 'name' },
  file: { table: 'kept_files', column: 'name' },
}

/** What the records that entries are about are called now, by kind and id. */
export async function nameSubjects(ctx: Ctx, rows: readonly EntryRow[]): Promise<ReadonlyMap<string, string>> {
  const wanted = new Map<string, Set<string>>()
  const want = (entity: string | null, id: string | null) => {
    if (entity === null || id === null || !isUuid(id)) return
    wanted.set(entity, (wanted.get(entity) ?? new Set()).add(id))
  }
  for (const row of rows) {
    want(row.entity, row.subject)
    const [kind, id = ''] = row.subject?.split(':') ?? []
    if (kind === 'user' || kind === 'key') want(kind === 'user' ? 'users' : 'keys', id)
    want('customer', row.customer_id)
    if (!row.actor_name) want('users', row.actor.replace(/^user:/, ''))
  }
  const names = new Map<string, string>()
  for (const [entity, ids] of wanted) {
    const place = placeOf(ctx, entity)
    if (!place) continue
    const { rows: found } = await sql<{
      id: string
      name: string | null
    }>`select id, ${sql.id(place.column)} as name from ${sql.table(place.table)}
      where id = any(${[...ids]}::uuid[])`.execute(ctx.db)
    for (const { id, name } of found) if (name) names.set(`${entity} ${id}`, name)
  }
  return names
}

function placeOf({ registry }: Ctx, entity: string): { table: string; column: string } | null {
  const card = registry.cards.get(entity)
  if (!card) return named[entity] ?? null
  const title = card.fields.get(card.entity.title)
  return title && title.table === 'c' ? { table: card.entity.table, column: columnOf(title.name, title.field) } : null
}
