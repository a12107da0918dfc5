import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type Person, type World } from '../../../test/world.ts'
import { createImport } from '../../know/imports/actions.ts'
import { runImports } from '../../know/imports/server/run-imports.ts'

let world: World
let seller: Person
let head: Person
let owns: Person
beforeAll(async () => {
  world = await makeWorld()
  const role = (read: ('mine' | 'reports' | 'pool')[]) => ({
    grants: { customer: { read }, purchase: { read: ['all' as const] } },
    fields: { phone: 'masked' as const },
    rights: [],
  })
  head = await world.person({ name: '主管', rights: role(['mine', 'reports']) })
  seller = await world.person({ name: '小周', manager: head, rights: role(['mine']) })
  owns = await world.person({ name: '小吴', rights: role(['mine', 'pool']) })
  const rows = Array.from({ length: 120 }, (_, i) => `M${i},客户${i},1390000${1000 + i},${i % 2 ? '杭州' : '上海'}`)
  await world.act(createImport, { name: 'a.csv', text: `会员号,姓名,手机号,城市\n${rows.join('\n')}\n` })
  while (await runImports(world.services, { rows: 20_000 }));
  await world.settle()
  // Every third is the seller's, every third somebody else's, and the rest are nobody's; half of each have bought.
  await sql`update customers set owner_id = case substr(code, 2)::int % 3 when 0 then ${seller.id}::uuid when 1 then ${owns.id}::uuid end`.execute(
    world.db,
  )
  await sql`update metrics m set spend = (substr(c.code, 2)::int * 37 % 50) * 100, last_purchase_at = case when substr(c.code, 2)::int % 4 < 2
      then ${world.now()}::timestamptz - substr(c.code, 2)::int * interval '1 hour' end from customers c where c.id = m.customer_id`.execute(
    world.db,
  )
})
afterAll(() => world.end())

type Row = { readonly code: string; readonly phone: string; readonly spend: number; readonly lastPurchaseAt: string | null }

async function leafThrough(person: Person, query: Record<string, string>): Promise<Row[]> {
  const rows: Row[] = []
  for (let after: string | null = ''; after !== null; ) {
    const asked = new URLSearchParams({
      fields: 'code,phone,spend,lastPurchaseAt',
      limit: '7',
      ...query,
      ...(after === '' ? {} : { after }),
    })
    const page = (await world.as(person).get(`customers?${asked}`)).json()
    rows.push(...page.rows)
    after = page.next
  }
  return rows
}

const everybodys = Array.from({ length: 120 }, (_, i) => i)
const codes = (numbers: readonly number[]) => numbers.map((i) => `M${i}`).toSorted()

test.each([
  ['somebody’s own customers', () => seller, (i: number) => i % 3 === 0],
  ['those of who answers to them', () => head, (i: number) => i % 3 === 0],
  ['their own and the public pool', () => owns, (i: number) => i % 3 !== 0],
])('%s are led to once each, sorted by what is worked out of them, and nobody else', async (_, who, isTheirs) => {
  for (const sort of ['spend', '-spend', 'lastPurchaseAt', '-lastPurchaseAt']) {
    const rows = await leafThrough(who(), { sort })
    expect(rows.map(({ code }) => code).toSorted()).toEqual(codes(everybodys.filter(isTheirs)))
    expect(rows.every(({ phone }) => phone.includes('****'))).toBe(true)
    const values = rows.map((row) => (sort.endsWith('spend') ? row.spend : row.lastPurchaseAt)).filter((value) => value !== null)
    const rising = values.toSorted((a, b) => (a < b ? -1 : Number(a > b)))
    expect(values).toEqual(sort.startsWith('-') ? rising.toReversed() : rising)
  }
})

test('so are those of them whom a filter takes in, or a search finds', async () => {
  const rule = JSON.stringify({ field: 'city', op: 'contains', value: '杭州' })
  const mine = everybodys.filter((i) => i % 3 === 0 && i % 2 === 1)
  expect((await leafThrough(seller, { sort: '-spend', rule })).map(({ code }) => code).toSorted()).toEqual(codes(mine))
  expect((await leafThrough(seller, { sort: '-spend', search: '客户' })).length).toBe(40)
  expect((await leafThrough(seller, { sort: '-spend', search: 'M9' })).map(({ code }) => code).toSorted()).toEqual(
    codes([9, 90, 93, 96, 99]),
  )
  expect(await leafThrough(seller, { sort: '-spend', search: 'M100' })).toEqual([])
})

test('one owner’s customers are led to by who sees everybody too, with what else is asked of them', async () => {
  const owner = { field: 'owner', op: 'is', value: seller.id }
  const colleague = await world.person({ name: '小李' })
  const inCity = { all: [owner, { field: 'city', op: 'contains', value: '杭州' }] }
  for (const sort of ['spend', '-lastPurchaseAt', 'namePinyin']) {
    const led = async (rule: object) => {
      const rows = await leafThrough(colleague, { sort, rule: JSON.stringify(rule) })
      return rows.map(({ code }) => code).toSorted()
    }
    expect(await led(owner)).toEqual(codes(everybodys.filter((i) => i % 3 === 0)))
    expect(await led(inCity)).toEqual(codes(everybodys.filter((i) => i % 3 === 0 && i % 2 === 1)))
    expect(await led({ not: owner })).toHaveLength(80)
  }
})

test('who was handed over is seen by the other at once', async () => {
  const [first] = await leafThrough(seller, { sort: '-spend' })
  await sql`update customers set owner_id = ${owns.id} where code = ${first?.code}`.execute(world.db)
  expect((await leafThrough(seller, { sort: '-spend' })).map(({ code }) => code)).not.toContain(first?.code)
  expect((await leafThrough(owns, { sort: '-spend' })).map(({ code }) => code)).toContain(first?.code)
})
