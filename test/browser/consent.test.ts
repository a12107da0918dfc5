import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
const ids: string[] = []

beforeAll(async () => {
  served = await serve()
  const people = [
    { name: '林小雨', phone: '+8613812345678', email: 'lin@shop.cn', emailConsent: 'granted' },
    { name: '周正', email: 'zhou@shop.cn', emailConsent: 'withdrawn', noPersonalisation: true },
    { name: '小明', email: 'ming@shop.cn', birthday: '2016-01-01' },
    { name: '无名', phone: '+8613812345679' },
  ]
  for (const person of people) ids.push(String(Object(await served.api('POST', '/customers', person)).id))
}, 180_000)
afterAll(() => served?.end())

/** Where pictures of the pages go, for whoever looks at them. */
const pictures = process.env['CONSENT_PICTURES']
const picture = async (page: Awaited<ReturnType<Served['open']>>, name: string) => {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

type Line = { purpose: string; channel: string; state: string | null }
const lineOf = async (id: string | undefined, purpose: string, channel: string): Promise<string | null> => {
  const { lines }: { lines: Line[] } = Object(await served.api('GET', `/customers/${id}/consents`))
  return lines.find((line) => line.purpose === purpose && line.channel === channel)?.state ?? null
}

test('what a customer agreed to is seen on their page, recorded there, and proved by its history', { timeout: 150_000 }, async () => {
  const page = await served.open(`/customers/${ids[0]}`)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '同意与偏好' }) })
  await section
    .getByRole('row', { name: /营销消息/ })
    .getByRole('button', { name: /^同意, / })
    .waitFor()
  await picture(page, 'customer')
  await section.getByRole('button', { name: /记下表态/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('我同意接收新品').waitFor()
  await dialog.getByRole('checkbox', { name: '邮件' }).uncheck()
  await picture(page, 'record')
  expect(await findBarriers(page)).toEqual([])
  await dialog.getByRole('button', { name: '保存记录' }).click()
  await vi.waitFor(async () => expect(await lineOf(ids[0], 'marketing', 'sms')).toBe('given'), 20_000)
  await section.getByRole('button', { name: /全部记录/ }).click()
  await page.getByRole('dialog').getByText('第 1 版').first().waitFor()
  await picture(page, 'history')
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('a customer chooses on a phone, without signing in, and stops as easily as they began', { timeout: 150_000 }, async () => {
  const page = await served.open(`/customers/${ids[0]}`)
  await page.getByRole('button', { name: '请客户自己选' }).click()
  const url = await page.getByRole('dialog').getByRole('textbox', { name: '偏好页链接' }).inputValue()
  await page.context().close()
  const customer = await served.open(new URL(url).pathname, { phone: true })
  await customer.getByRole('heading', { name: '您想收到什么？' }).waitFor()
  await picture(customer, 'preferences-phone')
  expect(await findBarriers(customer)).toEqual([])
  await customer.getByRole('group', { name: '营销消息' }).getByRole('checkbox', { name: '邮件' }).uncheck()
  await customer.getByRole('group', { name: '满意度调查' }).getByRole('checkbox', { name: '短信' }).check()
  await customer.getByRole('button', { name: '保存', exact: true }).click()
  await customer.getByText('已保存，马上生效').waitFor()
  expect([await lineOf(ids[0], 'marketing', 'email'), await lineOf(ids[0], 'surveys', 'sms')]).toEqual(['withdrawn', 'given'])
  await customer.getByRole('button', { name: '全部停止' }).click()
  await customer.getByText('已保存，马上生效').waitFor()
  expect([await lineOf(ids[0], 'surveys', 'sms'), await lineOf(ids[0], 'personalisation', '')]).toEqual(['withdrawn', 'refused'])
  await customer.getByRole('link', { name: 'English' }).click()
  await customer.getByRole('heading', { name: 'What would you like to get from us?' }).waitFor()
  expect(await findBarriers(customer)).toEqual([])
  await customer.getByRole('button', { name: 'Erase my data' }).click()
  await customer.getByText('We have your request').waitFor()
  await picture(customer, 'preferences-asked')
  await customer.context().close()
})

test('a minor is marked, and a guardian must be named', { timeout: 150_000 }, async () => {
  const page = await served.open(`/customers/${ids[2]}`)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '同意与偏好' }) })
  await section.getByText('未满 14 岁，须监护人同意').waitFor()
  await section.getByRole('button', { name: /记下表态/ }).click()
  const dialog = page.getByRole('dialog')
  for (const [label, text] of [
    ['监护人姓名', '王建国'],
    ['与孩子的关系', '父亲'],
    ['监护人联系方式', '13900139000'],
    ['看过什么证明', '户口簿'],
  ] as const)
    await dialog.getByRole('textbox', { name: label }).fill(text)
  await picture(page, 'guardian')
  await dialog.getByRole('button', { name: '保存记录' }).click()
  await vi.waitFor(async () => expect(await lineOf(ids[2], 'marketing', 'email')).toBe('given'), 20_000)
  await page.context().close()
})

test('who may be reached is counted, and a wording that asks anew is published with what it changed', { timeout: 200_000 }, async () => {
  for (const look of [{ phone: true }, { language: 'en', dark: true }] as const) {
    const page = await served.open('/consent', look)
    await page.getByRole('heading', { name: 'language' in look ? 'Whom may we still reach?' : '还能联系谁？' }).waitFor()
    await page.getByRole('row').nth(3).waitFor()
    await picture(page, `reach-${JSON.stringify(look).replace(/\W+/g, '-')}`)
    expect(await findBarriers(page)).toEqual([])
    expect(page.troubles).toEqual([])
    await page.goto(`${served.url}/consent?tab=purposes`)
    await page.getByRole('button', { name: 'language' in look ? 'New purpose' : '新建用途' }).waitFor()
    await picture(page, `purposes-${JSON.stringify(look).replace(/\W+/g, '-')}`)
    expect(await findBarriers(page)).toEqual([])
    await page.context().close()
  }
  const page = await served.open('/consent?tab=purposes')
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: '满意度调查' }) })
  await section.getByRole('button', { name: '修改措辞' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '中文' }).fill('我同意偶尔收到短信和电话满意度调查，并知道可以随时拒绝。')
  await dialog.getByRole('checkbox', { name: '处理方式' }).check()
  await dialog.getByText('马上不再算数').waitFor()
  await picture(page, 'wording')
  expect(await findBarriers(page)).toEqual([])
  await dialog.getByRole('button', { name: '发布' }).click()
  await section.getByText('须重新征得同意').waitFor()
  await section.locator('ins').first().waitFor()
  await picture(page, 'diff')
  await page.goto(`${served.url}/consent?tab=settings`)
  await page.getByRole('radio', { name: '16 岁' }).click()
  await vi.waitFor(async () => expect(Object(await served.api('GET', '/consent/settings')).age).toBe(16), 20_000)
  await picture(page, 'age')
  expect(page.troubles).toEqual([])
  await page.context().close()
})
