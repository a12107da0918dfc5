// Works on the imports of a database until there is nothing to do, and kills itself without a word at a chosen place:
//   node import-child.ts '{"url": …, "folder": …, "rows": 50, "place": "between-tables", "times": 2}'
import { makeServices } from '../../src/app/make-services.ts'
import { runImports } from '../../src/know/imports/server/run-imports.ts'
import { openDatabase } from '../../src/platform/database/connect.ts'

type Order = { readonly url: string; readonly folder: string; readonly now: string; readonly rows: number; readonly place: string; readonly times: number }

const order: Order = JSON.parse(process.argv[2] ?? '')
const database = openDatabase(order.url, { max: 3 })
const services = makeServices({
  database,
  clock: () => new Date(order.now),
  log: { info: () => {}, warn: () => {}, error: (details) => console.error(details) },
  mailer: { send: async () => ({ state: 'sent', reference: '' }), close: async () => {} },
  dataFolder: order.folder,
  publicUrl: () => 'http://regulars.test',
})

let hits = 0
const breakpoint = (name: string) => {
  if (name === order.place && ++hits === order.times) process.kill(process.pid, 'SIGKILL')
}
while (await runImports(services, { rows: order.rows, breakpoint })) continue
await database.close()
