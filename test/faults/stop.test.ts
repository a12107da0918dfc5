// Stopping while a mail server does not answer: the program does not wait for it, and says what it cannot know.
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { expect, test, vi } from 'vitest'
import { startServer } from '../../src/app/server.ts'
import { sendMessage } from '../../src/act/messages/actions.ts'
import { createTemplate } from '../../src/act/messages/template-actions.ts'
import { saveSending, saveSmtp } from '../../src/know/shop/actions.ts'
import { findFreePort } from '../../src/platform/database/postmaster.ts'
import { makeWorld } from '../world.ts'
import { workInAnotherProcess } from './work-in-another-process.ts'

test('a mail server that never answers does not keep the program from stopping, and its message goes no second time', async () => {
  let taken = 0
  const silent = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream) => {
      stream.resume()
      stream.on('end', () => taken++)
    },
  })
  silent.on('error', () => {})
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
  const address = silent.server.address()
  const world = await makeWorld({ start: new Date().toISOString() })
  // The keys lie in the data folder: the same database with another one is refused.
  const { dataFolder } = world

  await world.act(saveSmtp, {
    host: '127.0.0.1',
    port: typeof address === 'object' && address ? address.port : 0,
    secure: false,
    user: '',
    password: '',
    from: 'tea@shop.example',
  })
  await world.act(saveSending, { quietFrom: '00:00', quietTo: '00:00', capPerWeek: 3 })
  const { id: templateId } = await world.act(createTemplate, { name: '问候', subject: '你好', body: '你好' })
  const customerId = await world.customer({ email: 'wang@tea.example', emailConsent: 'granted' })
  await world.act(sendMessage, { customerId, templateId })

  const options = { databaseUrl: world.url, dataFolder, webFolder: join(dataFolder, 'web'), sample: false, log: () => {} }
  const server = await startServer({ ...options, port: await findFreePort(), patienceMs: 100 })
  await vi.waitFor(() => expect(taken).toBe(1), { timeout: 15_000 })
  const begun = performance.now()
  await server.close()
  expect(performance.now() - begun).toBeLessThan(5_000)

  world.pass({ amount: 1, unit: 'hours' })
  await workInAnotherProcess(world, 'outbox')
  const { rows } = await world.database.pool.query('select state, reason from messages')
  expect(rows).toEqual([{ state: 'unknown', reason: { code: 'interrupted' } }])
  expect(taken).toBe(1)
  silent.close(() => {})
  silent.connections.forEach((connection) => connection.close())
  await world.end()
}, 60_000)
