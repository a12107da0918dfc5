// Whoever ends npm means the program: by a signal that reaches npm alone, at any moment of a start.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { findFreePort } from '../../src/platform/database/postmaster.ts'
import { freshDatabase } from '../fresh-database.ts'

const main = join(import.meta.dirname, '..', '..', 'src', 'app', 'main.ts')
const folder = mkdtempSync(join(tmpdir(), 'regulars-npm-'))
const fresh = await freshDatabase()
afterAll(async () => {
  await fresh.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs it as npm does, and hears what the program says until it is gone, whoever its parent is by then. */
async function begin(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const port = String(await findFreePort())
  const child = spawn(command, [...args, '--data', join(folder, 'data'), '--port', port], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: fresh.url, LC_ALL: 'en_US.UTF-8', LOG_LEVEL: 'warn', npm_lifecycle_event: 'start', ...more },
    // A group of its own, so that whatever a test leaves behind can be ended with all that it started.
    detached: true,
  })
  const said = { text: '', isOver: false }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.text += text))
  const silent = once(child.stdout, 'close').then(() => (said.isOver = true))
  return { child, said, silent }
}

/** Ends the whole group, where anybody of it is left. */
function endAll({ pid }: { readonly pid?: number | undefined }): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {}
}

test('a program whose npm was killed before the program was read does not begin to serve', async () => {
  const { child, said, silent } = await begin(process.execPath, [main], { REGULARS_STARTED_BY: '1:0' })
  try {
    await silent
    expect(said.text).not.toContain('running')
    expect(said.text.trim().split('\n').at(-1)).toBe('Stopped.')
  } finally {
    endAll(child)
  }
}, 120_000)

test.skipIf(process.platform !== 'linux')(
  'npm killed with the shell below it left alive ends the program all the same',
  async () => {
    // Like npm: the script in a shell of its own, which waits for it.
    const standIn = `const { spawn } = require('node:child_process')
    spawn('sh', ['-c', '"$0" "$@"; exit $?', process.execPath, ${JSON.stringify(main)}, ...process.argv.slice(1)], { stdio: 'inherit' })`
    const { child, said, silent } = await begin(process.execPath, ['-e', standIn, '--'])
    try {
      while (!said.text.includes('running') && !said.isOver) await Promise.race([once(child.stdout, 'data'), silent])
      expect(said.text).toContain('running')
      child.kill('SIGKILL')
      await silent
      expect(said.text.trim().split('\n').at(-1)).toBe('Stopped.')
    } finally {
      endAll(child)
    }
  },
  60_000,
)

test.skipIf(process.platform === 'win32')(
  'Ctrl-C in the middle of a first start leaves a database that is whole or none',
  async () => {
    const home = mkdtempSync(join(tmpdir(), 'regulars-first-'))
    // Started by root, the database runs under another account, which has to reach it here.
    chmodSync(home, 0o755)
    const { DATABASE_URL: _, ...env } = process.env
    const program = spawn(process.execPath, [main, '--data', home, '--port', String(await findFreePort())], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, LC_ALL: 'en_US.UTF-8', LOG_LEVEL: 'warn' },
      detached: true,
    })
    try {
      const said = { out: '', error: '' }
      program.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
      program.stderr.setEncoding('utf8').on('data', (text: string) => (said.error += text))
      const ended = once(program, 'exit')
      while (!existsSync(join(home, 'postgres.making', 'PG_VERSION')) && program.exitCode === null) await pause(5)
      // As a terminal does: to all that the program has started.
      process.kill(-(program.pid ?? 0), 'SIGINT')
      expect(await ended).toEqual([0, null])
      expect(said).toEqual({ out: 'Stopping, once what has begun is put away…\nStopped.\n', error: '' })
      expect(readdirSync(home)).not.toContain('postgres.making')
    } finally {
      program.kill('SIGKILL')
      rmSync(home, { recursive: true, force: true })
    }
  },
  60_000,
)
