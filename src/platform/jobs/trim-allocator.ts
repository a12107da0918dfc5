import { DatabaseSync } from 'node:sqlite'

/**
 * What was freed between things that are still in use stays with glibc, 20 to 30 MB once the sample shop's ninety days were
 * played: only its `malloc_trim` gives that back, and Node never calls it. SQLite, which Node brings along, calls a function of a
 * library by its name where an extension is loaded, and this one reads nothing of what it is handed but how much to keep at the
 * end. Where the C library is another one, it is not found and nothing happens.
 */
export function trimAllocator(): void {
  const caller = new DatabaseSync(':memory:', { allowExtension: true })
  try {
    caller.loadExtension('libc.so.6', 'malloc_trim')
  } catch {
    // It says 1 where something went back, which SQLite takes for a failure.
  } finally {
    caller.close()
  }
}
