import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served

beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

const made = z.object({ id: z.string() })

const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

async function buyer(name: string, days: number): Promise<string> {
  const { id } = made.parse(
    await served.api('POST', '/customers', { name, email: `${days}-${name.length}@tea.example`, emailConsent: 'granted' }),
  )
  await served.api('POST', '/purchases', { customerId: id, number: `${name} ${days}`, amount: 12_800, occurredAt: ago(days) })
  return id
}

test('a journey is built on the canvas by the keyboard, played on the past, switched on, and says why', { timeout: 180_000 }, async () => {
  await served.api('POST', '/templates', { name: '谢谢惠顾', subject: '谢谢您', body: '您好，\n\n谢谢惠顾。' })
  for (const [name, days] of [
    ['林小满', 20],
    ['周谷雨', 12],
    ['吴白露', 5],
  ] as const)
    await buyer(name, days)

  const page = await served.open('/journeys/new?view=flow')
  await page.getByLabel('旅程名称').fill('买后道谢')
  const canvas = page.getByRole('application', { name: '旅程画布' })
  await canvas.getByRole('button', { name: /发生“消费”时/ }).waitFor()

  // A step on the first line, by the keyboard alone.
  await page.getByRole('button', { name: '添加步骤：最前面' }).press('Enter')
  await page.getByRole('menuitem', { name: /发消息/ }).press('Enter')
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('模板', { exact: true }).fill('谢谢惠顾')
  await page.locator('.ant-select-item-option').filter({ hasText: '谢谢惠顾' }).waitFor()
  await drawer.getByLabel('模板', { exact: true }).press('Enter')
  await drawer.getByText('查看这个模板').waitFor()
  await page.getByRole('button', { name: '完成' }).press('Enter')
  await drawer.waitFor({ state: 'hidden' })
  // The plus went with the line that it stood on, so one goes on at the step.
  await canvas.locator('.rg-step-open:focus', { hasText: '发送“谢谢惠顾”' }).waitFor()

  // Another with two ways behind it, taken back and done again.
  await page.getByRole('button', { name: '添加步骤：第 1 步之后' }).press('Enter')
  await page.getByRole('menuitem', { name: /等到发生某种行为/ }).press('Enter')
  await drawer.getByText('没有等到').waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  await canvas.getByText('没有等到').waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await canvas.getByText('没有等到').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '重做' }).click()
  await canvas.getByText('没有等到').waitFor()
  await page.getByRole('button', { name: '添加步骤：第 2 步的“没有等到”' }).press('Enter')
  await page.getByRole('menuitem', { name: /执行动作/ }).press('Enter')
  await drawer.getByLabel('做什么').fill('待办')
  await page.locator('.ant-select-item-option').filter({ hasText: '建一个待办' }).waitFor()
  await drawer.getByLabel('做什么').press('Enter')
  await drawer.getByLabel('标题').fill('打电话问候')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '完成' }).click()
  await drawer.waitFor({ state: 'hidden' })

  // Arrows go from card to card.
  await canvas.getByRole('button', { name: /发生“消费”时/ }).focus()
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('谢谢惠顾')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('最多等')
  await page.keyboard.press('Enter')
  await drawer.getByText('最多等').waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '保存草稿' }).press('Enter')

  // Checked, and played on the past.
  await page.getByRole('button', { name: '检查与试跑' }).press('Enter')
  await page.locator('main:focus').waitFor()
  await page.getByRole('heading', { name: '可以启动“买后道谢”了吗？' }).waitFor()
  await page.getByText('还没有设发信服务器').waitFor()
  await page.getByRole('button', { name: '开始试跑' }).click()
  await page.getByText(/会有 3 位客户进入 3 次/).waitFor({ timeout: 40_000 })
  await page.getByRole('link', { name: '林小满' }).waitFor()
  await page.getByRole('button', { name: '会进入的客户 3' }).press('Enter')
  await drawer.getByRole('link', { name: '周谷雨' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  // A number at a step opens whom it counts, too.
  await page
    .getByRole('button', { name: /到这一步 \d$/ })
    .first()
    .press('Enter')
  await drawer.getByRole('link').first().waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  await page.getByText('会怎么走').first().click()
  expect(await findBarriers(page)).toEqual([])

  // Switched on: the next who buys enters.
  await page.getByRole('button', { name: '启动', exact: true }).click()
  await page.getByText('已启动').first().waitFor()
  await page.getByRole('heading', { name: '买后道谢' }).waitFor()
  const id = await buyer('郑秋分', 0)
  // Of so few nobody may be drawn: whoever is held out does not wait.
  const journey = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const runs = z.object({ rows: z.array(z.object({ arm: z.string() })) })
  await expect.poll(async () => runs.parse(await served.api('GET', `/journeys/${journey}/runs`)).rows.length, { timeout: 20_000 }).toBe(1)
  await page.reload()
  await page
    .getByRole('button', { name: /^进入过/ })
    .or(page.getByText('进入过'))
    .first()
    .waitFor()
  await page.goto(`${served.url}/journeys/${journey}?people=true`)
  await drawer.getByRole('link', { name: '郑秋分' }).waitFor()
  await drawer.getByText('完整经过').first().click()
  // By chance the only one may be held out, and is told so.
  await drawer
    .locator('.rg-run-log')
    .getByText(/触发：消费|对照组/)
    .first()
    .waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.goto(`${served.url}/customers/${id}`)
  await page.getByRole('link', { name: '买后道谢' }).first().waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a ready journey says what it needs, and is made with its messages', { timeout: 120_000 }, async () => {
  const page = await served.open('/journeys/ready')
  await page.getByRole('button', { name: /^加购未付款/ }).click()
  await page.getByRole('dialog').getByText('还缺：“Product Added”行为').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: /^流失挽回/ }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: '用这个' }).click()
  await page.getByRole('heading', { name: '流失挽回' }).waitFor()
  await page.getByRole('application', { name: '旅程画布' }).getByText('发送“流失挽回：问原因”').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})
