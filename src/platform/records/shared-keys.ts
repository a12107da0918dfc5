import { sql } from 'kysely'
import { identityKey } from '../../core/kit/identity-key.ts'
import { arrayLiteral } from '../database/array-literal.ts'
import { type Db, runPlanned } from '../database/connect.ts'
import { type Keeper, keptForms } from '../sealing/contacts.ts'

/** Only these kinds of keys can be a household's: a number of one's own is nobody else's. */
const canBeShared = (key: string) => key.startsWith('phone:') || key.startsWith('email:') || key.startsWith('wechat:')

const few = 10

type KeyTable = 'shared_keys' | 'given_keys'

/** One customer's keys are asked for at every creation: a plan that is kept. */
const ofFew = (table: KeyTable, asked: readonly string[]) =>
  sql<{ key: string }>`select key from ${sql.table(table)} where key = any(${arrayLiteral(asked)}::text[])`

/** A portion's keys are many, and most firms have next to none of theirs in these tables. */
async function ofMany(db: Db, table: KeyTable, asked: readonly string[]): Promise<readonly { readonly key: string }[]> {
  const { rows } = await sql<{ some: boolean }>`select exists (select 1 from ${sql.table(table)}) as some`.execute(db)
  return rows[0]?.some ? (await ofFew(table, asked).execute(db)).rows : []
}

const askable = (keys: Iterable<string>): readonly string[] => [...new Set(keys)].filter(canBeShared)

/** Those of these identity keys that a household shares: they identify nobody alone, so nobody claims them and none is found by them. */
export async function sharedKeys(db: Db, keys: Iterable<string>): Promise<ReadonlySet<string>> {
  const asked = askable(keys)
  if (asked.length === 0) return new Set()
  const rows = asked.length <= few ? await runPlanned(db, ofFew('shared_keys', asked)) : await ofMany(db, 'shared_keys', asked)
  return new Set(rows.map((row) => row.key))
}

/** Somebody who goes by a key that is not theirs alone. */
export type Sharer = {
  readonly id: string
  readonly name: string
  readonly shortName: string | null
  readonly kind: string
  /** The numbers that are theirs alone. */
  readonly numbers: { readonly code?: string | null; readonly idCard?: string | null; readonly creditCode?: string | null }
}
export type Sharing = { readonly household: string; readonly members: readonly Sharer[] }

type SharerRow = Sharer & { readonly key: string }
const asSharer = ({ id, name, shortName, kind, numbers }: SharerRow): Sharer => ({ id, name, shortName, kind, numbers })
/** Of customers `c`. */
export const sharerColumns = sql`c.id, c.name, c.short_name as "shortName", c.kind,
  jsonb_build_object('code', c.code, 'idCard', c.id_card, 'creditCode', c.credit_code) as numbers`

/** A shared key and a name tell who is meant after all: key → its household with the members, longest standing first. */
export async function sharersOf(db: Db, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, Sharing>> {
  if (keys.size === 0) return new Map()
  const { rows } = await sql<
    SharerRow & { household: string }
  >`select s.key, s.household_id as household, ${sharerColumns} from shared_keys s
    join household_members m on m.household_id = s.household_id join customers c on c.id = m.customer_id
    where s.key = any(${[...keys]}::text[]) and c.name is not null order by m.joined_at, c.id`.execute(db)
  const found = Map.groupBy(rows, (row) => row.key)
  return new Map([...found].map(([key, members]) => [key, { household: members[0]?.household ?? '', members: members.map(asSharer) }]))
}

/** Those for whom a phone or an e-mail was given that is another's: with their name it tells that they are meant. */
export async function giveesOf(db: Db, keys: Iterable<string>): Promise<ReadonlyMap<string, readonly Sharer[]>> {
  const asked = askable(keys)
  // Whose they are is asked of the few alone that were given: of all of them PostgreSQL would expect many, and start helpers.
  const given = asked.length <= few ? asked : [...new Set((await ofMany(db, 'given_keys', asked)).map((row) => row.key))]
  if (given.length === 0) return new Map()
  const { rows } = await sql<SharerRow>`select g.key, ${sharerColumns} from given_keys g join customers c on c.id = g.customer_id
    where g.key = any(${given}::text[]) and g.withdrawn_at is null and c.name is not null order by g.given_at, c.id`.execute(db)
  return new Map([...Map.groupBy(rows, (row) => row.key)].map(([key, all]) => [key, all.map(asSharer)]))
}

type Place = Keeper & { readonly db: Db }

/**
 * Shared keys become those of whoever of these still has the phone, e-mail or WeChat id: the first of them in order.
 * What nobody has any more is free. While contact details are being turned over a key stands there in each form.
 */
export async function giveBack(place: Place, keys: readonly string[], members: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  const { db } = place
  await sql`delete from shared_keys where key = any(${[...keys]}::text[])`.execute(db)
  const { rows } = await sql<{ id: string; kind: string; value: string }>`select c.id, k.kind, k.value from customers c,
      lateral (values ('phone', c.phone), ('email', c.email), ('wechat', c.wechat)) k(kind, value)
      where c.id = any(${[...members]}::uuid[]) and k.value is not null
    union all select customer_id, kind, value from contact_points where customer_id = any(${[...members]}::uuid[])`.execute(db)
  const heirs = new Map<string, string>()
  for (const { id, kind, value } of rows.toSorted((a, b) => members.indexOf(a.id) - members.indexOf(b.id))) {
    for (const form of new Set([value, ...keptForms(place, kind, place.services.sealing.openContacts(value))])) {
      const key = identityKey(kind, form)
      if (keys.includes(key) && !heirs.has(key)) heirs.set(key, id)
    }
  }
  for (const [key, id] of [...heirs].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await sql`insert into identities (key, customer_id) values (${key}, ${id}) on conflict do nothing`.execute(db)
    await sql`insert into customer_identities (customer_id, key) select customer_id, key from identities
      where key = ${key} and customer_id = ${id} on conflict do nothing`.execute(db)
  }
}
