// An oracle: a rule that somebody may not ask is asked by a journey or a campaign, and its answer read off whom it took in.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoleBody } from '../../src/core/rights/role-body.ts'
import { createCampaign, startCampaign } from '../../src/act/campaigns/actions.ts'
import { workOnCampaigns } from '../../src/act/campaigns/server/work-on-editions.ts'
import { createJourney, customerJourneys, enterJourney, listJourneys, startJourney, updateJourney } from '../../src/act/journeys/actions.ts'
import { advanceDue } from '../../src/act/journeys/server/advance-due.ts'
import { sendDue } from '../../src/act/messages/server/send-due.ts'
import { createTemplate } from '../../src/act/messages/template-actions.ts'
import { keepReading } from '../../src/learn/holdouts/server/kept-readings.ts'
import { createSegment } from '../../src/understand/segments/actions.ts'
import { subjectsOf } from '../../src/platform/rights/subjects.ts'
import { makeWorld, type Person, type World } from '../world.ts'

let world: World
let seller: Person
const nobody = '01920000-0000-7000-8000-0000000000ff'
const hangzhou = { field: 'city', op: 'is', value: '杭州' }
const rest = [{ id: 'w', kind: 'wait', duration: { amount: 5, unit: 'days' } }]
const hidden: { name: string; id: string }[] = []
let fits: string
let not: string
let open: string
let segment: string

const rights = (fields: RoleBody['fields'], without: readonly string[] = []): RoleBody => ({
  grants: Object.fromEntries(
    subjectsOf(world.services.registry)
      .filter(({ name }) => !without.includes(name))
      .map(({ name }) => [name, { read: ['all' as const], change: ['all' as const], create: ['all' as const] }]),
  ),
  fields,
  rights: [],
})

async function journey(name: string, definition: object): Promise<string> {
  const { id } = await world.act(createJourney, { name, definition: { trigger: { kind: 'by-hand' }, steps: rest, ...definition } })
  await world.act(startJourney, { id })
  return id
}
const secret = async (name: string, definition: object) => {
  const id = await journey(`秘${name}`, definition)
  hidden.push({ name: `秘${name}`, id })
  return id
}
const refusal = (work: Promise<unknown>) => work.then(() => 'done').catch((error: { code?: string }) => error.code)

beforeAll(async () => {
  world = await makeWorld()
  await world.mailServer()
  seller = await world.person({ rights: rights({ city: 'hidden' }) })
  const same = { name: '王芳', emailConsent: 'granted' }
  fits = await world.customer({ ...same, email: 'a1@tea.example', city: '杭州' })
  not = await world.customer({ ...same, email: 'a2@tea.example', city: '北京' })
  await world.settle()
  segment = (await world.act(createSegment, { name: '秘密细分', rule: hangzhou })).id
  const { id: further } = await world.act(createSegment, { name: '秘密细分二', rule: { not: { segment } } })
  const { id: templateId } = await world.act(createTemplate, { name: '夏茶', subject: '夏茶', body: '夏茶到了' })
  const send = { id: 's', kind: 'send', templateId }
  const branch = { id: 'b', kind: 'branch', rule: hangzhou, yes: 's', no: null }
  const byHand = [
    await secret('进入', { audience: hangzhou }),
    await secret('退出', { exit: hangzhou }),
    await secret('目标', { goal: { rule: hangzhou } }),
    await secret('分支', { steps: [branch, send] }),
    await secret('多路', {
      steps: [{ id: 'c', kind: 'choose', cases: [{ way: 'a', rule: hangzhou }], to: { a: 's' } }, send],
    }),
    await secret('细分', { audience: { segment: further } }),
  ]
  await secret('触发', { trigger: { kind: 'segment', segment, existing: true } })
  const older = await secret('旧版', { exit: hangzhou })
  await world.act(updateJourney, { id: older, name: '秘旧版', definition: { trigger: { kind: 'by-hand' }, steps: rest } })
  open = await journey('回访', {})
  for (const id of [...byHand, older, open]) await world.act(enterJourney, { id, customerIds: [fits, not] })
  const { id: campaign } = await world.act(createCampaign, {
    name: '秘活动',
    goal: '',
    definition: { audience: hangzhou, variants: [{ key: 'a', templateId, share: 1 }], when: { kind: 'now' }, holdout: 0 },
  })
  hidden.push({ name: '秘活动', id: campaign })
  await world.act(startCampaign, { id: campaign })
  while (await workOnCampaigns(world.services, { portion: 7 }));
  for (let n = 0; n < 5; n++) await advanceDue(world.services)
  while (await sendDue(world.services));
  await world.settle()
  await advanceDue(world.services)
  for (const { id } of hidden) await world.system((ctx) => keepReading(ctx, id === campaign ? 'campaign' : 'journey', id))
})
afterAll(() => world.end())

