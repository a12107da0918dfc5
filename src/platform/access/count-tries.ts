import { type RawBuilder, sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import { placeOf } from './caller-place.ts'
import { mlpsPasswords, readPolicy, type SecurityPolicy } from './security-policy.ts'

type Limit = { readonly most: number; readonly minutes: number }
type Limits = { readonly pair: Limit; readonly account: Limit; readonly place: Limit }

/** What is guessed. Six digits are soon guessed, so that codes have the tightest limits. */
export type Guessed = 'password' | 'code'

/** ASVS allows a hundred failures an hour on one account; from one place we allow far fewer. 等保 shuts after five. */
function limitsOf(guessed: Guessed, { profile }: SecurityPolicy): Limits {
  const place = { most: 60, minutes: 10 }
  const lock = { most: mlpsPasswords.tries, minutes: mlpsPasswords.lockMinutes }
  if (profile === 'mlps') return { pair: lock, account: lock, place }
  if (guessed === 'code') return { pair: { most: 5, minutes: 10 }, account: { most: 20, minutes: 60 }, place }
  return { pair: { most: 10, minutes: 10 }, account: { most: 100, minutes: 60 }, place }
}

export type Guess = { readonly guessed: Guessed; readonly address: string; readonly account: string }

type Counted = { key: string; tries: number; until: Date }

/**
 * Counts a try before it is made, so that many at once do not slip through: by account and place together, by account, and
 * by place. An account that does not exist is counted like one that does.
 * @throws Problem access.too-many-tries
 */
export async function admitGuess(services: Services, guess: Guess): Promise<void> {
  const limits = limitsOf(guess.guessed, await readPolicy(services.database))
  const now = services.clock()
  const keys = keysOf(services, guess)
  const most = new Map(keys.map(({ key, of }) => [key, limits[of].most]))
  const { db } = services.database
  // Who is refused is not counted again: somebody at one place cannot shut the account for everybody else.
  const { rows: known } = await sql<Counted>`
    select key, tries, until from auth.tries where key = any (${keys.map(({ key }) => key)}) and until > ${now}`.execute(db)
  refuse(known, (one) => one.tries >= (most.get(one.key) ?? 0), now)
  const values = keys.map(({ key, of }) => sql`(${key}, 1, ${new Date(now.getTime() + limits[of].minutes * 60_000)})`)
  const { rows: counted } = await count(values, now).execute(db)
  refuse(counted, (one) => one.tries > (most.get(one.key) ?? 0), now)
}

const count = (values: readonly RawBuilder<unknown>[], now: Date) => sql<Counted>`
  insert into auth.tries as t (key, tries, until) values ${sql.join(values)}
  on conflict (key) do update set
    tries = case when t.until <= ${now} then 1 else t.tries + 1 end,
    until = case when t.until <= ${now} then excluded.until else t.until end
  returning key, tries, until`

function refuse(counted: readonly Counted[], isTooMany: (one: Counted) => boolean, now: Date): void {
  const until = Math.max(...counted.filter(isTooMany).map((one) => one.until.getTime()))
  if (until > 0) throw new Problem('access.too-many-tries', { minutes: Math.max(1, Math.ceil((until - now.getTime()) / 60_000)) })
}

/** Takes the try back: it was right. */
export async function guessedRight(services: Services, guess: Guess): Promise<void> {
  const [pair, ...others] = keysOf(services, guess).toSorted((a, b) => Number(b.of === 'pair') - Number(a.of === 'pair'))
  const { db } = services.database
  await sql`delete from auth.tries where key = ${pair?.key} or until <= ${services.clock()}`.execute(db)
  for (const { key } of others.toSorted((a, b) => (a.key < b.key ? -1 : 1)))
    await sql`update auth.tries set tries = greatest(0, tries - 1) where key = ${key}`.execute(db)
}

/** Keyed hashes, in one order for everybody: the database learns no addresses, and two tries never wait for each other. */
function keysOf({ secrets }: Services, { guessed, address, account }: Guess): { readonly key: string; readonly of: keyof Limits }[] {
  const place = placeOf(address)
  const keyOf = (of: keyof Limits, text: string) => ({ key: secrets.sign('tries', `${guessed} ${of} ${text}`).toString('base64url'), of })
  return [keyOf('pair', `${place} ${account}`), keyOf('account', account), keyOf('place', place)].sort((a, b) => (a.key < b.key ? -1 : 1))
}
