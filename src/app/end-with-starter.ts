import { areThere, whoStarted } from '../../scripts/who-started.mjs'

/** What scripts/start.mjs saw when it began; until our own modules are read, npm may be gone already. */
const starters = process.env['REGULARS_STARTED_BY'] || whoStarted()
delete process.env['REGULARS_STARTED_BY']

/**
 * A signal to npm alone (by a service manager, by `kill`) ends at most the shell between npm and us and stops there: whoever
 * ends npm means the program.
 */
export function endWithStarter(end: () => void): void {
  if (!process.env['npm_lifecycle_event'] || process.platform === 'win32') return
  if (!areThere(starters)) return end()
  const watch = setInterval(() => {
    if (areThere(starters)) return
    clearInterval(watch)
    end()
  }, 500)
  watch.unref()
}
