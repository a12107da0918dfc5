import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, type Served, serve } from './serve.ts'

let shop: Served
let customer: string

const unit = (of: string, seed: number) => `((hashint8extended(${of}, ${seed}) & 2147483647) / 2147483648.0)`
const id = (of: string) => `('018f0000-0000-7000-8000-' || lpad(to_hex(${of}), 12, '0'))::uuid`

/** 240 customers who came for the first time within 400 days, come again at a pace of their own, and stop at some time. */
async function plant(): Promise<void> {
  await shop.change(`insert into customers (id, kind, name, created_at, updated_at, search, name_pinyin)
    select ${id('i')}, 'person', '客户' || i, current_timestamp, current_timestamp, ''::tsvector, '' from generate_series(1, 240) i`)
  await shop.change(`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    select ${id('i')}, ('018f0000-0000-7000-9' || lpad(to_hex(k), 3, '0') || '-' || lpad(to_hex(i), 12, '0'))::uuid, 'purchase', 'app', 'B' || i || '-' || k, at,
      (5000 + 20000 * ${unit('i', 5)})::bigint, 'CNY', current_timestamp - interval '1 hour'
    from (select i, k, current_timestamp - interval '1 day' * (2 + 400 * ${unit('i', 1)} - k * (6 + 50 * ${unit('i', 2)}) * (0.6 + 0.8 * ${unit('i::bigint * 99 + k', 3)})) as at
      from generate_series(1, 240) i, generate_series(0, 40) k where k <= 1 - ln(${unit('i', 4)} + 0.0001) / 0.16) p where at < current_timestamp - interval '1 day'`)
  await shop.change(`insert into log_heads (customer_id, seq, done) select ${id('i')}, 1, 0 from generate_series(1, 240) i`)
}

type Now = { readonly set: { readonly id: string } | null; readonly work: { readonly state: string } | null }
const now = () => shop.api('GET', '/predictions').then((answer): Now => Object(answer))

/** Until the making has ended and there is another set than this one. */
async function newSet(before: string | undefined): Promise<string> {
  for (;;) {
    const { set, work } = await now()
    if (set && set.id !== before && work?.state === 'done') return set.id
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

beforeAll(async () => {
  shop = await serve()
  await plant()
  await newSet(undefined)
  const list: { rows: { id: string }[] } = Object(await shop.api('GET', '/customers?limit=1&sort=-expectedSpend90'))
  customer = list.rows[0]?.id ?? ''
}, 120_000)
afterAll(() => shop.end())

test('the record of predictions answers first, shows its pictures, and predicts anew at a click', async () => {
  const page = await shop.open('/predictions')
  await page.getByRole('heading', { name: '我们猜得准吗？' }).waitFor()
  await page.getByText('还没有预测到期，先拿过去的 90 天试一次').waitFor()
  await page.getByRole('img', { name: '预测的可能与实际来的比例，十组' }).waitFor()
  await page.getByRole('heading', { name: '和最简单的办法比' }).waitFor()
  await page.getByRole('heading', { name: '等待评分' }).waitFor()
  await page.getByText('试过的模型和参数').click()
  await page.getByRole('rowheader', { name: /选用/ }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  const before = (await now()).set?.id
  const since = new Date().toISOString()
  // How right it was stands beside, and is asked for once more by itself.
  const graded = page.waitForResponse(async (reply) => {
    if (!reply.url().endsWith('/api/predictions/ledger')) return false
    const { grades }: { grades: { gradedAt: string }[] } = await reply.json()
    return grades.some(({ gradedAt }) => gradedAt > since)
  })
  await page.getByRole('button', { name: '重新预测' }).click()
  expect(await newSet(before)).not.toBe(before)
  await graded
  expect(page.troubles).toEqual([])
}, 90_000)

test('a customer’s page tells what is expected of them and why, on a phone and in the dark too', async () => {
  const page = await shop.open(`/customers/${customer}`, { language: 'en', dark: true, phone: true })
  await page.getByRole('heading', { name: 'Prediction', exact: true }).waitFor()
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Prediction', exact: true }) })
  await section.getByText(/Usually comes every/).waitFor()
  await page.getByText('Next 90 days').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.goto(`${shop.url}/predictions`)
  await page.getByRole('heading', { name: 'How right were we?' }).waitFor()
  await page.getByRole('heading', { name: 'Against the plainest ways' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
}, 90_000)
