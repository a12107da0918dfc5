import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { decidePairs as definition } from '../matching-actions.ts'
import { keepHousehold } from './keep-household.ts'
import { inOrder } from './keep-pairs.ts'
import { takeFromMembers } from './share-given.ts'

/**
 * Remembers what a person took these pairs for, or forgets it again. Those of one family come into one household.
 * @throws Problem matching.pair-missing when one of them is not known or was merged
 */
export async function decidePairs(ctx: Ctx, { pairs, decision }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const sorted = pairs.map(({ low, high }) => inOrder(low, high))
  const isOpen = decision === 'open'
  const { rows } =
    await sql`update match_pairs p set state = ${decision}, decided_by = ${isOpen ? null : ctx.actor.name}, decided_at = ${isOpen ? null : ctx.now}, via = null
    from unnest(${sorted.map((p) => p.low)}::uuid[], ${sorted.map((p) => p.high)}::uuid[]) g(low, high)
    where p.low = g.low and p.high = g.high and p.state <> 'merged' returning p.low`.execute(ctx.db)
  if (rows.length < new Set(sorted.map(({ low, high }) => low + high)).size) throw new Problem('matching.pair-missing')
  if (isOpen)
    await takeFromMembers(
      ctx,
      sorted.flatMap(({ low, high }) => [low, high]),
    )
  const household = decision === 'household' ? await keepHousehold(ctx, [...new Set(sorted.flatMap(({ low, high }) => [low, high]))]) : null
  return { decided: rows.length, household }
}
