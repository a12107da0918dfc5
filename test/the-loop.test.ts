// The whole story, told once: a shop's raw files go in at one end, and at the other comes out what a mail has earned.
import iconv from 'iconv-lite'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { campaignResults, createCampaign, readCampaign, startCampaign } from '../src/act/campaigns/actions.ts'
import { createJourney, listRuns, readJourney, startJourney } from '../src/act/journeys/actions.ts'
import { countMessages, listMessages, sendMessage } from '../src/act/messages/actions.ts'
import { createTemplate } from '../src/act/messages/template-actions.ts'
import { readTimeline } from '../src/know/customers/actions.ts'
import { dryRunImport, readImport, startImport, undoImport } from '../src/know/imports/actions.ts'
import { saveSmtp } from '../src/know/shop/actions.ts'
import { journeyResult } from '../src/learn/holdouts/journey-result.ts'
import { makeSmtpMailer } from '../src/platform/channels/smtp-mailer.ts'
import { readStages } from '../src/understand/lifecycle/questions.ts'
import { createSegment } from '../src/understand/segments/actions.ts'
import { explainMembership, readSegment } from '../src/understand/segments/questions.ts'
import { rfmGrid } from '../src/understand/value/rfm-questions.ts'
import { makeWorld, type World } from './world.ts'

let world: World
let post: Awaited<ReturnType<typeof openPostOffice>>
const mailer = makeSmtpMailer()

beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  post = await openPostOffice()
})
afterAll(async () => {
  await mailer.close()
  await post.close()
  await world.end()
})

/** A mail server on this machine, and the mails that it has taken, with their folded headers made one line each. */
async function openPostOffice() {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push(
          Buffer.concat(parts)
            .toString('utf8')
            .replace(/\r\n[ \t]+/g, ' '),
        )
        done()
      })
    },
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  return {
    mails,
    port: typeof address === 'object' && address ? address.port : 0,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** Lets the program work as it does by itself: its ticks, until none has more to do, and the freshness of what follows. */
async function work(...ticks: string[]): Promise<void> {
  const services = { ...world.services, mailer }
  for (const tick of services.registry.ticks.filter(({ name }) => ticks.includes(name))) while (await tick.run(services));
  await world.settle()
}

type Received = {
  readonly id: string
  readonly encoding: string
  readonly kind: string
  readonly columns: Record<string, number>
  readonly rowsExpected: number
}

/** Drops a file onto the import page. */
async function upload(name: string, text: string, encoding: 'utf-8' | 'gb18030'): Promise<Received> {
  const app = await world.http()
  const headers = { 'x-test-role': 'manager', 'content-type': 'text/csv' }
  const answer = await app.inject({
    method: 'POST',
    url: `/api/imports/files?name=${encodeURIComponent(name)}`,
    headers,
    payload: iconv.encode(text, encoding),
  })
  expect(answer.statusCode).toBe(200)
  return answer.json()
}

async function bring(id: string) {
  await world.act(startImport, { id })
  await work('imports')
  return await world.ask(readImport, { id })
}

async function takeBack(id: string) {
  await world.act(undoImport, { id })
  await work('imports')
  return (await world.ask(readImport, { id })).undone
}

const alphabetically = (a = '', b = '') => (a < b ? -1 : a > b ? 1 : 0)
const numberOf = (i: number) => `M${String(i).padStart(3, '0')}`
const mailOf = (i: number) => `m${i}@people.example`
const csv = (rows: readonly (readonly (string | number)[])[]) => rows.map((row) => `${row.join(',')}\n`).join('')

/** A hundred and twenty who came twice and then no more, one regular, one who came once, one who never did. */
const sleepers = 120
const regular = 121
const once = 122
const never = 123
/** The first twenty were never asked whether they want mail. */
const unasked = 20

const membersFile = () =>
  csv([
    ['会员号', '姓名', '手机号', '邮箱', '注册时间', '接收邮件'],
    ...Array.from({ length: never }, (_, index) => index + 1).map((i) => [
      numberOf(i),
      `客户${i}`,
      13_800_000_000 + i,
      mailOf(i),
      '2025-12-01 10:00:00',
      i > unasked ? '是' : '',
    ]),
  ])

/** Each sleeper spends 300 yuan and their own number: number 60 is the first with 360. */
const ordersFile = () =>
  csv([
    ['订单号', '会员号', '下单时间', '商品名称', '数量', '单价', '实付金额', '渠道'],
    ...Array.from({ length: sleepers }, (_, index) => index + 1).flatMap((i) => [
      [`A${i}`, numberOf(i), '2026-02-01 10:00:00', '明前龙井', 1, '200.00', '200.00', '门店'],
      [`B${i}`, numberOf(i), '2026-04-10 15:30:00', '茉莉花茶', 1, `${100 + i}.00`, `${100 + i}.00`, '微信小程序'],
    ]),
    ...['05-05', '05-15', '05-25', '06-04'].map((day, n) => [
      `R${n + 1}`,
      numberOf(regular),
      `2026-${day} 09:00:00`,
      '普洱茶饼',
      2,
      '500.00',
      '1000.00',
      '门店',
    ]),
    ['S1', numberOf(once), '2026-06-01 11:00:00', '白茶', 1, '88.00', '88.00', '天猫'],
    ['S2', numberOf(never), '2026-06-01 11:00:00', '白茶', 1, '88.00', '八十八', '天猫'],
  ])

const idOf = async (i: number) => {
  const { rows } = await sql<{ id: string }>`select id from customers where code = ${numberOf(i)}`.execute(world.db)
  return rows[0]?.id ?? ''
}

type Metrics = {
  purchase_count: number
  spend: number
  stage: string
  recency_score: number
  frequency_score: number
  monetary_score: number
}
const metricsOf = async (i: number) =>
  (await sql<Metrics>`select * from metrics where customer_id = ${await idOf(i)}`.execute(world.db)).rows[0]

const countStages = async () => Object.fromEntries((await world.ask(readStages)).stages.map(({ key, customers }) => [key, customers]))

type Arms = { readonly treated: readonly number[]; readonly holdout: readonly number[] }

/** Who was drawn to which arm, by their running number. */
async function armsOf(): Promise<Arms> {
  const { rows } = await sql<{
    code: string
    arm: string
  }>`select c.code, r.arm from journey_runs r join customers c on c.id = r.customer_id order by c.code`.execute(world.db)
  const of = (arm: string) => rows.filter((row) => row.arm === arm).map((row) => Number(row.code.slice(1)))
  return { treated: of('treated'), holdout: of('holdout') }
}

/** Mean, sample variance and size, as one does it by hand. */
function byHand(values: readonly number[]) {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  return { n, mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1) }
}

