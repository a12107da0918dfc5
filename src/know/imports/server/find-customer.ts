import { sql } from 'kysely'
import { isUuid } from '../../../core/kit/id.ts'
import { blindOf } from '../../../core/kit/sealed-text.ts'
import { identityFields, type IdentityField, identityKey } from '../../customers/identity-keys.ts'
import type { CustomerRow } from '../read-customer-row.ts'
import { companiesNamed } from './companies-named.ts'
import type { Matched, Matcher, Owner } from './match-customers.ts'
import type { Portion } from './portion.ts'

/** Whom a row of customers tells of, by the column that was chosen for that. */
export type Finder = {
  /** @param not who is not meant, though a phone or an e-mail is theirs */
  find(row: CustomerRow, not?: ReadonlySet<string>): Found
  /** The row's customer is made in this portion; a later row of it finds them. */
  adopt(row: CustomerRow, owner: Owner): void
}

/** `by` is the key that told, where any of them may; `shared` where a household's phone does not tell who is meant. */
export type Found = (Owner & { readonly by?: string }) | 'several' | 'shared' | null

export async function makeFinder(portion: Portion, matcher: Matcher, rows: readonly CustomerRow[]): Promise<Finder> {
  const { findBy, kind } = portion.settings
  const field = identityFields.find((each) => each === findBy)
  if (field) return byKey(matcher, field)
  if (findBy !== 'any') return await byValue(portion, rows)
  const byKeys = (row: CustomerRow, not?: ReadonlySet<string>) => matcher.match(row.keys, row.values, not)
  return kind === 'companies' ? await byName(portion, rows, byKeys) : { find: byKeys, adopt: () => {} }
}

function byKey(matcher: Matcher, field: IdentityField): Finder {
  const keyOf = ({ by }: CustomerRow) => identityKey(field, by ?? '')
  return {
    find: (row) => matcher.ownerOf(keyOf(row)) ?? (matcher.isShared(keyOf(row)) ? 'shared' : null),
    adopt: (row, owner) => matcher.adopt(keyOf(row), owner),
  }
}

/** By the id of this program, or a field of the firm's own. Of records that were merged the one that they are part of now. */
async function byValue(portion: Portion, rows: readonly CustomerRow[]): Promise<Finder> {
  const wanted = [...new Set(rows.flatMap((row) => row.by ?? []))]
  const found = portion.settings.findBy === 'id' ? await byIds(portion, wanted) : await byCustom(portion, wanted)
  return {
    find: ({ by }) => {
      const [id, ...others] = found.get(by ?? '') ?? []
      if (others.length > 0) return 'several'
      return id === undefined ? null : { id, numbers: {} }
    },
    adopt: ({ by }, { id }) => void (by !== null && found.set(by, [id])),
  }
}

async function byIds({ db }: Portion, wanted: readonly string[]): Promise<Map<string, string[]>> {
  const ids = wanted.filter(isUuid)
  const { rows } = await sql<{ id: string; now: string }>`select id, id as now from customers where id = any(${ids}::uuid[])
    union all select customer_id, into_id from merged_customers where customer_id = any(${ids}::uuid[])`.execute(db)
  const found = new Map(rows.map((row) => [row.id, [row.now]]))
  return new Map(wanted.flatMap((by) => (found.has(by.toLowerCase()) ? [[by, found.get(by.toLowerCase()) ?? []]] : [])))
}

async function byCustom({ db, settings, sealer }: Portion, wanted: readonly string[]): Promise<Map<string, string[]>> {
  const sealed = sealer.fields.find(({ name }) => name === settings.findBy)
  const value = sealed?.sql ?? sql`(c.custom ->> ${settings.findBy})`
  const asked = new Map(wanted.map((by) => [sealed ? (blindOf(by) ?? by) : by, by]))
  const { rows } = await sql<{ id: string; by: string }>`select id, ${value} as by from customers c
    where ${value} = any(${[...asked.keys()]}::text[])`.execute(db)
  const found = new Map<string, string[]>()
  for (const { id, by } of rows) {
    const given = asked.get(by) ?? by
    found.set(given, [...(found.get(given) ?? []), id])
  }
  return found
}

type ByKeys = (row: CustomerRow, not?: ReadonlySet<string>) => Matched | 'shared' | null

/** A company without any number is known by its name. */
async function byName(portion: Portion, rows: readonly CustomerRow[], byKeys: ByKeys): Promise<Finder> {
  const nameOf = ({ values }: CustomerRow) => values['name']
  const named = await companiesNamed(
    portion,
    rows.flatMap((row) => nameOf(row) ?? []),
  )
  return {
    find: (row, not) => {
      const owner = byKeys(row, not)
      if (owner !== null && owner !== 'shared') return owner
      const name = nameOf(row)
      const id = name === undefined ? null : named.find(name)
      // Who has a number of their own that nobody knows yet may be another of the same name: with it they are told apart.
      if (id === null || id === 'several') return id === 'several' && Object.keys(row.keys).length === 0 ? 'several' : null
      return { id, numbers: {} }
    },
    adopt: (row, { id }) => {
      const name = nameOf(row)
      if (name !== undefined) named.adopt(name, id)
    },
  }
}
