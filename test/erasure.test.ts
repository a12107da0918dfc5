// A person is erased: nothing of them is left anywhere, and every figure stays what it was.
import { readdirSync, readFileSync, writeFileSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHome } from '../src/app/home/read-home.ts'
import { createJourney, enterJourney, startJourney } from '../src/act/journeys/actions.ts'
import { advanceDue } from '../src/act/journeys/server/advance-due.ts'
import { sendMessage } from '../src/act/messages/actions.ts'
import { createTemplate } from '../src/act/messages/template-actions.ts'
import { sendDue } from '../src/act/messages/server/send-due.ts'
import { createCustomField } from '../src/know/custom-fields/actions.ts'
import { addContactPoint } from '../src/know/contact-points/actions.ts'
import { updateCustomer } from '../src/know/customers/actions.ts'
import { mergeCustomers } from '../src/know/identity/actions.ts'
import { recordInteraction } from '../src/know/interactions/actions.ts'
import { restrictCustomer, savePrivacySettings } from '../src/know/privacy/actions.ts'
import {
  checkCertificate,
  confirmErasure,
  dropErasure,
  listErasures,
  previewErasure,
  startErasure,
} from '../src/know/privacy/erasure-actions.ts'
import { startExport } from '../src/know/privacy/export-actions.ts'
import { openRequest, readRequest, verifyRequest } from '../src/know/privacy/request-actions.ts'
import { dataMap } from '../src/know/privacy/data-map.ts'
import { namesIn } from '../src/know/privacy/map/mapped-table.ts'
import { usualPrivacy } from '../src/know/privacy/privacy.ts'
import { applyErasuresAgain } from '../src/know/privacy/server/apply-again.ts'
import { workOnErasures } from '../src/know/privacy/server/work-on-erasures.ts'
import { workOnExports } from '../src/know/privacy/server/work-on-exports.ts'
import { recordPurchase } from '../src/know/purchases/actions.ts'
import { journeyResult } from '../src/learn/holdouts/journey-result.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { contentPath } from '../src/platform/files/content-place.ts'
import { retakeThresholds } from '../src/understand/value/server/retake-thresholds.ts'
import { spendDistribution, valueSummary } from '../src/understand/value/questions.ts'
import { rfmGrid } from '../src/understand/value/rfm-questions.ts'
import { createSegment } from '../src/understand/segments/actions.ts'
import { type Planted, plantPerson } from './plant-person.ts'
import { makeWorld, owner, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const erase = async (id: string) => {
  const { version } = await world.ask(previewErasure, { id })
  const started = await world.act(startErasure, { id, version })
  while (await workOnErasures(world.services)) continue
  return started.id
}

/** Every row of every table, as text. */
async function dump(): Promise<Map<string, string>> {
  const { rows } = await sql<{
    name: string
  }>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'auth', 'audit') and c.relkind = 'r'`.execute(world.db)
  const all = new Map<string, string>()
  for (const { name } of rows) {
    const text = await world.database.pool.query<{ text: string | null }>(`select string_agg(t::text, chr(10)) as text from ${name} t`)
    all.set(name, text.rows[0]?.text ?? '')
  }
  return all
}

function filesText(): string {
  return readdirSync(world.services.filesFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(world.services.filesFolder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

async function hits(texts: readonly string[]): Promise<string[]> {
  const tables = await dump()
  const inTables = texts.flatMap((text) => [...tables].flatMap(([name, all]) => (all.includes(text) ? [`${text} in ${name}`] : [])))
  const files = filesText()
  return [...inTables, ...texts.filter((text) => files.includes(Buffer.from(text).toString('latin1'))).map((text) => `${text} in files`)]
}

const reshaped = new Set(['messages.key', 'messages.reason', 'journey_runs.cause', 'journey_steps.reason'])

/** Is it declared that this stays? */
function mayStay({ table, column }: Planted): boolean {
  const mapped = dataMap[table]
  if (!mapped) return false
  if (mapped.erasure === 'remainder') return namesIn(mapped.keeps).includes(column) && !reshaped.has(`${table}.${column}`)
  if (mapped.erasure === 'delete' || mapped.erasure === 'matching') return false
  const emptied: Record<string, string> = {
    privacy_requests: 'asker_name asker_contact details verified_note answer extension_reason',
    privacy_steps: 'note',
    hook_deliveries: 'body headers reason',
  }
  return !(emptied[table] ?? mapped.searched ?? '').split(' ').includes(column)
}

test('twelve marks of a person, and one in every table that the catalogue has, are found nowhere afterwards', async () => {
  await world.act(createCustomField, { entity: 'customer', name: 'hobby', type: 'text', label: { zh: '爱好', en: 'Hobby' } })
  const marks = {
    name: '诸葛孔明',
    phone: '13877665544',
    email: 'kongming@longzhong.example',
    wechat: 'wolong_xiansheng',
    idCard: '110105194912310021',
    address: '襄阳隆中草庐八号',
    note: '爱羽扇纶巾',
    hobby: '观星夜读',
    summary: '未出茅庐先知三分',
    file: 'the eightfold maze',
    subject: '致孔明先生的信',
    payload: '木牛流马订单备注',
  }
  const id = await world.customer({
    name: marks.name,
    phone: `+86${marks.phone}`,
    email: marks.email,
    wechat: marks.wechat,
    address: marks.address,
    note: marks.note,
    hobby: marks.hobby,
    emailConsent: 'granted',
  })
  await world.act(updateCustomer, { id, idCard: '11010519491231002X', note: `${marks.note}！` })
  await world.act(addContactPoint, { id, kind: 'phone', value: '+8613811112222' }).catch(() => {})
  await world.act(recordInteraction, { customerId: id, kind: 'call', occurredAt: world.now().toISOString(), summary: marks.summary })
  const { id: templateId } = await world.act(createTemplate, {
    name: '信',
    subject: '致{{ name }}',
    body: '您好',
    kind: 'service',
  })
  await world.act(sendMessage, { customerId: id, templateId })
  await sql`update messages set subject = ${marks.subject}, body = ${marks.payload}, address = ${marks.email} where customer_id = ${id}`.execute(
    world.db,
  )
  await world.system((ctx) =>
    ctx.record({
      customerId: id,
      kind: 'tracked',
      occurredAt: ctx.now,
      payload: { event: 'visit', properties: { remark: marks.payload } },
    }),
  )
  await world.act(recordPurchase, { customerId: id, number: 'KM-1', amount: 8_800 })
  const { id: requestId } = await world.act(openRequest, {
    customerId: id,
    kind: 'erase',
    askerName: marks.name,
    askerContact: marks.email,
    details: marks.note,
    verifiedHow: 'phone',
  })
  const planted = await plantPerson(world.db, id, marks.phone)
  const hash = 'cd'.repeat(32)
  const path = contentPath(world.services.filesFolder, hash)
  await sql`update kept_files set hash = ${hash}`.execute(world.db)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, marks.file)
  mkdirSync(join(world.services.filesFolder, 'imports'), { recursive: true })
  writeFileSync(join(world.services.filesFolder, 'imports', `${world.services.newId()}.csv`), `姓名,手机\n${marks.name},${marks.phone}\n`)
  writeFileSync(join(world.services.filesFolder, 'imports', `${world.services.newId()}.csv`), '姓名,手机\n曹操,13500001111\n')
  await world.act(startExport, { customerId: id })
  while (await workOnExports(world.services)) continue
  await world.settle()
  expect((await hits(Object.values(marks))).length).toBeGreaterThan(20)

  const { version } = await world.ask(previewErasure, { id })
  await world.act(startErasure, { id, version, requestId })
  while (await workOnErasures(world.services)) continue
  const gone = planted.filter((one) => one.text.startsWith('plant') && !mayStay(one))
  expect(gone.length).toBeGreaterThan(80)
  expect(await hits([...Object.values(marks), '11010519491231002X', '13811112222', ...gone.map((one) => one.text)])).toEqual([])
  expect(filesText()).toContain('13500001111')
  expect(await world.ask(readRequest, { id: requestId })).toMatchObject({ state: 'done', erased: true, askerName: null, details: null })
  expect(world.problems).toEqual([])
})

test('revenue, thresholds, segments and the results of journeys are what they were', async () => {
  const other = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  const ids: string[] = []
  for (let i = 0; i < 12; i++) {
    const id = await other.customer({
      name: `客户${i}`,
      phone: `+8613810000${String(100 + i)}`,
      email: `c${i}@shop.cn`,
      emailConsent: 'granted',
    })
    ids.push(id)
    for (let n = 0; n <= i % 4; n++)
      await other.act(recordPurchase, {
        customerId: id,
        number: `S${i}-${n}`,
        amount: 1_000 * (i + 1),
        occurredAt: `2026-0${(n % 5) + 1}-10T04:00:00Z`,
        lines: [{ product: `P${n}`, quantity: 1, amount: 1_000 * (i + 1) }],
      })
  }
  await other.settle()
  await other.act(createSegment, { name: '常客', rule: { field: 'purchaseCount', op: 'at-least', value: 2 } })
  const { id: templateId } = await other.act(createTemplate, { name: '信', subject: '您好', body: '您好' })
  const steps = [{ id: 'send', kind: 'send', templateId }]
  const { id: journey } = await other.act(createJourney, { name: '回访', definition: { trigger: { kind: 'by-hand' }, steps, holdout: 30 } })
  await other.act(startJourney, { id: journey })
  await other.act(enterJourney, { id: journey, customerIds: ids })
  while ((await advanceDue(other.services)) > 0) continue
  await other.settle()
  other.pass({ amount: 2, unit: 'days' })
  for (const id of ids.slice(0, 7)) await other.act(recordPurchase, { customerId: id, number: `N-${id}`, amount: 700 })
  await other.settle()
  await sql`update messages set state = 'sent', sent_at = ${other.now()}, due_at = null`.execute(other.db)
  other.pass({ amount: 40, unit: 'days' })
  await other.system((ctx) => retakeThresholds(ctx))
  const figures = async () => ({
    home: await other.ask(readHome),
    grid: await other.ask(rfmGrid),
    spend: await other.ask(spendDistribution),
    value: await other.ask(valueSummary),
    result: await other.ask(journeyResult, { id: journey }),
    segments: (await sql`select name, members from segments order by name`.execute(other.db)).rows,
    thresholds: (
      await sql`select recency, frequency, monetary, customers from rfm_thresholds order by taken_at desc limit 1`.execute(other.db)
    ).rows,
    lines: (
      await sql`select product, sum(quantity)::text as n, sum(amount)::text as amount from purchase_lines group by product order by product`.execute(
        other.db,
      )
    ).rows,
  })
  const before = await figures()
  expect(before.result.treated.people).toBeGreaterThan(3)
  expect(before.result.treated.revenue).toBeGreaterThan(0)
  for (const id of [ids[2] ?? '', ids[5] ?? '', ids[9] ?? '']) {
    const { version } = await other.ask(previewErasure, { id })
    await other.act(startErasure, { id, version })
  }
  while (await workOnErasures(other.services)) continue
  await other.settle()
  await other.system((ctx) => retakeThresholds(ctx))
  const after = await figures()
  expect({ ...after, home: { ...after.home, log: null, asOf: null } }).toEqual({
    ...before,
    home: { ...before.home, log: null, asOf: null },
  })
  expect(
    (await sql`select 1 from customers where code like 'ERASED-%' and name is null and phone is null`.execute(other.db)).rows,
  ).toHaveLength(3)
  await other.end()
})

test('of whoever never bought and was in no journey nothing is left at all', async () => {
  const id = await world.customer({ name: '路人甲', phone: '+8613600000001' })
  const count = async () => (await sql<{ n: number }>`select count(*) as n from customers`.execute(world.db)).rows[0]?.n ?? 0
  const before = await count()
  await erase(id)
  expect(await count()).toBe(before - 1)
})

test('a merged person is erased whole, the parts that wait for an un-merge included', async () => {
  const [a, b] = [
    await world.customer({ name: '刘备玄德', phone: '+8613500000011' }),
    await world.customer({ name: '皇叔刘使君', phone: '+8613500000012' }),
  ]
  await world.act(mergeCustomers, { ids: [a, b], into: a })
  expect((await world.ask(previewErasure, { id: a })).merged).toBe(1)
  await erase(a)
  expect(await hits(['刘备玄德', '皇叔刘使君', '13500000011', '13500000012'])).toEqual([])
})

test('who tells of an erased customer is told that there is none', async () => {
  const id = await world.customer({ name: '张三丰' })
  await erase(id)
  await expect(world.act(recordPurchase, { customerId: id, number: 'late', amount: 1 })).rejects.toThrow('record.missing')
  await expect(
    world.system((ctx) => ctx.record({ customerId: id, kind: 'tracked', occurredAt: ctx.now, payload: { event: 'late' } })),
  ).rejects.toThrow()
  expect((await sql`select 1 from events where customer_id = ${id}`.execute(world.db)).rows).toEqual([])
})

test('what was shown in the preview must still be so when it begins', async () => {
  const id = await world.customer({ name: '李四' })
  const { version } = await world.ask(previewErasure, { id })
  await world.act(updateCustomer, { id, city: '杭州' })
  await expect(world.act(startErasure, { id, version })).rejects.toThrow('erasure.changed')
})

test('where four eyes are asked for, another person confirms; until then everything stays', async () => {
  await world.act(savePrivacySettings, { ...usualPrivacy, fourEyes: true })
  const id = await world.customer({ name: '王五' })
  const { version } = await world.ask(previewErasure, { id })
  const started = await world.act(startErasure, { id, version })
  expect(started.state).toBe('asked')
  expect(await workOnErasures(world.services)).toBe(false)
  await expect(world.act(startErasure, { id, version })).rejects.toThrow('erasure.under-way')
  await expect(world.act(confirmErasure, { id: started.id })).rejects.toThrow('erasure.same-person')
  await world.act(dropErasure, { id: started.id }, { role: 'manager' })
  const again = await world.act(startErasure, { id, version })
  await world.act(confirmErasure, { id: again.id }, { role: 'manager' })
  await expect(world.act(confirmErasure, { id: again.id }, { role: 'manager' })).rejects.toThrow('erasure.not-waiting')
  while (await workOnErasures(world.services)) continue
  expect((await sql`select 1 from customers where id = ${id}`.execute(world.db)).rows).toEqual([])
  await world.act(savePrivacySettings, usualPrivacy)
})

test('a request that nobody was verified for erases nobody', async () => {
  const id = await world.customer({ name: '赵六' })
  const { id: requestId } = await world.act(openRequest, { customerId: id, kind: 'erase' })
  const { version } = await world.ask(previewErasure, { id })
  await expect(world.act(startErasure, { id, version, requestId })).rejects.toThrow('privacy.unverified')
  await world.act(verifyRequest, { id: requestId, how: 'document' })
  await world.act(startErasure, { id, version, requestId })
  while (await workOnErasures(world.services)) continue
  expect((await world.ask(readRequest, { id: requestId })).state).toBe('done')
})

test('mail from their address that waits for somebody to say whose it is goes with them, and others’ stays', async () => {
  const put = (address: string) =>
    sql`insert into inbound_mails (customer_id, id, kind, state, from_address, subject, body, details, received_at, recorded_at)
      values ('00000000-0000-0000-0000-000000000000', ${world.services.newId()}, 'reply', 'open', ${address}, '还在吗', '', '{}', ${world.now()}, ${world.now()})`.execute(
      world.db,
    )
  const id = await world.customer({ name: '周九', email: 'nine@shop.cn' })
  for (const address of ['nine@shop.cn', 'Nine@Shop.cn', 'somebody@else.cn']) await put(address)
  await erase(id)
  const { rows } = await sql`select from_address from inbound_mails where subject = '还在吗'`.execute(world.db)
  expect(rows).toEqual([{ from_address: 'somebody@else.cn' }])
})

test('the certificate is signed: a changed letter is found', async () => {
  const erasureId = await erase(await world.customer({ name: '钱七', phone: '+8613400000077' }))
  const text = (
    await (await world.http()).inject({ url: `/api/privacy/erasures/${erasureId}/certificate`, headers: { 'x-test-role': 'manager' } })
  ).body
  expect(text).toContain('删除证明')
  expect(text).not.toContain('钱七')
  expect(await world.ask(checkCertificate, { text })).toMatchObject({ genuine: true, erasureId })
  expect(await world.ask(checkCertificate, { text: text.replace('2026', '2025') })).toMatchObject({ genuine: false })
  expect(await world.ask(checkCertificate, { text: 'nothing of the kind' })).toMatchObject({ genuine: false })
})

test('an erased address that comes again is not marketed to, and service mail still reaches it', async () => {
  await world.setting('smtp', { host: 'smtp.test', port: 25, secure: false, user: '', password: '', from: 'shop@test.cn' })
  await erase(await world.customer({ name: '孙八', email: 'eight@shop.cn' }))
  const id = await world.customer({ name: '孙八', email: 'eight@shop.cn', emailConsent: 'granted' })
  const send = async (kind: 'marketing' | 'service') => {
    const { id: templateId } = await world.act(createTemplate, {
      name: `${kind} ${world.services.newId()}`,
      subject: '您好',
      body: '您好',
      kind,
    })
    const { id: message } = await world.act(sendMessage, { customerId: id, templateId })
    while (await sendDue(world.services)) continue
    const { rows } = await sql<{
      state: string
      reason: { code: string } | null
    }>`select state, reason from messages where id = ${message}`.execute(world.db)
    return [rows[0]?.state, rows[0]?.reason?.code ?? null]
  }
  expect(await send('marketing')).toEqual(['skipped', 'suppressed'])
  expect(await send('service')).toEqual(['sent', null])
  await world.act(restrictCustomer, { id })
  expect(await send('service')).toEqual(['skipped', 'restricted'])
})

test('a restricted customer is taken by no journey, and waits where they are in one', async () => {
  const { id: templateId } = await world.act(createTemplate, { name: '等', subject: '您好', body: '您好' })
  const steps = [
    { id: 'wait', kind: 'wait', duration: { amount: 1, unit: 'days' }, next: 'send' },
    { id: 'send', kind: 'send', templateId },
  ]
  const { id: journey } = await world.act(createJourney, { name: '限制', definition: { trigger: { kind: 'by-hand' }, steps } })
  await world.act(startJourney, { id: journey })
  const [inside, outside] = [await world.customer({ name: '内' }), await world.customer({ name: '外' })]
  await world.act(enterJourney, { id: journey, customerIds: [inside] })
  while ((await advanceDue(world.services)) > 0) continue
  for (const id of [inside, outside]) await world.act(restrictCustomer, { id })
  await world.act(enterJourney, { id: journey, customerIds: [outside] }).catch(() => {})
  world.pass({ amount: 2, unit: 'days' })
  expect(await advanceDue(world.services)).toBe(0)
  const { rows } = await sql`select customer_id, state from journey_runs where journey_id = ${journey}`.execute(world.db)
  expect(rows).toEqual([{ customer_id: inside, state: 'waiting' }])
})

test('after a restore that brings a person back they are erased again, the same figures remain', async () => {
  const id = await world.customer({ name: '周九归来', phone: '+8613300000099' })
  await world.act(recordPurchase, { customerId: id, number: 'Z9', amount: 900 })
  await world.settle()
  const kept = await dumpOf(id)
  const erasureId = await erase(id)
  const sum = async () => (await sql<{ n: string }>`select sum(amount)::text as n from purchases`.execute(world.db)).rows[0]?.n
  const before = await sum()
  // As a restore of an older backup has it: the person's rows under their old id, what stayed of them not yet there.
  const { rows } = await sql<{ remainder_id: string }>`select remainder_id from erasures where id = ${erasureId}`.execute(world.db)
  for (const [table, column] of [
    ['purchases', 'customer_id'],
    ['events', 'customer_id'],
    ['metrics', 'customer_id'],
    ['log_heads', 'customer_id'],
    ['customers', 'id'],
  ] as const)
    await sql`delete from ${sql.id(table)} where ${sql.id(column)} = ${rows[0]?.remainder_id} or ${sql.id(column)} = ${id}`.execute(
      world.db,
    )
  for (const [table, all] of kept)
    for (const row of all) {
      const columns = sql.join(Object.keys(row).map((name) => sql.id(name)))
      await sql`insert into ${sql.id(table)} (${columns}) select ${columns}
        from jsonb_populate_record(null::${sql.id(table)}, ${JSON.stringify(row)}::jsonb)`.execute(world.db)
    }
  await world.system(applyErasuresAgain)
  while (await workOnErasures(world.services)) continue
  expect(await hits(['周九归来', '13300000099'])).toEqual([])
  expect(await sum()).toBe(before)
  expect((await world.ask(listErasures)).rows.find((one) => one.id === erasureId)).toMatchObject({ state: 'done', appliedAgain: 1 })
})

/** Rows as they stand; the database works out by itself whether a head has news. */
async function dumpOf(id: string): Promise<Map<string, object[]>> {
  const all = new Map<string, object[]>()
  for (const [table, column] of [
    ['customers', 'id'],
    ['purchases', 'customer_id'],
    ['events', 'customer_id'],
    ['log_heads', 'customer_id'],
    ['identities', 'customer_id'],
  ] as const) {
    const { rows } = await sql<{
      row: object
    }>`select to_jsonb(t) - 'news' as row from ${sql.id(table)} t where ${sql.id(column)} = ${id}`.execute(world.db)
    all.set(
      table,
      rows.map((row) => row.row),
    )
  }
  return all
}

test('two who erase one person at once: one begins, the other is told', async () => {
  const id = await world.customer({ name: '二人' })
  const { version } = await world.ask(previewErasure, { id })
  const go = (name: string) =>
    runAction(world.services, { actor: { ...owner, id: `user:${name}` }, source: 'app' }, startErasure, { id, version })
  const ended = await Promise.allSettled([go('one'), go('two')])
  expect(ended.map((end) => end.status).sort()).toEqual(['fulfilled', 'rejected'])
  await Promise.all([workOnErasures(world.services), workOnErasures(world.services), workOnErasures(world.services)])
  while (await workOnErasures(world.services)) continue
  expect((await sql`select 1 from customers where id = ${id}`.execute(world.db)).rows).toEqual([])
})

test('erased while in a merge, an export and a journey: nothing of them is left, whoever was first', async () => {
  const { id: templateId } = await world.act(createTemplate, {
    name: '赛',
    subject: '您好 {{ name }}',
    body: '您好',
    kind: 'service',
  })
  const { id: journey } = await world.act(createJourney, {
    name: '竞争',
    definition: { trigger: { kind: 'by-hand' }, steps: [{ id: 'send', kind: 'send', templateId }] },
  })
  await world.act(startJourney, { id: journey })
  for (let round = 0; round < 6; round++) {
    const [name, otherName] = [`竞争者${round}号`, `同伴${round}号`]
    const id = await world.customer({ name, email: `race${round}@shop.cn`, phone: `+861332222000${round}` })
    const partner = await world.customer({ name: otherName, phone: `+861332222001${round}` })
    await world.act(enterJourney, { id: journey, customerIds: [id] })
    await world.act(startExport, { customerId: id })
    const { version } = await world.ask(previewErasure, { id })
    await world.act(startErasure, { id, version })
    await Promise.allSettled([
      workOnErasures(world.services),
      world.act(mergeCustomers, { ids: [id, partner], into: round % 2 === 0 ? partner : id }),
      workOnExports(world.services),
      advanceDue(world.services),
      sendDue(world.services),
      world.settle(),
    ])
    while ((await workOnErasures(world.services)) || (await workOnExports(world.services))) continue
    while (await sendDue(world.services)) continue
    await world.settle()
    expect(await hits([name, `race${round}@shop.cn`, `1332222000${round}`])).toEqual([])
    const stray =
      await sql`select customer_id from messages m where not exists (select 1 from customers c where c.id = m.customer_id)`.execute(
        world.db,
      )
    expect(stray.rows).toEqual([])
  }
})
