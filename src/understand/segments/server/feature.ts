import { sql } from 'kysely'
import type { Feature } from '../../../platform/actions/feature.ts'
import { segmentEntered, segmentLeft } from '../events.ts'
import { segment } from '../segment.ts'
import { segmentsRefresher } from './refresh-segments.ts'

export const segmentsFeature: Feature = {
  name: 'segments',
  entities: [segment],
  events: [segmentEntered, segmentLeft],
  refreshers: [segmentsRefresher],
  vocabulary: async (db) => ({
    segments: new Map((await sql<{ id: string; name: string }>`select id, name from segments order by name`.execute(db)).rows.map((row) => [row.id, row.name])),
  }),
}
