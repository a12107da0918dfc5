import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Starts two threads, one with limits of its own, in a program with so much room for what is young; their heaps at most, in MB. */
function heapsAtMost(room: string): number[] {
  const started = `
    const { startWorker } = await import(${JSON.stringify(join(import.meta.dirname, 'start-worker.ts'))})
    const file = new URL('data:text/javascript,import v8 from "node:v8";import { parentPort } from "node:worker_threads";parentPort.postMessage(v8.getHeapStatistics().heap_size_limit)')
    const heap = (resourceLimits) => new Promise((resolve, reject) => startWorker(file, { resourceLimits }).once('message', resolve).once('error', reject))
    const own = { maxOldGenerationSizeMb: 100, maxYoungGenerationSizeMb: 12 }
    console.log(JSON.stringify([...(await Promise.all([heap(own), heap(own)])), await heap({ maxOldGenerationSizeMb: 100 })]))`
  const said = execFileSync(process.execPath, [room, '--input-type=module', '--eval', started], { encoding: 'utf8' })
  return (JSON.parse(said) as number[]).map((bytes) => Math.round(bytes / 1_048_576))
}

test('threads keep to their own limits, however much room for what is young the program was given', () => {
  expect(heapsAtMost('--max-semi-space-size=16')).toEqual([112, 112, 148])
  expect(heapsAtMost('--max-semi-space-size=32').slice(0, 2)).toEqual([112, 112])
})
