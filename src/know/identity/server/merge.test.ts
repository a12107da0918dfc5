import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { unsubscribeToken } from '../../../act/messages/server/unsubscribe-token.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { readTimeline, updateCustomer } from '../../customers/actions.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { listMerges, mergeCustomers, previewMerge, readMerge, tryMerge, unmergeCustomers } from '../actions.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const rowsOf = async (table: string, id: string) =>
  (
    await sql<
      Record<string, unknown>
    >`select * from ${sql.id(table)} where ${sql.id(table === 'customers' ? 'id' : 'customer_id')} = ${id}`.execute(world.db)
  ).rows

let n = 0
const phone = () => `+86139${String(10_000_000 + n++)}`
const buy = (customerId: string, number: string, amount = 10_000) =>
  world.act(recordPurchase, { customerId, number, amount, lines: [{ product: number, amount }] })

test('of two records one is made: everything moves, the fuller values stay, and the number of the other finds the survivor', async () => {
  const a = await world.customer({ name: '王芳', phone: phone(), code: 'M-1' })
  world.pass({ amount: 1, unit: 'minutes' })
  const b = await world.customer({ name: '王 芳', email: 'fang@shop.example', city: '杭州市' })
  await buy(a, 'A-1')
  await buy(b, 'B-1', 25_000)
  const merged = await world.act(mergeCustomers, { ids: [b, a] })
  expect(merged).toMatchObject({ id: a, purchases: 1, facts: 2 })
  const [row] = await rowsOf('customers', a)
  expect(row).toMatchObject({ name: '王芳', code: 'M-1', email: 'fang@shop.example', city: '杭州市' })
  expect(await rowsOf('customers', b)).toEqual([])
  expect((await rowsOf('purchases', a)).map((p) => [p['number'], p['first_customer_id']])).toEqual([
    ['A-1', null],
    ['B-1', b],
  ])
  const again = await world.act(recordPurchase, { customer: { email: 'fang@shop.example' }, number: 'B-2', amount: 100 })
  expect(again.customerId).toBe(a)
  expect((await world.act(recordPurchase, { customerId: b, number: 'B-1', amount: 30_000 })).customerId).toBe(a)
  const { facts } = await world.ask(readTimeline, { id: a })
  expect(facts.find((fact) => fact.kind === 'customer.merged')?.payload).toMatchObject({
    names: '王 芳',
    facts: 2,
    purchases: 1,
    by: '老板',
  })
  await world.settle()
  expect(await rowsOf('metrics', a)).toMatchObject([{ purchase_count: 3, spend: 40_100 }])
  expect(await rowsOf('metrics', b)).toEqual([])
})

test('a merge is undone: each has again what was its own, and what happened since stays with the survivor', async () => {
  const [p1, p2] = [phone(), phone()]
  const a = await world.customer({ name: '赵云', phone: p1 })
  world.pass({ amount: 1, unit: 'minutes' })
  const b = await world.customer({ name: '赵子龙', phone: p2, city: '常山', emailConsent: 'withdrawn' })
  await buy(a, 'Z-1')
  await buy(b, 'Z-2')
  await world.settle()
  const before = [
    await rowsOf('customers', a),
    await rowsOf('customers', b),
    await rowsOf('events', b),
    await rowsOf('metrics', a),
    await rowsOf('metrics', b),
  ]
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a, choices: { name: b } })
  await world.settle()
  expect(await rowsOf('customers', a)).toMatchObject([{ name: '赵子龙', phone: p1, city: '常山', email_consent: 'withdrawn' }])
  const read = await world.ask(readMerge, { id: mergeId })
  expect(read).toMatchObject({
    into: a,
    intoName: '赵子龙',
    blockedBy: null,
    parts: [{ id: b, name: '赵子龙', parted: false }],
    since: { facts: [], purchases: [], fields: [] },
  })
  await world.act(unmergeCustomers, { id: mergeId })
  await world.settle()
  const after = [
    await rowsOf('customers', a),
    await rowsOf('customers', b),
    await rowsOf('events', b),
    await rowsOf('metrics', a),
    await rowsOf('metrics', b),
  ]
  const clean = (rows: Record<string, unknown>[]) =>
    rows
      .filter((r) => r['kind'] !== 'customer.restored')
      .map((row) => ({ ...row, version: 0, further_search: row['further_search'] || null }))
  expect(after.map(clean)).toEqual(before.map(clean))
  await expect(world.act(unmergeCustomers, { id: mergeId })).rejects.toMatchObject({ code: 'merge.undone' })
  expect((await world.ask(listMerges, { id: a })).merges).toMatchObject([{ id: mergeId, parts: [{ id: b, parted: true }] }])
})

