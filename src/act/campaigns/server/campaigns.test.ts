import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { mergeCustomers, unmergeCustomers } from '../../../know/identity/actions.ts'
import { readTimeline, updateCustomer } from '../../../know/customers/actions.ts'
import { listReservations } from '../../attention/actions.ts'
import { listMessages } from '../../messages/actions.ts'
import { createTemplate } from '../../messages/template-actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import {
  campaignResults,
  copyCampaign,
  createCampaign,
  customerCampaigns,
  deleteCampaign,
  listCampaigns,
  listMembers,
  pauseCampaign,
  readCampaign,
  resumeCampaign,
  sendMissed,
  startCampaign,
  stopCampaign,
  updateCampaign,
} from '../actions.ts'
import { findOverbooked, listOverbooked, readCalendar } from '../calendar-actions.ts'
import { countAudience, findOverlap, listAudience, listOverlap } from '../audience-actions.ts'
import { reserveNext } from './reserve-room.ts'
import { workOnCampaigns } from './work-on-editions.ts'

let world: World
let templateId: string
beforeEach(async () => {
  world = await makeWorld()
  await world.mailServer()
  templateId = (await world.act(createTemplate, { name: '夏茶上市', subject: '{{name}}，夏茶到了', body: '夏茶到了' })).id
})
afterEach(() => world.end())

let number = 0
const willing = (fields: object = {}) =>
  world.customer({ name: '王芳', email: `c${++number}@tea.example`, emailConsent: 'granted', city: '杭州', ...fields })
const some = async (n: number, fields: object = {}) => {
  const ids: string[] = []
  for (let i = 0; i < n; i++) ids.push(await willing(fields))
  return ids
}
const hangzhou = { field: 'city', op: 'is', value: '杭州' }
const plan = (more: object = {}) => ({
  audience: hangzhou,
  variants: [{ key: 'a', templateId, share: 1 }],
  when: { kind: 'now' },
  holdout: 0,
  ...more,
})
const create = async (more: object = {}, name = '夏茶') =>
  (await world.act(createCampaign, { name, goal: '卖夏茶', definition: plan(more) })).id
const start = async (more: object = {}, name?: string) => {
  const id = await create(more, name)
  await world.act(startCampaign, { id })
  return id
}
const work = async (portion = 7) => {
  for (let i = 0; i < 200; i++) if (!(await workOnCampaigns(world.services, { portion }))) return
  throw new Error('the campaigns do not come to rest')
}
const send = async () => {
  while (await sendDue(world.services));
}
const read = (id: string) => world.ask(readCampaign, { id })
const messages = async () => (await world.ask(listMessages, { limit: 200 })).rows
const refusal = (work: Promise<unknown>) => work.then(() => 'done').catch((error: { code?: string }) => error.code)

test('everybody of the audience gets it once, in portions, and the campaign is done when all has left', async () => {
  const ids = await some(20)
  await willing({ city: '北京' })
  const id = await start()
  expect((await read(id)).state).toBe('running')
  await work()
  expect(await read(id)).toMatchObject({
    state: 'running',
    counts: { audience: 20, queued: 20, refused: 0, holdout: 0 },
    messages: { queued: 20 },
  })
  await send()
  expect(world.mailer.sent).toHaveLength(20)
  world.pass({ amount: 2, unit: 'minutes' })
  await work()
  expect(await read(id)).toMatchObject({ state: 'done', runs: [{ number: 1, state: 'done', chosen: 20, drawn: 20, queued: 20 }] })
  const { rows } = await world.ask(listMembers, { id, outcome: 'sent', limit: 200 })
  expect(rows.map((row) => row.customerId).toSorted()).toEqual(ids.toSorted())
  const [first = ''] = ids
  expect((await world.ask(readTimeline, { id: first })).facts.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['campaign.entered', 'message.sent']),
  )
  expect((await world.ask(customerCampaigns, { id: first })).members).toMatchObject([
    { campaignName: '夏茶', arm: 'treated', variant: 'a', state: 'queued', message: { state: 'sent' } },
  ])
})

test('campaigns that go at a speed and one that goes at once take turns: none waits for the others to end', async () => {
  await some(30)
  for (const name of ['一', '二']) await start({ perHour: 2_000 }, name)
  const whole = await start({}, '不限速')
  const last = await start({ perHour: 2_000 }, '三')
  for (let second = 0; second < 60; second++) {
    await workOnCampaigns(world.services, { portion: 10 })
    world.pass({ amount: 1 / 60, unit: 'minutes' })
  }
  for (const { name, counts } of (await world.ask(listCampaigns)).campaigns) expect(counts.queued, name).toBeGreaterThan(0)
  expect((await read(last)).counts.queued).toBeLessThanOrEqual((await read(whole)).counts.queued)
})

test('while a large campaign draws its people, one that goes at a speed goes on', async () => {
  await some(30)
  const slow = await start({ perHour: 3_600 }, '一')
  const seconds = async (n: number) => {
    for (let second = 0; second < n; second++) {
      await workOnCampaigns(world.services, { portion: 2 })
      world.pass({ amount: 1 / 60, unit: 'minutes' })
    }
  }
  await seconds(20)
  const { queued } = (await read(slow)).counts
  const large = await start({}, '二')
  await seconds(12)
  expect((await read(large)).counts.queued).toBe(0)
  expect((await read(slow)).counts.queued).toBeGreaterThan(queued + 3)
})

