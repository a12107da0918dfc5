import { sql } from 'kysely'
import type { Action } from '../../core/action/action.ts'
import { isUuid } from '../../core/kit/id.ts'
import type { Ctx } from '../actions/context.ts'
import { changeOf, type RecordChange } from './record-change.ts'

type Watched = {
  readonly entity: string
  readonly id: string
  readonly table: string
  readonly before: Readonly<Record<string, unknown>> | null
}

/** Columns that say nothing to a person who reads what was changed. */
const bookkeeping = /^(search|further_search|name_pinyin|updated_at|version|bucket|custom|key_hash)$/

/**
 * The row that an action with an id in its path is about, as it is before: `/segments/:id` and `/segments/:id/…` are about
 * a row of segments. Null where there is none, or where the feature tells of its changes itself (`ctx.changed`).
 */
export async function watchRow(ctx: Ctx, action: Action, input: unknown): Promise<Watched | null> {
  const [, first = '', second] = action.path.split('/')
  const id: unknown = typeof input === 'object' && input !== null ? Object(input).id : null
  if (second !== ':id' || !isUuid(id)) return null
  const place = placeOf(ctx, first)
  return place && { ...place, id, before: await readRow(ctx, place.table, id) }
}

/** What became of it. */
export async function changeOfRow(ctx: Ctx, watched: Watched | null): Promise<RecordChange | null> {
  if (!watched) return null
  return changeOf(watched.entity, watched.id, watched.before, await readRow(ctx, watched.table, watched.id))
}

function placeOf({ registry }: Ctx, path: string): { entity: string; table: string } | null {
  for (const feature of registry.features) {
    const table = feature.audited?.[path]
    if (table === null) return null
    if (table !== undefined) return { entity: path, table }
  }
  for (const { entity } of registry.cards.values()) if (entity.path === path) return { entity: entity.name, table: entity.table }
  return null
}

async function readRow(ctx: Ctx, table: string, id: string): Promise<Readonly<Record<string, unknown>> | null> {
  const { rows } = await sql<{
    row: Record<string, unknown>
  }>`select to_jsonb(r) as row from ${sql.table(table)} r where r.id = ${id}`.execute(ctx.db)
  const row = rows[0]?.row
  return row
    ? Object.fromEntries(
        Object.entries(row)
          .filter(([name]) => !bookkeeping.test(name))
          .map(([name, value]) => [camel(name), value]),
      )
    : null
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
