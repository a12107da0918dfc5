import { sql } from 'kysely'
import { arrayLiteral } from '../../../platform/database/array-literal.ts'
import { giveesOf, sharedKeys, type Sharer, sharersOf } from '../../../platform/records/shared-keys.ts'
import { haveSameNumbers, type IdentityField, identityKey, ownNumbers } from '../../customers/identity-keys.ts'
import { bearerNamed, likelyOf, type Named } from '../../identity/same-bearer.ts'
import { type Keys, keyTexts } from '../row-keys.ts'
import type { Portion } from './portion.ts'

/** Whose keys these are, with the numbers that are theirs alone, as far as they matter here. */
export type Owner = { readonly id: string; readonly numbers: Numbers }
export type Numbers = Readonly<Partial<Record<IdentityField, string | null>>>

/** `by` is the key that told. */
export type Matched = Owner & { readonly by: string }

/** Those who go by one phone or e-mail together: a household, or those for whom it was given though it is another's. */
export type Sharing = { readonly household: string | null; readonly people: readonly Sharer[] }

/** Who has which key, those made in this portion included. */
export type Matcher = {
  /**
   * By the strongest key. A phone or an e-mail tells nobody with another number of their own: families share them. Where
   * several go by it the name tells who is meant; `shared` where it does not, and nothing else was said.
   * @param not who is not meant, though the key is theirs
   */
  match(keys: Keys, said?: Named, not?: ReadonlySet<string>): Matched | 'shared' | null
  /** Everybody whom these keys and a name may mean. */
  everybody(keys: readonly string[], name: string | undefined): string[]
  /** Who goes by this key beside its owner. */
  sharing(key: string): Sharing | undefined
  /** It was given for somebody too, though it is another's. */
  give(key: string, person: Sharer): void
  /** From here on the key is these people's together, and nobody's alone. */
  share(key: string, people: readonly Sharer[]): void
  ownerOf(key: string): Owner | undefined
  adopt(key: string, owner: Owner): void
  /** Who had this key before the portion. */
  knew(key: string): string | undefined
  /** Is this key a household's, and so nobody's? */
  isShared(key: string): boolean
}

const noNumbers: Numbers = {}

export async function matchCustomers({ db }: Portion, all: readonly Keys[]): Promise<Matcher> {
  const texts = all.map(keyTexts)
  const wanted = new Set(texts.flat())
  const { rows } = await sql<{
    key: string
    customer_id: string
  }>`select key, customer_id from identities where key = any(${arrayLiteral([...wanted])}::text[])`.execute(db)
  const ids = new Map<string, string>()
  for (const { key, customer_id: id } of rows) ids.set(key, id)
  const shared = new Set(
    await sharedKeys(
      db,
      [...wanted].filter((key) => !ids.has(key)),
    ),
  )
  const together = await readTogether(db, wanted, shared)
  const numbers = await numbersOf(db, doubtful(all, texts, ids))
  const adopted = new Map<string, Owner>()
  const ownerOf = (key: string): Owner | undefined => {
    if (shared.has(key)) return undefined
    const id = ids.get(key)
    return adopted.get(key) ?? (id === undefined ? undefined : { id, numbers: numbers.get(id) ?? noNumbers })
  }
  return {
    ownerOf,
    adopt: (key, owner) => void adopted.set(key, owner),
    knew: (key) => ids.get(key),
    isShared: (key) => shared.has(key),
    everybody: (keys, name) => {
      const found = keys.flatMap((key) => ownerOf(key)?.id ?? [])
      if (together.size > 0) for (const key of keys) for (const { id } of likelyOf(name, together.get(key)?.people ?? [])) found.push(id)
      return found
    },
    sharing: (key) => together.get(key),
    give: (key, person) => addSharers(together, key, [person]),
    share: (key, people) => {
      shared.add(key)
      addSharers(together, key, people)
    },
    match: (keys, said, not) => {
      for (const field of ownNumbers) {
        const by = keys[field] === undefined ? undefined : identityKey(field, keys[field])
        const owner = by === undefined ? undefined : ownerOf(by)
        if (by !== undefined && owner && haveSameNumbers(owner.numbers, keys)) return { ...owner, by }
      }
      const texts = keyTexts(keys)
      for (const by of texts) {
        const owner = ownerOf(by)
        const named = together.size === 0 ? null : nameTells(together.get(by), keys, said, not)
        if (named !== null && named !== 'several' && (!owner || named.name === said?.name)) return { ...named, by }
        if (owner && !not?.has(owner.id) && haveSameNumbers(owner.numbers, keys)) return { ...owner, by }
        if (named === 'several') return 'shared'
        if (named) return { ...named, by }
      }
      return !said?.name && texts.length > 0 && texts.every((key) => shared.has(key)) ? 'shared' : null
    },
  }
}

function addSharers(together: Map<string, Sharing>, key: string, people: readonly Sharer[]): void {
  const known = together.get(key)
  const others = (known?.people ?? []).filter(({ id }) => people.every((each) => each.id !== id))
  together.set(key, { household: known?.household ?? null, people: [...others, ...people] })
}

/** Who of those who go by one key is meant by a name. */
function nameTells(
  sharing: Sharing | undefined,
  keys: Keys,
  said: Named | undefined,
  not: ReadonlySet<string> | undefined,
): Sharer | 'several' | null {
  if (!sharing || !said?.name) return null
  return bearerNamed(
    said,
    likelyOf(said.name, sharing.people).filter((each) => !not?.has(each.id) && haveSameNumbers(each.numbers, keys)),
  )
}

async function readTogether(db: Portion['db'], wanted: ReadonlySet<string>, shared: ReadonlySet<string>): Promise<Map<string, Sharing>> {
  const found = new Map<string, Sharing>()
  for (const [key, { household, members }] of await sharersOf(db, shared)) found.set(key, { household, people: members })
  for (const [key, people] of await giveesOf(db, wanted)) addSharers(found, key, people)
  return found
}

/** Are these keys nobody's alone? Then they do not tell whose a purchase or a note is. */
export function isHouseholds(matcher: Matcher, keys: Keys): boolean {
  const texts = keyTexts(keys)
  return texts.length > 0 && texts.every((key) => matcher.isShared(key))
}

/** Whose own numbers decide: those known by one key while another number that came with it is not known to be theirs. */
function doubtful(given: readonly Keys[], texts: readonly (readonly string[])[], ids: ReadonlyMap<string, string>): Set<string> {
  const found = new Set<string>()
  for (const [at, keys] of given.entries()) {
    const all = texts[at] ?? []
    const one = ids.get(all[0] ?? '')
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
