import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
  for (const fields of people) await served.api('POST', '/customers', fields)
  const isFound = async () => {
    if (JSON.stringify(await open()) !== JSON.stringify({ same: 4, household: 0 })) throw new Error('the pairs are not found yet')
  }
  await vi.waitFor(isFound, { timeout: 30_000, interval: 300 })
}, 180_000)
afterAll(() => served?.end())

const people = [
  {
    name: '单雄信',
    phone: '+8613800010001',
    birthday: '1988-05-06',
    city: '杭州市',
    address: '浙江省杭州市西湖区文三路90号翠苑新村3幢2单元301室',
  },
  { name: '单雄信', email: 'xiongxin88@qq.com', birthday: '1988-05-06', city: '杭州市', address: '杭州西湖区文三路90号翠苑新村3栋2-301' },
  { name: '李晓明', phone: '+8613911112222', city: '上海市' },
  { name: '李小明', phone: '+8613911112322', city: '上海市' },
  { kind: 'company', name: '北京纷扬科技有限公司', city: '北京市', phone: '+861062345678' },
  { kind: 'company', name: '北京纷扬', city: '北京市' },
  { name: '诸葛亮', phone: '+8613700137000', birthday: '1981-07-23', city: '成都市' },
  { name: '诸葛亮', birthday: '1981-07-23' },
]

const read = async (path: string): Promise<Record<string, unknown>> => JSON.parse(JSON.stringify(await served.api('GET', path)))
const open = async () => (await read('/matching'))['open']

test('likely duplicates stand side by side with their evidence, and the keyboard settles them', { timeout: 120_000 }, async () => {
  const page = await served.open('/duplicates')
  await page.getByRole('article').first().waitFor()
  expect(await page.locator('.rg-answer').textContent()).toContain('有 4 对客户可能是同一位')
  expect(await findBarriers(page)).toEqual([])
  const best = page.getByRole('article').first()
  expect(await best.textContent()).toContain('姓名相同 + 生日相同')
  expect(await best.getByRole('columnheader', { name: '单雄信' }).count()).toBe(2)

  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const second = page.getByRole('article').nth(1)
  const name = await second.getAttribute('aria-label')
  expect(await second.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('n')
  await page.getByText('以后不再列出').waitFor()
  await expect.poll(open, { timeout: 30_000 }).toEqual({ same: 3, household: 0 })
  await page.getByRole('button', { name: '撤销' }).click()
  await expect.poll(open, { timeout: 30_000 }).toEqual({ same: 4, household: 0 })
  await page.getByRole('article', { name: name ?? '' }).waitFor()

  await best.getByRole('button', { name: '合并' }).click()
  await page.getByText('已合并为一位客户').waitFor()
  await expect.poll(open, { timeout: 30_000 }).toEqual({ same: 3, household: 0 })
  expect((await read('/customers/count'))['count']).toBe(7)
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('the whole base is looked over, and a decision of before holds', { timeout: 120_000 }, async () => {
  const page = await served.open('/duplicates')
  const family = page.getByRole('article', { name: '诸葛亮 · 诸葛亮' })
  await family.getByRole('button', { name: '不是同一人' }).click()
  await expect.poll(open, { timeout: 30_000 }).toEqual({ same: 2, household: 0 })
  await page.getByRole('button', { name: '全库查重' }).click()
  await expect.poll(async () => JSON.stringify((await read('/matching'))['run']), { timeout: 20_000 }).toContain('"state":"done"')
  expect(await open()).toEqual({ same: 2, household: 0 })
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a rule is tried, changed and turned off', { timeout: 120_000 }, async () => {
  const page = await served.open('/duplicates?rules=true', { language: 'en', dark: true })
  const rule = page.getByRole('region', { name: 'Company names agree' })
  await rule.getByRole('button', { name: 'Adjust' }).click()
  await rule.getByRole('button', { name: 'Try it' }).click()
  await rule.getByText('Among all 7 customers it finds 1 pair').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await rule.getByRole('switch', { name: 'Use “Company names agree”' }).click()
  await page.getByText('The rule was saved').waitFor()
  await expect.poll(open, { timeout: 30_000 }).toEqual({ same: 1, household: 0 })
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a manager makes a rule, is told what is wrong, tries and saves it, looks the base over beside it, and removes it', {
  timeout: 120_000,
}, async () => {
  const page = await served.open('/duplicates?rules=true', { phone: true })
  await page.getByRole('button', { name: '新建规则' }).click()
  const form = page.getByRole('form', { name: '新建规则' })
  await page.keyboard.type('本店规则')
  expect(await form.getByLabel('规则名称').inputValue()).toBe('本店规则')
  expect(await form.textContent()).toContain(
    '比较两位个人客户；必须姓名“姓名读音相同”（40 分）；另外加分：手机号“后 8 位相同”（40 分）。满 70 分，列为疑似同一位',
  )
  expect(await findBarriers(page)).toEqual([])
  await form.getByLabel('第 1 项：分值').fill('10')
  await form.getByRole('button', { name: '保存' }).click()
  await form.getByText('全部满足也只有 50 分').waitFor()
  await form.getByLabel('第 1 项：分值').fill('75')
  await form.getByRole('button', { name: '第 2 项：去掉' }).click()
  await form.getByRole('button', { name: '试一试' }).click()
  await form.getByText('全部 7 位客户中找到').waitFor()
  await form.getByRole('button', { name: '保存' }).click()
  const rule = page.getByRole('region', { name: '本店规则' })
  await rule.waitFor()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('查重规则改过了').waitFor()
  await drawer.getByRole('button', { name: '现在查一遍' }).click()
  await expect.poll(async () => (await read('/matching'))['outdated'], { timeout: 20_000 }).toBe(false)
  await rule.getByRole('button', { name: '删除：本店规则' }).click()
  const asked = page.getByRole('dialog').filter({ hasText: '删除“本店规则”？' })
  await asked.getByRole('button', { name: /^删\s?除$/ }).click()
  await expect.poll(async () => JSON.stringify(await read('/matching/rules')), { timeout: 30_000 }).not.toContain('本店规则')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  // The refusal of the rule that could never hold is all that the browser has to complain of.
  expect(page.troubles).toEqual([expect.stringContaining('400 (Bad Request)')])
  await page.context().close()
})

test('whoever types a customer in sees whom it may be, and opens that one instead', { timeout: 120_000 }, async () => {
  const page = await served.open('/customers?new=true', { phone: true })
  const form = page.getByRole('dialog')
  await form.getByLabel('手机号', { exact: true }).fill('137 0013 7000')
  await form.getByText('可能是已有的客户').waitFor()
  expect(await form.textContent()).toContain('诸葛亮')
  expect(await findBarriers(page)).toEqual([])
  await form.getByRole('button', { name: '打开' }).click()
  await page.getByRole('heading', { name: '诸葛亮' }).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('the page of a customer says who it may be', { timeout: 60_000 }, async () => {
  const found = await read('/customers?search=13911112222&fields=name')
  const id = JSON.stringify(found).match(/"id":"([0-9a-f-]+)"/)?.[1] ?? ''
  const page = await served.open(`/customers/${id}`)
  await page.getByRole('heading', { name: '可能重复' }).waitFor()
  expect(await page.getByRole('link', { name: '比较并合并' }).count()).toBe(1)
  await page.context().close()
})