test('the preview says what the merge will do, and who is no longer there', async () => {
  const a = await world.customer({ name: '周瑜', phone: phone() })
  world.pass({ amount: 1, unit: 'minutes' })
  const b = await world.customer({ name: '周公瑾', city: '苏州市' })
  const gone = await world.customer({ name: '周郎', email: 'zhou@shop.example' })
  await buy(b, 'ZY-1', 700)
  await world.act(mergeCustomers, { ids: [a, gone] })
  const preview = await world.ask(previewMerge, { ids: [a, b, gone].join(',') })
  expect(preview).toMatchObject({ into: a, purchases: 1, spend: 700, gone: [{ id: gone, mergedInto: a }] })
  expect(preview.values).toMatchObject({ name: '周瑜', city: '苏州市', email: 'zhou@shop.example' })
  expect(preview.differing).toEqual(['name'])
  expect(preview.records.find((record) => record.id === b)).toMatchObject({ purchases: 1, spend: 700, facts: 2 })
})

test('a merge is tried to show the stage, scores, tier and segments that would follow, and nothing of it stays', async () => {
  const a = await world.customer({ name: '孙策' })
  const b = await world.customer({ name: '孙伯符' })
  await buy(a, 'SC-1', 40_000)
  await buy(b, 'SC-2', 50_000)
  await world.act(createSegment, { name: '合并后达标', rule: { field: 'spend', op: 'at-least', value: 90_000 } })
  await world.settle()
  const all = async () =>
    (
      await sql<{ row: string }>`select to_jsonb(c)::text || coalesce(to_jsonb(m)::text, '') || h.seq || h.done as row from customers c
        join log_heads h on h.customer_id = c.id left join metrics m on m.customer_id = c.id order by c.id`.execute(world.db)
    ).rows
  const before = await all()
  const tried = await world.ask(tryMerge, { ids: `${a},${b}`, into: a })
  expect(tried.figures.find(({ name }) => name === 'stage')).toMatchObject({ before: 'first', after: 'repeat' })
  expect(tried.figures.map(({ name }) => name)).toEqual(['stage', 'recencyScore', 'frequencyScore', 'monetaryScore', 'tier'])
  expect(tried.facts).toContainEqual({ kind: 'segment.entered', payload: expect.objectContaining({ name: '合并后达标' }) })
  expect(await all()).toEqual(before)
  const whileWritten = await inTransaction(world.database, async ({ db }) => {
    await sql`select 1 from customers where id = ${b} for update`.execute(db)
    return await world.ask(tryMerge, { ids: `${a},${b}`, into: a })
  })
  expect(whileWritten).toEqual({ figures: [], facts: [] })
  await world.act(mergeCustomers, { ids: [a, b], into: a })
  await world.settle()
  const { rows } = await sql<{ stage: string }>`select stage from metrics where customer_id = ${a}`.execute(world.db)
  expect(rows[0]?.stage).toBe(tried.figures[0]?.after)
  expect(await world.ask(tryMerge, { ids: `${a},${b}`, into: a })).toEqual({ figures: [], facts: [] })
})