test('the count says who is reached and which rule refuses the others, and opens the very customers', async () => {
  const asked = { audience: hangzhou, templateId, channel: 'email' }
  await some(3)
  const [noAddress, silent, gone, impersonal, full, cameBack] = [
    await world.customer({ name: '无邮箱', city: '杭州' }),
    await willing({ emailConsent: 'unknown' }),
    await willing({ emailConsent: 'withdrawn' }),
    await willing(),
    await willing(),
    await willing({ email: 'back@tea.example' }),
  ]
  await sql`insert into email_holds (customer_id, address, held_at, sort, said, bounced_at)
    values (${cameBack}, 'back@tea.example', ${world.now()}, 'hard', '', ${world.now()})`.execute(world.db)
  await sql`update customers set no_personalisation = true where id = ${impersonal}`.execute(world.db)
  await world.setting('sending', { quietFrom: '21:00', quietTo: '09:00', capPerWeek: 1 })
  await sql`insert into messages (customer_id, id, channel, kind, key, state, sent_at, created_at)
    values (${full}, ${world.services.newId()}, 'email', 'marketing', 'before', 'sent', ${world.now()}, ${world.now()})`.execute(world.db)
  const counted = await world.ask(countAudience, asked)
  expect(counted).toMatchObject({
    customers: 9,
    audience: 9,
    reachable: 3,
    treated: 3,
    holdout: 0,
    sentence: { zh: expect.stringContaining('杭州') },
  })
  expect(Object.fromEntries(counted.refusals.map(({ code, count }) => [code, count]))).toEqual({
    'address-missing': 1,
    'address-bounced': 1,
    'consent-missing': 1,
    'consent-withdrawn': 1,
    'no-personalisation': 1,
    'too-many': 1,
  })
  const who = async (which: string) => (await world.ask(listAudience, { ...asked, which })).rows.map(({ id }) => id)
  expect([await who('address-missing'), await who('consent-missing'), await who('consent-withdrawn'), await who('too-many')]).toEqual([
    [noAddress],
    [silent],
    [gone],
    [full],
  ])
  expect(await who('reachable')).toHaveLength(3)

  // Everybody chooses nobody: then those who refuse personalisation may be written to.
  expect(await world.ask(countAudience, { ...asked, audience: { all: [] } })).toMatchObject({ audience: 9, reachable: 4 })

  const id = await start({ holdout: 50 })
  await work()
  const kept = await read(id)
  expect(kept.counts).toMatchObject({ audience: 9, refused: 6 })
  expect(kept.counts.holdout + kept.counts.queued).toBe(3)
  // Whoever is refused took no part in the draw.
  const refused = (await world.ask(listMembers, { id, state: 'refused' })).rows
  expect(refused.map(({ arm }) => arm)).toEqual([null, null, null, null, null, null])
  expect(refused.find(({ customerId }) => customerId === full)?.reason?.zh).toContain('近 7 天已有 1 条')
  expect((await world.ask(customerCampaigns, { id: silent })).members[0]?.reason?.en).toContain('Has not agreed')
})

test('the holdout gets nothing and stays the same from edition to edition; variants share the others', async () => {
  await some(60)
  await world.setting('sending', { quietFrom: '00:00', quietTo: '00:00', capPerWeek: 50 })
  const second = (await world.act(createTemplate, { name: '另一版', subject: '新茶', body: '新茶' })).id
  const id = await start({
    holdout: 30,
    variants: [
      { key: 'a', templateId, share: 1 },
      { key: 'b', templateId: second, share: 1 },
    ],
    when: { kind: 'weekly', days: [1, 2], every: 1, time: '15:00', from: '2026-06-15' },
  })
  expect(await read(id)).toMatchObject({ state: 'planned', nextAt: '2026-06-15T07:00:00.000Z' })
  await work()
  expect(await messages()).toHaveLength(0)
  world.setTime('2026-06-15T07:00:01Z')
  await work(50)
  const held = async (edition: number) =>
    (await world.ask(listMembers, { id, edition, arm: 'holdout', limit: 200 })).rows.map(({ customerId }) => customerId)
  const first = await held(1)
  expect(first.length).toBeGreaterThan(6)
  expect(first.length).toBeLessThan(30)
  const variants = (await messages()).map((m) => m.templateId)
  expect(variants).toHaveLength(60 - first.length)
  expect(new Set(variants).size).toBe(2)
  await send()
  world.setTime('2026-06-16T07:00:01Z')
  await work(50)
  await send()
  expect(await held(2)).toEqual(first)
  expect((await messages()).filter(({ state }) => state === 'sent')).toHaveLength(2 * (60 - first.length))
  const done = await read(id)
  expect(done).toMatchObject({ state: 'running', editions: 2, nextAt: '2026-06-22T07:00:00.000Z', counts: { audience: 120 } })
})

