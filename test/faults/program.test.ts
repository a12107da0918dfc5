// The whole program under load: its database is killed and comes back, then Ctrl-C ends everything cleanly.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openDatabase } from '../../src/platform/database/connect.ts'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { findRunning } from '../../src/platform/database/postmaster.ts'
import { startCountingServer } from './mail-server.ts'
import { killPostgres } from './own-database.ts'
import { startRealProgram } from './real-program.ts'

type Program = Awaited<ReturnType<typeof startRealProgram>>
const made = z.object({ id: z.string() })

/** One who makes customers and sends each a message, one after the other, and repeats what was not answered with yes. */
async function keepAsking(program: Program, lane: number, templateId: string, isOver: () => boolean) {
  const acknowledged: string[] = []
  const refusals = new Set<string>()
  /** @returns the id, or null when the program is gone */
  const insist = async (path: string, body: object, key: string): Promise<string | null> => {
    for (;;) {
      const answer = await program.ask('POST', path, body, key).catch(() => null)
      if (!answer) return null
      if (answer.status === 200) return made.parse(answer.body).id
      refusals.add(`${answer.status} ${answer.text}`)
      if (isOver()) return null
      await pause(20)
    }
  }
  for (let i = 0; ; i++) {
    const customerId = await insist(
      '/customers',
      { name: `客${lane}-${i}`, email: `c${lane}-${i}@tea.example`, emailConsent: 'granted' },
      `customer-${lane}-${i}`,
    )
    if (customerId === null) break
    acknowledged.push(customerId)
    if ((await insist('/messages', { customerId, templateId }, `message-${lane}-${i}`)) === null) break
  }
  return { acknowledged, refusals }
}

async function until(question: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await question().catch(() => false)); tries++) {
    if (tries > 1_200) throw new Error('it never came about')
    await pause(50)
  }
}

const rowsOfFile = 6_000
const file = `会员号,姓名,手机号\n${Array.from({ length: rowsOfFile }, (_, i) => `M${i},导入${i},139${String(i).padStart(8, '0')}`).join('\n')}\n`

test('under load the program outlives its database, and Ctrl-C leaves nothing half done', async () => {
  const mail = await startCountingServer()
  const program = await startRealProgram()
  try {
    await program.ask('PUT', '/settings/smtp', {
      host: '127.0.0.1',
      port: mail.port,
      secure: false,
      user: '',
      password: '',
      from: '山前茶事 <tea@shop.example>',
    })
    await program.ask('PUT', '/settings/sending', { quietFrom: '00:00', quietTo: '00:00', capPerWeek: 3 })
    const { id: templateId } = made.parse(
      (await program.ask('POST', '/templates', { name: '问候', subject: '你好', body: '你好 {{name}}' })).body,
    )
    let isOver = false
    const lanes = Array.from({ length: 4 }, (_, lane) => keepAsking(program, lane, templateId, () => isOver))

    await until(async () => mail.received.size > 0)
    killPostgres(program.folder)
    const before = mail.received.size
    await until(async () => mail.received.size > before + 5 && (await program.ask('GET', '/customers')).status === 200)
    expect(program.said.error).not.toMatch(/uncaught|unhandled/i)

    // Ctrl-C in the middle of requests, sends and an import that has just begun.
    expect((await program.ask('POST', '/imports', { name: 'm.csv', text: file })).status).toBe(200)
    const complainedSoFar = program.said.error.length
    isOver = true
    program.interrupt()
    expect(await program.end()).toBe(0)
    expect(program.said.error.slice(complainedSoFar)).toBe('')
    expect(program.said.out.trim().split('\n').at(-1)).toBe('Stopped.')
    expect(findRunning(join(program.folder, 'postgres'))).toBeNull()

    const results = await Promise.all(lanes)
    const refusals = [...new Set(results.flatMap((result) => [...result.refusals]))]
    expect(refusals.filter((refusal) => !/^503 .*(database\.away|server\.stopping)/.test(refusal))).toEqual([])
    await lookAfterwards(
      program.folder,
      results.flatMap((result) => result.acknowledged),
      mail.received,
    )
  } finally {
    program.kill()
    await program.end()
    await mail.close()
    await rm(program.folder, { recursive: true, force: true })
  }
}, 180_000)

/** What a later start finds. */
async function lookAfterwards(folder: string, acknowledged: readonly string[], received: ReadonlyMap<string, number>): Promise<void> {
  const server = await startEmbedded({ folder, log: () => {} })
  const database = openDatabase(server.url)
  try {
    const { rows } = await database.pool.query(
      `select (select count(*) from customers where id = any($1::uuid[])) as acknowledged,
        (select count(*) - count(distinct email) from customers) as twice,
        (select count(*) from customers c where not exists (select 1 from events e where e.customer_id = c.id and e.kind = 'customer.created')) as untold,
        (select count(*) from messages where state in ('sending', 'unknown')) as doubtful`,
      [acknowledged],
    )
    const { rows: imports } = await database.pool.query(
      `select (progress ->> 'records')::int as records, (select count(*) from customers where code is not null) as kept from imports`,
    )
    const { rows: sent } = await database.pool.query<{ mail_id: string }>(`select mail_id from messages where state = 'sent'`)
    expect(rows).toEqual([{ acknowledged: acknowledged.length, twice: imports[0]?.kept, untold: 0, doubtful: 0 }])
    expect(imports[0]?.kept).toBe(imports[0]?.records ?? 0)
    expect(sent.map((row) => row.mail_id).sort()).toEqual([...received.keys()].sort())
    expect([...received.values()].every((times) => times === 1)).toBe(true)
  } finally {
    await database.close()
    await server.stop()
  }
}
