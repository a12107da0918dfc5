import { sql } from 'kysely'
import { hashToken, newToken } from '../actions/secrets.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'

/**
 * Somebody is on the way: `code` after a right password; `passkey` and `provider` on the way in; `new-passkey` and
 * `new-authenticator` for somebody who is in. A step of one purpose is none of another.
 */
export type StepPurpose = 'code' | 'passkey' | 'provider' | 'new-passkey' | 'new-authenticator'

export const stepSeconds: Record<StepPurpose, number> = {
  code: 600,
  passkey: 300,
  provider: 600,
  'new-passkey': 600,
  'new-authenticator': 1_800,
}

export type Step = { readonly userId: string | null; readonly data: Readonly<Record<string, string>> }

type World = Pick<Services, 'clock'>

/** @param token in place of a new one, e.g. the id of the session that the step belongs to @returns the token; its hash is kept */
export async function beginStep({ clock }: World, db: Db, purpose: StepPurpose, step: Step, token: string = newToken('')): Promise<string> {
  const now = clock()
  await sql`delete from auth.steps where expires_at <= ${now}`.execute(db)
  await sql`
    insert into auth.steps (hash, purpose, user_id, data, tries, made_at, expires_at)
    values (${keyOf(purpose, token)}, ${purpose}, ${step.userId}, ${JSON.stringify(step.data)}::jsonb, 0, ${now}, ${new Date(now.getTime() + stepSeconds[purpose] * 1_000)})
    on conflict (hash) do update set data = excluded.data, tries = 0, made_at = excluded.made_at, expires_at = excluded.expires_at`.execute(
    db,
  )
  return token
}

/** Uses the step up: of two at the same time one gets it. Null when it is over, used, or of another purpose. */
export async function takeStep({ clock }: World, db: Db, purpose: StepPurpose, token: string): Promise<Step | null> {
  const { rows } = await sql<StepRow>`
    delete from auth.steps where hash = ${keyOf(purpose, token)} and purpose = ${purpose} and expires_at > ${clock()}
    returning user_id, data`.execute(db)
  return rows[0] ? stepOf(rows[0]) : null
}

/** A try at a step that may be tried `most` times; after that it is over. */
export async function tryStep({ clock }: World, db: Db, purpose: StepPurpose, token: string, most: number): Promise<Step | null> {
  const { rows } = await sql<StepRow>`
    update auth.steps set tries = tries + 1
    where hash = ${keyOf(purpose, token)} and purpose = ${purpose} and expires_at > ${clock()} and tries < ${most}
    returning user_id, data`.execute(db)
  return rows[0] ? stepOf(rows[0]) : null
}

type StepRow = { user_id: string | null; data: Record<string, string> }

const keyOf = (purpose: StepPurpose, token: string) => hashToken(`${purpose} ${token}`)
const stepOf = (row: StepRow): Step => ({ userId: row.user_id, data: row.data })