test('whoever is in the global holdout is held out of marketing, and not of a service notice', async () => {
  await some(40)
  await world.setting('global-holdout', { percent: 20, salt: 's', since: '2026-01-01T00:00:00Z' })
  const counted = await world.ask(countAudience, { audience: hangzhou, templateId, channel: 'email' })
  expect(counted.holdout).toBeGreaterThan(0)
  const id = await start()
  await work()
  const { rows } = await world.ask(listMembers, { id, reason: 'global-holdout' })
  expect(rows).toHaveLength(counted.holdout)
  expect(rows[0]).toMatchObject({ arm: 'holdout', state: 'holdout', message: null })
  const notice = (await world.act(createTemplate, { name: '歇业通知', subject: '歇业', body: '歇业', kind: 'service' })).id
  expect((await world.ask(countAudience, { audience: hangzhou, templateId: notice, channel: 'email' })).holdout).toBe(0)
})

test('two starts at once are one, a time that is over is refused, and so is an audience of nobody', async () => {
  await some(2)
  const id = await create()
  const starts = await Promise.all([refusal(world.act(startCampaign, { id })), refusal(world.act(startCampaign, { id }))])
  expect(new Set(starts)).toEqual(new Set(['campaign.begun', 'done']))
  await work()
  expect(await messages()).toHaveLength(2)
  expect(await refusal(start({ when: { kind: 'at', date: '2026-06-14', time: '10:00' } }))).toBe('campaign.time-past')
  expect(await refusal(start({ audience: { field: 'city', op: 'is', value: '拉萨' } }))).toBe('campaign.nobody')
  expect(await refusal(create({ audience: { field: 'nothing', op: 'is', value: 1 } }))).toBe('rule.unknown-field')
  expect(await refusal(create({ channel: 'dingtalk' }))).toBe('campaign.channel-unknown')
  expect(await refusal(create({ channel: 'sms' }))).toBe('campaign.template-channel')
  expect(await refusal(create({ variants: [{ key: 'a', templateId: world.services.newId(), share: 1 }] }))).toBe(
    'campaign.template-missing',
  )
  const notice = (await world.act(createTemplate, { name: '通知', subject: '通知', body: '通知', kind: 'service' })).id
  const mixed = {
    variants: [
      { key: 'a', templateId, share: 1 },
      { key: 'b', templateId: notice, share: 1 },
    ],
  }
  expect(await refusal(create(mixed))).toBe('campaign.templates-differ')
})

test('paused nothing leaves and resumed it goes on; stopped nothing more leaves and what waits is taken back', async () => {
  await some(12)
  const id = await start({ perHour: 3_600 })
  // One in a second: the first at once, four more in four seconds.
  await work()
  world.pass({ amount: 1, unit: 'minutes' })
  world.setTime(new Date(world.now().getTime() - 56_000))
  await work()
  const queued = (await read(id)).counts.queued
  expect(queued).toBe(5)
  await world.act(pauseCampaign, { id })
  world.pass({ amount: 1, unit: 'minutes' })
  await work()
  await send()
  expect((await read(id)).counts.queued).toBe(queued)
  expect(world.mailer.sent).toHaveLength(0)
  expect(await refusal(world.act(pauseCampaign, { id }))).toBe('campaign.not-running')
  await world.act(resumeCampaign, { id })
  await work()
  // The time of the pause is not made up for.
  expect((await read(id)).counts.queued).toBe(queued)
  world.setTime(new Date(world.now().getTime() + 2_000))
  await work()
  expect((await read(id)).counts.queued).toBe(queued + 2)
  await world.act(stopCampaign, { id })
  await work()
  world.pass({ amount: 20, unit: 'minutes' })
  await send()
  await work()
  const stopped = await read(id)
  expect(stopped).toMatchObject({ state: 'stopped', counts: { withdrawn: 12 - queued - 2, waiting: 0 }, messages: { skipped: queued + 2 } })
  expect(stopped.skipped).toMatchObject([{ code: 'campaign-stopped', count: queued + 2 }])
  expect(world.mailer.sent).toHaveLength(0)
  expect(await refusal(world.act(resumeCampaign, { id }))).toBe('campaign.not-running')
  const [{ customerId } = { customerId: '' }] = (await world.ask(listMembers, { id, state: 'withdrawn' })).rows
  expect((await world.ask(readTimeline, { id: customerId })).facts.map(({ kind }) => kind)).toContain('campaign.ended')
})

test('once begun the audience, content and holdout stay; name, speed, budget and time may change', async () => {
  await some(3)
  const weekly = { kind: 'weekly', days: [1], every: 1, time: '15:00', from: '2026-06-15' }
  const id = await start({ when: weekly })
  const change = (more: object) => world.act(updateCampaign, { id, name: '新名字', goal: '', definition: plan(more) })
  // While it is only planned all may change.
  await change({ when: weekly, audience: { all: [] } })
  world.setTime('2026-06-15T07:00:00Z')
  await work()
  expect(await refusal(change({ when: weekly }))).toBe('campaign.locked')
  expect(await refusal(change({ when: weekly, audience: { all: [] }, holdout: 10 }))).toBe('campaign.locked')
  expect(await refusal(change({ when: { kind: 'now' }, audience: { all: [] } }))).toBe('campaign.locked')
  await change({ when: { ...weekly, days: [3] }, audience: { all: [] }, perHour: 10, budget: { amount: 100, over: 'stop' } })
  expect(await read(id)).toMatchObject({ name: '新名字', nextAt: '2026-06-17T07:00:00.000Z', definition: { perHour: 10 } })
  expect(await refusal(world.act(deleteCampaign, { id }))).toBe('campaign.under-way')
  await world.act(stopCampaign, { id })
  const copy = await world.act(copyCampaign, { id })
  expect(await read(copy.id)).toMatchObject({ state: 'draft', name: '新名字 (2)', counts: { audience: 0 } })
  await world.act(deleteCampaign, { id })
  expect((await world.ask(listCampaigns)).campaigns.map((one) => one.id)).toEqual([copy.id])
})