/** The 97.5 % quantile of Student's t by its expansion about the normal (Abramowitz and Stegun 26.7.5). */
function studentQuantile(df: number): number {
  const z = 1.959963985
  return (
    z +
    (z ** 3 + z) / (4 * df) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * df ** 3)
  )
}

/** Welch's interval of the difference of two means. */
function welch(treated: readonly number[], holdout: readonly number[]) {
  const [t, h] = [byHand(treated), byHand(holdout)]
  const [a, b] = [t.variance / t.n, h.variance / h.n]
  const df = (a + b) ** 2 / (a ** 2 / (t.n - 1) + b ** 2 / (h.n - 1))
  const half = studentQuantile(df) * Math.sqrt(a + b)
  return { value: t.mean - h.mean, low: t.mean - h.mean - half, high: t.mean - h.mean + half }
}

test('a shop’s raw files become customers, a mail to the right ones, and what it earned beyond chance', async () => {
  // Know: two files as the till exports them, in the encoding that Chinese tills use.
  const members = await upload('会员.csv', membersFile(), 'gb18030')
  expect(members).toMatchObject({
    encoding: 'gb18030',
    kind: 'customers',
    rowsExpected: never,
    columns: { code: 0, name: 1, phone: 2, email: 3, joinedAt: 4, emailConsent: 5 },
  })
  expect((await bring(members.id)).counts).toMatchObject({ rows: never, customersNew: never, refused: 0 })
  expect(await countStages()).toMatchObject({ potential: never, first: 0, repeat: 0 })

  const orders = await upload('订单.csv', ordersFile(), 'gb18030')
  expect(orders).toMatchObject({ encoding: 'gb18030', kind: 'purchases', rowsExpected: 2 * sleepers + 6 })
  const choices = { encoding: 'gb18030', delimiter: ',', kind: 'purchases', columns: orders.columns }
  const trial = await world.act(dryRunImport, { id: orders.id, ...choices })
  expect(trial.counts).toMatchObject({ customersNew: 0, purchasesNew: 2 * sleepers + 5, refused: 1 })
  expect(trial.refusals).toMatchObject([{ line: 2 * sleepers + 7, reason: { zh: expect.stringContaining('八十八') } }])
  expect(trial.stages).toEqual(
    expect.arrayContaining([
      { from: 'potential', to: 'repeat', customers: sleepers },
      { from: 'potential', to: 'loyal', customers: 1 },
      { from: 'potential', to: 'first', customers: 1 },
    ]),
  )
  expect(await countStages()).toMatchObject({ potential: never })
  expect((await bring(orders.id)).counts).toEqual(trial.counts)

  // Understand: value, stage and score of each, and a segment that says why somebody is in it.
  expect(await countStages()).toEqual({ potential: 1, first: 1, repeat: sleepers, loyal: 1, dormant: 0, churned: 0 })
  expect(await metricsOf(60)).toMatchObject({ purchase_count: 2, spend: 36_000, stage: 'repeat' })
  await work('rfm-thresholds')
  expect(await metricsOf(regular)).toMatchObject({
    purchase_count: 4,
    spend: 400_000,
    recency_score: 5,
    frequency_score: 5,
    monetary_score: 5,
  })
  expect((await world.ask(rfmGrid)).buyers).toBe(sleepers + 2)
  const rule = {
    all: [
      { field: 'purchaseCount', op: 'at-least', value: 2 },
      { field: 'lastPurchaseAt', op: 'longer-ago-than', value: { amount: 90, unit: 'days' } },
    ],
  }
  const segment = await world.act(createSegment, { name: '九十天没来的老客', rule })
  expect(segment.members).toBe(0)

  // Act: whoever enters the segment gets a mail the next morning, one of two; half of them are held out.
  const dear = await world.act(createTemplate, {
    name: '老茶友',
    subject: '{{name}}，给您留了一饼',
    body: '您好 {{name}}，\n\n新到的普洱给您留了一饼。',
  })
  const plain = await world.act(createTemplate, { name: '好久不见', subject: '{{name}}，好久不见', body: '您好 {{name}}，\n\n新茶到了。' })
  const journey = await world.act(createJourney, {
    name: '请回老客',
    definition: {
      trigger: { kind: 'segment', segment: segment.id },
      holdout: 50,
      steps: [
        { id: 'morning', kind: 'wait', until: { time: '10:00' }, next: 'worth' },
        { id: 'worth', kind: 'branch', rule: { field: 'spend', op: 'at-least', value: 36_000 }, yes: 'dear', no: 'plain' },
        { id: 'dear', kind: 'send', templateId: dear.id, next: null },
        { id: 'plain', kind: 'send', templateId: plain.id, next: null },
      ],
    },
  })
  await world.act(startJourney, { id: journey.id })
  await world.act(saveSmtp, {
    host: '127.0.0.1',
    port: post.port,
    secure: false,
    user: '',
    password: '',
    from: '山前茶事 <tea@shop.example>',
  })

  world.setTime('2026-07-20T04:00:00Z')
  await work('sweep-stages', 'sweep-segments')
  expect((await world.ask(readSegment, { id: segment.id })).members).toBe(sleepers)
  expect(await world.ask(explainMembership, { id: await idOf(1), segment: segment.id })).toMatchObject({
    member: true,
    since: '2026-07-20T04:00:00.000Z',
  })
  const arms = await armsOf()
  expect(arms.treated.length + arms.holdout.length).toBe(sleepers)
  await work('journeys', 'outbox')
  expect(post.mails).toHaveLength(0)

  world.setTime('2026-07-21T02:00:00Z')
  await work('journeys')
  await work('outbox')
  const written = arms.treated.filter((i) => i > unasked)
  expect(post.mails).toHaveLength(written.length)
  expect(post.mails.map((mail) => /^To: (.*)$/m.exec(mail)?.[1]?.trim()).toSorted(alphabetically)).toEqual(
    written.map(mailOf).toSorted(alphabetically),
  )
  const { counts, reasons } = await world.ask(countMessages, { journeyId: journey.id })
  expect(counts).toEqual({ sent: written.length, skipped: arms.treated.length - written.length })
  expect(reasons).toMatchObject([{ state: 'skipped', code: 'consent-missing', words: { zh: '客户尚未同意接收这类消息' } }])
  const card = await world.ask(readJourney, { id: journey.id })
  expect(card.steps.find((step) => step.id === 'dear')?.log).toMatchObject({ queued: arms.treated.filter((i) => i >= 60).length })
  expect((await world.ask(listRuns, { id: journey.id, arm: 'holdout', limit: 1 })).rows).toMatchObject([
    { state: 'holdout', why: { what: 'held-out' } },
  ])
  const reached = await idOf(written[0] ?? 0)
  const told = (await world.ask(readTimeline, { id: reached })).facts.map(({ kind }) => kind)
  expect(told).toEqual(expect.arrayContaining(['purchase.made', 'segment.entered', 'journey.entered', 'message.sent', 'journey.ended']))

  // Purchases follow: every second of the treated, every tenth of those held out; one brings something back.
  const buyers = { treated: arms.treated.filter((_, k) => k % 2 === 0), holdout: arms.holdout.filter((_, k) => k % 10 === 0) }
  const [returning = 0] = buyers.treated
  const [late = 0] = arms.holdout
  const after = await upload(
    '八月订单.csv',
    csv([
      ['订单号', '会员号', '下单时间', '商品名称', '数量', '实付金额'],
      ...buyers.treated.map((i) => [`T${i}`, numberOf(i), '2026-08-01 20:00:00', '普洱茶饼', 1, `${120 + (i % 7)}.00`]),
      ...buyers.holdout.map((i) => [`H${i}`, numberOf(i), '2026-08-01 20:00:00', '茉莉花茶', 1, '80.00']),
      [`T${returning}`, numberOf(returning), '2026-08-05 12:00:00', '普洱茶饼', -1, '-20.00'],
      ['L1', numberOf(late), '2026-08-22 12:00:00', '普洱茶饼', 1, '999.00'],
    ]),
    'utf-8',
  )
  world.setTime('2026-08-25T04:00:00Z')
  expect((await bring(after.id)).counts).toMatchObject({
    purchasesNew: buyers.treated.length + buyers.holdout.length + 1,
    refundsNew: 1,
    refused: 0,
  })
  expect((await world.ask(readSegment, { id: segment.id })).members).toBe(sleepers - buyers.treated.length - buyers.holdout.length)

  // Learn: what the journey earned in the thirty days after each entered, against those held out.
  const spent = (arm: 'treated' | 'holdout', amount: (i: number) => number) =>
    arms[arm].map((i) => (buyers[arm].includes(i) ? amount(i) : 0))
  const treated = spent('treated', (i) => (120 + (i % 7)) * 100 - (i === returning ? 2_000 : 0))
  const holdout = spent('holdout', () => 8_000)
  const result = await world.ask(journeyResult, { id: journey.id, days: 30 })
  expect(result.treated).toMatchObject({
    people: treated.length,
    buyers: buyers.treated.length,
    revenue: treated.reduce((sum, each) => sum + each, 0),
    waiting: 0,
  })
  expect(result.holdout).toMatchObject({
    people: holdout.length,
    buyers: buyers.holdout.length,
    revenue: 8_000 * buyers.holdout.length,
    messages: {},
  })
  const expected = welch(treated, holdout)
  expect(result.revenueLiftOnce?.value).toBeCloseTo(expected.value, 6)
  expect(result.revenueLiftOnce?.low).toBeCloseTo(expected.low, 0)
  expect(result.revenueLiftOnce?.high).toBeCloseTo(expected.high, 0)
  // The interval that may be looked at every day is wider, and still above zero.
  expect(result.revenueLift?.low).toBeGreaterThan(0)
  expect(result.revenueLift?.low).toBeLessThan(expected.low)
  expect(result.incrementalRevenue?.value).toBeCloseTo((result.revenueLift?.value ?? 0) * treated.length, 4)
  expect(result.conversionLift?.value).toBeCloseTo(buyers.treated.length / treated.length - buyers.holdout.length / holdout.length, 9)
  expect(result.verdict).toBe('more')
  expect(result.sentence.zh).toContain('旅程有效')

  // A campaign to the same people, in two versions: who cannot be reached is refused before the draw, the others are shared out.
  const autumn = await world.act(createCampaign, {
    name: '秋茶',
    definition: {
      audience: { did: 'journey.entered' },
      variants: [
        { key: 'a', templateId: dear.id, share: 1 },
        { key: 'b', templateId: plain.id, share: 1 },
      ],
      when: { kind: 'now' },
      holdout: 20,
    },
  })
  await world.act(startCampaign, { id: autumn.id })
  const beforeAutumn = post.mails.length
  await work('campaigns')
  await work('outbox')
  const sentOut = await world.ask(readCampaign, { id: autumn.id })
  expect(sentOut.counts).toMatchObject({ audience: sleepers, refused: unasked, queued: post.mails.length - beforeAutumn })
  expect(sentOut.counts.holdout + sentOut.counts.queued).toBe(sleepers - unasked)
  expect(sentOut.counts.holdout).toBeGreaterThan(5)
  expect(sentOut.refusals).toMatchObject([{ code: 'consent-missing', count: unasked }])
  expect((await world.ask(campaignResults, { id: autumn.id })).variants.map(({ variant }) => variant)).toEqual(['a', 'b'])

  // The link in the mail: opening it changes nothing, using it ends the mails.
  const link = new URL(/^List-Unsubscribe: <(.*)>/m.exec(post.mails[0] ?? '')?.[1] ?? '')
  const reader = /^To: (.*)$/m.exec(post.mails[0] ?? '')?.[1]?.trim() ?? ''
  const consentOf = async () =>
    (
      await sql<{ id: string; consent: string }>`select id, email_consent as consent from customers where email = ${reader}`.execute(
        world.db,
      )
    ).rows[0]
  const app = await world.http()
  expect((await app.inject({ url: link.pathname })).statusCode).toBe(200)
  expect(await consentOf()).toMatchObject({ consent: 'granted' })
  const clicked = await app.inject({
    method: 'POST',
    url: link.pathname,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  })
  expect(clicked.statusCode).toBe(200)
  expect(await consentOf()).toMatchObject({ consent: 'withdrawn' })
  const mailsBefore = post.mails.length
  const customerId = (await consentOf())?.id
  await world.act(sendMessage, { customerId, templateId: plain.id })
  await work('outbox')
  expect(post.mails).toHaveLength(mailsBefore)
  expect((await world.ask(listMessages, { customerId, limit: 1 })).rows).toMatchObject([
    { state: 'skipped', reason: { code: 'consent-withdrawn' } },
  ])

  // And all of it can be taken back, the newest file first. Whoever was in the journey stays known; what they bought goes.
  expect(await takeBack(after.id)).toMatchObject({ purchasesRemoved: buyers.treated.length + buyers.holdout.length + 2 })
  expect(await metricsOf(60)).toMatchObject({ purchase_count: 2, spend: 36_000 })
  expect(await takeBack(orders.id)).toMatchObject({ purchasesRemoved: 2 * sleepers + 5 })
  expect(await takeBack(members.id)).toMatchObject({ customersRemoved: never - sleepers, stayed: sleepers })
  const left = await sql<{
    table: string
    n: number
  }>`select 'purchases' as table, count(*) as n from purchases union all select 'lines', count(*) from purchase_lines
    union all select 'numbers', count(*) from purchase_numbers union all select 'purchase facts', count(*) from events where kind like 'purchase.%'`.execute(
    world.db,
  )
  expect(left.rows.map(({ n }) => n)).toEqual([0, 0, 0, 0])
  expect(await countStages()).toEqual({ potential: sleepers, first: 0, repeat: 0, loyal: 0, dormant: 0, churned: 0 })
  expect((await world.ask(readSegment, { id: segment.id })).members).toBe(0)
  expect(world.problems).toEqual([])
}, 120_000)

