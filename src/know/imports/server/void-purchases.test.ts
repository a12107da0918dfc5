import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../../test/world.ts'
import { readTimeline } from '../../customers/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../../identity/actions.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { createImport, dryRunImport, readImport, startImport, undoImport } from '../actions.ts'
import { receiveFile } from './receive-file.ts'
import { runImports } from './run-imports.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function work(rows = 20_000): Promise<void> {
  for (let round = 0; round < 200; round++) if (!(await runImports(world.services, { rows }))) return
  throw new Error('the imports do not come to rest')
}

const header = '订单号,会员号,手机号,金额,下单时间,商品名称,订单状态'
async function bring(lines: readonly string[], { head = header, rows = 20_000, source = 'shop' } = {}) {
  const { id } = await world.act(createImport, { name: '订单.csv', text: `${head}\n${lines.join('\n')}\n`, source })
  await work(rows)
  await world.settle()
  return await world.ask(readImport, { id })
}
async function undo(id: string) {
  await world.act(undoImport, { id })
  await work()
  await world.settle()
}

const idOf = async (code: string) =>
  (await sql<{ id: string }>`select id from customers where code = ${code}`.execute(world.db)).rows[0]?.id ?? ''
async function standing(code: string) {
  const { rows } =
    await sql`select p.kind, p.number, p.amount, (select count(*)::int from purchase_lines l where l.purchase_id = p.id) as lines
    from purchases p join customers c on c.id = p.customer_id where c.code = ${code} order by p.kind, p.number`.execute(world.db)
  const told = await sql<{ kind: string }>`select e.kind from events e join customers c on c.id = e.customer_id
    where c.code = ${code} and e.kind like 'purchase.%' order by e.kind`.execute(world.db)
  const metrics =
    await sql`select m.purchase_count as purchases, m.spend from metrics m join customers c on c.id = m.customer_id where c.code = ${code}`.execute(
      world.db,
    )
  return { purchases: rows, facts: told.rows.map(({ kind }) => kind), metrics: metrics.rows[0] }
}

test('an order that counted and is closed by a later file counts no more, the timeline says so, and undoing brings it back', async () => {
  await bring([
    'V-1,VA,13500000001,100,2026-01-05 10:00,龙井,交易成功',
    'V-1,VA,13500000001,20,2026-01-05 10:00,茶杯,交易成功',
    'V-2,VA,13500000001,50,2026-01-06 10:00,普洱,交易成功',
  ])
  const before = await standing('VA')
  expect(before.metrics).toEqual({ purchases: 2, spend: 17_000 })
  const closed = ['V-1,VA,13500000001,100,2026-01-05 10:00,龙井,交易关闭', 'V-2,VA,13500000001,50,2026-01-06 10:00,普洱,交易成功']
  const { id: tried } = await receiveFile(world.services, owner, '订单.csv', Readable.from([`${header}\n${closed.join('\n')}\n`]))
  expect((await world.act(dryRunImport, { id: tried })).counts).toMatchObject({ purchasesVoided: 1, purchasesSame: 1, refused: 0 })
  expect(await standing('VA')).toEqual(before)
  await world.act(startImport, { id: tried })
  await work()
  await world.settle()
  expect((await world.ask(readImport, { id: tried })).counts).toMatchObject({ purchasesVoided: 1, purchasesSame: 1, refused: 0 })
  expect(await standing('VA')).toEqual({
    purchases: [{ kind: 'purchase', number: 'V-2', amount: 5_000, lines: 1 }],
    facts: ['purchase.made', 'purchase.voided'],
    metrics: { purchases: 1, spend: 5_000 },
  })
  const { facts } = await world.ask(readTimeline, { id: await idOf('VA') })
  expect(facts.find(({ kind }) => kind === 'purchase.voided')).toMatchObject({
    payload: { number: 'V-1', amount: 12_000, reason: '交易关闭', was: 'purchase' },
  })
  // The same file again finds nothing that counts.
  expect((await bring(closed)).counts).toMatchObject({ purchasesVoided: 0, refused: 1 })
  await undo(tried)
  expect(await standing('VA')).toEqual(before)
})