test('a budget stops the rest, and says so', async () => {
  await some(10)
  const sms = (await world.act(createTemplate, { name: '短信', subject: '短信', body: '夏茶到了' })).id
  await sql`update templates set channel = 'sms' where id = ${sms}`.execute(world.db)
  await sql`update customers set phone = '1380000' || lpad((row_number)::text, 4, '0') from (select id as i, row_number() over () from customers) n where n.i = customers.id`.execute(
    world.db,
  )
  await sql`insert into channel_accounts (id, channel, vendor, name, settings, is_default, cost, created_at, updated_at)
    values (${world.services.newId()}, 'sms', 'aliyun-sms', '短信', '{}'::jsonb, true, 5, ${world.now()}, ${world.now()})`.execute(world.db)
  await sql`insert into consents (customer_id, id, purpose, channel, state, how, version, at, recorded_at)
    select c.id, gen_random_uuid(), 'marketing', 'sms', 'given', 'told', p.counts_from, ${world.now()}, ${world.now()}
    from customers c, consent_purposes p where p.code = 'marketing'`.execute(world.db)
  const id = await start({
    channel: 'sms',
    variants: [{ key: 'a', templateId: sms, share: 1 }],
    fixedCost: 100,
    budget: { amount: 130, over: 'stop' },
  })
  await work()
  const kept = await read(id)
  expect(kept).toMatchObject({ counts: { queued: 6, withdrawn: 4 }, cost: 130, budgetUsed: 1 })
  expect((await world.ask(listMembers, { id, state: 'withdrawn' })).rows[0]?.reason?.zh).toBe('预算已用完')
  expect(kept.runs[0]?.failure?.zh).toBe('预算已用完')
})

test('a budget that fixed costs alone use up lets nobody be written to, though a message costs nothing', async () => {
  await some(3)
  const id = await start({ fixedCost: 500, budget: { amount: 400, over: 'stop' } })
  await work()
  expect(await read(id)).toMatchObject({ counts: { withdrawn: 3 }, runs: [{ failure: { zh: '预算已用完' } }] })
  const paid = await start({ fixedCost: 400, budget: { amount: 400, over: 'stop' } })
  await work()
  expect((await read(paid)).counts).toMatchObject({ queued: 3 })
})

test('consent withdrawn between preparation and sending is obeyed', async () => {
  const [first = '', second = ''] = await some(2)
  const id = await start()
  await work()
  await world.act(updateCustomer, { id: first, emailConsent: 'withdrawn' })
  await send()
  expect(world.mailer.sent).toHaveLength(1)
  const of = async (customer: string) => (await world.ask(customerCampaigns, { id: customer })).members[0]
  expect(await of(first)).toMatchObject({
    arm: 'treated',
    state: 'queued',
    message: { state: 'skipped', reason: { zh: '客户已退订或拒绝' } },
  })
  expect(await of(second)).toMatchObject({ message: { state: 'sent' } })
  expect((await world.ask(listMembers, { id, outcome: 'skipped' })).rows).toHaveLength(1)
  expect((await read(id)).skipped).toMatchObject([{ code: 'consent-withdrawn', count: 1 }])
})

test('a template deleted after planning, or a rule that names what is gone, fails the edition in words and nothing else', async () => {
  await some(2)
  const tomorrow = { kind: 'at', date: '2026-06-16', time: '10:00' }
  const [broken, ruled, fine] = [await start({ when: tomorrow }), await start({ when: tomorrow }), await start({ when: tomorrow }, '好的')]
  const other = (await world.act(createTemplate, { name: '会被删', subject: '删', body: '删' })).id
  await sql`update campaigns set definition = jsonb_set(definition, '{variants,0,templateId}', ${JSON.stringify(other)}::jsonb) where id = ${broken}`.execute(
    world.db,
  )
  // Templates in use cannot be deleted; one may be gone all the same, e.g. by a restore.
  await sql`delete from templates where id = ${other}`.execute(world.db)
  await sql`update campaigns set definition = jsonb_set(definition, '{audience}', '{"field": "gone", "op": "is", "value": "1"}'::jsonb) where id = ${ruled}`.execute(
    world.db,
  )
  world.setTime('2026-06-16T02:00:00Z')
  await work()
  expect(await read(broken)).toMatchObject({
    state: 'done',
    runs: [{ state: 'failed', failure: { zh: expect.stringContaining('模板不存在') } }],
  })
  expect(await read(ruled)).toMatchObject({
    runs: [{ state: 'failed', failure: { zh: expect.stringContaining('gone') } }],
    audienceWords: { zh: '条件里有已经不存在的东西' },
  })
  expect((await read(fine)).counts.queued).toBe(2)
})

