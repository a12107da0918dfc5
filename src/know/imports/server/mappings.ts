import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type {
  listImportMappings as listDefinition,
  removeImportMapping as removeDefinition,
  saveImportMapping as saveDefinition,
} from '../actions.ts'
import { isReady, type Mapping, type MappingSettings, type NamedColumn } from '../mapping.ts'
import { readyMappings } from '../ready-mappings.ts'
import type { ImportKind } from '../targets.ts'

type Row = {
  id: string
  name: string
  kind: ImportKind
  columns: Readonly<Record<string, NamedColumn>>
  settings: MappingSettings
}

const most = 500

/** Those that people saved, and the ready ones behind them. */
export async function readMappings(db: Db): Promise<readonly Mapping[]> {
  const { rows } =
    await sql<Row>`select id, name, kind, columns, settings from import_mappings order by coalesce(used_at, created_at) desc, id`.execute(
      db,
    )
  return [...rows.map(asMapping), ...readyMappings]
}

function asMapping({ id, name, kind, columns, settings }: Row): Mapping {
  return {
    id,
    name: { zh: name, en: name },
    kind,
    columns: Object.fromEntries(Object.entries(columns).map(([target, column]) => [target, [column]])),
    headers: [...new Set(Object.values(columns).map((column) => column.header))],
    settings,
  }
}

export async function listImportMappings(ctx: Ctx): Promise<AnswerOf<typeof listDefinition>> {
  const mappings = await readMappings(ctx.db)
  return {
    mappings: mappings.map((mapping) => ({
      id: mapping.id,
      name: mapping.name,
      kind: mapping.kind,
      headers: [...mapping.headers],
      ready: isReady(mapping),
    })),
  }
}

/** One of the same name is replaced. @throws Problem import.mapping-empty, import.too-many-mappings */
export async function saveImportMapping(ctx: Ctx, input: InputOf<typeof saveDefinition>): Promise<{ id: string }> {
  const { name, kind, columns, settings } = input
  if (Object.keys(columns).length === 0 || Object.values(columns).some((column) => column.header.trim() === ''))
    throw new Problem('import.mapping-empty', { path: 'columns' })
  const { rows: all } = await sql<{
    n: number
  }>`select count(*)::int as n from import_mappings where lower(name) <> lower(${name})`.execute(ctx.db)
  if ((all[0]?.n ?? 0) >= most) throw new Problem('import.too-many-mappings', { most })
  const { rows } = await sql<{ id: string }>`insert into import_mappings (id, name, kind, columns, settings, created_by, created_at)
    values (${ctx.newId()}, ${name}, ${kind}, ${JSON.stringify(columns)}::jsonb, ${JSON.stringify(settings)}::jsonb, ${ctx.actor.id}, ${ctx.now})
    on conflict (lower(name)) do update set kind = excluded.kind, columns = excluded.columns, settings = excluded.settings returning id`.execute(
    ctx.db,
  )
  return { id: rows[0]?.id ?? '' }
}

/** @throws Problem import.unknown-mapping, import.mapping-used */
export async function removeImportMapping(ctx: Ctx, { id }: InputOf<typeof removeDefinition>): Promise<{ id: string }> {
  const { rows: used } = await sql<{ name: string }>`select name from import_schedules where mapping = ${id} limit 1`.execute(ctx.db)
  if (used[0]) throw new Problem('import.mapping-used', { name: used[0].name })
  const { rows } = await sql`delete from import_mappings where id = ${id} returning id`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('import.unknown-mapping')
  return { id }
}