test('a trial that stood in the queue while its records were merged says nothing, and is no error', async () => {
  const [a, b, c, d] = [await world.customer({}), await world.customer({}), await world.customer({}), await world.customer({})]
  await inTransaction(world.database, async ({ db }) => {
    await sql`select 1 from customers where id = ${c} for update`.execute(db)
    const first = world.ask(tryMerge, { ids: `${c},${d}`, into: c })
    // The queue is held up by the first trial, and the second stands behind it.
    const held = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(async () => (await held.execute(world.db)).rows.length, { timeout: 20_000 }).toBe(1)
    const second = world.ask(tryMerge, { ids: `${a},${b}`, into: a })
    await setTimeout(300)
    await world.act(mergeCustomers, { ids: [a, b], into: a })
    expect(await Promise.all([first, second])).toEqual([
      { figures: [], facts: [] },
      { figures: [], facts: [] },
    ])
  })
})

test('what cannot be merged is refused in words, and nothing is changed', async () => {
  const a = await world.customer({ name: '甲', phone: phone() })
  const b = await world.customer({ name: '乙', phone: phone() })
  const c = await world.customer({ name: '丙', phone: phone() })
  const refused = async (input: object, code: string) => expect(world.act(mergeCustomers, input)).rejects.toMatchObject({ code })
  await refused({ ids: [a, a] }, 'merge.too-few')
  await refused({ ids: [a, b], into: c }, 'merge.survivor-elsewhere')
  await refused({ ids: [a, b], choices: { name: c } }, 'merge.unknown-choice')
  await refused({ ids: [a, b], choices: { shoeSize: a } }, 'merge.unknown-choice')
  await refused({ ids: [a, '019ed42a-4300-7000-a013-a76987ce5a88'] }, 'record.missing')
  await world.act(mergeCustomers, { ids: [a, b] })
  await refused({ ids: [b, c] }, 'merge.already')
  await expect(world.act(unmergeCustomers, { id: a })).rejects.toMatchObject({ code: 'merge.missing' })
})

test('the same merge sent again with its key is done once and answered the same', async () => {
  const ids = [await world.customer({ name: '甲', phone: phone() }), await world.customer({ name: '甲', phone: phone() })]
  const first = await world.act(mergeCustomers, { ids }, { key: 'merge-key-0001' })
  expect(await world.act(mergeCustomers, { ids }, { key: 'merge-key-0001' })).toEqual(first)
})

test('an old id leads on: its record says where it went, also after a second merge', async () => {
  const [a, b, c] = [await world.customer({ name: '一' }), await world.customer({ name: '二' }), await world.customer({ name: '三' })]
  await world.act(mergeCustomers, { ids: [a, b], into: b })
  await world.act(mergeCustomers, { ids: [b, c], into: c })
  const app = await world.http()
  const read = await app.inject({ url: `/api/customers/${a}`, headers: { 'x-test-role': 'member' } })
  expect(read.statusCode).toBe(404)
  expect(read.json()).toMatchObject({ code: 'record.missing', details: { mergedInto: c } })
  await expect(world.act(updateCustomer, { id: a, name: '壹' })).rejects.toMatchObject({
    code: 'record.missing',
    details: { mergedInto: c },
  })
  await expect(
    world.system((ctx) => ctx.record({ customerId: a, kind: 'tracked', occurredAt: ctx.now, payload: {} })),
  ).rejects.toMatchObject({ code: '40001' })
})

test('a withdrawal wins over any choice, and a yes holds only for the address it was given for', async () => {
  const [yes, no] = [
    await world.customer({ name: '许', email: 'yes@shop.example', emailConsent: 'granted' }),
    await world.customer({ name: '许', email: 'no@shop.example' }),
  ]
  await world.act(mergeCustomers, { ids: [yes, no], into: no, choices: { email: no, emailConsent: yes } })
  expect(await rowsOf('customers', no)).toMatchObject([{ email: 'no@shop.example', email_consent: 'unknown' }])
  const gone = await world.customer({ name: '许', phone: phone(), emailConsent: 'withdrawn' })
  await world.act(mergeCustomers, { ids: [no, gone], into: no, choices: { emailConsent: no } })
  expect(await rowsOf('customers', no)).toMatchObject([{ email_consent: 'withdrawn' }])
})

