import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { whileAsked } from '../../../platform/database/ends-with-asker.ts'
import { fewestBuyers } from '../awaited.ts'
import type { Watched } from '../hazards.ts'
import { fitHazards } from './fit-hazards.ts'

const rows = Array.from(
  { length: Math.max(400, fewestBuyers) },
  (_, i): Watched => ({
    days: 1 + ((i * 37) % 200),
    happened: i % 3 !== 0,
    amount: 1_000 + ((i * 91) % 5_000),
    products: 1 + (i % 3),
    year: 2024 + (i % 10) / 10,
    channel: i % 2 ? 'store' : 'web',
    category: null,
    province: null,
  }),
)

const threads = { begun: 0, now: 0, most: 0 }
const onWorker = (worker: Worker) => {
  threads.begun++
  threads.most = Math.max(threads.most, ++threads.now)
  worker.once('exit', () => threads.now--)
}
beforeAll(() => void process.on('worker', onWorker))
afterAll(() => void process.off('worker', onWorker))
beforeEach(() => void Object.assign(threads, { begun: 0, most: 0 }))

test('however many ask at one moment, one thread at a time fits, and each has their answer', async () => {
  const all = await Promise.all([rows, rows.slice(1), rows].map((some) => fitHazards(some)))
  expect(all.map(({ state }) => state)).toEqual(['told', 'told', 'told'])
  expect(all[2]).toEqual(all[0])
  expect(threads).toMatchObject({ begun: 3, most: 1 })
})

test('who does not wait any more has nothing fitted, waits for no turn, and keeps nobody from theirs', async () => {
  const [first, second] = [new AbortController(), new AbortController()]
  const ended: string[] = []
  const note = (name: string) => (error: { code?: string }) => void ended.push(`${name} ${error.code}`)
  const asked = [
    whileAsked(first.signal, () => fitHazards(rows)).catch(note('first')),
    whileAsked(second.signal, () => fitHazards(rows)).catch(note('second')),
    fitHazards(rows).then(({ state }) => void ended.push(`third ${state}`)),
  ]
  second.abort()
  await asked[1]
  first.abort()
  await Promise.all(asked)
  expect(ended).toEqual(['second 57014', 'first 57014', 'third told'])
  expect(threads).toMatchObject({ most: 1 })
  expect(threads.begun).toBeLessThanOrEqual(2)
  await expect(whileAsked(first.signal, () => fitHazards(rows))).rejects.toMatchObject({ code: '57014' })
})
