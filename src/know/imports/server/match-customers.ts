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

export async function matchCustomers({ db }: Portion, all: Iterable<Keys>): Promise<Matcher> {
  const wanted = new Set<string>()
  for (const keys of all) for (const key of keyTexts(keys)) wanted.add(key)
  const { rows } = await sql<{ key: string; customer_id: string; code: string | null }>`
    with k as materialized (select key, customer_id from identities where key = any(${[...wanted]}::text[]))
    select k.key, k.customer_id, c.code from k join customers c on c.id = k.customer_id`.execute(db)
  const owners = new Map<string, Owner>(rows.map((row) => [row.key, { id: row.customer_id, code: row.code }]))
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
