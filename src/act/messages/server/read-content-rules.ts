import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { type Brand, type ContentSettings, readBrand, readContentSettings } from '../content/brand.ts'

/** How the firm's mails look, and what its templates must go through. Read for every portion: a change holds from the next on. */
export async function readContentRules(db: Db): Promise<{ readonly brand: Brand; readonly content: ContentSettings }> {
  const { rows } = await sql<{
    name: string
    value: unknown
  }>`select name, value from settings where name in ('brand', 'templates')`.execute(db)
  const valueOf = (name: string) => rows.find((row) => row.name === name)?.value
  return { brand: readBrand(valueOf('brand')), content: readContentSettings(valueOf('templates')) }
}