/** Without what two customers differ in anyway, and without the numbers of facts, in which those that are kept back leave a gap. */
const plain = (text: string) =>
  text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    .replaceAll(/a[12]@tea/g, 'a@tea')
    .replaceAll(/"seq":\d+/g, '"seq":0')
const paths = () =>
  [...world.services.registry.questions.values()].map(({ definition }) => definition).filter(({ method }) => method === 'GET')

test('what is hidden did decide: the owner sees the two fare otherwise', async () => {
  const http = await world.http()
  const [one, other] = await Promise.all(
    [fits, not].map((id) => http.inject({ url: `/api/customers/${id}/journeys`, headers: { 'x-test-role': 'owner' } })),
  )
  expect(plain(one?.body ?? '')).not.toBe(plain(other?.body ?? ''))
  expect(world.mailer.sent.filter(({ to }) => to.includes('a1@')).length).toBeGreaterThan(1)
  expect(world.mailer.sent.filter(({ to }) => to.includes('a2@'))).toEqual([])
})

test('nothing that is asked about a customer differs by a field that is hidden', async () => {
  const ask = world.as(seller)
  // What their messages cost is part of their profit, a figure with a right of its own.
  const pages = paths().filter(({ path }) => /^\/customers\/:id(\/[a-z-]+)*$/.test(path) && !path.endsWith('/profit'))
  expect(pages.length).toBeGreaterThan(15)
  for (const { path } of [...pages, { path: '/messages?customerId=:id' }, { path: '/attention/customers/:id' }]) {
    const [one, other] = [await ask.get(path.slice(1).replace(':id', fits)), await ask.get(path.slice(1).replace(':id', not))]
    expect([path, plain(one.body)]).toEqual([path, plain(other.body)])
  }
  const { runs } = (await ask.get(`customers/${fits}/journeys`)).json()
  expect(runs.map(({ journeyId }: { journeyId: string }) => journeyId)).toEqual([open])
})

test('a journey or campaign that asks a hidden field is not there, by whichever door', async () => {
  const ask = world.as(seller)
  const doors = paths().filter(({ path }) => /\/(journeys|campaigns)\/:id/.test(path))
  expect(doors.length).toBeGreaterThan(8)
  for (const { id } of hidden)
    for (const { path } of doors) {
      const answers = [await ask.get(path.slice(1).replace(':id', id)), await ask.get(path.slice(1).replace(':id', nobody))]
      expect([path, answers[0]?.statusCode, plain(answers[0]?.body ?? '')]).toEqual([
        path,
        answers[1]?.statusCode,
        plain(answers[1]?.body ?? ''),
      ])
    }
  for (const { id } of hidden.filter(({ name }) => name !== '秘活动'))
    expect(await refusal(ask.act(enterJourney, { id, customerIds: [fits] }))).toBe('record.missing')
  expect(await refusal(ask.act(enterJourney, { id: open, segment }))).toBe('rule.unknown-segment')
})