test('the clock jumps: an hour changes nothing, a time missed by more than a day is not made up for', async () => {
  await some(2)
  const late = await start({ when: { kind: 'at', date: '2026-06-16', time: '10:00' } }, '错过的')
  const weekly = await start({ when: { kind: 'weekly', days: [2], every: 1, time: '10:00', from: '2026-06-15' } }, '每周')
  const soon = await start({ when: { kind: 'at', date: '2026-06-17', time: '11:00' } }, '还来得及')
  world.setTime('2026-06-17T04:00:00Z')
  await work()
  expect(await read(late)).toMatchObject({
    state: 'done',
    runs: [{ state: 'failed', failure: { en: expect.stringContaining('24 hours') } }],
    counts: { audience: 0 },
  })
  expect(await read(weekly)).toMatchObject({ state: 'planned', nextAt: '2026-06-23T02:00:00.000Z' })
  expect((await read(soon)).counts.queued).toBe(2)
  world.setTime('2026-06-17T03:00:00Z')
  await work()
  world.setTime('2026-06-16T03:00:00Z')
  await work()
  world.setTime('2026-06-17T04:10:00Z')
  await work()
  expect(await messages()).toHaveLength(2)
})

test('what missed its time is told with the time, and sent once where somebody decides so', async () => {
  await some(3)
  const late = await start({ when: { kind: 'at', date: '2026-06-16', time: '10:00' }, fixedCost: 700 }, '错过的')
  const weekly = await start({ when: { kind: 'weekly', days: [2], every: 1, time: '10:00', from: '2026-06-15' } }, '每周')
  const draft = await create({}, '没启动的')
  expect(await refusal(world.act(sendMissed, { id: draft }))).toBe('campaign.nothing-missed')
  world.setTime('2026-06-17T04:00:00Z')
  await work()
  expect(await read(late)).toMatchObject({ state: 'done', missedAt: '2026-06-16T02:00:00.000Z', cost: 0 })
  expect((await world.ask(campaignResults, { id: late })).whole.cost, 'what never began cost nothing').toBe(0)
  expect((await world.ask(listCampaigns)).campaigns.map(({ name, missedAt }) => [name, missedAt !== null])).toEqual(
    expect.arrayContaining([
      ['错过的', true],
      ['每周', true],
      ['没启动的', false],
    ]),
  )
  // Whoever came since is written to, by the audience of now.
  await some(1)
  const twice = await Promise.allSettled([world.act(sendMissed, { id: late }), world.act(sendMissed, { id: late })])
  expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await world.act(sendMissed, { id: weekly })
  await work()
  await work()
  expect(await read(late)).toMatchObject({
    state: 'running',
    missedAt: null,
    counts: { queued: 4 },
    runs: [{ number: 2, chosen: 4 }, { number: 1 }],
    cost: 700,
  })
  const costs = [undefined, 1, 2].map(async (edition) => (await world.ask(campaignResults, { id: late, edition })).whole.cost)
  expect(await Promise.all(costs), 'of all, of the one that was missed, of the one that was sent').toEqual([700, 0, 700])
  expect(await read(weekly)).toMatchObject({
    state: 'running',
    missedAt: null,
    nextAt: '2026-06-23T02:00:00.000Z',
    counts: { audience: 4 },
  })
  expect(await refusal(world.act(sendMissed, { id: late }))).toBe('campaign.nothing-missed')
  // Stopped meanwhile, it is not sent by anybody.
  world.setTime('2026-06-25T04:00:00Z')
  await work()
  expect((await read(weekly)).missedAt).toBe('2026-06-23T02:00:00.000Z')
  await world.act(stopCampaign, { id: weekly })
  expect(await refusal(world.act(sendMissed, { id: weekly }))).toBe('campaign.nothing-missed')
  expect((await read(weekly)).missedAt).toBeNull()
})

test('what was missed is offered for a week, and is nothing to be sent after it', async () => {
  await some(1)
  const late = await start({ when: { kind: 'at', date: '2026-06-16', time: '10:00' } }, '错过的')
  world.setTime('2026-06-20T04:00:00Z')
  await work()
  world.setTime('2026-06-27T03:59:00Z')
  expect((await read(late)).missedAt).toBe('2026-06-16T02:00:00.000Z')
  world.setTime('2026-06-27T04:00:00Z')
  expect((await read(late)).missedAt).toBeNull()
  expect((await world.ask(listCampaigns)).campaigns.map(({ missedAt }) => missedAt)).toEqual([null])
  expect(await refusal(world.act(sendMissed, { id: late }))).toBe('campaign.nothing-missed')
})

test('whoever is gone while it is prepared is refused as such, and the others get it', async () => {
  const [first = ''] = await some(3)
  const id = await start({ when: { kind: 'at', date: '2026-06-15', time: '12:01' } })
  world.setTime('2026-06-15T04:01:00Z')
  await workOnCampaigns(world.services, { portion: 1 })
  expect((await read(id)).counts).toMatchObject({ audience: 3, waiting: 3 })
  await sql`delete from customers where id = ${first}`.execute(world.db)
  await work()
  const kept = await read(id)
  expect(kept.counts).toMatchObject({ queued: 2, refused: 1 })
  expect(kept.refusals).toMatchObject([{ code: 'customer-missing', count: 1 }])
})

