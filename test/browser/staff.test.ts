import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, type OpenedPage, serve, type Served } from './serve.ts'

let served: Served
const id = (answer: unknown): string => String(Object(answer)['id'])
const made = { sales: '', care: '', li: '', wang: '', chen: '', customers: [] as string[] }

beforeAll(async () => {
  served = await serve()
  made.sales = id(await served.api('POST', '/departments', { name: '销售部' }))
  made.care = id(await served.api('POST', '/departments', { name: '客服部' }))
  const invite = async (name: string, email: string, more: object) =>
    id(await served.api('POST', '/users', { name, email: `${email}@shop.test`, role: 'member', mail: false, ...more }))
  made.li = await invite('李娜', 'li', { departmentId: made.sales, position: '销售主管' })
  made.wang = await invite('王强', 'wang', { departmentId: made.sales, position: '销售顾问' })
  made.chen = await invite('陈静', 'chen', { departmentId: made.care, position: '客服主管' })
  await served.api('PATCH', `/departments/${made.sales}`, { headId: made.li })
  for (let n = 0; n < 6; n++)
    made.customers.push(
      id(await served.api('POST', '/customers', { name: `茶客${n}`, phone: `+861391234000${n}`, ...(n < 4 ? { owner: made.wang } : {}) })),
    )
}, 180_000)
afterAll(() => served?.end())

const isWithin = (page: OpenedPage) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

test('people and departments are legible to everybody, in both languages, both looks and on a phone', { timeout: 120_000 }, async () => {
  for (const look of [
    { language: 'zh', phone: true },
    { language: 'en', dark: true },
  ] as const) {
    const page = await served.open('/people', look)
    await page.getByText('王强').first().waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(await isWithin(page)).toBeLessThanOrEqual(0)
    await page.goto(`${served.url}/people?person=${made.wang}`)
    await page.locator('.ant-drawer form.rg-form').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.goto(`${served.url}/people?leaving=${made.wang}`)
    await page.locator('.rg-staff-counts').waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(page.troubles).toEqual([])
    await page.context().close()
  }
})

test('a department is made, chosen and kept from going while somebody stands in it', { timeout: 120_000 }, async () => {
  const page = await served.open('/people')
  await page.getByRole('button', { name: '新建部门' }).first().click()
  await page.getByLabel('名称').fill('仓库')
  await page.locator('.ant-modal-footer .ant-btn-primary').click()
  await page.getByRole('button', { name: /^仓库/ }).waitFor()
  await page.getByRole('button', { name: /^销售部/ }).click()
  await page.getByText('陈静').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '部门“销售部”的操作' }).click()
  await page.getByRole('menuitem', { name: '删除' }).click()
  await page.locator('.ant-modal-confirm-btns .ant-btn-primary').click()
  await page.getByText('里面还有 2 人（李娜、王强）').waitFor()
  expect(page.troubles.filter((one) => !one.includes('409'))).toEqual([])
  await page.context().close()
})

test('who looks after customers is shown, claimed, given and asked for', { timeout: 120_000 }, async () => {
  const page = await served.open(`/customers/${made.customers[5]}`)
  await page.getByText('在公海，没有负责人').waitFor()
  await page.getByRole('button', { name: '领取' }).click()
  await page.locator('.rg-staff-owner').getByText('老板').waitFor()
  await page
    .getByText(/从公海领取/)
    .first()
    .waitFor()
  const rule = encodeURIComponent(JSON.stringify({ field: 'owner', op: 'is-me' }))
  await page.goto(`${served.url}/customers?rule=${rule}`)
  await page.getByText('茶客5').waitFor()
  expect(await page.getByText('茶客4').count()).toBe(0)
  await page.getByText('负责人是我').first().waitFor()
  await page.goto(`${served.url}/customers`)
  await page.getByText('茶客4').waitFor()
  await page.getByRole('button', { name: '全部指派' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('somebody leaves: what moves is counted, it moves, and comes back by one click', { timeout: 120_000 }, async () => {
  const page = await served.open(`/people?person=${made.wang}`)
  await served.api('POST', `/users/${made.wang}/disable`, {})
  await page.reload()
  await page.getByRole('button', { name: '交接名下的客户…' }).click()
  await page.locator('.rg-staff-counts').getByText('4', { exact: true }).waitFor()
  await page.getByLabel('接手的同事').click()
  await page.getByTitle('陈静').click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '停用并移交' }).click()
  await page.getByText('王强的交接已完成：4 位客户').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await served.api('POST', '/customers/owner', { customerIds: [made.customers[0]], to: [made.li] })
  await page.getByRole('button', { name: '撤销交接' }).click()
  await page.getByText('王强的交接已撤销：还回 3 项，1 项已被改过，保持不变。').waitFor()
  await page.getByText('哪些没有还回').click()
  await page.getByRole('link', { name: '茶客0' }).waitFor()
  await page.getByText('现由李娜负责').waitFor()
  await page.context().close()
})
