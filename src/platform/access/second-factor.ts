import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { matchCode } from './totp.ts'

type World = Pick<Services, 'secrets' | 'clock'>

/** Whether this user's sign-in asks for a code. */
export async function hasAuthenticator(db: Db, userId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from auth.authenticators where user_id = ${userId}`.execute(db)
  return rows.length > 0
}

/** Keeps the app's secret, sealed, in place of an earlier one. The code that confirmed it is used up. */
export async function keepAuthenticator({ secrets, clock }: World, db: Db, userId: string, secret: string, counter: number): Promise<void> {
  await sql`
    insert into auth.authenticators (user_id, secret, last_counter, made_at)
    values (${userId}, ${secrets.seal(secret)}, ${counter}, ${clock()})
    on conflict (user_id) do update set secret = excluded.secret, last_counter = excluded.last_counter, made_at = excluded.made_at`.execute(
    db,
  )
}

export async function dropSecondFactor(db: Db, userId: string): Promise<void> {
  await sql`delete from auth.authenticators where user_id = ${userId}`.execute(db)
  await sql`delete from auth.recovery_codes where user_id = ${userId}`.execute(db)
}

/** Whether the code is right: six digits of the app, or a recovery code. Either is used up; of two at the same time one counts. */
export async function spendCode(world: World, db: Db, userId: string, code: string): Promise<boolean> {
  const plain = code.replace(/[\s-]/g, '')
  return /^\d{6}$/.test(plain) ? spendAppCode(world, db, userId, plain) : spendRecoveryCode(world, db, userId, plain)
}

async function spendAppCode({ secrets, clock }: World, db: Db, userId: string, code: string): Promise<boolean> {
  const { rows } = await sql<{ secret: string }>`select secret from auth.authenticators where user_id = ${userId}`.execute(db)
  const counter = rows[0] ? matchCode(openSecret(secrets, rows[0].secret), code, clock()) : null
  if (counter === null) return false
  const { rows: used } = await sql`
    update auth.authenticators set last_counter = ${counter} where user_id = ${userId} and last_counter < ${counter} returning 1`.execute(
    db,
  )
  return used.length > 0
}

/** @throws Problem access.factor-lost, when the data folder's key is another than the one that sealed it */
function openSecret(secrets: World['secrets'], sealed: string): string {
  try {
    return secrets.open(sealed)
  } catch {
    throw new Problem('access.factor-lost')
  }
}

// No letter that is taken for a figure or another letter.
const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
export const recoveryCodeCount = 10

/** 117 bits: nobody finds one out of its hash, however quick the hash is. */
const codeLength = 24
/** Read aloud and typed in sixes. */
const groups = /.{6}/g

/** Ten new codes in place of all earlier ones; each works once. Only keyed hashes are kept. */
export async function makeRecoveryCodes({ secrets, clock }: World, db: Db, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () =>
    Array.from({ length: codeLength }, () => letters[randomInt(letters.length)] ?? '').join(''),
  )
  await sql`delete from auth.recovery_codes where user_id = ${userId}`.execute(db)
  await sql`
    insert into auth.recovery_codes (user_id, hash, made_at)
    select ${userId}::uuid, hash, ${clock()}::timestamptz from unnest(${codes.map((code) => hashOf(secrets, userId, code))}::text[]) as hash`.execute(
    db,
  )
  return codes.map((code) => (code.match(groups) ?? [code]).join('-'))
}

async function spendRecoveryCode({ secrets, clock }: World, db: Db, userId: string, code: string): Promise<boolean> {
  const { rows } = await sql`
    update auth.recovery_codes set used_at = ${clock()}
    where user_id = ${userId} and hash = ${hashOf(secrets, userId, code)} and used_at is null returning 1`.execute(db)
  return rows.length > 0
}

const hashOf = (secrets: World['secrets'], userId: string, code: string) =>
  secrets.sign('recovery codes', `${userId} ${code.toUpperCase()}`).toString('base64url')
