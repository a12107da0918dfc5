// Serves the API on a database, tells its port, and kills itself without a word at a chosen place of making a customer:
// when it draws its so-many-th id, or when everything is kept and the answer is about to go out.
import { flushCompileCache } from 'node:module'
import { makeServices } from '../../src/app/make-services.ts'
import { uuidv7 } from '../../src/core/kit/id.ts'
import { openDatabase } from '../../src/platform/database/connect.ts'
import { buildServer } from '../../src/platform/http/server.ts'
import { makeSmtpMailer } from '../../src/platform/channels/smtp-mailer.ts'

export type Serving = { readonly url: string; readonly folder: string; readonly now: string; readonly place: number | 'answer' | 'never' }

flushCompileCache()
const { url, folder, now, place }: Serving = JSON.parse(process.argv[2] ?? '')
const clock = () => new Date(now)
const drawId = uuidv7(clock)
const die = () => process.kill(process.pid, 'SIGKILL')
let ids = 0
const services = makeServices({
  database: openDatabase(url, { max: 3 }),
  clock,
  newId: () => {
    if (++ids === place) die()
    return drawId()
  },
  log: { info: () => {}, warn: () => {}, error: (details) => console.error(details) },
  mailer: makeSmtpMailer(),
  dataFolder: folder,
  publicUrl: () => 'http://regulars.test',
})
const gate = { actorOf: async () => ({ kind: 'user', id: 'user:owner', name: '老板', role: 'owner' }) as const, addRoutes: () => {} }
const app = await buildServer({ services, gate, limits: null })
app.server.prependListener('request', (request, response) => {
  if (place !== 'answer' || request.method !== 'POST') return
  // Nothing of the answer has left when its head is written.
  Object.assign(response, { writeHead: die })
})
process.stdout.write(await app.listen({ port: 0, host: '127.0.0.1' }))
