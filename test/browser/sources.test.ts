import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

const order = JSON.stringify({
  name: '#1001',
  created_at: '2026-06-15T10:30:00+08:00',
  currency: 'CNY',
  financial_status: 'paid',
  total_price: '512.00',
  email: 'shan@example.com',
  customer: { first_name: '雄信', last_name: '单' },
  line_items: [{ sku: 'LJ-100', title: '明前龙井', quantity: 2, price: '256.00' }],
})

test('a source is made, its key shown once, and what it sends seen as it comes; then it gets another key', {
  timeout: 120_000,
}, async () => {
  const page = await served.open('/sources')
  await page.getByRole('button', { name: '新建来源' }).click()
  await page.getByLabel('名称').fill('官网')
  expect(await findBarriers(page)).toEqual([])
  await page
    .getByRole('button', { name: '新 建' })
    .or(page.getByRole('button', { name: '新建', exact: true }))
    .click()
  const key = await page.getByRole('textbox', { name: '新的写入密钥' }).inputValue()
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByRole('heading', { name: '官网' }).waitFor()
  await page.getByText('等待第一条').first().waitFor()

  const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, 'content-type': 'application/json' }
  const batch = [
    { type: 'identify', userId: 'M1', anonymousId: 'v1', traits: { name: '单雄信' } },
    { type: 'page', userId: 'M1', name: '礼盒' },
    { type: 'track', anonymousId: 'v2', event: '浏览' },
    { type: 'track', userId: 'M1' },
  ]
  await fetch(`${served.url}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })
  await page.getByRole('link', { name: '单雄信' }).first().waitFor({ timeout: 15_000 })
  await page.getByText('track 消息缺少 event').waitFor({ timeout: 15_000 })
  await page.getByRole('button', { name: '停止刷新' }).click()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('button', { name: '更换密钥' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^更\s?换$/ })
    .click()
  expect(await page.getByRole('textbox', { name: '新的密钥' }).inputValue()).toMatch(/^wk_/)
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByText(`以 ${key.slice(-4)} 结尾的原密钥`).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a webhook’s order is held, its mapping tried, switched on and played again', { timeout: 120_000 }, async () => {
  const made: { id: string } = JSON.parse(
    JSON.stringify(await served.api('POST', '/sources/hooks', { name: 'Shopify', scheme: 'shopify', secret: 'shpss_secret' })),
  )
  const signature = createHmac('sha256', 'shpss_secret').update(order).digest('base64')
  const headers = { 'content-type': 'application/json', 'x-shopify-hmac-sha256': signature }
  expect((await fetch(`${served.url}/in/${made.id}`, { method: 'POST', headers, body: order })).status).toBe(200)

  const page = await served.open(`/sources/${made.id}`)
  await page.getByText('等待启用').first().waitFor()
  await page.getByLabel('换成现成的映射').click()
  await page.getByTitle('Shopify 订单').click()
  await page.getByText('明前龙井 × 2 · ¥512.00').waitFor()
  await page.getByText('新客户').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('switch', { name: '启用映射' }).click()
  await page.getByText('已启用', { exact: true }).waitFor()
  await page.getByRole('button', { name: '重放 1 条' }).click()
  await page.getByText('处理了 1 条').waitFor()
  await page.getByText('现有客户').waitFor({ timeout: 15_000 })
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('on a phone, in the dark and in English, a source’s page is whole', { timeout: 60_000 }, async () => {
  const page = await served.open('/sources', { phone: true, dark: true, language: 'en' })
  await page.getByRole('link', { name: '官网' }).click()
  await page.getByRole('heading', { name: 'How to connect' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(page.troubles).toEqual([])
  await page.context().close()
})
