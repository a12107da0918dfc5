import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import { takeOrMakeContactKeys } from './contact-keys.ts'

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
  await takeOrMakeContactKeys({ db, now, services: { sealing } })
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

async function readProofs(db: Ctx['db']): Promise<Row[]> {
  const { rows } = await sql<Row>`select version, proof from sealing_keys order by version`.execute(db)
  return rows
}
