import { customerTables } from './map/customer-tables.ts'
import { type DataClass, dataClasses, ownClasses } from './map/map-words.ts'
import { type DataMap, type MappedTable, namesIn } from './map/mapped-table.ts'
import { sharedTables } from './map/shared-tables.ts'
import { staffTables } from './map/staff-tables.ts'

/** Which data lie where: every column of every table, with its class. A column without one fails the test beside this file. */
export const dataMap: DataMap = { ...customerTables, ...sharedTables, ...staffTables }

const classNames = Object.keys(dataClasses)
const isClass = (name: string): name is DataClass => classNames.includes(name)

/** The class of each column of a table. */
export function classesOf(table: MappedTable): ReadonlyMap<string, DataClass> {
  return new Map(
    Object.entries(table.columns).flatMap(([name, columns]) =>
      isClass(name) ? namesIn(columns).map((column) => [column, name] as const) : [],
    ),
  )
}

/** The columns that a person gets a copy of, in the order of the map. */
export function ownColumns(table: MappedTable): string[] {
  return table.heading === undefined ? [] : [...classesOf(table)].flatMap(([column, of]) => (ownClasses.includes(of) ? [column] : []))
}

/** Columns by which a row names the person. */
export const personColumns = (table: MappedTable): string[] => namesIn(table.by ?? 'customer_id')
