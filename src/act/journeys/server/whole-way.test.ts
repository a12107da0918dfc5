// From the step of a journey to what arrives, or does not.
import { createServer } from 'node:http'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { realChannels } from '../../../../test/real-channels.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { createJourney, customerJourneys, enterJourney, listRuns, readJourney, startJourney, updateJourney } from '../actions.ts'
import { moveRuns, previewMove } from '../move-actions.ts'
import { checkJourney } from '../ready-actions.ts'
import { simulateJourney } from '../replay-actions.ts'
import { advanceDue } from './advance-due.ts'
import { moveTick } from './move-runs.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
  await world.mailServer()
})
afterEach(() => world.end())

const hours = (amount: number) => ({ amount, unit: 'hours' }) as const
const start = async (definition: object) => {
  const { id } = await world.act(createJourney, { name: '旅程', definition })
  await world.act(startJourney, { id })
  return id
}
const turn = async (services = world.services) => {
  await world.settle()
  while ((await advanceDue(world.services)) > 0);
  for (let round = 0; round < 50 && (await sendDue(services)); round++);
  await world.settle()
}
const logOf = async (id: string) => (await world.ask(customerJourneys, { id })).runs[0]?.log ?? []

const secret = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`

/** Checks each signature as a receiver does, and is down until it is not. */
async function receiver() {
  const state = { isDown: true, tries: 0, taken: [] as { id: string; body: string }[] }
  const server = createServer((request, reply) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      state.tries++
      if (state.isDown) return state.tries % 2 === 0 ? void reply.destroy() : void reply.writeHead(503).end('away')
      const body = Buffer.concat(parts).toString()
      const [id, at] = [String(request.headers['webhook-id']), Number(request.headers['webhook-timestamp'])]
      if (new Webhook(secret).sign(id, new Date(at * 1_000), body) === request.headers['webhook-signature']) state.taken.push({ id, body })
      return void reply.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { state, url: `http://127.0.0.1:${port}/hook`, end: () => new Promise<void>((done) => server.close(() => done())) }
}

