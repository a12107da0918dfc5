import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { Grade } from '../grade.ts'
import { sayWithdrawal } from '../say-model.ts'
import type { SetBody } from '../set-body.ts'

/** Grades older than this speak of another time. */
const freshDays = 100

/**
 * What the newest grade in the record says: where the model was worse than the plain past rate, it may not speak until a
 * newer grade is better. It goes on being recorded and graded meanwhile, which is how it comes back.
 */
export async function lastVerdict(db: Db, now: Date): Promise<SetBody['withdrawn']> {
  const since = new Date(now.getTime() - freshDays * 86_400_000)
  const { rows } = await sql<{ graded_at: Date; horizon: number; body: Grade }>`select graded_at, horizon, body from prediction_grades
    where horizon <= 90 and graded_at >= ${since} order by graded_at desc, horizon desc limit 1`.execute(db)
  const [newest] = rows
  if (newest?.body.verdict !== 'worse') return null
  return { at: newest.graded_at.toISOString(), words: sayWithdrawal(newest.body, newest.horizon) }
}
