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

test('on a customer’s page a template is chosen, read as they would read it, and sent; what may not be sent says why', {
  timeout: 120_000,
}, async () => {
  await served.api('PUT', '/settings/smtp', { host: '127.0.0.1', port: 9, secure: false, user: '', password: '', from: 'tea@shop.example' })
  const { id } = Object(await served.api('POST', '/customers', { name: '林黛玉', email: 'lin@shop.cn', emailConsent: 'unknown' }))
  await served.api('POST', '/templates', { name: '发货通知', kind: 'service', subject: '{{ name }}，已发货', body: '顺丰，明天到。' })
  await served.api('POST', '/templates', { name: '换季上新', subject: '秋茶', body: '{{ name }}，秋茶到了。' })

  const page = await served.open(`/customers/${id}`)
  const dialog = page.getByRole('dialog', { name: '给客户发消息' })
  await pressUntil(page.getByRole('button', { name: '发消息' }), dialog)
  await dialog.getByText('先选一个模板').waitFor()
  const choose = async (name: string) => {
    await dialog.getByRole('combobox', { name: '模板' }).fill(name)
    await page.keyboard.press('Enter')
  }
  await choose('换季上新')
  await dialog.getByText('不能发给这位客户').waitFor()
  await dialog.getByText('尚未同意接收这类消息').waitFor()
  expect(await dialog.getByRole('button', { name: /^发\s?送$/ }).isDisabled()).toBe(true)
  expect(await findBarriers(page)).toEqual([])

  await choose('发货通知')
  await dialog.getByText('现在可以发送').waitFor()
  await dialog.getByText('林黛玉，已发货').waitFor()
  expect(await findBarriers(page)).toEqual([])
  const shots = process.env['REGULARS_SHOTS']
  if (shots) await page.screenshot({ path: `${shots}/send.png` })
  await dialog.getByRole('button', { name: /^发\s?送$/ }).click()
  await page.getByText('已排队，马上发出').waitFor()
  await dialog.waitFor({ state: 'hidden' })
  const section = page.locator('section', { has: page.getByRole('heading', { name: '发给这位客户的消息' }) })
  await section.getByText(/已发货|发货通知/).waitFor()
  expect(Object(await served.api('GET', `/messages?customerId=${id}`)).rows).toHaveLength(1)
  await page.context().close()

  const phone = await served.open(`/customers/${id}`, { phone: true, language: 'en' })
  const sheet = phone.getByRole('dialog', { name: 'Send a message to the customer' })
  await pressUntil(phone.getByRole('button', { name: 'Send a message' }), sheet)
  await sheet.getByRole('combobox', { name: 'Template' }).fill('换季上新')
  await phone.keyboard.press('Enter')
  await sheet.getByText('It may not be sent to this customer').waitFor()
  if (shots) await phone.screenshot({ path: `${shots}/send-phone.png` })
  expect(await findBarriers(phone)).toEqual([])
  expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  expect(phone.troubles).toEqual([])
})
