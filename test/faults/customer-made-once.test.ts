// The program is killed while it makes a customer. Whoever asked sends the same again, with the same key, to the next one.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeWorld, type World } from '../world.ts'
import type { Serving } from './server-child.ts'

const child = join(import.meta.dirname, 'server-child.ts')

async function serve(world: World, place: Serving['place']): Promise<{ url: string; program: ChildProcess; ended: Promise<unknown[]> }> {
  const serving: Serving = { url: world.url, folder: world.dataFolder, now: world.now().toISOString(), place }
  const program = spawn(process.execPath, [child, JSON.stringify(serving)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(program, 'exit')
  const [line] = await once(program.stdout, 'data')
  return { url: String(line).trim(), program, ended }
}

const create = (url: string, name: string) =>
  fetch(`${url}/api/customers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `the-key-of-${encodeURIComponent(name)}` },
    body: JSON.stringify({ name }),
  })

const made = async (world: World, name: string) =>
  (
    await world.database.pool.query<{ id: string; facts: number; audits: number }>(
      `select c.id, (select count(*) from events e where e.customer_id = c.id) as facts,
        (select count(*) from audit.entries a where a.subject = c.id::text) as audits from customers c where c.name = $1`,
      [name],
    )
  ).rows

test('killed before the customer is kept, or after and before the answer, it is made once', async () => {
  const world = await makeWorld()
  // The first id is the customer's; the last, the third, is the audit's, when all is written and not yet kept.
  const places = [
    { name: '写入前', place: 1, keptThen: 0 },
    { name: '提交前', place: 3, keptThen: 0 },
    { name: '回答前', place: 'answer', keptThen: 1 },
  ] as const
  for (const { name, place, keptThen } of places) {
    const { url, ended } = await serve(world, place)
    await expect(create(url, name)).rejects.toThrow('fetch failed')
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect([name, (await made(world, name)).length]).toEqual([name, keptThen])
  }
  const { url, program, ended } = await serve(world, 'never')
  for (const { name } of places) {
    const answers = await Promise.all([create(url, name), create(url, name)])
    const bodies = await Promise.all(answers.map((answer) => answer.json()))
    const kept = await made(world, name)
    expect([name, kept]).toEqual([name, [{ id: kept[0]?.id, facts: 1, audits: 1 }]])
    expect(bodies).toEqual([
      { id: kept[0]?.id, created: true },
      { id: kept[0]?.id, created: true },
    ])
  }
  program.kill('SIGKILL')
  await ended
  await world.end()
}, 120_000)
