import { factTables } from './customer/fact-tables.ts'
import { insightTables } from './customer/insight-tables.ts'
import { outreachTables } from './customer/outreach-tables.ts'
import { profileTables } from './customer/profile-tables.ts'
import { recordTables } from './customer/record-tables.ts'
import type { DataMap } from './mapped-table.ts'

/** Tables that tell of one customer each, spread by `customer_id`. */
export const customerTables: DataMap = { ...profileTables, ...factTables, ...recordTables, ...insightTables, ...outreachTables }