test('a refund of the same number goes with its order, in whatever order the lines stand', async () => {
  await bring(['V-3,VB,13500000002,80,2026-01-05,茶,交易成功', 'V-3,VB,13500000002,-30,2026-01-07,茶,退款成功'])
  const before = await standing('VB')
  expect(before.purchases).toHaveLength(2)
  const done = await bring(['V-3,VB,13500000002,-30,2026-01-07,茶,退款成功', 'V-3,VB,13500000002,80,2026-01-05,茶,全额退款'])
  expect(done.counts).toMatchObject({ purchasesVoided: 2, refundsNew: 0, refused: 0 })
  expect(await standing('VB')).toMatchObject({ purchases: [], facts: ['purchase.voided', 'purchase.voided'] })
  await undo(done.id)
  expect(await standing('VB')).toEqual(before)
})

test('an order that is not paid yet in an older file stays, and so does another customer’s', async () => {
  await bring(['V-4,VC,13500000003,60,2026-01-05,茶,交易成功'])
  const older = await bring(['V-4,VC,13500000003,60,2026-01-05,茶,等待买家付款'])
  expect(older).toMatchObject({ counts: { purchasesVoided: 0, refused: 1 } })
  expect(older.refusals[0]?.reason.zh).toContain('更早导出的文件')
  await world.customer({ name: '别人', code: 'VX' })
  const others = await bring(['V-4,VX,,60,2026-01-05,茶,已取消'])
  expect(others.refusals[0]?.reason.zh).toContain('属于另一位客户')
  expect((await standing('VC')).purchases).toHaveLength(1)
})

test('an order of the API is taken out by a file and comes back; one that came in again since stays as it came', async () => {
  const source = 'shop'
  const bought = { source, customer: { code: 'VD', name: '丁', phone: '+8613500000004' }, occurredAt: '2026-01-05T00:00:00Z' }
  await world.act(recordPurchase, {
    ...bought,
    number: 'V-5',
    amount: 900,
    lines: [{ product: 'T', name: '茶', quantity: 1, amount: 900 }],
  })
  await world.act(recordPurchase, { ...bought, number: 'V-6', amount: 700 })
  await world.settle()
  const before = await standing('VD')
  const done = await bring(['V-5,VD,,9,2026-01-05,茶,cancelled', 'V-6,VD,,7,2026-01-05,茶,cancelled'])
  expect(done.counts).toMatchObject({ purchasesVoided: 2 })
  await world.act(recordPurchase, { ...bought, number: 'V-6', amount: 800 })
  await undo(done.id)
  const after = await standing('VD')
  expect(after.purchases).toEqual([before.purchases[0], { kind: 'purchase', number: 'V-6', amount: 800, lines: 0 }])
  expect(after.facts).toEqual(['purchase.made', 'purchase.made'])
  expect(after.metrics).toEqual({ purchases: 2, spend: 1_700 })
})

test('once the file that brought an order is undone, undoing the one that took it out brings nothing back', async () => {
  const first = await bring(['V-7,VE,13500000005,60,2026-01-05,茶,交易成功'])
  const second = await bring(['V-7,VE,13500000005,60,2026-01-05,茶,交易关闭'])
  await undo(first.id)
  expect(await idOf('VE')).toBe('')
  await undo(second.id)
  const { rows } = await sql`select 1 from purchase_numbers where key = 'shop:purchase:V-7'`.execute(world.db)
  expect(rows).toEqual([])
})

test('what was taken out follows a merge, and is its own customer’s again after all is undone', async () => {
  await bring(['V-8,VF,13500000006,60,2026-01-05,茶,交易成功', 'V-9,VG,13500000007,40,2026-01-05,茶,交易成功'])
  const before = await standing('VG')
  const done = await bring(['V-9,VG,13500000007,40,2026-01-05,茶,交易关闭'])
  const [survivor, part] = [await idOf('VF'), await idOf('VG')]
  const { mergeId } = await world.act(mergeCustomers, { ids: [survivor, part], into: survivor })
  await undo(done.id)
  expect((await standing('VF')).purchases).toHaveLength(2)
  await world.act(unmergeCustomers, { id: mergeId })
  await world.settle()
  expect(await standing('VG')).toEqual(before)
})

