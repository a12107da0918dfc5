import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, pressUntil, serve, type Served } from './serve.ts'

let served: Served
const ids: string[] = []
const pictures = process.env['REGULARS_SHOTS']

beforeAll(async () => {
  served = await serve()
  const people = [
    { name: '林小雨', phone: '+8613812345678', email: 'lin@example.com', address: '浙江杭州西湖区文三路90号', lunarBirthday: '八月十五' },
    { name: '林大海' },
    { name: '北京纷扬科技有限公司', creditCode: '91350100M000100Y43' },
  ]
  for (const person of people) ids.push(String(Object(await served.api('POST', '/customers', person)).id))
}, 180_000)
afterAll(() => served?.end())

type Opened = Awaited<ReturnType<Served['open']>>

async function shoot(page: Opened, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

test('a second phone is added, verified and made the primary one, and the last digits of either find the customer', {
  timeout: 120_000,
}, async () => {
  const page = await served.open(`/customers/${ids[0]}`)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '联系方式' }) })
  await section.getByRole('button', { name: '添加' }).click()
  await section.getByRole('textbox', { name: '电话' }).fill('1381234')
  await section.getByRole('button', { name: '保存' }).click()
  await section.getByRole('alert').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await section.getByRole('textbox', { name: '电话' }).fill('010-8888 8888转801')
  await section.getByRole('textbox', { name: '标签' }).fill('公司')
  await section.getByRole('button', { name: '保存' }).click()
  await section.getByText('010 8888 8888 转 801').waitFor()
  const more = section.getByRole('button', { name: '更多操作：+861088888888;ext=801' })
  await more.click()
  await page.getByRole('menuitem', { name: '打过电话' }).click()
  await section.getByText(/验证（打过电话）/).waitFor()
  await more.click()
  await page.getByRole('menuitem', { name: '设为主要' }).click()
  await page.getByRole('menuitem', { name: '设为主要' }).waitFor({ state: 'hidden' })
  await section.locator('li').first().getByText('主要').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles.filter((trouble) => !trouble.includes('400'))).toEqual([])
  await shoot(page, 'points')
  const found = Object(await served.api('GET', '/customers?search=5678'))
  expect(found.rows).toMatchObject([{ name: '林小雨', phone: '+861088888888;ext=801', city: '杭州市', district: '西湖区' }])
  await page.context().close()
})

test('a household is made of two people, and they share a phone', { timeout: 120_000 }, async () => {
  const page = await served.open(`/customers/${ids[0]}`, { phone: true })
  await page.getByRole('button', { name: '添加家人' }).click()
  await page.getByRole('combobox', { name: '姓名、拼音、手机尾号' }).fill('林大海')
  const found = page.getByRole('option', { name: '林大海' }).or(page.locator('.ant-select-item-option', { hasText: '林大海' }))
  const join = page.locator('button:not([disabled])', { hasText: '加入家庭' })
  await pressUntil(found.last(), join)
  await join.click()
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '家庭：林小雨' }) })
  await section.getByRole('link', { name: '林大海' }).waitFor()
  await section.getByRole('button', { name: /设为共用/ }).click()
  await section.getByRole('button', { name: /取消共用/ }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await shoot(page, 'household-phone')
  const made = Object(await served.api('PATCH', `/customers/${ids[1]}`, { phone: '+861088888888;ext=801' }))
  expect(made.changed).toEqual(['phone'])
  await page.context().close()
})

test('a company has contacts, on its page and in the list of all', { timeout: 120_000 }, async () => {
  const page = await served.open(`/customers/${ids[2]}`)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '联系人' }) })
  await section.getByRole('button', { name: '添加联系人' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('textbox', { name: /^姓名/ }).fill('覃海洋')
  await drawer.getByRole('textbox', { name: '电话' }).fill('136 0000 0001')
  expect(await findBarriers(page)).toEqual([])
  await drawer.getByRole('button', { name: '保存' }).click()
  await section.getByText('覃海洋').waitFor()
  await section.getByText('136 0000 0001').waitFor()
  await shoot(page, 'company')
  expect(page.troubles).toEqual([])
  await page.context().close()
  for (const look of [{}, { phone: true, language: 'en', dark: true }] as const) {
    const list = await served.open('/contacts', look)
    await list.getByText('北京纷扬科技有限公司').first().waitFor()
    await list.getByRole('link', { name: '覃海洋' }).waitFor()
    expect(await findBarriers(list)).toEqual([])
    await shoot(list, 'phone' in look ? 'contacts-phone' : 'contacts')
    await list.context().close()
  }
  const english = await served.open(`/customers/${ids[2]}`, { phone: true, language: 'en', dark: true })
  await english.getByRole('heading', { name: 'Contacts' }).waitFor()
  await english.getByRole('listitem').filter({ hasText: '136 0000 0001' }).getByText('覃海洋', { exact: true }).waitFor()
  expect(await findBarriers(english)).toEqual([])
  await shoot(english, 'company-phone')
  await english.context().close()
})
