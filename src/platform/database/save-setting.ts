import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** Keeps a named setting whole: what people set up, or how far a part of the program came. */
export async function saveSetting({ db, now }: { readonly db: Db; readonly now: Date }, name: string, value: unknown): Promise<void> {
  await sql`insert into settings (name, value, updated_at) values (${name}, ${JSON.stringify(value)}::jsonb, ${now})
    on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(db)
}
