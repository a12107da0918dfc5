import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { emptyMapping, type HookMapping, hookMappingSchema } from '../hook-mapping.ts'
import type { SignatureSchemeName } from '../signature-schemes.ts'
import type { Source } from './find-source.ts'

/** A webhook: how its deliveries are signed, and what is made of them. */
export type Hook = Source & {
  readonly isPaused: boolean
  readonly scheme: SignatureSchemeName
  readonly header: string | undefined
  readonly mapping: HookMapping
  readonly isOn: boolean
}

/** What the column `hook` of a source holds. */
export type StoredHook = {
  readonly scheme: SignatureSchemeName
  readonly header?: string | undefined
  readonly mapping: unknown
  readonly isOn: boolean
}

type Row = { id: string; name: string; paused: boolean; hook: StoredHook }

/** A webhook that is in use, or null. */
export async function findHook(db: Db, id: string): Promise<Hook | null> {
  const { rows } = await sql<Row>`select id, name, paused_at is not null as paused, hook from sources
    where id = ${id} and kind = 'hook' and disabled_at is null`.execute(db)
  const row = rows[0]
  if (!row) return null
  const { scheme, header, isOn } = row.hook
  return { id: row.id, name: row.name, isPaused: row.paused, scheme, header, isOn, mapping: mappingOf(row.hook.mapping) }
}

/** A mapping that an older program kept may lack what came since; what cannot be read maps nothing. */
export function mappingOf(stored: unknown): HookMapping {
  const read = hookMappingSchema.safeParse(stored)
  return read.success ? read.data : emptyMapping
}

/** The secrets that count now, the newest first, sealed. */
export async function readSecrets(db: Db, sourceId: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ sealed: string }>`select sealed from source_secrets
    where source_id = ${sourceId} and (ends_at is null or ends_at > ${now}) order by id desc`.execute(db)
  return rows.map((row) => row.sealed)
}
