import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listSources as definition } from '../actions.ts'
import { readSummaries } from './read-summaries.ts'

export async function listSources(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  return { sources: await readSummaries(ctx, sql`true`) }
}
