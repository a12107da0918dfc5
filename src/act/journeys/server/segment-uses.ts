import { sql } from 'kysely'
import type { SegmentUse } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { namesId, type RuleMatch } from '../../../platform/records/rule-uses.ts'

/**
 * Journeys, running or paused, that name the segment: as the trigger, in a rule of theirs, or in an older version that
 * customers still walk. An id stands in the definition's text for nothing but itself.
 */
export async function journeysUsingSegment(db: Db, segmentId: string): Promise<SegmentUse[]> {
  return journeysWithRule(db, namesId(segmentId))
}

/** The same of any rule that matches. */
export async function journeysWithRule(db: Db, match: RuleMatch): Promise<SegmentUse[]> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from journeys j
    where state in ('live', 'paused') and (${match(sql`j.definition`)} or exists (
      select 1 from journey_versions v where v.journey_id = j.id and ${match(sql`v.definition`)} and exists (
        select 1 from journey_runs r where r.journey_id = j.id and r.version = v.version and r.state in ('ready', 'waiting'))))
    order by created_at, id`.execute(db)
  return rows.map((row) => ({ kind: { zh: '旅程', en: 'journey' }, name: row.name, address: `/journeys/${row.id}` }))
}
