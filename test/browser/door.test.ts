import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

test('every tab of the settings is legible to everybody, in both languages and both looks', { timeout: 120_000 }, async () => {
  for (const look of [
    { language: 'zh', phone: true },
    { language: 'en', dark: true },
  ] as const) {
    const page = await served.open('/settings?tab=shop', look)
    for (const tab of ['shop', 'mail', 'keys', 'security', 'sources', 'me']) {
      if (tab !== 'shop') await page.goto(`${served.url}/settings?tab=${tab}`)
      await page.locator('.rg-section').first().waitFor()
      expect(await findBarriers(page), tab).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), tab).toBeLessThanOrEqual(0)
    }
    expect(page.troubles).toEqual([])
    await page.context().close()
  }
})

test('somebody invited sets a password, comes in, signs out and in again where they wanted to go', { timeout: 120_000 }, async () => {
  const page = await served.open('/people')
  await page.getByRole('button', { name: '邀请用户' }).click()
  await page.getByLabel('姓名').fill('小陈')
  await page.getByLabel('邮箱').fill('chen@shop.test')
  await page.getByRole('dialog').locator('button[type=submit]').click()
  const link = await page.locator('.rg-to-copy input').inputValue()
  // Of a program that knows no address but this machine's.
  await page.getByText(/这个链接只有本机打得开。.*PUBLIC_URL/).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByText('已邀请，还没来').waitFor()

  const asked = new Set<string>()
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().includes('/api/join')) asked.add(request.url())
  })
  await page.context().clearCookies()
  await page.goto(link)
  await page.getByText('chen@shop.test').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.locator('input[type=password]').fill('12345678')
  await page.getByRole('button', { name: '保存并登录' }).click()
  await page.getByText('这个密码太常见').waitFor()
  await page.locator('input[type=password]').fill('两个人的一壶茶 2026')
  await page.getByRole('button', { name: '保存并登录' }).click()
  await page.waitForURL(`${served.url}/`)

  await page.context().clearCookies()
  await page.goto(link)
  await page.getByRole('heading', { name: '这个链接打不开' }).waitFor()
  await page.getByRole('alert').getByText('已经用过').waitFor()
  expect(await page.getByText('没有权限').count()).toBe(0)

  await page.goto(`${served.url}/settings?tab=me`)
  await page.getByRole('heading', { name: '登录' }).waitFor()
  await page.locator('input[type=email]').fill('chen@shop.test')
  await page.locator('input[type=password]').fill('不是这个')
  await page.locator('button[type=submit]').click()
  await page.getByText('邮箱或密码不对').waitFor()
  await page.locator('input[type=password]').fill('两个人的一壶茶 2026')
  await page.locator('button[type=submit]').click()
  await page.waitForURL((url) => url.pathname === '/settings')
  await page.getByRole('button', { name: '保存' }).waitFor()
  const tabs = page.getByRole('navigation', { name: '设置', exact: true }).getByRole('link')
  await tabs.first().waitFor()
  expect(await tabs.allTextContents()).toEqual(['我的账号'])
  // On the way in no link without its token is asked about: that would be told in the audit as a refusal.
  expect(asked.size).toBe(1)
  await page.context().close()
})