test('what happened since can be given to a part: a purchase with its facts, a single fact, a field that was changed', async () => {
  const [p1, p2, p3] = [phone(), phone(), phone()]
  const a = await world.customer({ name: '孙权', phone: p1 })
  world.pass({ amount: 1, unit: 'minutes' })
  const b = await world.customer({ name: '孙仲谋', phone: p2 })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b] })
  world.pass({ amount: 1, unit: 'hours' })
  await world.act(recordPurchase, { customerId: a, number: 'SQ-1', amount: 500, lines: [{ product: 'tea', amount: 500 }] })
  await world.act(recordPurchase, { customerId: a, number: 'SQ-2', amount: 900 })
  // Of the same number, and not given: a refund, and another shop's order.
  await world.act(recordPurchase, { customerId: a, number: 'SQ-1', kind: 'refund', amount: 5 })
  await world.act(recordPurchase, { customerId: a, number: 'SQ-1', source: 'till', amount: 70 })
  await world.system((ctx) =>
    ctx.record({ customerId: a, kind: 'tracked', occurredAt: ctx.now, payload: { event: 'visit', properties: {} } }),
  )
  await world.act(updateCustomer, { id: a, phone: p3 })
  await world.settle()
  const { since } = await world.ask(readMerge, { id: mergeId })
  expect(since.purchases.map((purchase) => purchase.number).toSorted()).toEqual(['SQ-1', 'SQ-1', 'SQ-1', 'SQ-2'])
  expect(since.facts.map((fact) => fact.kind)).toEqual(['tracked'])
  expect(since.fields).toEqual([{ name: 'phone', merged: p1, now: p3, back: p1 }])
  const [purchase, fact] = [since.purchases.find((each) => each.amount === 500)?.id, since.facts[0]?.id]
  await world.act(unmergeCustomers, {
    id: mergeId,
    assignments: [
      { id: purchase, to: b },
      { id: fact, to: b },
      { id: 'phone', to: b },
    ],
  })
  await world.settle()
  expect((await rowsOf('purchases', b)).map((row) => [row['number'], row['first_customer_id']])).toEqual([['SQ-1', null]])
  expect(await rowsOf('purchase_lines', b)).toHaveLength(1)
  expect((await rowsOf('events', b)).map((row) => row['kind'])).toEqual(
    expect.arrayContaining(['purchase.made', 'tracked', 'customer.restored']),
  )
  expect((await rowsOf('purchases', a)).map((row) => Number(row['amount'])).toSorted((x, y) => x - y)).toEqual([5, 70, 900])
  expect((await rowsOf('events', a)).map((row) => row['kind']).filter((kind) => String(kind).startsWith('purchase.'))).toEqual([
    'purchase.made',
    'purchase.refunded',
    'purchase.made',
  ])
  expect(await rowsOf('customers', b)).toMatchObject([{ phone: p3 }])
  expect(await rowsOf('customers', a)).toMatchObject([{ phone: p1 }])
  expect(await rowsOf('metrics', b)).toMatchObject([{ spend: 500 }])
  expect(await rowsOf('metrics', a)).toMatchObject([{ spend: 970 }])
  expect((await world.act(recordPurchase, { customer: { phone: p3 }, number: 'SQ-3', amount: 1 })).customerId).toBe(b)
  expect((await world.act(recordPurchase, { customerId: b, number: 'SQ-1', amount: 501 })).outcome).toBe('corrected')
})

