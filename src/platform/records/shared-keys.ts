import { sql } from 'kysely'
import { type Db, runPlanned } from '../database/connect.ts'

/** Only these kinds of keys can be a household's: a number of one's own is nobody else's. */
const canBeShared = (key: string) => key.startsWith('phone:') || key.startsWith('email:') || key.startsWith('wechat:')

const few = 10

/** One customer's keys are asked for at every creation: a plan that is kept. */
const ofFew = (asked: readonly string[]) => sql<{ key: string }>`select key from shared_keys where key = any(${asked}::text[])`

/** A portion's keys are many, and most firms have no household with a key of its own at all. */
async function ofMany(db: Db, asked: readonly string[]): Promise<{ key: string }[]> {
  const { rows } = await sql<{ some: boolean }>`select exists (select 1 from shared_keys) as some`.execute(db)
  return rows[0]?.some ? (await ofFew(asked).execute(db)).rows : []
}

/** Those of these identity keys that a household shares: they identify nobody alone, so nobody claims them and none is found by them. */
export async function sharedKeys(db: Db, keys: Iterable<string>): Promise<ReadonlySet<string>> {
  const asked = [...new Set(keys)].filter(canBeShared)
  if (asked.length === 0) return new Set()
  const rows = asked.length <= few ? await runPlanned(db, ofFew(asked)) : await ofMany(db, asked)
  return new Set(rows.map((row) => row.key))
}

/** A shared key and a name tell who is meant after all: key → name → member of the household. */
export async function sharersOf(db: Db, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const found = new Map<string, Map<string, string>>()
  if (keys.size === 0) return found
  const { rows } = await sql<{ key: string; id: string; name: string }>`select s.key, c.id, c.name from shared_keys s
    join household_members m on m.household_id = s.household_id join customers c on c.id = m.customer_id
    where s.key = any(${[...keys]}::text[]) and c.name is not null order by m.joined_at desc, c.id`.execute(db)
  for (const { key, id, name } of rows) found.set(key, (found.get(key) ?? new Map<string, string>()).set(name, id))
  return found
}
