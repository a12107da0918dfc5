import { Agent, request } from 'node:http'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeWorld, owner, type World } from '../../../test/world.ts'
import { buildServer } from './server.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

type Answer = { readonly status: number | undefined; readonly body: string }

/** One request over the agent's kept connections. */
function ask(agent: Agent, url: string, method: string, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method, headers: { 'content-type': 'application/json' } }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

test('closing waits for the request under way, which is done whole, though its connection is a kept one', async () => {
  const app = await buildServer({ services: world.services, gate: { actorOf: async () => owner, addRoutes: () => {} } })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const agent = new Agent({ keepAlive: true })
  const [blocker, waiting] = [
    await world.database.pool.connect(),
    `select 1 from pg_locks where not granted and relation = 'customers'::regclass`,
  ]
  await blocker.query('begin; lock table customers in access exclusive mode')
  const order: string[] = []
  const underWay = ask(agent, `${url}/api/customers`, 'POST', '{"name":"最后一位"}').then((answer) => {
    order.push('answered')
    return answer
  })
  await vi.waitFor(async () => expect((await world.database.pool.query(waiting)).rowCount).toBe(1), { interval: 10, timeout: 30_000 })
  const closed = app.close().then(() => order.push('closed'))
  // A look at the database is as long as a look at a request would take.
  await world.database.pool.query(waiting)
  expect(order).toEqual([])
  await blocker.query('commit')
  blocker.release()
  expect(await underWay).toMatchObject({ status: 200 })
  await closed
  expect(order.toSorted()).toEqual(['answered', 'closed'])
  expect((await world.database.pool.query(`select 1 from customers where name = '最后一位'`)).rowCount).toBe(1)
  expect(world.problems).toEqual([])
  agent.destroy()
})

test('who asks while the program stops is told so in words', async () => {
  const app = await buildServer({ services: world.services, gate: { actorOf: async () => owner, addRoutes: () => {} } })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const agent = new Agent({ keepAlive: true })
  expect((await ask(agent, `${url}/api/health`, 'GET')).status).toBe(200)
  // Fastify's own `closing` begins before it lets go of connections.
  const asked = new Promise<Answer>((resolve, reject) => {
    const close = app.server.close.bind(app.server)
    app.server.close = (done) => {
      ask(agent, `${url}/api/health`, 'GET')
        .then(resolve, reject)
        .finally(() => close(done))
      return app.server
    }
  })
  await Promise.all([app.close(), asked])
  expect((await asked).status).toBe(503)
  expect(JSON.parse((await asked).body)).toMatchObject({ code: 'server.stopping', words: { en: expect.stringContaining('stopping') } })
  agent.destroy()
})