test('a phone that another has by now stays with that one, and the part is told of it', async () => {
  const [p1, p2] = [phone(), phone()]
  const a = await world.customer({ name: '刘备', code: 'LB' })
  const b = await world.customer({ name: '玄德', phone: p1 })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  await world.act(updateCustomer, { id: a, phone: p2 })
  const other = await world.customer({ name: '关羽', phone: p1 })
  const { lost } = await world.act(unmergeCustomers, { id: mergeId })
  expect(lost).toEqual([{ id: b, field: 'phone', value: p1, owner: other }])
  expect(await rowsOf('customers', b)).toMatchObject([{ name: '玄德', phone: null }])
  expect(await rowsOf('customers', a)).toMatchObject([{ phone: p2 }])
})

test('a merge whose survivor went into another is undone only after that one, which is named', async () => {
  const [a, b, c] = [await world.customer({ name: '曹操' }), await world.customer({ name: '孟德' }), await world.customer({ name: '魏王' })]
  const first = await world.act(mergeCustomers, { ids: [a, b], into: a })
  const second = await world.act(mergeCustomers, { ids: [a, c], into: c })
  await expect(world.act(unmergeCustomers, { id: first.mergeId })).rejects.toMatchObject({
    code: 'merge.swallowed',
    details: { name: '曹操', into: '魏王', merge: second.mergeId, mergedInto: c },
  })
  expect((await world.ask(readMerge, { id: first.mergeId })).blockedBy).toMatchObject({ id: second.mergeId, into: c, intoName: '魏王' })
  await world.act(unmergeCustomers, { id: second.mergeId })
  await world.act(unmergeCustomers, { id: first.mergeId })
  expect(await rowsOf('customers', b)).toMatchObject([{ name: '孟德' }])
})

test('a withdrawal by the link in a mail to the merged customer holds for the survivor, and for both after they are parted', async () => {
  const a = await world.customer({ name: '陆逊', phone: phone(), emailConsent: 'granted' })
  world.pass({ amount: 1, unit: 'minutes' })
  const b = await world.customer({ name: '伯言', email: 'lu@shop.example', emailConsent: 'granted' })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b] })
  const token = unsubscribeToken(world.services.secrets, { customerId: b, id: mergeId })
  expect((await (await world.http()).inject({ method: 'POST', url: `/u/${token}` })).statusCode).toBe(200)
  expect(await rowsOf('customers', a)).toMatchObject([{ email_consent: 'withdrawn' }])
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await rowsOf('customers', a)).toMatchObject([{ email_consent: 'withdrawn' }])
  expect(await rowsOf('customers', b)).toMatchObject([{ email_consent: 'withdrawn', email: 'lu@shop.example' }])
})

test('a phone that was not chosen is still the customer’s, and goes back with its owner', async () => {
  const [p1, p2] = [phone(), phone()]
  const a = await world.customer({ name: '诸葛亮', phone: p1 })
  world.pass({ amount: 1, unit: 'minutes' })
  const b = await world.customer({ name: '孔明', phone: p2 })
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], choices: { phone: b } })
  expect(await rowsOf('contact_points', a)).toMatchObject([{ kind: 'phone', value: p1 }])
  expect((await world.act(recordPurchase, { customer: { phone: p1 }, number: 'ZG-1', amount: 1 })).customerId).toBe(a)
  await world.act(unmergeCustomers, { id: mergeId })
  expect([await rowsOf('contact_points', a), await rowsOf('contact_points', b)]).toEqual([[], []])
  expect(await rowsOf('customers', a)).toMatchObject([{ phone: p1 }])
})

test('a company’s contact who is a merged customer is the survivor meanwhile, and again themselves after', async () => {
  const company = await world.customer({ name: '山前茶业有限公司', kind: 'company' })
  const [a, b] = [await world.customer({ name: '马超' }), await world.customer({ name: '孟起' })]
  await sql`insert into contacts (customer_id, id, name, person_id, created_at, updated_at) values (${company}, ${b}, '孟起', ${b}, ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  expect(await rowsOf('contacts', company)).toMatchObject([{ person_id: a }])
  await world.act(unmergeCustomers, { id: mergeId })
  expect(await rowsOf('contacts', company)).toMatchObject([{ person_id: b }])
})
