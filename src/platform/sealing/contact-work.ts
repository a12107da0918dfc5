import { sql } from 'kysely'
import type { ContactKind } from '../../core/kit/contact-token.ts'
import type { SealedContact } from '../actions/feature.ts'
import type { Db } from '../database/connect.ts'
import { takeContactKeys } from './contact-keys.ts'
import type { Sealing } from './sealing.ts'

/** How far a contact detail has come on its way to being sealed, or to being opened again. */
export type ContactWork = {
  readonly kind: ContactKind
  /** `renewed`: sealed before and after, under another key. */
  readonly aim: 'sealed' | 'open' | 'renewed'
  /** `keys`: identity keys are written in both forms · `values`: new values are written in the new form, old ones turned over. */
  readonly phase: 'keys' | 'values' | 'done'
  readonly place: string | null
  readonly after: string | null
  readonly found: number
  readonly done: number
  readonly total: number
  /** The version of the key that it is sealed under; `formerKey` was it before, and is until new values are written in the new form. */
  readonly contactKey: number
  readonly formerKey: number
  readonly startedAt: Date
  readonly writtenAt: Date | null
  readonly haltedAt: Date | null
  readonly endedAt: Date | null
  /** Being sealed anew: what stands in the clear is looked for in a round of its own when that is through. */
  readonly again: boolean
}

const columns = sql`kind, aim, phase, place, after, found, done, total, contact_key as "contactKey", former_key as "formerKey", started_at as "startedAt", written_at as "writtenAt",
  halted_at as "haltedAt", ended_at as "endedAt", again`

export async function readContactWork(db: Db): Promise<ContactWork[]> {
  const { rows } = await sql<ContactWork>`select ${columns} from sealed_contacts order by started_at, kind`.execute(db)
  return rows
}

/** As the cards are told of it: what is asked, and in which form new values are written. Keys that came new are taken. */
export async function readSealedContacts(db: Db, sealing: Sealing): Promise<Map<ContactKind, SealedContact>> {
  const works = await readContactWork(db)
  await takeContactKeys(
    sealing,
    db,
    works.flatMap(({ contactKey, formerKey }) => [contactKey, formerKey]),
  )
  return new Map(works.map((work) => [work.kind, howItStands(work)]))
}

function howItStands({ aim, phase, contactKey, formerKey }: ContactWork): SealedContact {
  const isBefore = phase === 'keys'
  return {
    isTurning: phase !== 'done',
    isOpening: aim === 'sealed' ? isBefore : aim === 'open' && !isBefore,
    writtenUnder: aim === 'renewed' && isBefore ? formerKey : contactKey,
    otherKey: aim !== 'renewed' ? null : isBefore ? contactKey : formerKey,
  }
}

type Begun = Pick<ContactWork, 'kind' | 'aim' | 'total' | 'contactKey' | 'formerKey'> & { readonly by: string }

/** Begins it, or begins it anew in the other direction: what was done half is undone in the same way. */
export async function beginContactWork(
  { db, now }: { readonly db: Db; readonly now: Date },
  { kind, aim, total, contactKey, formerKey, by }: Begun,
): Promise<void> {
  await sql`insert into sealed_contacts (kind, aim, phase, total, contact_key, former_key, started_at, changed_by)
    values (${kind}, ${aim}, 'keys', ${total}, ${contactKey}, ${formerKey}, ${now}, ${by})
    on conflict (kind) do update set contact_key = excluded.contact_key, former_key = excluded.former_key, aim = excluded.aim, phase = 'keys', place = null, after = null, found = 0, done = 0, total = excluded.total,
      started_at = excluded.started_at, written_at = null, halted_at = null, ended_at = null, again = false, changed_by = excluded.changed_by`.execute(
    db,
  )
}

export async function haltContactWork(
  { db, now }: { readonly db: Db; readonly now: Date },
  kind: ContactKind,
  isHalted: boolean,
): Promise<boolean> {
  const { rows } =
    await sql`update sealed_contacts set halted_at = ${isHalted ? now : null} where kind = ${kind} and phase <> 'done' returning 1`.execute(
      db,
    )
  return rows.length > 0
}

/** The oldest that is under way, those that wait for their time after all others; ours until the end of the transaction; another process waits here. */
export async function claimContactWork(db: Db): Promise<ContactWork | null> {
  const { rows } = await sql<ContactWork>`update sealed_contacts set done = done where phase <> 'done' and halted_at is null and kind = (
      select kind from sealed_contacts where phase <> 'done' and halted_at is null
        order by place is not distinct from 'waiting', started_at, kind limit 1) returning ${columns}`.execute(db)
  return rows[0] ?? null
}

type Kept = Pick<ContactWork, 'kind' | 'aim' | 'phase' | 'place' | 'after' | 'found' | 'done' | 'writtenAt' | 'endedAt' | 'again'>

export async function keepContactWork(
  db: Db,
  { kind, aim, phase, place, after, found, done, writtenAt, endedAt, again }: Kept,
): Promise<void> {
  await sql`update sealed_contacts set aim = ${aim}, phase = ${phase}, place = ${place}, after = ${after}, found = ${found}, done = ${done},
    written_at = ${writtenAt}, ended_at = ${endedAt}, again = ${again} where kind = ${kind}`.execute(db)
}

/** Opened again and through: as if it had never been. */
export async function endContactWork(db: Db, kind: ContactKind): Promise<void> {
  await sql`delete from sealed_contacts where kind = ${kind}`.execute(db)
}
