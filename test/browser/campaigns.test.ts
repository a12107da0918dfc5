import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { findBarriers, type OpenedPage, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(async () => {
  await served?.end()
})

const made = z.object({ id: z.string() })
const everyFew = { timeout: 30_000 }

/** Goes on to the next step of the five. */
async function next(page: OpenedPage, step: string): Promise<void> {
  await page.getByRole('button', { name: `下一步：${step}` }).click()
  await page.waitForURL((url) => url.searchParams.get('step') !== null)
}

test('a campaign is written in five steps, checked, started, and tells who got it and who did not', { timeout: 240_000 }, async () => {
  await served.api('PUT', '/settings/sending', { quietFrom: '00:00', quietTo: '00:00', capPerWeek: 3 })
  for (let i = 1; i <= 12; i++)
    await served.api('POST', '/customers', { name: `茶友${i}`, city: '杭州', email: `t${i}@tea.example`, emailConsent: 'granted' })
  await served.api('POST', '/customers', { name: '不想收的', city: '杭州', email: 'no@tea.example', emailConsent: 'withdrawn' })
  made.parse(await served.api('POST', '/templates', { name: '夏茶上市', subject: '夏茶到了', body: '夏茶到了' }))

  const page = await served.open('/campaigns')
  await page.getByRole('heading', { name: '哪些活动在进行？' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '新建活动' }).click()
  await page.getByRole('heading', { name: '新建营销活动' }).waitFor()

  // Everybody, by the keyboard.
  await page.getByLabel('活动名称').fill('夏茶上市')
  await page.getByText('受众 13 位，能联系到 12 位').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('listitem').filter({ hasText: '已退订或拒绝' }).getByRole('button', { name: '1' }).click()
  await page.getByRole('dialog').getByRole('link', { name: '不想收的' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await next(page, '内容')
  const place = page.getByLabel('版本 A 的模板')
  await place.fill('夏茶')
  await page.locator('.ant-select-item-option').filter({ hasText: '夏茶上市' }).waitFor()
  await place.press('Enter')
  await next(page, '时间与额度')
  await page.getByText('启动后立即发送').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await next(page, '对照组')
  await page.getByRole('spinbutton', { name: '对照组百分比' }).fill('0')
  await page.getByText('约 12 位会收到，约 0 位留作对照。').waitFor()
  await next(page, '检查')
  await page.getByText('没有对照组，之后无法知道它真正带来了多少。').waitFor()
  await page.getByText('会发给全部 13 位客户。').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '夏茶上市', level: 1 }).waitFor()

  await page.getByRole('button', { name: '启动' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '启动' }).click()
  await page.getByText('归因结果').waitFor()
  await expect.poll(() => page.getByText('已交给发件箱', { exact: true }).count(), everyFew).toBeGreaterThan(0)
  const refused = page.getByRole('listitem').filter({ hasText: '已退订或拒绝' })
  await refused.getByRole('button', { name: '1 位' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('link', { name: '不想收的' }).waitFor()
  await dialog.getByText('不能联系').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  expect(page.troubles).toEqual([])

  // The calendar: on a wide page by the month, on a phone as an agenda; both say what was sent today.
  await page.goto(`${served.url}/calendar`)
  await page.getByRole('heading', { name: '营销日历' }).waitFor()
  await page.getByRole('table', { name: '营销日历' }).getByRole('link', { name: '夏茶上市' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('radio', { name: '周' }).press('Space')
  await page.getByRole('table', { name: '营销日历' }).getByRole('link', { name: '夏茶上市' }).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()

  const phone = await served.open('/calendar', { phone: true, language: 'en' })
  await phone.getByRole('list', { name: 'Agenda' }).getByRole('link', { name: '夏茶上市' }).waitFor()
  expect(await findBarriers(phone)).toEqual([])
  expect(phone.troubles).toEqual([])
  await phone.context().close()
})
