import type { Ctx } from '../../../platform/actions/context.ts'
import type { SegmentUse } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { segmentRules, segmentsIn } from '../segment.ts'

/** Other segments whose rules ask for this one. */
export async function segmentsUsing(db: Db, id: string): Promise<SegmentUse[]> {
  const { rows } = await segmentRules.execute(db)
  const users = rows.filter((other) => other.id !== id && segmentsIn(other.rule).includes(id))
  return users.map((user) => ({ kind: { zh: '细分', en: 'segment' }, name: user.name, address: `/segments/${user.id}` }))
}

/** All that needs this segment, in the order of features. */
export async function usesOf(ctx: Ctx, id: string): Promise<SegmentUse[]> {
  const found: SegmentUse[] = []
  for (const feature of ctx.registry.features) found.push(...((await feature.segmentUses?.(ctx.db, id)) ?? []))
  return found
}
