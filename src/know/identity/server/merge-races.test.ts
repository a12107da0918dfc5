import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { sendMessage } from '../../../act/messages/actions.ts'
import { createTemplate } from '../../../act/messages/template-actions.ts'
import { sendDue } from '../../../act/messages/server/send-due.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { refreshNews } from '../../../platform/event-log/refresh-news.ts'
import { createImport, readImport, undoImport } from '../../imports/actions.ts'
import { runImports } from '../../imports/server/run-imports.ts'
import { recordPurchase } from '../../purchases/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../actions.ts'
import { compareChanged } from './compare-changed.ts'
import { mergeGroups } from './merge-groups.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

let n = 0
const phone = () => `+86137${String(10_000_000 + n++)}`
const two = async () =>
  [await world.customer({ name: '甲', phone: phone() }), await world.customer({ name: '乙', phone: phone() })] as const

/** The codes with which the others were refused. */
const refusals = (tries: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  tries.flatMap((each) => (each.status === 'rejected' ? [Object(each.reason).code] : []))

/** Rows of customer tables that belong to nobody who is there. */
async function orphans(): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'customer_id'
      and not c.relname = any(array['log_heads', 'merges', 'merged_customers', 'merged_facts', 'merge_kept', 'match_queue'])`.execute(
    world.db,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } =
      await sql`select 1 from ${sql.id(name)} t where customer_id is not null and not exists (select 1 from customers c where c.id = t.customer_id)`.execute(
        world.db,
      )
    if (rows.length > 0) found.push(name)
  }
  return found
}

test('of ten who merge one pair at once, in either direction, one does and nine are told that it is done', async () => {
  const [a, b] = await two()
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) => world.act(mergeCustomers, { ids: [a, b], into: i % 2 === 0 ? a : b })),
  )
  expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  expect(refusals(tries)).toEqual(Array.from({ length: 9 }, () => 'merge.already'))
  expect((await sql`select 1 from merges where customer_id = any(${[a, b]}::uuid[])`.execute(world.db)).rows).toHaveLength(1)
})

test('of ten who part one merge at once, one does', async () => {
  const [a, b] = await two()
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b] })
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => world.act(unmergeCustomers, { id: mergeId })))
  expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
  expect(refusals(tries)).toEqual(Array.from({ length: 9 }, () => 'merge.undone'))
})

test('keys of a survivor that are worked out while the merge is undone stand in nobody’s way', async () => {
  const name = '丁零零'
  const [a, b] = [await world.customer({ name, phone: phone() }), await world.customer({ name, phone: phone() })]
  await world.settle()
  while (await compareChanged(world.services)) continue
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b], into: a })
  // It is to be compared anew with the very data that it had before: a key that the un-merging brings back is worked out too.
  await sql`insert into match_queue (customer_id, version) values (${a}, 0) on conflict do nothing`.execute(world.db)
  let comparing: Promise<unknown> = Promise.resolve()
  await asSystem(world.services, 'test', async (ctx) => {
    await ctx.run(unmergeCustomers, { id: mergeId })
    comparing = compareChanged(world.services)
    await Promise.race([comparing, waitsForLock()])
  })
  await comparing
  await world.settle()
  while (await compareChanged(world.services)) continue
  const { rows } = await sql<{
    id: string
  }>`select distinct customer_id as id from match_keys where customer_id in (${a}, ${b}) order by 1`.execute(world.db)
  expect(rows.map(({ id }) => id)).toEqual([a, b].sort())
})

/** Until somebody waits for a lock. */
async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await world.database.pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    if (rows.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('circles of merges at once end in one customer and no rows of nobody', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, async () => world.customer({ name: '丙', phone: phone() })))
  for (const [i, id] of ids.entries()) await world.act(recordPurchase, { customerId: id, number: `circle-${i}`, amount: 100 })
  await Promise.allSettled(ids.map((id, i) => world.act(mergeCustomers, { ids: [id, ids[(i + 1) % ids.length]], into: id })))
  const here = (await sql<{ id: string }>`select id from customers where id = any(${ids}::uuid[])`.execute(world.db)).rows.map(
    (row) => row.id,
  )
  for (const id of ids) expect(here).toContain(await currentCustomer(world.db, id))
  expect(
    (await sql<{ n: number }>`select count(*) as n from purchases where customer_id = any(${here}::uuid[])`.execute(world.db)).rows,
  ).toEqual([{ n: 6 }])
  expect(await orphans()).toEqual([])
})

test('purchases and facts that come for the merged customer while it is merged are all the survivor’s', async () => {
  const [a, b] = await two()
  const { rows } = await sql<{ phone: string }>`select phone from customers where id = ${b}`.execute(world.db)
  const buying = Array.from({ length: 30 }, (_, i) =>
    world.act(recordPurchase, {
      ...(i % 2 === 0 ? { customerId: b } : { customer: { phone: rows[0]?.phone } }),
      number: `late-${i}`,
      amount: 100,
    }),
  )
  const merging = world.act(mergeCustomers, { ids: [a, b], into: a })
  const [answers] = await Promise.all([Promise.all(buying), merging, refreshNews(world.services, 100)])
  expect(answers).toHaveLength(30)
  await world.settle()
  expect(
    (
      await sql<{
        n: number
        spend: number
      }>`select (select count(*) from purchases where customer_id = ${a}) as n, spend from metrics where customer_id = ${a}`.execute(
        world.db,
      )
    ).rows,
  ).toEqual([{ n: 30, spend: 3_000 }])
  expect(await orphans()).toEqual([])
})

test('an import whose buyers are merged in the middle of a portion gives their purchases to the survivor', async () => {
  const [a, b] = await two()
  const codes = { a: 'IM-A', b: 'IM-B' }
  await sql`insert into identities (key, customer_id) values ('code:im-a', ${a}), ('code:im-b', ${b})`.execute(world.db)
  await sql`insert into customer_identities (key, customer_id) values ('code:im-a', ${a}), ('code:im-b', ${b})`.execute(world.db)
  const lines = Array.from({ length: 60 }, (_, i) => `F${i},${i % 2 === 0 ? codes.a : codes.b},2026-03-01 10:00:00,P1,1,2.50`)
  const { id } = await world.act(createImport, { name: 'f.csv', text: `订单号,会员号,下单时间,商品编码,数量,单价\n${lines.join('\n')}\n` })
  const merges: Promise<unknown>[] = []
  // The buyers are known and not yet written of: now somebody merges two of them.
  const breakpoint = (place: string) => {
    if (place === 'buyers-known' && merges.length === 0) merges.push(world.act(mergeCustomers, { ids: [a, b], into: a }))
  }
  for (let turn = 0; turn < 50 && (await runImports(world.services, { rows: 20, breakpoint })); turn++) await Promise.all(merges)
  expect(merges).toHaveLength(1)
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'done' })
  const of = async (customerId: string) =>
    (
      await sql<{ n: number }>`select count(*) as n from purchases where customer_id = ${customerId} and import_id = ${id}`.execute(
        world.db,
      )
    ).rows[0]?.n
  expect([await of(a), await of(b)]).toEqual([60, 0])
  expect(await orphans()).toEqual([])
  // The import is undone as if nobody had been merged.
  await world.act(undoImport, { id })
  for (let turn = 0; turn < 50 && (await runImports(world.services)); turn++) continue
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'undone' })
  expect(await of(a)).toBe(0)
  expect((await sql`select 1 from customers where id = ${a}`.execute(world.db)).rows).toHaveLength(1)
})

test('a message that is with the mail server while its customer is merged is noted as sent, at the survivor', async () => {
  const [a] = await two()
  const b = await world.customer({ name: '丁', email: 'ding@shop.example', emailConsent: 'granted' })
  await world.mailServer()
  const template = await world.act(createTemplate, { name: '问候', subject: '您好', body: '您好', kind: 'service' })
  const { id } = await world.act(sendMessage, { customerId: b, templateId: template.id })
  world.mailer.answer = async () => {
    await world.act(mergeCustomers, { ids: [a, b], into: a })
    return { state: 'sent', reference: '250 ok' }
  }
  for (let turn = 0; turn < 5 && (await sendDue(world.services)); turn++) continue
  expect((await sql`select state from messages where customer_id = ${a} and id = ${id}`.execute(world.db)).rows).toEqual([
    { state: 'sent' },
  ])
  expect((await sql`select 1 from events where customer_id = ${a} and kind = 'message.sent'`.execute(world.db)).rows).toHaveLength(1)
})

test('hundreds of groups are merged in one go, the same as one by one', async () => {
  const ids: string[] = []
  for (let i = 0; i < 40; i++) ids.push(await world.customer({ name: `组${i}`, phone: phone() }))
  const groups = Array.from({ length: 10 }, (_, i) => ({ ids: ids.slice(i * 4, i * 4 + 4) }))
  const merged = await asSystem(world.services, 'test', (ctx) => mergeGroups(ctx, groups))
  expect(merged).toHaveLength(10)
  expect((await sql<{ n: number }>`select count(*) as n from customers where id = any(${ids}::uuid[])`.execute(world.db)).rows).toEqual([
    { n: 10 },
  ])
  for (const { mergeId } of merged) await world.act(unmergeCustomers, { id: mergeId })
  expect((await sql<{ n: number }>`select count(*) as n from customers where id = any(${ids}::uuid[])`.execute(world.db)).rows).toEqual([
    { n: 40 },
  ])
})

test('an import that changed somebody who was merged later is undone on the record that waits, and those it made are named', async () => {
  const p1 = phone()
  const a = await world.customer({ name: '原来的甲', code: 'UM-A' })
  const b = await world.customer({ name: '原来的乙', code: 'UM-B' })
  const text = `会员号,姓名,手机号\nUM-B,导入的乙,${p1.slice(3)}\nUM-C,导入的丙,\n`
  const { id } = await world.act(createImport, { name: 'people.csv', text })
  for (let turn = 0; turn < 50 && (await runImports(world.services)); turn++) continue
  const made = (await sql<{ id: string }>`select id from customers where import_id = ${id}`.execute(world.db)).rows[0]?.id
  const { mergeId } = await world.act(mergeCustomers, { ids: [a, b, made], into: a, choices: { name: a } })
  await world.act(undoImport, { id })
  for (let turn = 0; turn < 50 && (await runImports(world.services)); turn++) continue
  expect(await world.ask(readImport, { id })).toMatchObject({
    state: 'undone',
    undone: { stayed: 1, stayedExamples: [{ id: made, name: '导入的丙' }] },
  })
  await world.act(unmergeCustomers, { id: mergeId })
  expect((await sql`select name, phone from customers where id = ${b}`.execute(world.db)).rows).toEqual([{ name: '原来的乙', phone: null }])
  expect((await sql`select 1 from identities where key = ${`phone:${p1}`}`.execute(world.db)).rows).toEqual([])
  expect((await sql`select name from customers where id = ${a}`.execute(world.db)).rows).toEqual([{ name: '原来的甲' }])
})
