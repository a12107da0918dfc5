import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'
import type { Keeper as CardKeeper } from '../sealing/contacts.ts'
import { type Keeper, sealedFieldsOf, sealValues } from '../sealing/seal-values.ts'

/**
 * A phone, e-mail or the like that was given for one customer while it is another's: it stays with that one, and that
 * the two may be one is kept for a person to decide.
 */
export type GivenKey = {
  readonly customerId: string
  /** As in `identities`: `phone:+8613800010001`. */
  readonly key: string
  readonly value: string
  readonly how: 'import' | 'source' | 'api'
  /** The name of the file or of the source. */
  readonly place: string | null
  /** Of a file: the line on which it stands. */
  readonly line: number | null
  readonly importId: string | null
}

type Place = CardKeeper & { readonly db: Db; readonly now: Date; readonly services: Keeper }

/** Notes all of them in one statement, sealed where their fields are. What was noted before stays as it is, unless it was taken back meanwhile. */
export async function noteGivenKeys(place: Place, given: readonly GivenKey[]): Promise<void> {
  if (given.length === 0) return
  const { db, now } = place
  const once = new Map(given.map((each) => [`${each.customerId} ${each.key}`, each]))
  const rows = (await withSealed(place, [...once.values()])).map(({ customerId, importId, ...each }) => ({
    ...each,
    customer_id: customerId,
    import_id: importId,
  }))
  await sql`insert into given_keys (customer_id, key, value, how, place, line, import_id, given_at)
    select customer_id, key, value, how, place, line, import_id, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, key text, value text, how text, place text, line integer, import_id uuid)
    order by customer_id, key
    on conflict (customer_id, key) do update set how = excluded.how, place = excluded.place, line = excluded.line, import_id = excluded.import_id,
      given_at = excluded.given_at, compared_at = null, withdrawn_at = null where given_keys.withdrawn_at is not null`.execute(db)
}

async function withSealed(place: Place, given: readonly GivenKey[]): Promise<GivenKey[]> {
  const fieldOf = ({ key }: GivenKey) => key.slice(0, key.indexOf(':'))
  const sealed = await sealValues(
    place.services,
    place.db,
    sealedFieldsOf(place.card('customer')),
    given.map((each) => ({ id: each.customerId, values: { [fieldOf(each)]: each.value } })),
  )
  return given.map((each, at) => ({ ...each, value: sealed[at]?.[fieldOf(each)] ?? '' }))
}

/** What an import gave speaks for nothing any more once it is undone. */
export async function withdrawGivenKeys({ db, now }: { readonly db: Db; readonly now: Date }, importId: string): Promise<void> {
  await sql`update given_keys set withdrawn_at = ${now}, compared_at = null where import_id = ${importId}`.execute(db)
}