test('another system that was down for four hours is told of everybody afterwards, each step once, while the journey goes on', async () => {
  const { services } = world
  const { state, url, end } = await receiver()
  onTestFinished(end)
  const real = { ...services, channels: realChannels(services) }
  const settings = JSON.stringify({ address: url, secret: services.secrets.seal(secret) })
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, is_default, created_at, updated_at)
    values (${services.newId()}, 'webhook', 'webhook', 'ERP', ${settings}::jsonb, true, ${world.now()}, ${world.now()})`.execute(world.db)
  const { id: templateId } = await world.act(createTemplate, {
    name: '通知 ERP',
    subject: '通知',
    body: '通知',
    kind: 'service',
    channel: 'webhook',
    content: { form: 'json', texts: { zh: { type: 'customer.walked', data: '{"name": "{{name}}"}' } } },
  })
  const id = await start({
    trigger: { kind: 'by-hand' },
    steps: [
      { id: 'tell', kind: 'webhook', templateId, next: 'w' },
      { id: 'w', kind: 'wait', duration: hours(1), next: 'again' },
      { id: 'again', kind: 'webhook', templateId },
    ],
  })
  const names = Array.from({ length: 6 }, (_, i) => `王${i}`)
  const customers: string[] = []
  for (const name of names) customers.push(await world.customer({ name }))
  await world.act(enterJourney, { id, customerIds: customers })
  for (let minutes = 0; minutes < 240; minutes += 20) {
    await turn(real)
    world.pass({ amount: 20, unit: 'minutes' })
  }
  expect(state.taken).toEqual([])
  expect(state.tries).toBeGreaterThan(12)
  // Nobody waits for the receiver: the journey is over, its messages are not.
  expect((await world.ask(readJourney, { id })).counts).toMatchObject({ entered: 6, active: 0, ended: 6 })
  state.isDown = false
  for (let quarters = 0; quarters < 96 && state.taken.length < 12; quarters++) {
    await turn(real)
    world.pass({ amount: 15, unit: 'minutes' })
  }
  await turn(real)
  expect(new Set(state.taken.map((one) => one.id)).size).toBe(12)
  expect(state.taken).toHaveLength(12)
  const told = state.taken.map((one): { type: string; data: { name: string } } => JSON.parse(one.body))
  expect(told.map((one) => one.data.name).toSorted()).toEqual([...names, ...names].toSorted())
  expect((await logOf(customers[0] ?? '')).filter((line) => line.message).map((line) => line.message?.state)).toEqual(['sent', 'sent'])
}, 60_000)

test('who stops marketing in the middle of a journey gets no more of it, even what is queued, and the log says why', async () => {
  const { id: templateId } = await world.act(createTemplate, { name: '促销', subject: '好', body: '好' })
  const send = (id: string, next: string | null) => ({ id, kind: 'send', templateId, next })
  const id = await start({
    trigger: { kind: 'by-hand' },
    steps: [send('one', 'w'), { id: 'w', kind: 'wait', duration: hours(1), next: 'two' }, send('two', null)],
  })
  const fields = (email: string) => ({ email, emailConsent: 'granted' })
  const [stays, before, queued] = [
    await world.customer(fields('a@tea.cn')),
    await world.customer(fields('b@tea.cn')),
    await world.customer(fields('c@tea.cn')),
  ]
  const withdraw = (customer: string) =>
    world.act(recordConsent, { id: customer, purpose: 'marketing', channels: ['email'], state: 'withdrawn', how: 'spoken' })
  await world.act(enterJourney, { id, customerIds: [stays, before, queued] })
  await turn()
  expect(world.mailer.sent).toHaveLength(3)
  await withdraw(before)
  world.pass(hours(1))
  // The second message of all three is queued, and one of them says no before it leaves.
  await world.settle()
  while ((await advanceDue(world.services)) > 0);
  await withdraw(queued)
  await turn()
  expect(world.mailer.sent.map((mail) => mail.to).slice(3)).toEqual(['a@tea.cn'])
  for (const customer of [before, queued])
    expect((await logOf(customer)).findLast((line) => line.message)?.message).toMatchObject({
      state: 'skipped',
      reason: { zh: '客户已退订或拒绝', en: expect.any(String) },
    })
  expect((await world.ask(readJourney, { id })).counts).toMatchObject({ active: 0, ended: 3 })
})

test('a template that cannot be filled for one customer stops their message alone', async () => {
  const body = "{% if name == '毒' %}{% for i in (1..100000000) %}{{ i | append: i | upcase }}{% endfor %}{% endif %}你好 {{ name }}"
  const { id: templateId } = await world.act(createTemplate, { name: '毒', subject: '好', body, kind: 'service' })
  const id = await start({
    trigger: { kind: 'by-hand' },
    steps: [
      { id: 'm', kind: 'send', templateId, next: 'w' },
      { id: 'w', kind: 'wait', duration: hours(1) },
    ],
  })
  const customers: string[] = []
  for (const [i, name] of ['一', '毒', '二', '三'].entries()) customers.push(await world.customer({ name, email: `k${i}@tea.cn` }))
  await world.act(enterJourney, { id, customerIds: customers })
  await turn()
  world.pass(hours(1))
  await turn()
  expect(world.mailer.sent.map((mail) => mail.to).toSorted()).toEqual(['k0@tea.cn', 'k2@tea.cn', 'k3@tea.cn'])
  const fate = (await logOf(customers[1] ?? '')).find((line) => line.message)?.message
  expect(fate?.state).toBe('failed')
  expect(fate?.reason?.zh).toContain('模板无法填写')
  expect((await world.ask(readJourney, { id })).counts).toMatchObject({ active: 0, ended: 4 })
}, 60_000)

test('20,000 who are inside go over to a new version while it runs, a portion at a time, nobody twice and nobody left behind', async () => {
  const { id: templateId } = await world.act(createTemplate, { name: '好', subject: '好', body: '好', kind: 'service' })
  const wait = (id: string, next: string | null) => ({ id, kind: 'wait', duration: { amount: 10, unit: 'days' }, next })
  const id = await start({ trigger: { kind: 'by-hand' }, steps: [wait('a', 'b'), wait('b', null)] })
  const people = 20_000
  await sql`insert into customers (id, name, created_at, updated_at)
    select ('01920000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '客户' || i, ${world.now()}, ${world.now()} from generate_series(1, ${people}::int) i`.execute(
    world.db,
  )
  // Half wait at the first step, half at the second, as they would stand after a while.
  await sql`insert into journey_runs (customer_id, id, journey_id, version, arm, step, state, wake_at, steps_taken, entered_at, cause)
    select c.id, c.id, ${id}::uuid, 1, 'treated', case when right(c.id::text, 1) in ('0', '2', '4', '6', '8', 'a', 'c', 'e') then 'a' else 'b' end, 'waiting',
      ${world.now()}::timestamptz + interval '5 days', 2, ${world.now()}, '{"key": "once"}'::jsonb from customers c`.execute(world.db)
  const { definition } = await world.ask(readJourney, { id })
  const next = { ...definition, steps: [wait('a', 'm'), { id: 'm', kind: 'send', templateId }] }
  await world.act(updateJourney, { id, name: '改', definition: next })
  expect((await world.ask(previewMove, { id, targets: { b: 'm' } })).people).toBe(people)
  const first = await world.act(moveRuns, { id, targets: { b: 'm' } })
  expect(first.more).toBe(true)
  // The tick that moves runs works beside the one that moves them over.
  for (let round = 0; round < 20; round++) {
    const [more] = await Promise.all([moveTick.run(world.services), advanceDue(world.services)])
    if (!more) break
  }
  while ((await advanceDue(world.services)) > 0);
  const counts = await sql<{
    version: number
    step: string
    state: string
    n: number
  }>`select version, step, state, count(*)::int as n from journey_runs
    where journey_id = ${id} group by 1, 2, 3 order by 1, 2`.execute(world.db)
  expect(counts.rows).toEqual([
    { version: 2, step: 'a', state: 'waiting', n: people / 2 },
    { version: 2, step: 'm', state: 'ended', n: people / 2 },
  ])
  const lines = await sql<{
    moved: number
    people: number
    messages: number
  }>`select (select count(*)::int from journey_steps where what = 'moved') as moved,
    (select count(distinct customer_id)::int from journey_steps where what = 'moved') as people, (select count(*)::int from messages) as messages`.execute(
    world.db,
  )
  expect(lines.rows).toEqual([{ moved: people, people, messages: people / 2 }])
  // Those who keep their wait keep its end.
  expect((await world.ask(listRuns, { id, state: 'active', limit: 1 })).rows[0]?.wakeAt).toBe('2026-06-20T04:00:00.000Z')
}, 120_000)

