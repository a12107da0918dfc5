import { sql } from 'kysely'
import type { Option } from '../../core/entity/field.ts'
import { isUuid } from '../../core/kit/id.ts'
import type { Actor } from '../actions/context.ts'
import type { Db } from '../database/connect.ts'

type Person = { readonly id: string; readonly name: string; readonly email: string; readonly disabled: boolean }

/** The id of the user who acts, or null for a key or the program itself. */
export function userIdOf(actor: Pick<Actor, 'kind' | 'id' | 'userId'>): string | null {
  if (actor.userId) return actor.userId
  const id = actor.id.replace(/^user:/, '')
  return actor.kind === 'user' && isUuid(id) ? id : null
}

/** As what a user is known where actors are kept, e.g. with to-dos. */
export const actorIdOf = (userId: string): string => `user:${userId}`

/**
 * Everybody of the firm as the answers of a field, those who have left marked so. Who shares a name is called with the
 * e-mail beside it, so that a written name is one person's.
 */
export async function colleagueOptions(db: Db): Promise<Option[]> {
  const { rows } = await sql<Person>`select id, name, email, disabled_at is not null as disabled from auth.users order by name, id`.execute(
    db,
  )
  const called = new Map<string, number>()
  for (const { name } of rows) called.set(name, (called.get(name) ?? 0) + 1)
  return rows.map(({ id, name, email, disabled }) => {
    const label = (called.get(name) ?? 0) > 1 ? `${name} (${email})` : name
    return { value: id, label: { zh: label, en: label }, also: [email], ...(disabled ? { retired: true } : {}) }
  })
}

/** What these users are called; one who is gone is left out. */
export async function nameUsers(db: Db, ids: Iterable<string | null>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from auth.users where id = any(${wanted}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Those of these who may sign in, in the order they were named. */
export async function activeUsers(db: Db, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from auth.users
    where id = any(${[...ids]}::uuid[]) and disabled_at is null order by array_position(${[...ids]}::uuid[], id)`.execute(db)
  return rows
}
