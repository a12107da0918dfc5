// Does one kind of work after the other, each on the database that it is told of until there is nothing to do, and kills itself without a word
// at a chosen place:
//   {"url": …, "folder": …, "now": …, "work": "import", "place": "between-tables", "times": 2, "portion": 40}
import { flushCompileCache } from 'node:module'
import { makeServices } from '../../src/app/make-services.ts'
import { makeSmtpMailer } from '../../src/platform/channels/smtp-mailer.ts'
import { openDatabase } from '../../src/platform/database/connect.ts'
import { type Work, workOn } from './work.ts'

export type Order = {
  readonly url: string
  readonly folder: string
  readonly now: string
  readonly work: Work
  readonly place: string
  readonly times: number
  readonly portion: number
}

flushCompileCache()

async function carryOut(order: Order): Promise<void> {
  const database = openDatabase(order.url, { max: 8 })
  const mailer = makeSmtpMailer()
  const services = makeServices({
    database,
    clock: () => new Date(order.now),
    log: { info: () => {}, warn: () => {}, error: (details) => console.error(details) },
    mailer,
    dataFolder: order.folder,
    publicUrl: () => 'http://regulars.test',
  })
  let hits = 0
  const at = (place: string) => {
    if (place === order.place && ++hits === order.times) process.kill(process.pid, 'SIGKILL')
  }
  while (await workOn(services, order.work, order.portion, at)) continue
  await mailer.close()
  await database.close()
}

process.on('message', async (order: Order) => {
  await carryOut(order)
  process.send?.('done')
})
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit())
