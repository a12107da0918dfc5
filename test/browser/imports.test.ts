import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
const pictures = process.env['REGULARS_PICTURES']
beforeAll(async () => {
  served = await serve()
  if (pictures) mkdirSync(pictures, { recursive: true })
}, 180_000)
afterAll(() => served?.end())

type Page = Awaited<ReturnType<Served['open']>>

/** Kept for a person to look at, where a folder is named. */
async function picture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const zoho = csv(
  'Contacts.csv',
  'Record Id,Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,Title,Mobile\nzcrm_1,,,Sara,Chen,zcrm_9,Wayne Enterprises,sara@wayne.example,CFO,13800000002\n',
)
const members = csv('会员.csv', '会员号,手机号,姓名,标签\nM1,13800000001,王芳,VIP\nM2,13800000003,陈一,\n')

test('an export of another program is known by its columns; its contacts come in with their company', { timeout: 120_000 }, async () => {
  const page = await served.open('/import')
  await page.getByLabel('把 Excel 或 CSV 文件拖到这里').setInputFiles(zoho)
  await page.getByText('看起来是企业联系人').waitFor()
  await page.getByText('Zoho CRM 联系人').first().waitFor()
  expect(await findBarriers(page)).toEqual([])
  await picture(page, 'contacts')
  await page.getByRole('button', { name: '试运行' }).click()
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.getByRole('heading', { name: '导入带来了什么？' }).waitFor({ timeout: 60_000 })
  await page.getByText('新增记录 1 条').first().waitFor()
  await picture(page, 'contacts-done')
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('how customers are found is chosen, and the mapping is kept for the next file', { timeout: 120_000 }, async () => {
  const page = await served.open('/import')
  await page.getByLabel('把 Excel 或 CSV 文件拖到这里').setInputFiles(members)
  await page.getByText('看起来是客户名单').waitFor()
  const find = page.getByRole('combobox', { name: '靠哪一列找到客户' })
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await find.press(key)
  await page.getByRole('button', { name: '保存为对应方案' }).click()
  await page.getByLabel('方案名称').fill('收银会员')
  await picture(page, 'customers')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await page.getByText('已保存').waitFor()
  await page.getByRole('button', { name: '试运行' }).click()
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.getByText('新客户 2 位').first().waitFor({ timeout: 60_000 })
  await page.goto(page.url().replace(/import\/.*/, 'import'))
  await page.getByLabel('把 Excel 或 CSV 文件拖到这里').setInputFiles(members)
  await page.getByText('收银会员').first().waitFor()
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('an import is scheduled on a phone in the dark', { timeout: 60_000 }, async () => {
  const page = await served.open('/import/schedules', { language: 'en', phone: true, dark: true })
  await page.getByText('Nothing is scheduled yet').waitFor()
  await page.getByRole('button', { name: 'Schedule an import' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Till members')
  await page.getByLabel('File name').fill('members-*.csv')
  await picture(page, 'schedule-new')
  expect(await findBarriers(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('members-*.csv · every day at 02:30').waitFor()
  await page.getByRole('button', { name: 'Run now' }).click()
  await page.getByText('No new file').waitFor({ timeout: 20_000 })
  expect(await findBarriers(page)).toEqual([])
  await picture(page, 'schedules')
  expect(page.troubles).toEqual([])
  await page.context().close()
})
