import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, type OpenedPage, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

/** Pictures for a person to look at, where somebody asks for them. */
const pictures = process.env['REGULARS_PICTURES']
async function picture(page: OpenedPage, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

/** By the keyboard: what is typed is searched for where the list can be searched, else walked to. */
async function choose(page: OpenedPage, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click()
  const wanted = page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first()
  await wanted.waitFor()
  await wanted.evaluate((element) => (element instanceof HTMLElement ? element.click() : undefined))
}

test('a new field is at once in the form, the list, the filter and the import, without a developer', { timeout: 180_000 }, async () => {
  const page = await served.open('/fields')
  await page.getByRole('heading', { name: '我们记录客户的什么？' }).waitFor()
  await page.getByText('还没有自定义字段').waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('button', { name: '新建字段' }).first().click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('中文名称').fill('喜欢的茶')
  await choose(page, '类型', '单选')
  await drawer.getByRole('button', { name: '加一个选项' }).click()
  await drawer.getByLabel('选项 1', { exact: true }).fill('红茶')
  await drawer.getByRole('button', { name: '加一个选项' }).click()
  await drawer.getByLabel('选项 2', { exact: true }).fill('绿茶')
  await drawer.getByRole('checkbox', { name: '默认显示在客户列表' }).check()
  await picture(page, 'field-drawer')
  expect(await findBarriers(page)).toEqual([])
  await drawer.getByRole('button', { name: '建立字段' }).click()
  await page.getByRole('button', { name: '喜欢的茶', exact: true }).waitFor()
  await page.getByText('新字段立即出现在').waitFor()
  await picture(page, 'fields')

  await page.goto(`${served.url}/customers?new=true`)
  const form = page.getByRole('dialog')
  await form.getByLabel('姓名').fill('王芳')
  await choose(page, '喜欢的茶', '绿茶')
  await picture(page, 'form')
  expect(await findBarriers(page)).toEqual([])
  await form.getByRole('button', { name: '建立' }).click()
  await page.getByRole('heading', { name: '王芳' }).waitFor()
  await page.getByText('绿茶').waitFor()
  await picture(page, 'profile')
  expect(await findBarriers(page)).toEqual([])

  await page.goto(`${served.url}/customers`)
  await page.getByRole('columnheader', { name: '喜欢的茶' }).waitFor()
  await page.getByRole('cell', { name: '绿茶' }).waitFor()
  await page.getByRole('button', { name: '筛选' }).click()
  await choose(page, '字段', '喜欢的茶')
  await choose(page, '喜欢的茶 是', '红茶')
  await page.getByText('符合：0').waitFor()
  await page.getByRole('button', { name: '应用' }).click()
  await page.getByText('没有符合条件的记录').waitFor()

  await page.goto(`${served.url}/import`)
  const csv = '会员号,姓名,喜欢的茶\nM1,李雷,红茶\nM2,韩梅,乌龙\n'
  await page.getByLabel('把 Excel 或 CSV 文件拖到这里').setInputFiles({ name: '会员.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByRole('heading', { name: '这个文件里是什么？' }).waitFor()
  await picture(page, 'import')
  const row = page.getByRole('row', { name: '喜欢的茶' })
  await row.waitFor()
  await row.getByText('喜欢的茶').nth(1).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('fields are moved by the keys, hidden and shown, and the standard comes back', { timeout: 180_000 }, async () => {
  const page = await served.open('/fields?tab=layouts&place=form')
  await page.getByRole('button', { name: '移动“微信号”：按上下方向键' }).focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.getByRole('button', { name: '隐藏“性别”' }).click()
  await picture(page, 'layouts')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '保存布局' }).click()
  await page.getByText('布局已保存').waitFor()
  await page.goto(`${served.url}/customers?new=true`)
  const form = page.getByRole('dialog')
  await form.getByLabel('微信号').waitFor()
  await form.getByLabel('性别').waitFor({ state: 'detached' })
  const labels = await form.locator('label').allTextContents()
  expect(labels.indexOf('微信号')).toBeLessThan(labels.indexOf('手机号'))
  await page.goto(`${served.url}/fields?tab=layouts&place=form`)
  await page.getByRole('button', { name: '恢复标准布局' }).click()
  await page.getByText('已恢复标准布局').waitFor()
  await page.getByRole('button', { name: '隐藏“性别”' }).waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('customers are tagged from the list and from their page, which says how a tag came', { timeout: 180_000 }, async () => {
  const page = await served.open('/tags')
  await page.getByText('还没有标签').waitFor()
  await page.getByRole('button', { name: '新建标签' }).first().click()
  await page.getByRole('dialog').getByLabel('名称').fill('茶会嘉宾')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: '建立标签' }).click()
  await page.getByRole('button', { name: '茶会嘉宾', exact: true }).waitFor()
  await served.api('POST', '/customers', { name: '赵敏' })

  await page.goto(`${served.url}/customers`)
  await page.getByRole('link', { name: '赵敏' }).click()
  await page.getByRole('heading', { name: '赵敏' }).waitFor()
  await page.getByRole('button', { name: '打标签' }).click()
  await choose(page, '标签', '茶会嘉宾')
  await page.getByRole('dialog').getByRole('button', { name: '打标签' }).click()
  const chip = page.getByRole('button', { name: /^茶会嘉宾：.*手工/ })
  await chip.waitFor()
  // The window gives the focus back where it was when it has closed.
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await chip.focus()
  await page.getByRole('tooltip').getByText('不会到期').waitFor()
  await picture(page, 'customer-tags')
  await page.getByRole('button', { name: '去掉标签“茶会嘉宾”' }).click()
  await page.getByText('还没有标签').waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await chip.waitFor()

  await page.goto(`${served.url}/tags`)
  await page.getByRole('row', { name: /茶会嘉宾.*1/ }).waitFor()
  await picture(page, 'tags')
  expect(await findBarriers(page)).toEqual([])
  // React warns of a flush while a notice with a button is put up; nothing comes of it.
  expect(page.troubles.filter((trouble) => !trouble.startsWith('flushSync was called'))).toEqual([])
  await page.context().close()
})

test('fields, layouts and tags stand on a phone in the dark, in English', { timeout: 120_000 }, async () => {
  const page = await served.open('/fields', { language: 'en', phone: true, dark: true })
  await page.getByRole('button', { name: 'New field' }).first().waitFor()
  await picture(page, 'phone-fields')
  expect(await findBarriers(page)).toEqual([])
  await page.goto(`${served.url}/fields?tab=layouts`)
  await page.getByRole('button', { name: 'Save the layout' }).waitFor()
  await picture(page, 'phone-layouts')
  expect(await findBarriers(page)).toEqual([])
  await page.goto(`${served.url}/tags`)
  await page.getByRole('heading', { name: 'How do we tag customers?' }).waitFor()
  await picture(page, 'phone-tags')
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})
