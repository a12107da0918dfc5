import { sql } from 'kysely'
import { sharedKeys, sharersOf } from '../../../platform/records/shared-keys.ts'
import { type IdentityField, identityKey, ownNumbers } from '../../customers/identity-keys.ts'
import { type Keys, keyTexts } from '../row-keys.ts'
import type { Portion } from './portion.ts'

/** Whose keys these are, with the numbers that are theirs alone, as far as they matter here. */
export type Owner = { readonly id: string; readonly numbers: Numbers }
export type Numbers = Readonly<Partial<Record<IdentityField, string | null>>>

/** Who has which key, those made in this portion included. */
export type Matcher = {
  /**
   * By the strongest key. A phone or an e-mail tells nobody with another number of their own: families share them. One
   * that a household shares tells nobody without the name of a member.
   */
  match(keys: Keys, name?: string): Owner | null
  ownerOf(key: string): Owner | undefined
  adopt(key: string, owner: Owner): void
  /** Who had this key before the portion. */
  knew(key: string): string | undefined
  /** Is this key a household's, and so nobody's? */
  isShared(key: string): boolean
}

export async function matchCustomers({ db }: Portion, all: readonly Keys[]): Promise<Matcher> {
  const texts = new Map(all.map((keys) => [keys, keyTexts(keys)]))
  const textsOf = (keys: Keys) => texts.get(keys) ?? keyTexts(keys)
  const wanted = new Set<string>()
  for (const own of texts.values()) for (const key of own) wanted.add(key)
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${[...wanted]}::text[])`.execute(db)
  const ids = new Map(rows.map((row) => [row.key, row.customer_id]))
  const shared = await sharedKeys(
    db,
    [...wanted].filter((key) => !ids.has(key)),
  )
  const sharers = await sharersOf(db, shared)
  const numbers = await numbersOf(db, doubtful(texts, ids))
  const owners = new Map<string, Owner>(rows.map((row) => [row.key, { id: row.customer_id, numbers: numbers.get(row.customer_id) ?? {} }]))
  return {
    ownerOf: (key) => owners.get(key),
    adopt: (key, owner) => void (shared.has(key) || owners.set(key, owner)),
    knew: (key) => ids.get(key),
    isShared: (key) => shared.has(key),
    match: (keys, name) => {
      for (const field of ownNumbers) {
        const owner = keys[field] === undefined ? undefined : owners.get(identityKey(field, keys[field]))
        if (owner && agree(owner, keys)) return owner
      }
      for (const key of textsOf(keys)) {
        const owner = owners.get(key)
        if (owner && agree(owner, keys)) return owner
        const member = name === undefined ? undefined : sharers.get(key)?.get(name)
        if (member !== undefined) return { id: member, numbers: {} }
      }
      return null
    },
  }
}

/** Two whose own numbers of one kind differ are two. */
function agree(owner: Owner, keys: Keys): boolean {
  return ownNumbers.every((field) => {
    const [mine, theirs] = [keys[field], owner.numbers[field]]
    return mine === undefined || theirs === undefined || theirs === null || identityKey(field, mine) === identityKey(field, theirs)
  })
}

/** Whose own numbers decide: those known by one key while another number that came with it is not known to be theirs. */
function doubtful(texts: ReadonlyMap<Keys, readonly string[]>, ids: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>()
  for (const [keys, all] of texts) {
    const [first = ''] = all
    const one = ids.get(first)
    // Nearly everybody: all numbers are one customer's, or all are new.
    if (all.every((key) => ids.get(key) === one)) continue
    const mine = ownNumbers.flatMap((field) => (keys[field] === undefined ? [] : [identityKey(field, keys[field])]))
    const owners = new Set(all.flatMap((key) => ids.get(key) ?? []))
    for (const id of owners) if (mine.some((key) => ids.get(key) !== id)) found.add(id)
  }
  return found
}

async function numbersOf(db: Portion['db'], ids: ReadonlySet<string>): Promise<Map<string, Numbers>> {
  if (ids.size === 0) return new Map()
  const { rows } = await sql<{
    id: string
    code: string | null
    idCard: string | null
    creditCode: string | null
  }>`select id, code, id_card as "idCard", credit_code as "creditCode" from customers where id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, ...numbers }) => [id, numbers]))
}
