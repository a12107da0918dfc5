import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
let wang = ''

beforeAll(async () => {
  served = await serve()
  wang = String(Object(await served.api('POST', '/customers', { name: '王芳', city: '杭州市', phone: '+8613812345678' })).id)
  await served.api('PATCH', `/customers/${wang}`, { city: '上海市', note: '爱喝龙井' })
  for (let i = 0; i < 12; i++) await served.api('POST', '/customers', { name: `客户${i}` })
  await fetch(`${served.url}/api/customers`, { headers: { authorization: 'Bearer rk_wrong' } })
}, 180_000)
afterAll(() => served?.end())

test('who changed and who saw what stands there in sentences, with before and after, and is whole', { timeout: 120_000 }, async () => {
  await served.api('GET', `/customers/${wang}`)
  await served.api('GET', '/customers?search=5678')
  const page = await served.open('/audit')
  await page.getByRole('heading', { name: '谁动过、看过什么？' }).waitFor()
  await page.getByText('程序自己也改不了、删不掉').waitFor()
  await page.getByText('有人用错误的密钥尝试').waitFor()
  const line = page.getByRole('listitem').filter({ hasText: '更新客户' })
  await line.getByText('改了城市、备注').waitFor()
  await line.getByRole('button', { name: '详情' }).click()
  const table = line.getByRole('table')
  expect(await table.getByRole('row').allInnerTexts()).toEqual(['字段\t改动前\t改动后', '城市\t杭州市\t上海市', '备注\t—\t爱喝龙井'])
  expect(await findBarriers(page)).toEqual([])

  await page.getByText('查看', { exact: true }).click()
  await vi.waitFor(async () => expect(page.url()).toContain('kind=reading'), 30_000)
  await page.getByRole('listitem').filter({ hasText: '搜索了客户，看到 1 条' }).waitFor()
  await page.getByRole('listitem').filter({ hasText: '查看了客户' }).first().waitFor()

  await page.getByRole('button', { name: '现在核对' }).click()
  await page.getByText('全部完整').waitFor({ timeout: 20_000 })
  await page.getByText('没有一条被改动').waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('it is as good on a phone, in English and in the dark; a customer’s page tells its history', { timeout: 120_000 }, async () => {
  for (const look of [{ phone: true }, { language: 'en', dark: true }] as const) {
    const page = await served.open('/audit', look)
    await page
      .getByRole('listitem')
      .filter({ hasText: 'language' in look ? 'Update a customer' : '更新客户' })
      .first()
      .waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    expect(page.troubles).toEqual([])
    await page.context().close()
  }
  const page = await served.open(`/customers/${wang}`)
  const history = page.locator('section').filter({ has: page.getByRole('heading', { name: '改动历史' }) })
  await history.getByText('更新客户').waitFor()
  await history.getByRole('link', { name: '全部，含谁看过' }).click()
  await page.getByText('只看一条资料的历史').waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('who reads far more than usual is pointed out within a minute, and shut out with one act', { timeout: 180_000 }, async () => {
  await served.api('PUT', '/audit/plan', { keepDays: 365, usualRecords: 10 })
  const { key, id } = Object(await served.api('POST', '/keys', { name: '报表程序', role: 'member' }))
  const thief = (limit: number) => fetch(`${served.url}/api/customers?limit=${limit}`, { headers: { authorization: `Bearer ${key}` } })
  // Thirteen again and again are nothing; the others besides are five times the usual ten.
  for (let i = 0; i < 40; i++) await served.api('POST', '/customers', { name: `新客户${i}` })
  for (const limit of [13, 13, 53]) expect((await thief(limit)).status).toBe(200)

  const page = await served.open('/audit')
  await page.getByText('报表程序 一小时内查看了').first().waitFor({ timeout: 60_000 })
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '结束其全部登录和密钥' }).click()
  await page.getByRole('button', { name: '立即结束' }).click()
  await page.getByText('已结束 0 处登录、1 个密钥').waitFor()
  await vi.waitFor(async () => expect((await thief(5)).status).toBe(401), { timeout: 30_000 })
  await page.getByRole('button', { name: '结束其全部登录和密钥' }).waitFor({ state: 'detached' })
  expect(id).toBeTruthy()
  expect(page.troubles).toEqual([])
  await page.context().close()
})
