import { houseTables } from './of-many/house-tables.ts'
import { intakeTables } from './of-many/intake-tables.ts'
import { sharedInsightTables } from './of-many/insight-tables.ts'
import { sharedOutreachTables } from './of-many/outreach-tables.ts'
import { sharedRecordTables } from './of-many/record-tables.ts'
import type { DataMap } from './mapped-table.ts'

/** Tables that hold data of many people, or none. */
export const sharedTables: DataMap = {
  ...sharedRecordTables,
  ...intakeTables,
  ...sharedOutreachTables,
  ...sharedInsightTables,
  ...houseTables,
}
