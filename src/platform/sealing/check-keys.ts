import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'

type Row = { version: number; proof: string }

/**
 * At each start: are these the keys that the database was used with? A new database is given new ones.
 * @throws Problem sealing.keys-missing, sealing.keys-unreadable, sealing.wrong-keys
 */
export async function checkKeys({ db, now, services: { sealing } }: Pick<Ctx, 'db' | 'now' | 'services'>): Promise<void> {
  const known = await readProofs(db)
  if (!sealing.hasKeys()) {
    if (known.length > 0) throw new Problem('sealing.keys-missing', { file: sealing.place })
    sealing.makeKeys()
  }
  const mine = sealing.proofs()
  const fresh = [...mine].filter(([version]) => !known.some((row) => row.version === version))
  if (known.some(({ version, proof }) => mine.get(version) !== proof)) throw new Problem('sealing.wrong-keys', { file: sealing.place })
  if (fresh.length > 0) await keepProofs({ db, now, services: { sealing } }, mine, fresh)
  await takeContactKey({ db, now, services: { sealing } })
}

type Keys = { readonly db: Ctx['db']; readonly now: Date; readonly services: Pick<Ctx['services'], 'sealing'> }

async function keepProofs(
  { db, now, services: { sealing } }: Keys,
  mine: ReadonlyMap<number, string>,
  fresh: readonly (readonly [number, string])[],
) {
  // Two who start at one moment with two sets of keys: the second finds the other's here.
  await sql`insert into sealing_keys (version, proof, made_at) select v, p, ${now} from unnest(${fresh.map(([version]) => version)}::int[],
    ${fresh.map(([, proof]) => proof)}::text[]) t(v, p) order by v on conflict do nothing`.execute(db)
  const kept = await readProofs(db)
  if (kept.some(({ version, proof }) => mine.get(version) !== proof)) throw new Problem('sealing.wrong-keys', { file: sealing.place })
}

/** The key of contact details, made at the first start. Of two who start at one moment the second finds the other's. */
async function takeContactKey({ db, now, services: { sealing } }: Keys): Promise<void> {
  const read = async () =>
    (
      await sql<{ wrapped: Buffer; version: number }>`select wrapped, key_version as version from contact_keys where version = 1`.execute(
        db,
      )
    ).rows[0]
  let kept = await read()
  if (!kept) {
    const { wrapped, version } = sealing.makeContactKey()
    await sql`insert into contact_keys (version, wrapped, key_version, made_at) values (1, ${wrapped}, ${version}, ${now}) on conflict do nothing`.execute(
      db,
    )
    kept = await read()
  }
  if (kept) sealing.takeContactKey(kept)
}

/** Of a copy that was just restored: its own key, where it has one and the keys that it is wrapped under came back too. */
export async function takeRestoredContactKey({ db, services: { sealing } }: Pick<Ctx, 'db' | 'services'>): Promise<void> {
  const { rows: there } = await sql<{ is: boolean }>`select to_regclass('contact_keys') is not null as is`.execute(db)
  if (!there[0]?.is || !sealing.hasKeys()) return
  const { rows } = await sql<{
    wrapped: Buffer
    version: number
  }>`select wrapped, key_version as version from contact_keys where version = 1`.execute(db)
  if (rows[0]) sealing.takeContactKey(rows[0])
}

async function readProofs(db: Ctx['db']): Promise<Row[]> {
  const { rows } = await sql<Row>`select version, proof from sealing_keys order by version`.execute(db)
  return rows
}