test('an item that was sent back alone is left out, and an order all of whose items were counts no more', async () => {
  const head = `${header.replace('订单状态', '商品状态')}`
  const first = await bring(['V-10,VH,13500000008,60,2026-01-05,茶,交易成功', 'V-10,VH,13500000008,40,2026-01-05,杯,退款成功'], { head })
  expect(first.counts).toMatchObject({ purchasesNew: 1, lines: 1, refused: 1 })
  expect(first.refusals[0]?.reason.zh).toContain('其余商品照常导入')
  expect((await standing('VH')).purchases).toMatchObject([{ amount: 6_000, lines: 1 }])
  const second = await bring(['V-10,VH,13500000008,60,2026-01-05,茶,交易关闭', 'V-10,VH,13500000008,40,2026-01-05,杯,退款成功'], { head })
  expect(second.counts).toMatchObject({ purchasesVoided: 1, refused: 0 })
  expect((await standing('VH')).purchases).toEqual([])
})

test('a status in any line of an order holds for the lines before it, in portions of any size', async () => {
  for (const [at, rows] of [1, 2, 20_000].entries()) {
    const lines = [`V-2${at},VI${at},1350000010${at},60,2026-01-05,茶,`, `V-2${at},VI${at},1350000010${at},40,2026-01-05,杯,Cancelled`]
    await bring(lines, { rows })
    expect((await standing(`VI${at}`)).purchases).toEqual([])
  }
})

const itemHead = `${header},订单商品状态,数量`

test('a file that names only the closed item of an order leaves the order and says so; with all its items it takes that one off', async () => {
  const tea = (status: string) => `W-1,WA,13500000020,100,2026-01-05 10:00,龙井,交易成功,${status},1`
  const cup = (status: string, pieces = 1) => `W-1,WA,13500000020,20,2026-01-05 10:00,茶杯,交易成功,${status},${pieces}`
  await bring([tea('交易成功'), cup('交易成功')], { head: itemHead })
  const before = await standing('WA')
  expect(before.purchases).toMatchObject([{ amount: 12_000, lines: 2 }])
  const some = await bring([cup('已关闭')], { head: itemHead })
  expect(some.counts).toMatchObject({ purchasesVoided: 0, refused: 1 })
  expect(some.refusals[0]?.reason.zh).toContain('请导入写有整笔订单全部商品的文件')
  expect(await standing('WA')).toEqual(before)
  const whole = await bring([tea('交易成功'), cup('已关闭')], { head: itemHead })
  expect(whole.counts).toMatchObject({ purchasesVoided: 0, purchasesChanged: 1, refused: 1 })
  expect((await standing('WA')).purchases).toMatchObject([{ amount: 10_000, lines: 1 }])
  await undo(whole.id)
  expect((await standing('WA')).metrics).toEqual(before.metrics)
  const all = await bring([tea('退款成功'), cup('已关闭')], { head: itemHead })
  expect(all.counts).toMatchObject({ purchasesVoided: 1, refused: 0 })
  const { facts } = await world.ask(readTimeline, { id: await idOf('WA') })
  expect(facts.find(({ kind }) => kind === 'purchase.voided')).toMatchObject({ payload: { number: 'W-1', reason: '退款成功' } })
})

test('fewer pieces than the order has are not all of it', async () => {
  const cups = (pieces: number, status: string) => [`W-2,WB,13500000021,60,2026-01-05 10:00,茶杯,交易成功,${status},${pieces}`]
  await bring(cups(3, '交易成功'), { head: itemHead })
  expect((await bring(cups(2, '已关闭'), { head: itemHead })).counts).toMatchObject({ purchasesVoided: 0, refused: 1 })
  expect((await bring(cups(3, '已关闭'), { head: itemHead })).counts).toMatchObject({ purchasesVoided: 1, refused: 0 })
})

test('an order whose items fall into two portions keeps those that stand, whichever come first', async () => {
  const tea = (code: string) => `${code},${code},,100,2026-01-05 10:00,龙井,交易成功,交易成功,1`
  const cup = (code: string, status: string) => `${code},${code},,20,2026-01-05 10:00,茶杯,交易成功,${status},1`
  for (const code of ['WC', 'WD']) await bring([tea(code), cup(code, '交易成功')], { head: itemHead })
  await bring([tea('WC'), cup('WC', '已关闭')], { head: itemHead, rows: 1 })
  await bring([cup('WD', '已关闭'), tea('WD')], { head: itemHead, rows: 1 })
  await bring([tea('WE'), cup('WE', '已关闭')], { head: itemHead, rows: 1 })
  for (const code of ['WC', 'WD', 'WE']) expect((await standing(code)).purchases).toMatchObject([{ amount: 10_000, lines: 1 }])
})