test('a campaign or an edition that cannot be read stands still and is told; the others are prepared, listed and drawn in the calendar', async () => {
  await some(3)
  await some(3, { city: '苏州' })
  const tear = (table: string, key: string, id: string) =>
    sql`update ${sql.table(table)} set definition = jsonb_set(definition, '{channel}', '7') where ${sql.ref(key)} = ${id}`.execute(world.db)
  const [torn, half, fine] = [
    await start({}, '读不出'),
    await start({ audience: { ...hangzhou, value: '苏州' } }, '半截'),
    await start({}, '好的'),
  ]
  const weekly = { kind: 'weekly', days: [1], every: 1, time: '10:00', from: '2026-06-01' }
  const later = await start({ when: weekly }, '每周')
  await workOnCampaigns(world.services, { portion: 1 })
  await tear('campaigns', 'id', torn)
  await tear('campaigns', 'id', later)
  await tear('campaign_editions', 'campaign_id', half)
  await work()
  const counts = async (id: string) => (await read(id)).counts
  expect(await counts(fine)).toMatchObject({ audience: 3, queued: 3 })
  const { campaigns } = await world.ask(listCampaigns)
  expect(Object.fromEntries(campaigns.map(({ name, unreadable }) => [name, unreadable]))).toEqual({
    读不出: 'channel',
    每周: 'channel',
    半截: null,
    好的: null,
  })
  expect(await refusal(read(torn))).toBe('campaign.unreadable')
  expect((await read(half)).runs).toMatchObject([{ state: 'choosing', failure: { zh: expect.stringContaining('channel') } }])
  const today = world.now().toISOString().slice(0, 10)
  const { days } = await world.ask(readCalendar, { from: today, to: today })
  expect(days[0]?.entries.map(({ name }) => name).toSorted()).toEqual(['半截', '好的'].toSorted())
  await world.system((ctx) => reserveNext(ctx))
  expect((await world.ask(findOverlap, { audience: hangzhou })).others.map(({ name }) => name)).toContain('好的')

  // Put back, both go on by themselves.
  for (const [table, key, id] of [
    ['campaigns', 'id', torn],
    ['campaign_editions', 'campaign_id', half],
  ] as const)
    await sql`update ${sql.table(table)} set definition = jsonb_set(definition, '{channel}', '"email"') where ${sql.ref(key)} = ${id}`.execute(
      world.db,
    )
  world.pass({ amount: 2, unit: 'minutes' })
  await work()
  await work()
  expect([await counts(torn), await counts(half)]).toMatchObject([{ queued: 3 }, { queued: 3 }])
  expect((await read(half)).runs).toMatchObject([{ failure: null }])

  // Written anew it can be read again; what is not wanted any more can be paused, stopped and let go.
  await world.act(pauseCampaign, { id: later })
  await world.act(updateCampaign, { id: later, name: '每周', goal: '', definition: plan({ when: weekly }) })
  expect((await read(later)).state).toBe('paused')
  await tear('campaigns', 'id', torn)
  await world.act(deleteCampaign, { id: torn })
  await work()
  await send()
  expect(await messages()).toHaveLength(9)
  expect((await messages()).filter(({ state }) => state === 'sent')).toHaveLength(6)
  expect(await refusal(read(torn))).toBe('record.missing')
})

test('two members who become one get it once; parted again each has their own part', async () => {
  const [a = '', b = ''] = await some(2)
  const id = await start({ perHour: 1 })
  await workOnCampaigns(world.services)
  await workOnCampaigns(world.services)
  expect((await read(id)).counts.waiting).toBe(2)
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  for (let i = 0; i < 3; i++) {
    await work()
    world.pass({ amount: 1, unit: 'hours' })
  }
  expect((await messages()).map(({ customerId }) => customerId)).toEqual([a])
  expect((await read(id)).counts).toMatchObject({ audience: 1, queued: 1 })
  await world.act(unmergeCustomers, { id: mergeId })
  expect((await world.ask(listMembers, { id })).rows.map(({ customerId }) => customerId)).toEqual(
    [a, b].toSorted((x, y) => (x < y ? -1 : 1)),
  )
})