test('no list, total or page names one', async () => {
  const ask = world.as(seller)
  for (const { path } of paths().filter((one) => !one.path.includes(':'))) {
    const { body } = await ask.get(path.slice(1))
    expect([path, hidden.filter(({ name, id }) => body.includes(name) || body.includes(id))]).toEqual([path, []])
  }
  expect((await ask.ask(listJourneys)).journeys.map(({ name }) => name)).toEqual(['回访'])
})

test('a journey that keeps somebody out of another of its intent is not named', async () => {
  const high = await secret('高', { intent: '同', priority: 90, audience: hangzhou })
  const low = await journey('低', { intent: '同', priority: 10 })
  const busy = await world.customer({ city: '杭州' })
  for (const id of [high, low]) await world.act(enterJourney, { id, customerIds: [busy] })
  const said = async (person: Person) => (await world.as(person).ask(customerJourneys, { id: busy })).skipped.map(({ words }) => words.zh)
  expect(await said(await world.person({ role: 'manager' }))).toEqual(['正在同一意图、优先级更高的旅程“秘高”里'])
  expect(await said(seller)).toEqual(['正在更高优先级的旅程里'])
})

test('what asks a hidden stage, tier or kind of fact, or writes a hidden field, is out of sight alike', async () => {
  const step = (action: string, input: object) => ({ steps: [{ id: 'a', kind: 'act', action, input }] })
  const asks: readonly (readonly [RoleBody, readonly object[]])[] = [
    [
      rights({ stage: 'hidden' }),
      [
        { trigger: { kind: 'stage', stages: ['first'] } },
        { audience: { stage: ['first'] } },
        { audience: { did: 'stage.changed' } },
        { goal: { event: 'stage.changed' } },
      ],
    ],
    [rights({ tier: 'hidden' }), [{ trigger: { kind: 'tier' } }, { exit: { did: 'tier.changed' } }]],
    [rights({ birthday: 'hidden' }), [{ trigger: { kind: 'date', field: 'birthday' } }]],
    [rights({ city: 'hidden' }), [step('update-customer', { city: '杭州' })]],
    [rights({ tags: 'hidden' }), [step('tag-customers', { id: nobody, verb: 'add' })]],
    [rights({ churnReason: 'hidden' }), [step('set-churn-reason', { reason: null })]],
    [
      rights({}, ['purchase']),
      [
        { trigger: { kind: 'event', event: 'purchase.made' } },
        { audience: { did: 'purchase.made' } },
        { exit: { sequence: { nth: 'product', places: [{ is: '龙井' }] } } },
        { goal: { event: 'purchase.made' } },
      ],
    ],
  ]
  for (const [body, definitions] of asks) {
    const person = await world.person({ rights: body })
    const before = (await world.as(person).ask(listJourneys)).journeys.length
    for (const definition of definitions) {
      const { id } = await world.act(createJourney, {
        name: '问',
        definition: { trigger: { kind: 'by-hand' }, steps: rest, ...definition },
      })
      const made = { trigger: { kind: 'by-hand' }, steps: rest, ...definition }
      const own = await refusal(world.as(person).act(createJourney, { name: '自己问', definition: made }))
      expect([definition, own]).not.toEqual([definition, 'done'])
      expect([definition, await refusal(world.as(person).act(startJourney, { id }))]).toEqual([definition, 'record.missing'])
    }
    expect((await world.as(person).ask(listJourneys)).journeys.length).toBe(before)
  }
  const reads = world.as(await world.person({ rights: rights({ city: 'read-only' }) }))
  const writes = { trigger: { kind: 'by-hand' }, ...step('update-customer', { city: '杭州' }) }
  expect(await refusal(reads.act(createJourney, { name: '改', definition: writes }))).toBe('rights.field-closed')
  expect(await refusal(reads.act(updateJourney, { id: open, name: '改', definition: writes }))).toBe('rights.field-closed')
})
