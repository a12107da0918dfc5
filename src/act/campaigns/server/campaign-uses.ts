import { sql } from 'kysely'
import type { SegmentUse } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { namesId, type RuleMatch } from '../../../platform/records/rule-uses.ts'

/** Campaigns that are planned, under way or will come again and name the segment. */
export const campaignsUsingSegment = (db: Db, segmentId: string): Promise<SegmentUse[]> => campaignsWithRule(db, namesId(segmentId))

/** The same of any rule that matches. */
export async function campaignsWithRule(db: Db, match: RuleMatch): Promise<SegmentUse[]> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from campaigns c
    where state in ('planned', 'running', 'paused') and ${match(sql`c.definition`)} order by created_at, id`.execute(db)
  return rows.map((row) => ({ kind: { zh: '营销活动', en: 'campaign' }, name: row.name, address: `/campaigns/${row.id}` }))
}