test('what was bought within the window after the last touch is attributed, by variant, less what was given back', async () => {
  const [buyer = '', returner = '', late = '', torn = ''] = await some(4)
  await world.customer({ name: '对照', city: '杭州' })
  const id = await start({ window: { days: 7, by: 'sent' }, fixedCost: 1_000 })
  await work()
  await send()
  const buy = (customer: string, number: string, amount: number, at: string, kind = 'purchase') =>
    sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
      values (${customer}, ${world.services.newId()}, ${kind}, 'till', ${number}, ${at}, ${amount}, 'CNY', ${world.now()})`.execute(
      world.db,
    )
  await buy(buyer, 'A1', 20_000, '2026-06-16T04:00:00Z')
  await buy(buyer, 'A2', 5_000, '2026-06-17T04:00:00Z')
  await buy(returner, 'B1', 9_000, '2026-06-16T04:00:00Z')
  await buy(returner, 'B1', 4_000, '2026-06-18T04:00:00Z', 'refund')
  await buy(late, 'C1', 9_900, '2026-06-23T04:00:00Z')
  // Another mail came in between: the last touch has it.
  await buy(torn, 'D1', 7_700, '2026-06-19T04:00:00Z')
  await sql`insert into messages (customer_id, id, channel, kind, key, state, sent_at, created_at)
    values (${torn}, ${world.services.newId()}, 'email', 'marketing', 'other', 'sent', '2026-06-18T04:00:00Z', ${world.now()})`.execute(
    world.db,
  )
  await sql`update messages set clicked_at = '2026-06-15T05:00:00Z', delivered_at = '2026-06-15T04:30:00Z' where customer_id = ${buyer}`.execute(
    world.db,
  )
  await world.act(updateCustomer, { id: late, emailConsent: 'withdrawn' })
  world.setTime('2026-06-30T04:00:00Z')
  const result = await world.ask(campaignResults, { id })
  expect(result).toMatchObject({
    days: 7,
    by: 'sent',
    open: 0,
    whole: { people: 4, sent: 4, delivered: 1, clicked: 1, bought: 2, revenue: 30_000, refunded: 1, cost: 1_000 },
    variants: [{ variant: 'a', people: 4, revenue: 30_000 }],
  })
  expect((await world.ask(campaignResults, { id, by: 'clicked' })).whole).toMatchObject({ bought: 1, revenue: 25_000 })
  expect((await world.ask(campaignResults, { id, days: 30 })).whole).toMatchObject({ bought: 3, revenue: 39_900 })
  const bought = await world.ask(listMembers, { id, outcome: 'bought' })
  expect(bought.rows.map(({ customerId }) => customerId).toSorted()).toEqual([buyer, returner].toSorted())
})

test('overlap says whom other campaigns reach in the same week, and who is planned for too often', async () => {
  const both = await some(4)
  await some(2, { city: '上海' })
  const everybody = await start({ audience: { all: [] }, when: { kind: 'at', date: '2026-06-18', time: '10:00' } }, '全员')
  const far = await start({ audience: { all: [] }, when: { kind: 'at', date: '2026-09-18', time: '10:00' } }, '九月')
  const sent = await start({}, '已发')
  await work()
  const overlap = await world.ask(findOverlap, { audience: hangzhou })
  expect(overlap.audience).toBe(4)
  expect(Object.fromEntries(overlap.others.map(({ name, both: n }) => [name, n]))).toEqual({ 全员: 4, 已发: 4 })
  expect(overlap.busy).toEqual({ one: 4, two: 4, more: 0 })
  expect((await world.ask(findOverlap, { audience: hangzhou, at: '2026-09-18T02:00:00Z' })).others).toMatchObject([
    { name: '九月', both: 4 },
  ])
  const { rows } = await world.ask(listOverlap, { audience: hangzhou, with: { kind: 'campaign', id: everybody } })
  expect(rows.map(({ id }) => id).toSorted()).toEqual(both.toSorted())
  const late = await start({ when: { kind: 'at', date: '2026-06-19', time: '10:00' } }, '杭州周五')
  const booked = await world.ask(findOverbooked)
  // What is under way now is counted with what is to come.
  expect(Object.fromEntries(booked.plans.map(({ name, people }) => [name, people]))).toEqual({ 全员: 6, 杭州周五: 4, 已发: 4 })
  expect(booked.pairs.map(({ both: n }) => n)).toEqual([4, 4, 4])
  expect(booked.spread).toEqual([
    { plans: 1, people: 2 },
    { plans: 3, people: 4 },
  ])
  expect((await world.ask(listOverbooked, { a: everybody, b: late })).rows).toHaveLength(4)
  expect((await world.ask(listOverbooked, { atLeast: 2 })).rows).toHaveLength(4)
  expect([far, sent]).toHaveLength(2)
})

test('room is kept in people’s attention for what is planned, and let go when it is stopped', async () => {
  await some(3)
  await willing({ emailConsent: 'withdrawn' })
  const id = await start({ when: { kind: 'at', date: '2026-06-18', time: '10:00' }, priority: 70 })
  await start({ when: { kind: 'at', date: '2026-08-18', time: '10:00' } }, '还早')
  const keep = async () => {
    while (await world.system((ctx) => reserveNext(ctx)));
    return (await world.ask(listReservations)).reservations
  }
  expect(await keep()).toMatchObject([
    { byKind: 'campaign', byId: id, channel: 'email', priority: 70, customers: 3, from: '2026-06-18T02:00:00.000Z' },
  ])
  await world.act(stopCampaign, { id })
  expect(await keep()).toEqual([])
})

test('the calendar shows what was sent and what is to come, with festivals, days off and the lunar date', async () => {
  await some(2)
  const now = await start({}, '今天的')
  await work()
  const weekly = await start({ when: { kind: 'weekly', days: [4], every: 1, time: '10:00', from: '2026-06-15' } }, '每周四')
  const { today, days } = await world.ask(readCalendar, { from: '2026-06-15', to: '2026-07-05' })
  expect(today).toBe('2026-06-15')
  expect(days).toHaveLength(21)
  const on = (date: string) => days.find((day) => day.date === date)
  await send()
  const stopped = await start({ perHour: 60 }, '停下的')
  await work()
  await send()
  await world.act(stopCampaign, { id: stopped })
  await work()
  const later = (await world.ask(readCalendar, { from: '2026-06-15', to: '2026-06-15' })).days[0]?.entries
  expect(later?.find(({ id }) => id === stopped)).toMatchObject({ state: 'stopped', people: 1 })
  expect(on('2026-06-15')?.entries).toMatchObject([{ id: now, kind: 'campaign', state: 'going', people: 2, edition: 1, time: '12:00' }])
  expect(days.filter(({ entries }) => entries.some(({ id }) => id === weekly)).map(({ date }) => date)).toEqual([
    '2026-06-18',
    '2026-06-25',
    '2026-07-02',
  ])
  expect(on('2026-06-19')).toMatchObject({ festivals: [{ zh: '端午节' }], lunar: { zh: '初五' }, work: 'off' })
  expect(on('2026-06-18')?.work).toBeNull()
  expect(await refusal(world.ask(readCalendar, { from: '2026-06-15', to: '2027-06-15' }))).toBe('input.invalid')
})

test('at each one’s own hour: when somebody usually buys, within a day of the plan', async () => {
  const [evening = '', never = ''] = await some(2)
  for (const day of ['01', '03', '05'])
    await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
      values (${evening}, ${world.services.newId()}, 'purchase', 'till', ${day}, ${`2026-06-${day}T11:20:00Z`}, 100, 'CNY', ${world.now()})`.execute(
      world.db,
    )
  const id = await start({ bestHour: true })
  await work()
  const due = async (customer: string) => (await world.ask(customerCampaigns, { id: customer })).members[0]?.dueAt
  expect(await due(evening)).toBe('2026-06-15T11:00:00.000Z')
  expect(await due(never)).toBe('2026-06-15T04:00:00.000Z')
  await send()
  expect(world.mailer.sent).toHaveLength(1)
  expect((await read(id)).state).toBe('running')
  // Stopped, what waits in the outbox for its hour is refused at once.
  await world.act(stopCampaign, { id })
  await work()
  await send()
  expect(await read(id)).toMatchObject({ state: 'stopped', messages: { sent: 1, skipped: 1 } })
})

