import { type RawBuilder, sql } from 'kysely'
import { chinaZone } from './quiet-times.ts'

/** As `zoneOf` (quiet-times.ts) tells it, as a condition on the customer `c`: all of China keeps one time. */
export const isInChina = sql<boolean>`coalesce(c.province ~ '(省|市|自治区|特别行政区)$', false)`

/** The zone of a customer `c`: elsewhere the shop's is taken. */
export const zoneSql = (shopZone: string): RawBuilder<string> =>
  sql<string>`(case when ${isInChina} then ${chinaZone}::text else ${shopZone}::text end)`
