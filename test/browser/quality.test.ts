import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
const ids: string[] = []

beforeAll(async () => {
  served = await serve()
  const people = [
    { name: '林小雨', phone: '+8613812345678', email: 'lin@example.com', city: '杭州市' },
    { name: '周正', phone: '+8613812345679' },
    { name: '杭州山前茶业有限公司', kind: 'company' },
  ]
  for (const person of people) ids.push(String(Object(await served.api('POST', '/customers', person)).id))
  await served.api('POST', '/purchases', { customerId: ids[1], number: 'A1', occurredAt: '2026-11-01T10:00:00+08:00', amount: 88_800 })
}, 180_000)
afterAll(() => served?.end())

const readQuality = async (id: string | undefined): Promise<{ score: number; fields: { field: string; state: string }[] }> =>
  Object(await served.api('GET', `/customers/${id}/quality`))

test('what the details lack is seen field by field, and whom to ask first', { timeout: 120_000 }, async () => {
  await vi.waitFor(async () => expect(Object(await served.api('GET', '/quality'))).toMatchObject({ scored: 3, working: false }), 20_000)
  for (const look of [{ phone: true }, { language: 'en', dark: true }] as const) {
    const page = await served.open('/quality', look)
    const heading = 'language' in look ? 'What do our customer details lack?' : '客户资料还缺什么？'
    await page.getByRole('heading', { name: heading }).waitFor()
    await page.getByRole('link', { name: '周正' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    expect(page.troubles).toEqual([])
    await page.context().close()
  }
  const page = await served.open('/quality')
  await page.getByRole('button', { name: '邮箱：缺失，2 位' }).click()
  await page.getByText('只看：邮箱缺失').waitFor()
  await vi.waitFor(async () => expect(await page.getByRole('link', { name: '林小雨' }).count()).toBe(0), 30_000)
  await page.getByRole('button', { name: '资料要求' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.context().close()
})

test('a detail is confirmed with one click, and a customer checks the rest by a link on a phone', { timeout: 120_000 }, async () => {
  const page = await served.open(`/customers/${ids[0]}`)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '资料质量' }) })
  await section.getByText('2 项需要补充或确认。').waitFor()
  await section.getByRole('button', { name: '请客户自查' }).click()
  const url = await page.getByRole('dialog').getByRole('textbox', { name: '自查链接' }).inputValue()
  expect(await findBarriers(page)).toEqual([])

  const customer = await served.open(new URL(url).pathname, { phone: true })
  await customer.getByRole('heading', { name: '这些信息还对吗？' }).waitFor()
  expect(await findBarriers(customer)).toEqual([])
  await customer.getByRole('group', { name: '姓名' }).getByRole('radio', { name: '对的' }).check()
  await customer.getByRole('group', { name: '手机号' }).getByRole('radio', { name: '不再对' }).check()
  // Where another answer is chosen there is nothing to type in that would not count.
  await customer.getByRole('textbox', { name: '姓名: 改为' }).waitFor({ state: 'hidden' })
  await customer.getByRole('textbox', { name: '城市: 改为' }).fill('宁波市')
  await customer.getByRole('button', { name: '下一步：核对' }).click()
  await customer.getByRole('button', { name: '确认提交' }).waitFor()
  expect((await readQuality(ids[0])).fields.find(({ field }) => field === 'phone')?.state).toBe('good')
  await customer.getByRole('button', { name: '确认提交' }).click()
  await customer.getByText('谢谢您').waitFor()
  expect((await readQuality(ids[0])).fields.find(({ field }) => field === 'phone')?.state).toBe('doubted')
  await customer.context().close()

  await page.reload()
  await section.getByText('存疑').waitFor()
  await section.getByRole('button', { name: '确认无误：手机号' }).click()
  await vi.waitFor(
    async () => expect((await readQuality(ids[0])).fields.find(({ field }) => field === 'phone')?.state).toBe('good'),
    30_000,
  )
  expect(page.troubles).toEqual([])
  await page.context().close()
})