test('a lunar birthday brings its mail on the morning of its day, and nobody is wished twice', async () => {
  world.setTime('2026-09-20T04:00:00Z')
  await world.act(saveSmtp, {
    host: '127.0.0.1',
    port: post.port,
    secure: false,
    user: '',
    password: '',
    from: '山前茶事 <tea@shop.example>',
  })
  const wish = await world.act(createTemplate, {
    name: '生日',
    subject: '{{name}}，生日快乐',
    body: '{{name}}，生日快乐！',
    kind: 'service',
  })
  const { id } = await world.act(createJourney, {
    name: '农历生日',
    definition: {
      trigger: { kind: 'date', field: 'lunarBirthday', time: '09:30' },
      reentry: { after: { amount: 300, unit: 'days' } },
      steps: [{ id: 'wish', kind: 'send', templateId: wish.id }],
    },
  })
  await world.act(startJourney, { id })
  const customer = { name: '秋月', email: 'moon@people.example', lunarBirthday: '八月十五' }
  await world.customer(customer)
  await world.settle()
  const before = post.mails.length
  // 中秋 of 2026 is 25 September.
  for (const at of ['2026-09-25T01:29:00Z', '2026-09-25T01:31:00Z', '2026-09-25T09:00:00Z', '2026-09-26T02:00:00Z']) {
    world.setTime(at)
    for (const tick of ['journey-calendars', 'journeys', 'outbox']) await work(tick)
    expect([at, post.mails.length - before]).toEqual([at, at < '2026-09-25T01:30' ? 0 : 1])
  }
  expect(/^To: (.*)$/m.exec(post.mails.at(-1) ?? '')?.[1]?.trim()).toBe('moon@people.example')
}, 60_000)
