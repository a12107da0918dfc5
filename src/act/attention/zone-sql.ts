import { type RawBuilder, sql } from 'kysely'
import { chinaZone } from './quiet-times.ts'

/** The zone of a customer `c`, as `zoneOf` (quiet-times.ts) tells it of one. */
export const zoneSql = (shopZone: string): RawBuilder<string> =>
  sql<string>`(case when coalesce(c.province ~ '(省|市|自治区|特别行政区)$', false) then ${chinaZone}::text else ${shopZone}::text end)`
