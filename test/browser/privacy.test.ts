import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
const ids: string[] = []

beforeAll(async () => {
  served = await serve()
  for (const person of [
    { name: '林小雨', phone: '+8613812345678', email: 'lin@example.com', city: '杭州市', idCard: '11010519491231002X' },
    { name: '周正', phone: '+8613812345679' },
  ])
    ids.push(String(Object(await served.api('POST', '/customers', person)).id))
  await served.api('POST', '/purchases', { customerId: ids[0], number: 'A1', occurredAt: '2026-11-01T10:00:00+08:00', amount: 88_800 })
  await served.api('POST', '/privacy/requests', { customerId: ids[1], kind: 'see' })
}, 180_000)
afterAll(() => served?.end())

test('the page of rights, its map, its certificates and its settings are read by everybody, on a phone and in the dark', {
  timeout: 180_000,
}, async () => {
  for (const look of [{ phone: true }, { language: 'en', dark: true }] as const) {
    const isEnglish = 'language' in look
    const page = await served.open('/privacy?tab=requests', look)
    for (const [tab, sign] of [
      ['requests', isEnglish ? 'Under way' : '进行中'],
      ['map', isEnglish ? 'Purchases' : '消费记录'],
      ['certificates', isEnglish ? 'Check a certificate' : '核验一份证明'],
      ['settings', isEnglish ? 'The law that counts' : '默认适用的法律'],
    ] as const) {
      if (tab !== 'requests') await page.goto(`${served.url}/privacy?tab=${tab}`)
      await page.getByText(sign).first().waitFor()
      expect([tab, await findBarriers(page)]).toEqual([tab, []])
      expect([tab, page.troubles]).toEqual([tab, []])
    }
    await page.context().close()
  }
})

test('a request is taken down, verified, answered by an erasure that is previewed, and certified', { timeout: 180_000 }, async () => {
  const page = await served.open(`/customers/${ids[0]}`)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '个人信息权利' }) })
  // What stands above comes in piece by piece and moves the button.
  await page.waitForLoadState('networkidle')
  await section.getByRole('button', { name: '更换密钥…' }).click()
  const renewing = page.getByRole('dialog').filter({ hasText: '更换这位客户的密钥？' })
  await renewing.getByRole('button', { name: '更换密钥', exact: true }).click()
  await page.getByText('密钥已更换，重新加密了 1 处内容。').waitFor()
  await renewing.waitFor({ state: 'hidden' })
  await section.getByRole('button', { name: '登记请求' }).click()
  const dialog = page.getByRole('dialog').filter({ hasText: '登记权利请求' })
  await dialog.getByRole('combobox', { name: '要求什么' }).click()
  await page.getByTitle('删除', { exact: true }).click()
  expect(await findBarriers(page)).toEqual([])
  await dialog.getByRole('button', { name: /登\s*记/ }).click()
  await page.getByRole('heading', { name: '删除 · 林小雨' }).waitFor()
  await page.getByText('15 个工作日').waitFor()
  expect(await page.getByRole('button', { name: '预览并删除' }).count()).toBe(0)
  await page.getByRole('button', { name: '记下身份核实' }).click()
  const verifying = page.getByRole('dialog')
  await verifying.getByRole('combobox', { name: '如何核实的' }).click()
  await page.getByTitle('当面').click()
  await verifying.getByRole('button', { name: '记下身份核实' }).click()
  await page.getByRole('button', { name: '预览并删除' }).click()
  const preview = page.getByRole('dialog').filter({ hasText: '将会发生什么？' })
  await preview.getByText('保留，但不再指向此人').waitFor()
  expect(await findBarriers(page)).toEqual([])
  const erase = preview.getByRole('button', { name: '永久删除' })
  expect(await erase.isDisabled()).toBe(true)
  await preview.getByRole('checkbox').check()
  await erase.click()
  await vi.waitFor(async () => {
    const { rows } = Object(await served.api('GET', '/privacy/erasures'))
    expect(rows[0]).toMatchObject({ state: 'done' })
  }, 60_000)
  await page.getByText('（已删除）').first().waitFor({ timeout: 20_000 })
  await page.context().close()

  const certificates = await served.open('/privacy?tab=certificates')
  await certificates.getByRole('link', { name: '下载证明' }).waitFor()
  expect(await findBarriers(certificates)).toEqual([])
  await certificates.context().close()
})

test('a copy is made while one looks, and its link is for the person alone', { timeout: 120_000 }, async () => {
  const page = await served.open(`/customers/${ids[1]}`)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '个人信息权利' }) })
  await section.getByRole('button', { name: '生成个人数据副本' }).click()
  await section.getByRole('button', { name: '给本人的链接' }).click({ timeout: 30_000 })
  const url = await page.getByRole('dialog').getByRole('textbox', { name: '给本人的下载链接' }).inputValue()
  const customer = await served.open(new URL(url).pathname, { phone: true })
  await customer.getByRole('heading', { name: '您的个人数据副本' }).waitFor()
  expect(await findBarriers(customer)).toEqual([])
  const [download] = await Promise.all([customer.waitForEvent('download'), customer.getByRole('button', { name: '下载' }).click()])
  expect(download.suggestedFilename()).toMatch(/^个人数据-.*\.zip$/)
  await customer.context().close()
  await page.context().close()
})
