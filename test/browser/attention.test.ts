import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, pressUntil, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

test('the page says whom one may still contact and opens the others; narrower limits are tried, saved, and shown at the customer', {
  timeout: 180_000,
}, async () => {
  const empty = await served.open('/attention')
  await empty.getByText('还没有可以发送的渠道').waitFor()
  expect(await findBarriers(empty)).toEqual([])
  await empty.context().close()

  await served.api('PUT', '/settings/smtp', { host: '127.0.0.1', port: 9, secure: false, user: '', password: '', from: 'tea@shop.example' })
  const ids: Record<string, string> = {}
  for (const [name, emailConsent] of [
    ['王芳', 'granted'],
    ['赵云', 'granted'],
    ['秦琼', 'unknown'],
  ] as const)
    ids[name] = String(
      Object(await served.api('POST', '/customers', { name, email: `${Object.keys(ids).length}@shop.cn`, emailConsent })).id,
    )
  const { id: templateId } = Object(await served.api('POST', '/templates', { name: '上新', subject: '新茶', body: '您好' }))
  await served.api('POST', '/messages', { customerId: ids['秦琼'], templateId })
  await vi.waitFor(
    async () =>
      expect((await served.api('GET', '/messages?state=skipped')) as { rows: unknown[] }).toMatchObject({
        rows: [{ reason: { code: 'consent-missing' } }],
      }),
    30_000,
  )

  const page = await served.open('/attention')
  await page.locator('.rg-answer', { hasText: '今天还能用邮件给 2 位客户发营销消息' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await pressUntil(page.getByRole('button', { name: /尚未同意接收这类消息/ }).first(), page.getByRole('dialog'))
  await page.getByRole('dialog').getByRole('link', { name: '秦琼' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  await page.getByRole('link', { name: '没有发出的' }).click()
  await page.getByText('1 条消息按规则没有发出').waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('link', { name: '额度设置' }).click()
  await page
    .getByRole('status')
    .getByText(/上周发出的 0 条/)
    .waitFor()
  await page.getByLabel('每位客户 7 天最多营销消息').fill('0')
  await page.getByRole('button', { name: '添加一条上限' }).click()
  await page.getByRole('group', { name: '第 2 条上限' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '保存额度' }).click()
  await expect.poll(async () => Object(await served.api('GET', '/attention/settings')).sending.capPerWeek).toBe(0)

  await page.goto(`${new URL(page.url()).origin}/customers/${ids['王芳']}`)
  const section = page.locator('section', { has: page.getByRole('heading', { name: '还能发什么' }) })
  await section.getByText('最近 7 天已发过 0 条营销消息，达到上限 0 条').first().waitFor()
  await page.context().close()

  const phone = await served.open('/attention', { phone: true, language: 'en' })
  await phone.getByText('By E-mail, 0 customers may still get marketing today').waitFor()
  expect(await findBarriers(phone)).toEqual([])
  expect(phone.troubles).toEqual([])
})
