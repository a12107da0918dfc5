import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../../src/platform/database/postmaster.ts'

const main = join(import.meta.dirname, '..', '..', 'src', 'app', 'main.ts')

export type Answer = { readonly status: number; readonly body: unknown; readonly text: string }

/** The program as `npm start` starts it, with its own database in a folder of its own, and its owner. */
export async function startRealProgram() {
  const folder = await mkdtemp(join(tmpdir(), 'regulars-program-'))
  await chmod(folder, 0o755)
  const port = await findFreePort()
  const { DATABASE_URL: _, ...environment } = process.env
  const program = spawn(process.execPath, [main, '--data', folder, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, LC_ALL: 'en_US.UTF-8', LOG_LEVEL: 'warn' },
  })
  const said = { out: '', error: '' }
  program.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  program.stderr.setEncoding('utf8').on('data', (text: string) => (said.error += text))
  const ended = once(program, 'exit')
  while (!/token=\S+/.test(said.out)) {
    await Promise.race([once(program.stdout, 'data'), ended])
    if (program.exitCode !== null) throw new Error(`it did not start: ${said.error}`)
  }
  const url = `http://localhost:${port}`
  const cookie = await welcome(url, /token=(\S+)/.exec(said.out)?.[1] ?? '')
  return {
    folder,
    said,
    /** @throws when no answer came */
    ask: async (method: string, path: string, body?: object, key?: string): Promise<Answer> => {
      const headers = { cookie, ...(body ? { 'content-type': 'application/json' } : {}), ...(key ? { 'idempotency-key': key } : {}) }
      const answer = await fetch(`${url}/api${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
      const text = await answer.text()
      return { status: answer.status, text, body: JSON.parse(text) }
    },
    interrupt: () => program.kill('SIGINT'),
    /** A last resort of a test that failed. */
    kill: () => program.kill('SIGKILL'),
    /** What it ended with: a number, or the signal. */
    end: async (): Promise<unknown> => (await ended).find((part) => part !== null),
  }
}

async function welcome(url: string, token: string): Promise<string> {
  const answer = await fetch(`${url}/api/welcome`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      name: '老板',
      email: 'owner@shop.example',
      password: 'tea-mountain-2026',
      shop: '山前茶事',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
      sample: false,
    }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (!answer.ok || !cookie) throw new Error(`no owner was made: ${answer.status} ${await answer.text()}`)
  return cookie
}