test('orders of two shops with one number, both taken out, come back each by itself', async () => {
  const order = (amount: number, day: string, status: string) => [`W-3,WF,13500000022,${amount},${day},茶,${status}`]
  await bring(order(30, '2026-01-05', '交易成功'), { source: '淘宝' })
  await bring(order(70, '2026-01-06', '交易成功'), { source: '有赞' })
  const before = await standing('WF')
  expect(before.purchases).toHaveLength(2)
  const one = await bring(order(30, '2026-01-05', '交易关闭'), { source: '淘宝' })
  const two = await bring(order(70, '2026-01-06', '交易关闭'), { source: '有赞' })
  await undo(one.id)
  expect(await standing('WF')).toMatchObject({
    purchases: [{ amount: 3_000 }],
    facts: ['purchase.made', 'purchase.voided'],
    metrics: { purchases: 1, spend: 3_000 },
  })
  await undo(two.id)
  expect(await standing('WF')).toEqual(before)
})

test('an order that a later file of Shopify’s says was cancelled counts no more, though it was paid; the dry run says so', async () => {
  const columns = 'Name,Email,Financial Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Cancelled at'
  const rows = (cancelled: string) => [
    `#7,vs@shop.example,paid,CNY,2026-01-05 10:00:00 +0800,1,Tea,100,${cancelled}`,
    '#7,vs@shop.example,,CNY,2026-01-05 10:00:00 +0800,1,Cup,20,',
  ]
  await bring(rows('-'), { head: columns, source: 'Shopify' })
  await sql`update customers set code = 'VS' where email = 'vs@shop.example'`.execute(world.db)
  const before = await standing('VS')
  expect(before.purchases).toMatchObject([{ amount: 12_000, lines: 2 }])
  const text = `${columns}\n${rows('2026-01-07 09:30:00 +0800').join('\n')}\n`
  const { id: tried } = await receiveFile(world.services, owner, 'orders.csv', Readable.from([text]))
  expect((await world.act(dryRunImport, { id: tried })).counts).toMatchObject({ purchasesVoided: 1, refused: 0 })
  await world.act(startImport, { id: tried })
  await work()
  await world.settle()
  expect(await standing('VS')).toMatchObject({ purchases: [], facts: ['purchase.voided'], metrics: { purchases: 0, spend: 0 } })
  const { facts } = await world.ask(readTimeline, { id: await idOf('VS') })
  expect(facts.find(({ kind }) => kind === 'purchase.voided')?.payload).toMatchObject({ reason: 'Cancelled at 2026-01-07 09:30:00 +0800' })
  await undo(tried)
  expect(await standing('VS')).toEqual(before)
})

test('where a time of cancelling cannot be read, its row is refused with the cell', async () => {
  const { counts, refusals } = await bring(['V-9,VT,13500000098,10,2026-01-05,茶,昨天'], { head: header.replace('订单状态', '取消时间') })
  expect(counts).toMatchObject({ purchasesNew: 0, refused: 1 })
  expect(refusals[0]?.reason.zh).toContain('取消时间')
})

test('the nought that programs write in the place of a time of cancelling cancels nothing', async () => {
  const noughts = ['0000-00-00 00:00:00', '1970-01-01 08:00:00', '1970-01-01', '-', '']
  const { counts } = await bring(
    noughts.map((nought, at) => `N-${at},VN,13500000097,10,2026-01-05,茶,${nought}`),
    { head: header.replace('订单状态', '取消时间') },
  )
  expect(counts).toMatchObject({ purchasesNew: noughts.length, refused: 0 })
})