test('the log names the fact that let somebody in, waited for or came with all that was asked of it', async () => {
  const large = { field: 'amount', op: 'at-least', value: 100_000 }
  const id = await start({
    trigger: { kind: 'event', event: 'purchase.made', where: large },
    reentry: { after: { amount: 0, unit: 'days' } },
    steps: [{ id: 'a', kind: 'await-fact', event: 'purchase.made', where: large, most: hours(5), happened: null, late: null }],
  })
  const customer = await world.customer()
  await turn()
  const buy = () =>
    world.system((ctx) =>
      ctx.record({ customerId: customer, kind: 'purchase.made', occurredAt: ctx.now, payload: { amount: 120_000, currency: 'CNY' } }),
    )
  await buy()
  await turn()
  world.pass(hours(1))
  await buy()
  await turn()
  const { runs } = await world.ask(customerJourneys, { id: customer })
  const said = (of: string) => runs.findLast(({ journeyId }) => journeyId === of)?.log.flatMap(({ words }) => words?.zh ?? [])
  expect(said(id)).toEqual([
    '触发：消费（金额至少为 ¥1,000.00）',
    expect.stringMatching(/^等待“消费（金额至少为 ¥1,000\.00）”，最晚到 /),
    '“消费（金额至少为 ¥1,000.00）”发生了',
    '走完了全部步骤',
  ])
})

test('a stage, a tier or a segment that lets somebody in is said by its name', async () => {
  const { id: segment } = await world.act(createSegment, { name: '怕热的', rule: { field: 'city', op: 'is', value: '杭州' } })
  const said = async (trigger: object) => {
    const { id } = await world.act(createJourney, { name: '旅程', definition: { trigger, steps: [{ id: 'e', kind: 'end' }] } })
    return (await world.ask(checkJourney, { id })).checks.find(({ code }) => code === 'facts')?.words.zh
  }
  expect(await said({ kind: 'stage', stages: ['first'] })).toContain('“生命周期阶段变化（新阶段是首购）”')
  expect(await said({ kind: 'stage', stages: ['loyal', 'repeat'], what: 'leave' })).toMatch(/“生命周期阶段变化（原阶段是.*忠诚.*复购.*）”/)
  expect(await said({ kind: 'tier' })).toContain('“客户等级变化（方向是上升）”')
  expect(await said({ kind: 'segment', segment })).toContain('“进入细分（细分是怕热的）”')
})

test('whoever is there already is counted before the start, where the journey lets them in', async () => {
  const { id: segment } = await world.act(createSegment, { name: '九江茶友', rule: { field: 'city', op: 'is', value: '九江市' } })
  for (let i = 0; i < 3; i++) await world.customer({ name: `茶友${i}`, city: '九江市', gender: i === 0 ? 'male' : 'female' })
  await world.settle()
  const women = { field: 'gender', op: 'is', value: 'female' } as const
  const define = (existing: boolean) => ({
    trigger: { kind: 'segment', segment, existing },
    audience: women,
    holdout: 0,
    steps: [{ id: 'e', kind: 'end' }],
  })
  expect(await world.ask(simulateJourney, { definition: define(false), days: 1 })).toMatchObject({ existing: 0 })
  expect(await world.ask(simulateJourney, { definition: define(true), days: 1 })).toMatchObject({ existing: 2 })
  // Long after they came: the facts alone would say that nobody enters.
  world.pass({ amount: 100, unit: 'days' })
  const { id } = await world.act(createJourney, { name: '问候老茶友', definition: define(true) })
  expect((await world.ask(checkJourney, { id })).checks[0]).toMatchObject({
    code: 'facts',
    state: 'fine',
    words: { zh: expect.stringContaining('启动时已符合的 2 位客户会马上进入') },
  })
  expect((await world.act(startJourney, { id })).entered).toBe(2)
})

test('of what a role hides nobody is counted before the start', async () => {
  const blind = world.as(
    await world.person({
      rights: { grants: { customer: { read: ['all'] }, journey: { read: ['all'] } }, fields: { stage: 'hidden' }, rights: [] },
    }),
  )
  const definition = {
    trigger: { kind: 'stage', stages: ['first'], existing: true },
    holdout: 0,
    steps: [{ id: 'e', kind: 'end' }],
  }
  await expect(blind.ask(simulateJourney, { definition, days: 1 })).rejects.toMatchObject({ code: expect.stringMatching(/^rule\./) })
})
