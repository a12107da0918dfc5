import { houseTables } from './shared/house-tables.ts'
import { intakeTables } from './shared/intake-tables.ts'
import { sharedInsightTables } from './shared/insight-tables.ts'
import { sharedOutreachTables } from './shared/outreach-tables.ts'
import { sharedRecordTables } from './shared/record-tables.ts'
import type { DataMap } from './mapped-table.ts'

/** Tables that hold data of many people, or none. */
export const sharedTables: DataMap = {
  ...sharedRecordTables,
  ...intakeTables,
  ...sharedOutreachTables,
  ...sharedInsightTables,
  ...houseTables,
}
