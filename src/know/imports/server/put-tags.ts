import { sql } from 'kysely'
import { tagAdded } from '../../tags/events.ts'
import { mostTags } from '../../tags/tag.ts'
import type { HistoryFact } from './append-history.ts'
import type { Portion } from './portion.ts'
import { noteChanges } from './record-changes.ts'

/** A tag that a customer shall have; `expiresAt` is undefined where the file says nothing of it. */
export type WantedTag = { readonly customerId: string; readonly tag: string; readonly expiresAt: string | undefined }
export type TagsPut = { readonly added: number; readonly changed: number; readonly same: number; readonly facts: HistoryFact[] }

type Tag = { readonly id: string; readonly name: string }
type Had = { customer_id: string; tag_id: string; expires_at: Date | null }

/** The tags of these names, those made that are not there. One that there is no more room for is missing. */
export async function tagsNamed({ db, newId, now, by }: Portion, names: Iterable<string>): Promise<Map<string, Tag>> {
  const wanted = new Map([...names].map((name) => [name.toLowerCase(), name]))
  const found = await readTags(db, [...wanted.keys()])
  const missing = [...wanted].filter(([key]) => !found.has(key))
  if (missing.length === 0) return found
  // One after the other with whoever else makes tags, so that of two of one name the second finds the first.
  await sql`select pg_advisory_xact_lock(hashtext('tags'))`.execute(db)
  const again = await readTags(db, [...wanted.keys()])
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from tags where retired_at is null`.execute(db)
  const made = missing
    .filter(([key]) => !again.has(key))
    .slice(0, Math.max(0, mostTags - (rows[0]?.n ?? 0)))
    .map(([key, name]) => ({ key, name, id: newId() }))
  await sql`insert into tags (id, name, colour, created_by, created_at)
    select id, name, 'teal', ${by}, ${now} from unnest(${made.map((tag) => tag.id)}::uuid[], ${made.map((tag) => tag.name)}::text[]) t(id, name)`.execute(
    db,
  )
  for (const { key, id, name } of made) again.set(key, { id, name })
  return again
}

async function readTags(db: Portion['db'], keys: readonly string[]): Promise<Map<string, Tag>> {
  const { rows } = await sql<Tag>`select id, name from tags where lower(name) = any(${[...keys]}::text[]) and retired_at is null`.execute(
    db,
  )
  return new Map(rows.map((tag) => [tag.name.toLowerCase(), tag]))
}

/** Tags customers. Who has a tag already is not tagged again; only its end is set anew where the file says one. */
export async function putTags(portion: Portion, wanted: readonly WantedTag[], tags: ReadonlyMap<string, Tag>): Promise<TagsPut> {
  const given = new Map<string, WantedTag & { readonly id: string; readonly name: string }>()
  for (const each of wanted) {
    const tag = tags.get(each.tag.toLowerCase())
    if (tag) given.set(`${each.customerId} ${tag.id}`, { ...each, ...tag })
  }
  const all = [...given.values()].sort((a, b) => (a.customerId + a.id < b.customerId + b.id ? -1 : 1))
  const had = await readHad(portion, all)
  const fresh = all.filter((each) => !had.has(`${each.customerId} ${each.id}`))
  const ends = all.flatMap((each) => {
    const before = had.get(`${each.customerId} ${each.id}`)
    return before !== undefined && each.expiresAt !== undefined && before.expires_at?.toISOString() !== each.expiresAt
      ? [{ ...each, before: before.expires_at?.toISOString() ?? null }]
      : []
  })
  await insertTags(portion, fresh)
  await writeEnds(portion, ends)
  await noteChanges(portion, [
    ...fresh.map(({ customerId, id, expiresAt }) => ({
      customerId,
      what: 'tag' as const,
      recordId: id,
      before: null,
      after: { expires_at: expiresAt ?? null },
    })),
    ...ends.map(({ customerId, id, before, expiresAt }) => ({
      customerId,
      what: 'tag' as const,
      recordId: id,
      before: { expires_at: before },
      after: { expires_at: expiresAt ?? null },
    })),
  ])
  return { added: fresh.length, changed: ends.length, same: all.length - fresh.length - ends.length, facts: factsOf(portion, fresh) }
}

type Given = WantedTag & { readonly id: string; readonly name: string }

async function readHad({ db }: Portion, all: readonly Given[]): Promise<Map<string, Had>> {
  if (all.length === 0) return new Map()
  const { rows } = await sql<Had>`select t.customer_id, t.tag_id, t.expires_at from customer_tags t
    join unnest(${all.map((each) => each.customerId)}::uuid[], ${all.map((each) => each.id)}::uuid[]) g(customer_id, tag_id)
      on g.customer_id = t.customer_id and g.tag_id = t.tag_id`.execute(db)
  return new Map(rows.map((row) => [`${row.customer_id} ${row.tag_id}`, row]))
}

async function insertTags({ db, now, by }: Portion, fresh: readonly Given[]): Promise<void> {
  if (fresh.length === 0) return
  await sql`insert into customer_tags (customer_id, tag_id, tagged_at, expires_at, origin, by, first_customer_id)
    select customer_id, tag_id, ${now}, expires_at::timestamptz, 'import', ${by}, customer_id
    from unnest(${fresh.map((each) => each.customerId)}::uuid[], ${fresh.map((each) => each.id)}::uuid[], ${fresh.map((each) => each.expiresAt ?? null)}::text[])
      t(customer_id, tag_id, expires_at) on conflict (customer_id, tag_id) do nothing`.execute(db)
}

async function writeEnds({ db }: Portion, ends: readonly Given[]): Promise<void> {
  if (ends.length === 0) return
  await sql`update customer_tags t set expires_at = g.expires_at::timestamptz
    from unnest(${ends.map((each) => each.customerId)}::uuid[], ${ends.map((each) => each.id)}::uuid[], ${ends.map((each) => each.expiresAt ?? null)}::text[])
      g(customer_id, tag_id, expires_at) where t.customer_id = g.customer_id and t.tag_id = g.tag_id`.execute(db)
}

function factsOf({ now }: Portion, fresh: readonly Given[]): HistoryFact[] {
  return fresh.map(({ customerId, id, name, expiresAt }) => ({
    customerId,
    kind: tagAdded.name,
    at: now.toISOString(),
    payload: JSON.stringify({ tag: id, name, origin: 'import', ...(expiresAt ? { expiresAt } : {}) }),
  }))
}
