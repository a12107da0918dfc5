import { sql } from 'kysely'
import { type Keys, keyTexts } from '../read-rows.ts'
import type { Portion } from './portion.ts'

export type Owner = { readonly id: string; readonly code: string | null }

/** Who has which key, those made in this portion included. */
export type Matcher = {
  /** By the strongest key. A phone or an e-mail tells nobody with another number of their own: families share them. */
  match(keys: Keys): Owner | null
  ownerOf(key: string): Owner | undefined
  adopt(key: string, owner: Owner): void
}

export async function matchCustomers({ db }: Portion, all: readonly Keys[]): Promise<Matcher> {
  const wanted = new Set<string>()
  for (const keys of all) for (const key of keyTexts(keys)) wanted.add(key)
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${[...wanted]}::text[])`.execute(db)
  const ids = new Map(rows.map((row) => [row.key, row.customer_id]))
  const codes = await codesOf(db, doubtful(all, ids))
  const owners = new Map<string, Owner>(rows.map((row) => [row.key, { id: row.customer_id, code: codes.get(row.customer_id) ?? null }]))
  return {
    ownerOf: (key) => owners.get(key),
    adopt: (key, owner) => void owners.set(key, owner),
    match: (keys) => {
      const texts = keyTexts(keys)
      const [first] = texts
      if (keys.code !== undefined && first !== undefined) {
        const byCode = owners.get(first)
        if (byCode) return byCode
      }
      for (const key of texts) {
        const owner = owners.get(key)
        if (owner && (keys.code === undefined || owner.code === null)) return owner
      }
      return null
    },
  }
}

/** Whose own number decides: those known by a phone or an e-mail that comes with a number nobody has yet. */
function doubtful(all: readonly Keys[], ids: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>()
  for (const keys of all) {
    const [first, ...others] = keyTexts(keys)
    if (keys.code === undefined || first === undefined || ids.has(first)) continue
    for (const key of others) {
      const id = ids.get(key)
      if (id !== undefined) found.add(id)
    }
  }
  return found
}

async function codesOf(db: Portion['db'], ids: ReadonlySet<string>): Promise<Map<string, string | null>> {
  if (ids.size === 0) return new Map()
  const { rows } = await sql<{
    id: string
    code: string | null
  }>`select id, code from customers where id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.code]))
}
