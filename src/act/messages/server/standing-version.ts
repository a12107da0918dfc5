import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { ContentSettings } from '../content/brand.ts'
import type { MessageKind } from '../template.ts'

/** A row of `templates` as the outbox read it. */
export type TemplateRow = {
  readonly id: string
  readonly name: string
  readonly channel: string
  readonly version: number
  readonly subject: string
  readonly body: string
  /** `templateContent` of content.ts; null for one that is a subject and a body. */
  readonly content: unknown
}

type Asked = { readonly template: TemplateRow; readonly kind: MessageKind }
type Row = { id: string; state: string; version: number; approved_version: number | null }

/**
 * For each template what goes out: the newest version, or of marketing that waits for a second person the one approved last.
 * A template of which none was approved is not in the map.
 */
export async function standingVersions(db: Db, asked: readonly Asked[], { approval }: ContentSettings): Promise<Map<string, TemplateRow>> {
  const standing = new Map(asked.map(({ template }) => [template.id, template]))
  const marketing = [...new Set(asked.filter(({ kind }) => kind === 'marketing').map(({ template }) => template.id))]
  if (approval === 'off' || marketing.length === 0) return standing
  const { rows } = await sql<Row>`select id, state, version, approved_version from templates
    where id = any(${marketing}::uuid[]) and state <> 'approved'`.execute(db)
  for (const row of rows) {
    const older = row.approved_version === null ? null : await readVersion(db, row.id, row.approved_version)
    if (older) standing.set(row.id, older)
    else standing.delete(row.id)
  }
  return standing
}

/** A version as it was; null where there is none such. */
export async function readVersion(db: Db, templateId: string, version: number): Promise<TemplateRow | null> {
  const { rows } = await sql<TemplateRow>`select template_id as id, name, channel, version, subject, body, content from template_versions
    where template_id = ${templateId} and version = ${version}`.execute(db)
  return rows[0] ?? null
}
