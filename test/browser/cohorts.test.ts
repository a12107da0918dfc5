import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, pressUntil, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

/**
 * 240 customers who began 1 to 9 months ago, with tea or with cups. Of four who began with tea three came back twenty days
 * later, of four who began with cups one.
 */
async function fillShop(): Promise<void> {
  const id = (what: string) => `md5('${what}' || i)::uuid`
  const began = `now() - interval '95 days' - (i % 6) * interval '30 days'`
  const isTea = `i % 2 = 0`
  const came = `(${isTea} and (i / 2) % 4 < 3 or not ${isTea} and (i / 2) % 4 = 0)`
  const all = `from generate_series(1, 240) i`
  await served.change(
    `insert into customers (id, code, name, created_at, updated_at) select ${id('c')}, 'K' || i, '客户' || i, now(), now() ${all}`,
  )
  for (const [what, when, where] of [
    ['a', began, 'true'],
    ['b', `${began} + interval '20 days'`, came],
  ]) {
    await served.change(`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, channel, recorded_at)
      select ${id('c')}, ${id(what ?? '')}, 'purchase', 'test', '${what}' || i, ${when}, 10000 + i, 'CNY', case when i % 3 = 0 then '门店' else '小程序' end, now() ${all} where ${where}`)
    await served.change(`insert into purchase_lines (customer_id, purchase_id, line, product, name, category, quantity, amount)
      select ${id('c')}, ${id(what ?? '')}, 1, case when ${isTea} then 'T1' else 'C1' end, case when ${isTea} then '明前龙井' else '青瓷杯' end, case when ${isTea} then '茶叶' else '茶具' end, 1, 10000 + i ${all} where ${where}`)
  }
  await served.change(`update metrics m set first_purchase_at = p.first, last_purchase_at = p.last, purchase_count = p.n, spend = p.spend
    from (select customer_id, min(occurred_at) as first, max(occurred_at) as last, count(*) as n, sum(amount) as spend from purchases group by 1) p where p.customer_id = m.customer_id`)
  await served.change(`insert into metrics (customer_id, first_purchase_at, last_purchase_at, purchase_count, spend, computed_at)
    select customer_id, min(occurred_at), max(occurred_at), count(*), sum(amount), now() from purchases group by 1 on conflict (customer_id) do nothing`)
}

test('before there is anything each page teaches by one next step', { timeout: 120_000 }, async () => {
  const page = await served.open('/cohorts')
  await page.getByText('还没有可以分群的记录').waitFor()
  await page.goto(`${served.url}/discoveries`)
  await page.getByText('还没有可以看的').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('the heat map, the funnel, the paths and the repurchase table open the customers that they count', { timeout: 180_000 }, async () => {
  await fillShop()
  const page = await served.open('/cohorts')
  await page.getByRole('grid', { name: /同期群/ }).waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('link', { name: '漏斗' }).click()
  const first = page.getByRole('row', { name: /^1\. “消费”/ })
  await first.getByRole('link', { name: '240' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await first.getByRole('link', { name: '120' }).click()
  await page.getByRole('heading', { name: /客户/ }).first().waitFor()
  await page.getByText('依次有过“消费” → “消费” → “消费”').first().waitFor()

  await page.goto(`${served.url}/cohorts?tab=paths`)
  await page.getByRole('img', { name: '客户的先后路径' }).waitFor()
  await page.getByText('240 位客户。点一条线').waitFor()
  await page.goto(`${served.url}/cohorts?tab=repurchase&what=product`)
  const tea = page.getByRole('row', { name: /明前龙井/ })
  await tea.getByRole('link', { name: '75%' }).first().waitFor()
  await page.goto(`${served.url}/cohorts?tab=retention`)
  await page.getByRole('table', { name: '留存' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('what is worth knowing is said in words, becomes a segment, and is put away with a reason', { timeout: 180_000 }, async () => {
  const page = await served.open('/discoveries')
  await pressUntil(
    page.getByRole('button', { name: '现在查看' }).or(page.getByText('让人再来的商品').first()),
    page.getByText('让人再来的商品').first(),
  )
  const tea = page.getByRole('listitem').filter({ hasText: '第一次买“明前龙井”的客户更会再来' })
  await tea.waitFor({ timeout: 60_000 })
  expect(await tea.textContent()).toContain('120 人中 75% 在 90 天内回来')
  await tea.getByRole('link', { name: '建成细分' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  // While the looking goes on more may be found.
  await page.locator('.ant-btn-loading').waitFor({ state: 'detached' })
  const before = await page.locator('.rg-finding').count()
  await tea.getByRole('button', { name: '不再提示' }).click()
  const asked = page.getByRole('dialog')
  await asked.getByText('已经知道').waitFor()
  await asked.getByRole('button', { name: '不再提示' }).click()
  await tea.waitFor({ state: 'detached' })
  expect(await page.locator('.rg-finding').count()).toBe(before - 1)
  await page.getByRole('heading', { name: '不再提示的' }).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})
