import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { type FirmRhythm, firmOfNobody } from '../firm-rhythm.ts'
import { type RhythmShares, usualShares } from '../own-rhythm.ts'

/** As it was taken last. */
export async function readFirmRhythm(db: Db): Promise<FirmRhythm> {
  const { rows } = await sql<{ body: FirmRhythm }>`select body from firm_rhythms order by taken_at desc limit 1`.execute(db)
  return rows[0]?.body ?? firmOfNobody
}

export const keepFirmRhythm = (firm: FirmRhythm, now: Date): RawBuilder<unknown> =>
  sql`insert into firm_rhythms (taken_at, body) values (${now}, ${JSON.stringify(firm)}::jsonb)
    on conflict (taken_at) do update set body = excluded.body`

/** What was taken later than a moment from which on a shop's days are to be gone through. */
export const forgetFirmRhythmsSince = (moment: Date): RawBuilder<unknown> => sql`delete from firm_rhythms where taken_at > ${moment}`

/** Later than which shares of one's gaps is late, and gone: the latter as leaving is defined. */
export async function readShares(db: Db): Promise<RhythmShares> {
  const { rows } = await sql<{ share: string }>`select share from churn_definitions order by version desc limit 1`.execute(db)
  return rows[0] ? { ...usualShares, gone: Number(rows[0].share) } : usualShares
}
