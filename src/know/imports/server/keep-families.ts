import { sql } from 'kysely'
import { isLandline } from '../../../fields/phone/phone-label.ts'
import type { Sharer } from '../../../platform/records/shared-keys.ts'
import { householdJoined } from '../../households/events.ts'
import { areApart, isCompany, type Named, shareSurname } from '../../identity/same-bearer.ts'
import type { HistoryFact } from './append-history.ts'
import type { Matcher } from './match-customers.ts'
import type { Portion } from './portion.ts'

/** A customer as far as it matters whether they are of one household with another. */
export type Kin = {
  readonly id: string
  readonly isNew: boolean
  /** This very import made them, in this portion or before. */
  readonly isOfImport: boolean
  readonly values: Named & Sharer['numbers']
}

/** More names than that at one phone are no family: a shop assistant's, or one that was typed because something had to be. */
const largestHousehold = 8

/**
 * Whether two who came with one phone or e-mail are of one household beyond doubt: persons with really different names
 * whom one file tells apart under one mobile phone, or who bear one surname. Of all others a person is to say: a phone
 * changes hands, and an office shares its line.
 */
export function areHousehold(holder: Kin, newcomer: Named, field: string, value: string): boolean {
  const { values } = holder
  if (field !== 'phone' && field !== 'email') return false
  if (!values.name || !newcomer.name || isCompany(values) || isCompany(newcomer) || !areApart(values, newcomer)) return false
  return (field === 'phone' && holder.isOfImport && !isLandline(value)) || shareSurname(values.name, newcomer.name)
}

/** Those of one portion who come into one household: with the one whose phone it was, or into one that shares it already. */
type Family = {
  readonly household: string | null
  readonly holder: Kin | null
  readonly joining: Kin[]
  /** What they share from here on, and whose alone it was. */
  readonly keys: Map<string, Kin | null>
}

export type Families = {
  /** @returns whether the newcomer shares the key from here on */
  join(holder: Kin | null, newcomer: Kin, key: string): boolean
  /** Whether somebody came into a household in this portion. */
  has(id: string): boolean
  keep(): Promise<HistoryFact[]>
}

export const sharerOf = ({ id, values }: Kin): Sharer => ({
  id,
  name: values.name ?? '',
  shortName: values.shortName ?? null,
  kind: values.kind ?? 'person',
  numbers: { code: values.code ?? null, idCard: values.idCard ?? null, creditCode: values.creditCode ?? null },
})

export function gatherFamilies(portion: Portion, matcher: Matcher): Families {
  const byKey = new Map<string, Family>()
  const families = new Map<string, Family>()
  return {
    join: (holder, newcomer, key) => {
      const mine = families.get(newcomer.id)
      const sharing = matcher.sharing(key)
      if (!mine && (sharing?.people.length ?? 0) >= largestHousehold) return false
      const known = byKey.get(key) ?? (holder ? families.get(holder.id) : undefined)
      if (mine && mine !== known) return false
      // A household none of whose members has a name is left alone.
      if (!known && !holder && !sharing?.household) return false
      const family = known ?? newFamily(holder, sharing?.household ?? null)
      if (!byKey.has(key)) {
        byKey.set(key, family)
        if (!matcher.isShared(key)) family.keys.set(key, holder)
        const all = [...(holder ? [holder] : []), ...family.joining]
        matcher.share(key, [...new Map(all.map((kin) => [kin.id, sharerOf(kin)])).values()])
      }
      if (holder) families.set(holder.id, family)
      if (mine) return true
      families.set(newcomer.id, family)
      family.joining.push(newcomer)
      matcher.share(key, [sharerOf(newcomer)])
      return true
    },
    has: (id) => families.has(id),
    keep: () => keepFamilies(portion, [...new Set(byKey.values())]),
  }
}

const newFamily = (holder: Kin | null, household: string | null): Family => ({ household, holder, joining: [], keys: new Map() })

type Standing = { readonly customer_id: string; readonly household_id: string }
type Member = { readonly id: string; readonly household: string; readonly name: string }

/** Households that are new, who comes into which, and what they share; nobody is moved out of another one. */
async function keepFamilies(portion: Portion, families: readonly Family[]): Promise<HistoryFact[]> {
  if (families.length === 0) return []
  const { db, now, importId, newId } = portion
  const holders = families.flatMap(({ holder }) => (holder && !holder.isNew ? holder.id : []))
  const { rows: standing } = await sql<Standing>`select customer_id, household_id from household_members
    where customer_id = any(${holders}::uuid[])`.execute(db)
  const homes = new Map(standing.map((row) => [row.customer_id, row.household_id]))
  const placed = families.map((family) => {
    const known = family.household ?? (family.holder ? homes.get(family.holder.id) : undefined)
    return { ...family, isNew: known === undefined, id: known ?? newId() }
  })
  const fresh = placed.filter(({ isNew }) => isNew).map(({ id, holder }) => ({ id, name: holder?.values.name ?? '—' }))
  await sql`insert into households (id, name, created_at, import_id)
    select id, name, ${now}, ${importId} from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) r(id uuid, name text)`.execute(db)
  const names = await namesOf(portion, placed)
  const members = placed.flatMap(({ id, holder, joining }): Member[] =>
    [...(holder && !homes.has(holder.id) ? [holder] : []), ...joining].map((kin) => ({
      id: kin.id,
      household: id,
      name: names.get(id) ?? '—',
    })),
  )
  await sql`insert into household_members (customer_id, household_id, role, joined_at, import_id)
    select id, household, 'other', ${now}, ${importId} from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) r(id uuid, household uuid)
    order by id`.execute(db)
  await shareKeys(portion, placed)
  return members.map(({ id, household, name }) => ({
    customerId: id,
    kind: householdJoined.name,
    at: now.toISOString(),
    payload: JSON.stringify({ household, name, role: 'other' }),
  }))
}

async function namesOf({ db }: Portion, placed: readonly { readonly id: string }[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from households
    where id = any(${placed.map(({ id }) => id)}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

type Placed = Pick<Family, 'keys'> & { readonly id: string }

/** What is shared leaves the identities: nobody is known by it alone. In order of key, as everybody takes them. */
async function shareKeys({ db, importId }: Portion, placed: readonly Placed[]): Promise<void> {
  const shared = placed
    .flatMap(({ id, keys }) => [...keys].map(([key, holder]) => ({ key, household: id, holder: holder?.id ?? null })))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
  if (shared.length === 0) return
  const rows = sql`jsonb_to_recordset(${JSON.stringify(shared)}::jsonb) r(key text, household uuid, holder uuid)`
  await sql`insert into shared_keys (key, household_id, import_id) select key, household, ${importId} from ${rows}`.execute(db)
  await sql`delete from customer_identities i using ${rows} where i.customer_id = r.holder and i.key = r.key
    and i.customer_id = any(${shared.flatMap(({ holder }) => holder ?? [])}::uuid[])`.execute(db)
  await sql`delete from identities i using ${rows} where i.key = r.key and i.customer_id = r.holder`.execute(db)
}
