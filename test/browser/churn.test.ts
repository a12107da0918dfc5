import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

/** Visits ten days apart, the last so many days ago; 秦琼 still comes, the others stopped. */
const shoppers = [
  { name: '秦琼', last: 1, amount: 20_000 },
  { name: '单雄信', last: 60, amount: 50_000 },
  { name: '王芳', last: 70, amount: 30_000 },
  { name: '赵云', last: 80, amount: 10_000 },
] as const

async function fillShop(): Promise<void> {
  for (const [at, { name, last, amount }] of shoppers.entries()) {
    const { id } = Object(await served.api('POST', '/customers', { name, phone: `+861380000000${at}` }))
    for (let n = 7; n >= 0; n--)
      await served.api('POST', '/purchases', { customerId: id, number: `D${at}-${n}`, amount, occurredAt: daysAgo(last + n * 10) })
    if (name === '王芳')
      await served.api('POST', '/interactions', { customerId: id, kind: 'call', outcome: 'connected', summary: '说价格太贵，去别家看看' })
  }
  // Whoever is listed by half of their purchases leaves the list with the next one: filled again until all are counted.
  await vi.waitFor(async () => {
    await served.api('PUT', '/churn/capacity', { perPerson: 5, pool: 10, people: {} })
    expect(await served.api('GET', '/churn/summary')).toMatchObject({ judged: 4, gone: 3, listed: 3 })
    const { entries } = Object(await served.api('GET', '/churn/entries?who=everyone'))
    expect(entries.map((entry: { why: { elapsed: number } }) => entry.why.elapsed).toSorted()).toEqual([60, 70, 80])
  }, 60_000)
}

test('without purchases the page teaches what to do; with them the list is worked through by keys', { timeout: 240_000 }, async () => {
  const empty = await served.open('/churn')
  await empty.getByText('还没有消费记录，看不出谁在流失').waitFor()
  expect(await findBarriers(empty)).toEqual([])
  await empty.context().close()

  await fillShop()
  const page = await served.open('/churn')
  await page.locator('.rg-answer', { hasText: '3 位已流失' }).waitFor()
  const cards = page.locator('[data-entry]')
  await expect.poll(() => cards.count(), { timeout: 20_000 }).toBe(3)
  expect(await cards.first().textContent()).toContain('单雄信')
  expect(await cards.first().textContent()).toContain('已经 60 天没来')
  await page.getByText('来自互动记录：“说价格太贵，去别家看看”').waitFor()
  expect(await findBarriers(page)).toEqual([])

  await cards.first().focus()
  await page.keyboard.press('j')
  await page.keyboard.press('l')
  await page.getByRole('dialog').getByText('王芳：没救回').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: '记下' }).click()
  await page.getByText('已记为“没救回”').waitFor()
  await expect.poll(() => cards.count(), { timeout: 20_000 }).toBe(2)
  await cards.first().focus()
  await page.keyboard.press('t')
  await page.getByText('已添加待办，明天到期').waitFor()

  for (const [tab, words] of [
    ['流失率', '每个月流失多少'],
    ['原因', '为什么不来了'],
    ['挽回', '这是“之后回来了”，不是“因此回来了”'],
    ['设置', '什么算流失'],
  ] as const) {
    await page.getByRole('navigation', { name: '流失与挽回' }).getByRole('link', { name: tab, exact: true }).click()
    await page.getByText(words).first().waitFor()
    expect([tab, await findBarriers(page)]).toEqual([tab, []])
  }
  await page.getByRole('radio', { name: '按统一的天数' }).check()
  await page.getByText(/现在有 0 位已流失（现行定义 \d 位）/).waitFor()
  await page.getByRole('button', { name: '保存为新版本' }).click()
  await page.getByText('已保存为第 1 版').waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('between two customers, on a phone in the dark, in English; and the customer’s own page', { timeout: 150_000 }, async () => {
  const page = await served.open('/churn?who=everyone', { phone: true, dark: true, language: 'en' })
  const card = page.locator('[data-entry]').first()
  await card.waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(await findBarriers(page)).toEqual([])
  await card.getByRole('link').first().click()
  const section = page.getByText('Rhythm and leaving').locator('xpath=ancestor::section[1]')
  await section.getByText(/Usually comes every \d+ days; 60 days have passed/).waitFor()
  await section.getByText('On the list to win back').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
  const home = await served.open('/')
  await home.getByText(/今天有 \d 位值得挽回的客户/).waitFor()
  await home.context().close()
})
