import { sql } from 'kysely'
import type { Role } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import type { Db } from '../database/connect.ts'
import { actorMemory } from './remember-actors.ts'
import { mlpsPasswords, readPolicy } from './security-policy.ts'

export type NewUser = { readonly name: string; readonly email: string; readonly role: Role }

/** Adds a user, who cannot sign in until a password is set. @throws Problem user.email-taken */
export async function addUser(ctx: Ctx, user: NewUser): Promise<string> {
  const id = ctx.newId()
  const { rows } = await sql`
    insert into auth.users (id, name, email, role, created_at, updated_at)
    values (${id}, ${user.name}, ${user.email.toLowerCase()}, ${user.role}, ${ctx.now}, ${ctx.now})
    on conflict (email) do nothing returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('user.email-taken', { path: 'email', email: user.email })
  return id
}

/** Sets or replaces a user's password by its hash, and ends the sessions that the old one opened, in this process at once. */
export async function setPassword(ctx: Ctx, userId: string, hash: string): Promise<void> {
  await keepOldPassword(ctx, userId)
  await sql`
    insert into auth.accounts (id, user_id, provider_id, account_id, password, password_set_at, created_at, updated_at)
    values (${ctx.newId()}, ${userId}, 'credential', ${userId}, ${hash}, ${ctx.now}, ${ctx.now}, ${ctx.now})
    on conflict (provider_id, account_id) do update
      set password = excluded.password, password_set_at = excluded.password_set_at, updated_at = excluded.updated_at`.execute(ctx.db)
  await endSessions(ctx, userId)
  actorMemory(ctx.services.database).forget()
}

/** Where old passwords may not come back, the last ones are kept by their hashes; elsewhere none is. */
async function keepOldPassword(ctx: Ctx, userId: string): Promise<void> {
  const { profile } = await readPolicy(ctx.services.database, ctx.db)
  const kept = profile === 'mlps' ? mlpsPasswords.history - 1 : 0
  if (kept > 0)
    await sql`
      insert into auth.old_passwords (id, user_id, hash, set_at)
      select ${ctx.newId()}, user_id, password, coalesce(password_set_at, updated_at) from auth.accounts
      where user_id = ${userId} and provider_id = 'credential' and password is not null`.execute(ctx.db)
  await sql`
    delete from auth.old_passwords where user_id = ${userId} and id not in (
      select id from auth.old_passwords where user_id = ${userId} order by set_at desc, id desc limit ${kept})`.execute(ctx.db)
}

/** @param exceptId of the session that stays */
export async function endSessions(ctx: Ctx, userId: string, exceptId: string | null = null): Promise<void> {
  await sql`delete from auth.sessions where user_id = ${userId} and id is distinct from ${exceptId}::uuid`.execute(ctx.db)
}

export type User = NewUser & { readonly id: string; readonly disabled: boolean }

/** @throws Problem user.missing */
export async function findUser(db: Db, id: string | null): Promise<User> {
  const { rows } =
    await sql<User>`select id, name, email, role, disabled_at is not null as disabled from auth.users where id = ${id}::uuid`.execute(db)
  if (!rows[0]) throw new Problem('user.missing')
  return rows[0]
}

/** Any two changes of owners use the same lock, so that two owners cannot remove each other at the same moment. */
const ownersLock = 7_348_676_202

/** After a change: somebody who can sign in must still own this. @throws Problem user.last-owner */
export async function keepAnOwner(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ownersLock})`.execute(db)
  const { rows } = await sql`
    select 1 from auth.users u where u.role = 'owner' and u.disabled_at is null
      and exists (select 1 from auth.accounts a where a.user_id = u.id) limit 1`.execute(db)
  if (rows.length === 0) throw new Problem('user.last-owner')
}

export async function readPasswordHash(db: Db, userId: string): Promise<string | null> {
  const { rows } = await sql<{
    password: string | null
  }>`select password from auth.accounts where user_id = ${userId} and provider_id = 'credential'`.execute(db)
  return rows[0]?.password ?? null
}
