// node test/sweep-after.ts some-folder: waits until whoever started it is gone, by whatever end, then stops the PostgreSQL of
// that folder and removes it. So a run that is killed leaves nothing behind, even where no other run follows.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stopPostmaster } from '../src/platform/database/postmaster.ts'

const folder = process.argv[2] ?? ''
// A signal to the whole group is for those who work.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
for await (const _ of process.stdin) continue
await stopPostmaster(join(folder, 'postgres'))
// Processes that end because theirs did write down what they compiled.
for (let tries = 0; tries < 5; tries++) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  await pause(1_000)
}
