import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ContactWork } from '../../../platform/sealing/contact-work.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { Turned } from './turn-contacts.ts'
import { turnOf } from './turn-json.ts'

/**
 * A portion of the keys of a kind, in order, each written beside in the form to come: once new values are written in that form,
 * whoever is known by an old one is found by it. What is known by the old form counts where the two disagree.
 */
export async function writeKeysAhead(
  ctx: Ctx,
  work: ContactWork,
  table: 'identities' | 'shared_keys',
  after: string | null,
  limit: number,
): Promise<Turned> {
  const owner = sql.id(table === 'identities' ? 'customer_id' : 'household_id')
  // By which import a household came to share it goes along: undoing that one gives it back in either form.
  const also = table === 'identities' ? [] : [sql.id('import_id')]
  const given = sql.join([sql.id('key'), owner, ...also])
  const prefix = `${work.kind}:`
  const { rows } = await sql<{
    key: string
    owner: string
    import_id?: string | null
  }>`select ${given}, ${owner} as owner from ${sql.id(table)}
    where key > ${after ?? prefix} and key like ${`${prefix}%`} order by key limit ${limit}`.execute(ctx.db)
  const turn = turnOf(ctx.services.sealing, work)
  const ahead = rows.flatMap(({ key, owner: of, import_id = null }) => {
    const value = key.slice(prefix.length)
    const whole = turn.whole(value)
    return whole === value ? [] : [{ key: identityKey(work.kind, whole), owner: of, import_id }]
  })
  const listed = sql`jsonb_to_recordset(${JSON.stringify(ahead)}::jsonb) as r(key text, owner uuid, import_id uuid)`
  const source = sql.join([sql`r.key`, sql`r.owner`, ...also.map(() => sql`r.import_id`)])
  const differs = table === 'identities' ? sql`` : sql`or t.import_id is distinct from excluded.import_id`
  const { rows: made } = await sql<{
    key: string
    owner: string
  }>`insert into ${sql.id(table)} as t (${given}) select ${source} from ${listed} order by 1
    on conflict (key) do update set ${sql.join([owner, ...also].map((column) => sql`${column} = excluded.${column}`))} where t.${owner} <> excluded.${owner} ${differs} returning key, ${owner} as owner`.execute(
    ctx.db,
  )
  if (table === 'identities' && made.length > 0)
    await sql`insert into customer_identities (customer_id, key) select r.owner, r.key
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as r(key text, owner uuid) on conflict (customer_id, key) do nothing`.execute(
      ctx.db,
    )
  return { next: rows.length < limit ? null : (rows.at(-1)?.key ?? null), changed: made.length }
}

/** At the end nothing is known by the old form any more: what a customer had was turned over with them, the rest is nobody's. */
export async function dropOldKeys(ctx: Ctx, work: ContactWork): Promise<void> {
  const turn = turnOf(ctx.services.sealing, work)
  const isNobodys = sql`not exists (select 1 from customer_identities k where k.customer_id = identities.customer_id and k.key = identities.key)`
  for (const [table, isLeft] of [
    ['shared_keys', sql`true`],
    ['identities', isNobodys],
  ] as const) {
    const isOfKind = sql`starts_with(key, ${`${work.kind}:`}) and starts_with(key, ${`${work.kind}:§3.`}) = ${work.aim !== 'sealed'}`
    const { rows } = await sql<{ key: string }>`select key from ${sql.id(table)} where ${isOfKind} and ${isLeft}`.execute(ctx.db)
    const old = rows.flatMap(({ key }) => (turn.whole(key.slice(work.kind.length + 1)) === key.slice(work.kind.length + 1) ? [] : [key]))
    if (old.length > 0) await sql`delete from ${sql.id(table)} where key = any(${old}::text[]) and ${isLeft}`.execute(ctx.db)
  }
  await dropKeysOfShared(ctx, work.kind)
  await dropKeysOfErased(ctx, work.kind)
}

/** What came to be shared while its keys were being written ahead was taken from its owner in one form alone. */
async function dropKeysOfShared({ db }: Ctx, kind: string): Promise<void> {
  for (const table of ['identities', 'customer_identities'])
    await sql`delete from ${sql.id(table)} t using shared_keys s where s.key = t.key and starts_with(t.key, ${`${kind}:`})`.execute(db)
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** Whoever was erased at the moment in which their keys were written ahead leaves none behind; a household that went neither. */
async function dropKeysOfErased({ db }: Ctx, kind: string): Promise<void> {
  const isOfKind = sql`starts_with(key, ${`${kind}:`})`
  for (const table of ['identities', 'customer_identities'])
    await sql`delete from ${sql.id(table)} where ${isOfKind} and customer_id in (
      select customer_id from log_heads where into_id = ${nobody}::uuid)`.execute(db)
  await sql`delete from shared_keys where ${isOfKind} and not exists (select 1 from households h where h.id = household_id)`.execute(db)
}
