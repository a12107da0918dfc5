import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

/** Eight customers: one has not bought yet, the others 1 to 7 times, the last of them long ago. */
async function fillShop(): Promise<void> {
  const names = ['单雄信', '王芳', '赵云', '李雷', '韩梅梅', '秦琼', '罗成', '程咬金']
  for (const [at, name] of names.entries()) {
    const { id } = Object(await served.api('POST', '/customers', { name, phone: `+861380000000${at}` }))
    for (let n = 0; n < at; n++) {
      const occurredAt = daysAgo(at === 7 ? 400 + n : 3 + n * 10)
      await served.api('POST', '/purchases', { customerId: id, number: `D${at}-${n}`, amount: 10_000 * at, occurredAt })
    }
  }
  await vi.waitFor(
    async () =>
      expect(await served.api('GET', '/stages')).toMatchObject({
        customers: 8,
        stages: [{}, { customers: 1 }, {}, {}, {}, { customers: 1 }],
      }),
    20_000,
  )
}

test('before there are purchases each page teaches by one next step', { timeout: 120_000 }, async () => {
  const page = await served.open('/value')
  for (const [path, words] of [
    ['/value', '还没有消费记录'],
    ['/lifecycle', '还没有客户'],
    ['/segments', '还没有细分'],
  ] as const) {
    if (path !== '/value') await page.goto(`${served.url}${path}`)
    await page.getByText(words).waitFor()
    expect(await findBarriers(page)).toEqual([])
  }
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a segment is built by its rule with a live count, saved, and shows its people', { timeout: 120_000 }, async () => {
  await fillShop()
  const page = await served.open('/segments')
  await page.getByRole('button', { name: '新建第一个细分' }).click()
  await page.getByRole('button', { name: '只买过一次' }).click()
  await page.getByText('1 位客户 · 12.5%').waitFor()
  const asked = page.getByRole('textbox', { name: /消费次数/ }).or(page.getByRole('spinbutton', { name: /消费次数/ }))
  await asked.fill('6')
  await page.locator('.rg-rule-sentence', { hasText: '6' }).waitFor()
  await page.locator('.rg-preview').getByRole('link', { name: '罗成' }).waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByLabel('名称', { exact: true }).fill('')
  await page.getByRole('button', { name: '保存' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('请给细分起个名字')
  await page.getByLabel('名称', { exact: true }).fill('买过六次的人')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('heading', { name: '买过六次的人' }).waitFor()
  expect(await page.locator('.rg-answer').textContent()).toContain('现在有 1 位客户在这个细分里')
  await page.getByRole('link', { name: '罗成' }).waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('link', { name: '查看全部 1 位' }).click()
  await page.locator('.rg-answer', { hasText: '符合条件的有 1 位' }).waitFor()
  await page.getByRole('link', { name: '罗成' }).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a name that is taken is refused at the name, and nothing typed is lost', { timeout: 60_000 }, async () => {
  await served.api('POST', '/segments', { name: '老主顾', rule: { all: [{ field: 'purchaseCount', op: 'at-least', value: 5 }] } })
  const page = await served.open('/segments?new=true', { language: 'en' })
  await page.getByRole('button', { name: 'Bought only once' }).click()
  await page.getByLabel('Name', { exact: true }).fill('老主顾')
  await page.getByRole('button', { name: 'Save' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('There is a segment called')
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('老主顾')
  await page.context().close()
})

test('what somebody else saved meanwhile is told before it is written over', { timeout: 60_000 }, async () => {
  const rule = { all: [{ field: 'purchaseCount', op: 'at-least', value: 4 }] }
  const { id } = Object(await served.api('POST', '/segments', { name: '熟客', rule }))
  const page = await served.open(`/segments/${id}?edit=true`)
  await page.getByLabel('名称', { exact: true }).fill('常来的人')
  await served.api('PATCH', `/segments/${id}`, { description: '每周都来' })
  const save = page.getByRole('button', { name: '保存' })
  await save.click()
  await page.getByRole('alert').filter({ hasText: '您打开之后，这里已被改过' }).waitFor()
  expect(await page.getByLabel('名称', { exact: true }).inputValue()).toBe('常来的人')
  await save.click()
  await page.getByRole('heading', { name: '常来的人', level: 1 }).waitFor()
  await page.context().close()
})

test('the value page says who brings it, and a cell opens its customers', { timeout: 120_000 }, async () => {
  // While a shop is small its scores are taken anew as it grows; here they must stand still.
  const isSettled = async () => Object(await served.api('GET', '/value/rfm-grid')).thresholds.customers * 1.5 >= 7
  await vi.waitFor(async () => expect(await isSettled()).toBe(true), 45_000)
  const page = await served.open('/value')
  await page.locator('.rg-answer', { hasText: '7 位客户一共消费了' }).waitFor()
  for (const [tab, asks] of [
    ['利润', '谁真的带来利润？'],
    ['集中度', '我们靠多少人撑起来？'],
    ['终身价值', '谁今后最有价值？'],
    ['RFM', '谁买得近、买得勤、买得多？'],
  ] as const) {
    await page.getByRole('navigation', { name: '客户价值' }).getByRole('link', { name: tab }).click()
    await page.getByRole('heading', { level: 1, name: asks }).waitFor()
  }
  await page.getByRole('grid').waitFor()
  await page.getByRole('link', { name: /^重要价值客户：\d+ 位，查看$/ }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '更改评分方式' }).click()
  await page.getByRole('radio', { name: /每档人数相同/ }).check()
  await page.getByText(/7 位买家中，\d+ 位分数会变/).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
  await page.locator('.ant-segmented-item', { hasText: '人均消费' }).click()
  await page.waitForURL((url) => url.searchParams.get('show') === 'average')
  const cell = page
    .getByRole('grid')
    .getByRole('button', { name: /）：[1-9]\d* 位客户/ })
    .first()
  const said = /）：(\d+) 位客户/.exec((await cell.textContent()) ?? '')?.[1]
  await cell.press('Enter')
  await page.waitForURL(/\/customers\?/)
  await page.locator('.rg-answer', { hasText: `符合条件的有 ${said} 位` }).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('changing a stage’s rule says first who would move', { timeout: 120_000 }, async () => {
  const page = await served.open('/lifecycle')
  await page.locator('.rg-answer', { hasText: '8 位客户里' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '修改阶段规则' }).click()
  const loyal = page.getByRole('region', { name: '忠诚' })
  await loyal
    .getByRole('textbox', { name: /消费次数/ })
    .or(loyal.getByRole('spinbutton', { name: /消费次数/ }))
    .fill('6')
  await page.getByText('8 位客户中，2 位会因此换阶段').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('阶段已保存，客户已重新判定').waitFor()
  await page.getByRole('button', { name: /^忠诚 13%\s*，1 位客户，查看/ }).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('the pages hold in English, in the dark, on a phone', { timeout: 120_000 }, async () => {
  const page = await served.open('/value', { language: 'en', dark: true, phone: true })
  for (const [path, title] of [
    ['/value', 'Who brings the value?'],
    ['/lifecycle', 'Where are our customers in their life?'],
    ['/segments', 'Which customers deserve their own treatment?'],
  ] as const) {
    if (path !== '/value') await page.goto(`${served.url}${path}`)
    await page.getByRole('heading', { name: title }).waitFor()
    await page.locator('.rg-answer').waitFor()
    await page.waitForLoadState('networkidle')
    expect(await findBarriers(page), path).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390)
  }
  await served.api('PUT', '/value/profit-settings', { settings: { usualMargin: 40 } })
  await page.goto(`${served.url}/value?tab=profit`)
  await page.getByRole('region', { name: 'The parts of the profit' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.context().close()
})
