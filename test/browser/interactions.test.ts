import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

const made = z.object({ id: z.string() })
const makeCustomer = async (name: string, phone: string) => made.parse(await served.api('POST', '/customers', { name, phone })).id
const shots = process.env['REGULARS_SHOTS']

const widthOver = (page: { evaluate: (read: () => number) => Promise<number> }) =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

test('on a phone a call is logged with a promise, which becomes a to-do and is finished', { timeout: 120_000 }, async () => {
  const id = await makeCustomer('王芳', '+8613800001234')
  const page = await served.open(`/customers/${id}`, { phone: true })
  const shot = async (name: string) => void (shots && (await page.screenshot({ path: `${shots}/${name}.png` })))

  await page.getByRole('button', { name: '记一笔' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '电话' }).click()
  await dialog.getByRole('button', { name: '约定再打' }).click()
  await dialog.getByLabel('内容').fill('王总在开会，周五前回电，并给报价')
  await dialog.getByRole('button', { name: /建待办：回电/ }).click()
  await dialog.getByText('将建待办：回电').waitFor()
  await shot('log')
  expect(await findBarriers(page)).toEqual([])
  expect(await widthOver(page)).toBeLessThanOrEqual(0)

  // The page closes in the middle: nothing is lost.
  await page.reload()
  await dialog.getByText('上次没有保存的内容已恢复').waitFor()
  expect(await dialog.getByLabel('内容').inputValue()).toBe('王总在开会，周五前回电，并给报价')

  await dialog
    .getByLabel('添加附件')
    .setInputFiles({ name: '网页.html', mimeType: 'text/html', buffer: Buffer.from('<script>alert(1)</script>') })
  await dialog.getByText('的类型不能作为附件').waitFor()
  await dialog.getByLabel('添加附件').setInputFiles({ name: '报价单.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await dialog.getByRole('link', { name: /报价单/ }).waitFor()
  await shot('log-file')
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText('已记下，并建了 1 件待办').waitFor()
  await dialog.waitFor({ state: 'hidden' })

  const fact = page.locator('.rg-interaction')
  await fact.getByText('王总在开会').waitFor()
  expect(await fact.textContent()).toContain('约定再打')
  const [download] = await Promise.all([page.waitForEvent('download'), fact.getByRole('link', { name: /报价单/ }).click()])
  expect(download.suggestedFilename()).toBe('报价单.pdf')
  await shot('customer')
  expect(await findBarriers(page)).toEqual([])

  await page.goto(`${served.url}/todos`)
  await page.getByText('回电', { exact: true }).waitFor()
  await page.getByText('原话“周五前”').waitFor()
  await shot('todos')
  expect(await findBarriers(page)).toEqual([])
  expect(await widthOver(page)).toBeLessThanOrEqual(0)
  await page.getByRole('checkbox', { name: '完成：回电' }).click()
  await page.getByText('已完成：回电').waitFor()
  await page.getByText('都做完了').waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByRole('checkbox', { name: '完成：回电' }).waitFor()
  // The web page that was no attachment was refused, as it should be.
  expect(page.troubles.filter((trouble) => !trouble.includes('400'))).toEqual([])
  await page.context().close()
})

test('two taps suffice in the line of the list, and what was saved is taken back at once', { timeout: 90_000 }, async () => {
  await makeCustomer('李雷', '+8613800005678')
  const page = await served.open('/customers')
  await page.getByRole('button', { name: '记一笔：李雷' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '微信' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByText('已记下').waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('已撤销').waitFor()
  await page.goto(`${served.url}/interactions`)
  await page.getByRole('link', { name: '王芳' }).waitFor()
  if (shots) await page.screenshot({ path: `${shots}/interactions.png` })
  expect(await page.getByText('李雷').count()).toBe(0)
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('the timeline narrowed by kind, person and days is an address that a colleague can open', { timeout: 90_000 }, async () => {
  const customerId = await makeCustomer('赵云', '+8613800009999')
  await served.api('POST', '/interactions', { customerId, kind: 'visit', summary: '上门看了仓库', occurredAt: '2026-03-02T10:00:00+08:00' })
  await served.api('POST', '/interactions', { customerId, kind: 'call', summary: '电话问候' })
  const page = await served.open(`/customers/${customerId}?kind=interaction.recorded/visit&from=2026-03-01&to=2026-03-31`, {
    language: 'en',
    dark: true,
  })
  await page.getByRole('paragraph').filter({ hasText: '上门看了仓库' }).waitFor()
  expect(await page.locator('.rg-interaction', { hasText: '电话问候' }).count()).toBe(0)
  expect(await findBarriers(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/timeline-en-dark.png`, fullPage: true })
  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.locator('.rg-interaction', { hasText: '电话问候' }).waitFor()
  await page.getByRole('button', { name: 'Remove' }).first().click()
  await page.getByText('The record was removed').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('.rg-interaction', { hasText: '电话问候' }).waitFor()
  await page.getByRole('button', { name: 'Correct' }).first().click()
  await page.getByRole('dialog').getByLabel('What was said').fill('电话问候，他很满意')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('他很满意').first().waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('the palette leads to the record, to-dos are made, chosen and finished together, and home names what is overdue', {
  timeout: 120_000,
}, async () => {
  await served.api('POST', '/todos', { title: '昨天该寄的样', dueAt: '2026-01-05' })
  await served.api('POST', '/todos', { title: '对账', dueAt: null })
  const page = await served.open('/')
  await page.getByText('件待办已过期，最早的是“昨天该寄的样”').waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('jlhd')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '和哪位客户？' }).waitFor()
  await page.getByRole('link', { name: /王芳/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '拜访' }).waitFor()

  await page.goto(`${served.url}/todos`)
  await page.getByRole('button', { name: '添加待办' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('要做什么').fill('明天下午给李总回电')
  await dialog.getByRole('button', { name: /期限定为/ }).click()
  expect(await dialog.getByLabel('要做什么').inputValue()).toBe('给李总回电')
  expect(await findBarriers(page)).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/todo-form.png` })
  await dialog.getByRole('button', { name: '保存' }).click()
  await page.getByText('给李总回电').waitFor()
  if (shots) await page.screenshot({ path: `${shots}/todos-wide.png` })
  await page.getByRole('button', { name: '批量处理' }).click()
  await page.getByRole('button', { name: '全选' }).click()
  expect(await findBarriers(page)).toEqual([])
  await page.locator('.rg-todos-batch').getByRole('button', { name: '完成' }).click()
  await page.getByText('都做完了').waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})
