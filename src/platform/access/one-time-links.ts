import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import { hashToken, newToken } from '../actions/secrets.ts'
import type { Db } from '../database/connect.ts'

/** `welcome` makes the first owner, `enter` signs in at once, `join` sets a password (invited, or forgotten). */
export type LinkPurpose = 'welcome' | 'enter' | 'join'

const day = 24 * 60 * 60 * 1000
/** An invitation may lie in a mailbox over a weekend; what the terminal prints is used at once. */
const lives: Record<LinkPurpose, number> = { welcome: day, enter: day, join: 7 * day }

/** Makes a link's token; earlier unused ones of the same purpose and person stop working. Only its hash is kept. */
export async function makeLinkToken(db: Db, purpose: LinkPurpose, userId: string | null, now: Date): Promise<string> {
  const token = newToken('')
  await sql`delete from auth.links where purpose = ${purpose} and user_id is not distinct from ${userId}::uuid or expires_at < ${new Date(now.getTime() - 30 * day)}`.execute(
    db,
  )
  await sql`insert into auth.links (hash, purpose, user_id, made_at, expires_at)
    values (${hashToken(token)}, ${purpose}, ${userId}, ${now}, ${new Date(now.getTime() + lives[purpose])})`.execute(db)
  return token
}

/** Whose link it is, without using it up. @throws Problem access.link-used */
export async function readLink(db: Db, purpose: LinkPurpose, token: string, now: Date): Promise<string | null> {
  const { rows } = await sql<{ user_id: string | null }>`
    select user_id from auth.links where hash = ${hashToken(token)} and purpose = ${purpose} and used_at is null and expires_at > ${now}`.execute(
    db,
  )
  if (!rows[0]) throw new Problem('access.link-used')
  return rows[0].user_id
}

/** Uses the link up; of two at the same time one wins. @returns whose it is @throws Problem access.link-used */
export async function useLink(db: Db, purpose: LinkPurpose, token: string, now: Date): Promise<string | null> {
  const { rows } = await sql<{ user_id: string | null }>`
    update auth.links set used_at = ${now}
    where hash = ${hashToken(token)} and purpose = ${purpose} and used_at is null and expires_at > ${now} returning user_id`.execute(db)
  if (!rows[0]) throw new Problem('access.link-used')
  return rows[0].user_id
}