test('by their own clock somebody in China gets it when it is ten there, whatever the shop’s clock says', async () => {
  const far = await makeWorld({ shop: { timeZone: 'Pacific/Auckland' }, start: '2026-07-01T12:00:00Z' })
  try {
    const template = await far.act(createTemplate, { name: '夏茶上市', subject: '夏茶', body: '夏茶到了' })
    const told = { name: '王芳', emailConsent: 'granted' }
    const there = await far.customer({ ...told, email: 'there@tea.example', province: '浙江省' })
    const here = await far.customer({ ...told, email: 'here@tea.example' })
    const definition = {
      audience: { all: [] },
      variants: [{ key: 'a', templateId: template.id, share: 1 }],
      when: { kind: 'at', date: '2026-07-02', time: '10:00' },
      holdout: 0,
      theirClock: true,
    }
    const { id } = await far.act(createCampaign, { name: '夏茶', goal: '', definition })
    await far.act(startCampaign, { id })
    far.pass({ amount: 10, unit: 'hours' })
    while (await workOnCampaigns(far.services));
    const { rows } = await far.ask(listMembers, { id, limit: 50 })
    const due = new Map(rows.map((row) => [row.customerId, row.dueAt]))
    expect([due.get(here), due.get(there)]).toEqual(['2026-07-01T22:00:00.000Z', '2026-07-02T02:00:00.000Z'])
  } finally {
    await far.end()
  }
})

test('whoever called it spam is counted and opened, and so is a complaint that names no message', async () => {
  const [named = '', silent = '', quiet = ''] = await some(3)
  const id = await start()
  await work()
  await send()
  const { rows: out } = await sql<{ id: string; customer_id: string }>`select id, customer_id from messages`.execute(world.db)
  const messageOf = (customer: string) => out.find((row) => row.customer_id === customer)?.id
  world.pass({ amount: 1, unit: 'hours' })
  for (const [customer, message] of [
    [named, messageOf(named)],
    [silent, null],
  ])
    await sql`insert into inbound_mails (customer_id, id, kind, state, subject, body, message_id, details, received_at, recorded_at)
      values (${customer}, ${world.services.newId()}, 'complaint', 'done', '', '', ${message}, '{}', ${world.now()}, ${world.now()})`.execute(
      world.db,
    )
  expect((await world.ask(campaignResults, { id })).whole).toMatchObject({ sent: 3, complained: 2 })
  const { rows } = await world.ask(listMembers, { id, outcome: 'complained', limit: 50 })
  expect(rows.map((row) => row.customerId).toSorted()).toEqual([named, silent].toSorted())
  expect(rows.map((row) => row.customerId)).not.toContain(quiet)
  // Nobody calls an SMS spam by mail: without a message's name it is not this campaign's.
  await sql`update messages set channel = 'sms' where customer_id = ${silent}`.execute(world.db)
  expect((await world.ask(campaignResults, { id })).whole).toMatchObject({ complained: 1 })
})
