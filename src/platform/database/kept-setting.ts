import type { Database, Db } from './connect.ts'
import { isOutage } from './outage.ts'
import { readSetting } from './read-setting.ts'

type Kept<T> = { readonly read: (database: Database, db: Db) => Promise<T>; readonly forget: (database: Database) => void }

/**
 * A named setting that is asked for again and again: read anew at most every so many milliseconds, and after it was written. While
 * the database is away nobody changes it, and it stands as it was read last.
 * @param parse is handed nothing where it was never set
 */
export function keptSetting<T>({ name, forMs, parse }: { name: string; forMs: number; parse: (value: unknown) => T }): Kept<T> {
  const known = new WeakMap<Database, { readonly until: number; readonly value: T }>()
  return {
    read: async (database, db) => {
      const before = known.get(database)
      if (before && before.until > performance.now()) return before.value
      try {
        const value = parse(await readSetting(db, name))
        known.set(database, { until: performance.now() + forMs, value })
        return value
      } catch (error) {
        const last = known.get(database)
        if (last && isOutage(error)) return last.value
        throw error
      }
    },
    forget: (database) => void known.delete(database),
  }
}
