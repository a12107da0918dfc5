import { makeGate } from '../src/platform/access/make-gate.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { makeKey } from './api.ts'
import { benchName, benchPhone } from './generate-base.ts'
import { type BenchRow, ms, quantile } from './row.ts'
import type { BenchWorld } from './world.ts'
import { nameInPinyin } from '../src/know/customers/customer-search.ts'

type Asked = { readonly name: string; readonly most: number; readonly query: (i: number) => Record<string, string> }

const rules = [
  { field: 'city', op: 'is', value: '杭州市' },
  { field: 'spend', op: 'at-least', value: 300_000 },
  { stage: ['loyal'] },
  {
    all: [
      { stage: ['dormant'] },
      { field: 'spend', op: 'at-least', value: 200_000 },
      { field: 'emailConsent', op: 'is', value: 'granted' },
    ],
  },
  { did: 'purchase.made', within: { last: { amount: 30, unit: 'days' } } },
]
const sorts = ['createdAt', 'namePinyin', 'spend', 'purchaseCount', 'lastPurchaseAt'].flatMap((field) => [field, `-${field}`])
const sortColumns: Readonly<Record<string, string>> = {
  createdAt: 'c.created_at',
  namePinyin: 'c.name_pinyin',
  spend: 'm.spend',
  purchaseCount: 'm.purchase_count',
  lastPurchaseAt: 'm.last_purchase_at',
}
/** The columns that the list shows at first. */
const fields = 'name,code,phone,city,stage,spend,purchaseCount,lastPurchaseAt'

/** The customer list and its search over HTTP, one request after the other, 60 of each kind after a few to warm up. */
export async function benchLists(world: BenchWorld): Promise<BenchRow[]> {
  const { services, database, size } = world
  const app = await buildServer({ services, gate: await makeGate(services, { url: 'http://localhost' }), limits: null })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    const headers = await makeKey(world)
    const deep = await deepCursors(world)
    const someone = (i: number) => 1 + ((i * 104_729) % size.customers)
    const asked: readonly Asked[] = [
      { name: 'first page', most: 0.05, query: () => ({ fields }) },
      { name: 'first page, every field', most: 0.05, query: () => ({}) },
      { name: 'page in the middle of the base, each way of sorting', most: 0.05, query: (i) => ({ fields, ...deep[i % deep.length] }) },
      { name: 'sorted by each sortable column, both ways', most: 0.05, query: (i) => ({ fields, sort: sorts[i % sorts.length] ?? '' }) },
      ...rules.map((rule) => ({
        name: `filtered: ${JSON.stringify(rule).replaceAll('"', '').slice(1, -1)}`,
        most: 0.05,
        query: (i: number) => ({ fields, rule: JSON.stringify(rule), ...(i % 2 ? { sort: '-spend' } : {}) }),
      })),
      { name: 'search by a Chinese name of two or three characters', most: 0.1, query: (i) => ({ fields, search: benchName(someone(i)) }) },
      {
        name: 'search by a surname and one more character',
        most: 0.1,
        query: (i) => ({ fields, search: benchName(someone(i)).slice(0, 2) }),
      },
      {
        name: 'search by pinyin',
        most: 0.1,
        query: (i) => ({ fields, search: nameInPinyin(benchName(someone(i))).full.slice(0, 6 + (i % 4)) }),
      },
      {
        name: 'search by the last four digits of a phone',
        most: 0.1,
        query: (i) => ({ fields, search: benchPhone(someone(i)).slice(-4) }),
      },
    ]
    const floor = await timesOf(
      60,
      async () =>
        void (await database.pool.query(
          'select c.id, c.name, c.code, c.phone, c.city, m.stage, m.spend, m.purchase_count, m.last_purchase_at from customers c left join metrics m on m.customer_id = c.id order by c.created_at desc, c.id desc limit 51',
        )),
    )
    const rows: BenchRow[] = []
    for (const { name, most, query } of asked) {
      const times = await timesOf(60, async (i) => {
        const answer = await fetch(`${url}/api/customers?${new URLSearchParams(query(i))}`, { headers })
        const text = await answer.text()
        if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${text.slice(0, 500)}`)
      })
      const p95 = quantile(times, 0.95)
      rows.push({
        what: `customer list: ${name}`,
        figure: `p95 ${ms(p95)}, median ${ms(quantile(times, 0.5))}`,
        floor: `p95 ${ms(quantile(floor, 0.95))} (first page in SQL)`,
        ratio: p95 / quantile(floor, 0.95),
        mark: `p95 < ${ms(most)}`,
        met: p95 < most,
      })
    }
    return rows
  } finally {
    await app.close()
  }
}

async function timesOf(count: number, work: (i: number) => Promise<void>): Promise<number[]> {
  const times: number[] = []
  for (let i = -10; i < count; i++) {
    const from = performance.now()
    await work(i < 0 ? i + 10 : i)
    if (i >= 0) times.push((performance.now() - from) / 1_000)
  }
  return times
}

/** Pages behind the middle of the base, as somebody who had leafed through half of it would ask for them. */
async function deepCursors({ database, size }: BenchWorld): Promise<{ sort: string; after: string }[]> {
  const cursors: { sort: string; after: string }[] = []
  for (const [field, column] of Object.entries(sortColumns)) {
    const { rows } = await database.pool.query<{ value: string; id: string }>(
      `select ${column}::text as value, c.id from customers c join metrics m on m.customer_id = c.id where ${column} is not null order by ${column}, c.id offset $1 limit 1`,
      [Math.floor(size.customers / 2)],
    )
    const after = Buffer.from(JSON.stringify([true, rows[0]?.value, rows[0]?.id])).toString('base64url')
    cursors.push({ sort: field, after }, { sort: `-${field}`, after })
  }
  return cursors
}