test('of two shops with one number at one instant only the one that came to nothing counts no more', async () => {
  const order = (amount: number, status: string) => [`W-9,WZ,13500000099,${amount},2026-01-05,茶,${status}`]
  await bring(order(30, '交易成功'), { source: '淘宝' })
  await bring(order(70, '交易成功'), { source: '有赞' })
  await bring(order(80, '交易成功'), { source: '有赞' })
  const before = await standing('WZ')
  const { id } = await bring(order(30, '交易关闭'), { source: '淘宝' })
  expect(await standing('WZ')).toMatchObject({
    purchases: [{ amount: 8_000 }],
    facts: ['purchase.corrected', 'purchase.made', 'purchase.voided'],
  })
  const { facts } = await world.ask(readTimeline, { id: await idOf('WZ') })
  expect(facts.find(({ kind }) => kind === 'purchase.made')).toMatchObject({ payload: { amount: 8_000, source: '有赞' } })
  await undo(id)
  expect(await standing('WZ')).toEqual(before)
})

test('an order that was taken out, came in again and was taken out again comes back as often as it was undone', async () => {
  const order = (status: string) => [`W-4,WG,13500000023,30,2026-01-05,茶,${status}`]
  await bring(order('交易成功'))
  const first = await bring(order('交易关闭'))
  const again = await bring(order('交易成功'))
  const second = await bring(order('交易关闭'))
  expect((await standing('WG')).facts).toEqual(['purchase.voided', 'purchase.voided'])
  await undo(second.id)
  expect((await standing('WG')).facts).toEqual(['purchase.made', 'purchase.voided'])
  // Its number is taken, so what went first stays away, and is news no more.
  await undo(first.id)
  expect((await standing('WG')).facts).toEqual(['purchase.made'])
  expect((await standing('WG')).purchases).toHaveLength(1)
  await undo(again.id)
  expect((await standing('WG')).facts).toEqual([])
})

test('what Shopify’s file says was given back of an order is a refund of it, corrected by a later file, undone and voided with it', async () => {
  const columns = 'Name,Email,Financial Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount'
  const rows = (refunded: string, status = 'partially_refunded') => [
    `#8,vr@shop.example,${status},CNY,2026-01-05 10:00:00 +0800,1,Tea,100,${refunded}`,
    '#8,vr@shop.example,,CNY,2026-01-05 10:00:00 +0800,1,Cup,20,',
    '#9,vr@shop.example,paid,CNY,2026-01-06 10:00:00 +0800,1,Cup,20,0.00',
  ]
  const told = { head: columns, source: 'Shopify' }
  const { counts } = await bring(rows('30.00'), { ...told, rows: 1 })
  expect(counts).toMatchObject({ purchasesNew: 2, refundsNew: 1, refused: 0 })
  await sql`update customers set code = 'VR' where email = 'vr@shop.example'`.execute(world.db)
  const amounts = async () => (await standing('VR')).purchases.map((p) => `${Object(p).kind} ${Object(p).number} ${Object(p).amount}`)
  expect(await amounts()).toEqual(['purchase #8 12000', 'purchase #9 2000', 'refund #8 3000'])
  expect((await bring(rows('30.00'), told)).counts).toMatchObject({ purchasesSame: 3, purchasesChanged: 0 })
  const more = await bring(rows('45.50'), told)
  expect(more.counts).toMatchObject({ purchasesChanged: 1, refundsNew: 0 })
  expect(await amounts()).toContain('refund #8 4550')
  await undo(more.id)
  expect(await amounts()).toContain('refund #8 3000')
  const whole = await bring(rows('120.00', 'refunded'), told)
  expect(whole.counts).toMatchObject({ purchasesVoided: 2 })
  expect(await amounts()).toEqual(['purchase #9 2000'])
  await undo(whole.id)
  expect(await amounts()).toHaveLength(3)
})

test('an amount given back that every line of an order says counts once, and one that cannot be read refuses the line', async () => {
  const head = `${header},已退金额`
  const lines = (refunded: string) => [
    `RF-1,VU,13500000030,60,2026-01-05,茶,交易成功,${refunded}`,
    `RF-1,VU,13500000030,40,2026-01-05,杯,交易成功,${refunded}`,
  ]
  await bring(lines('-25'), { head, rows: 1 })
  expect((await standing('VU')).purchases).toMatchObject([{ amount: 10_000 }, { kind: 'refund', amount: 2_500 }])
  const wrong = await bring(['RF-2,VU,13500000030,60,2026-01-05,茶,交易成功,一些'], { head })
  expect(wrong.counts).toMatchObject({ purchasesNew: 0, refused: 1 })
  expect(wrong.refusals[0]?.reason.zh).toContain('已退金额')
})
