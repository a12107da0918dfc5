import { readFileSync } from 'node:fs'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeXlsx, rowsOf } from '../make-xlsx.ts'
import { findBarriers, serve, type Served } from './serve.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
}, 180_000)
afterAll(() => served?.end())

const members = rowsOf([
  ['常客茶铺 2024 年会员', null, null, null],
  [null, null, null, null],
  ['会员号', '姓名', '手机号', '生日'],
  ['S1', '单雄信', 13_800_000_001, 32_994],
  ['S2', '𠮷田', 13_800_000_002, null],
  ['S3', '坏电话', 1_380_000, null],
  ['合计', '3 人', null, null],
])
const book = makeXlsx([
  { name: '说明', rows: rowsOf([['会员在第二张']]) },
  { name: '会员', rows: members },
])
const file = { name: '会员.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: book }

test('a workbook is looked into, its sheet and header found, and it is imported; what is refused says its cell', {
  timeout: 120_000,
}, async () => {
  const page = await served.open('/import')
  await page.getByLabel('把 Excel 或 CSV 文件拖到这里').setInputFiles(file)
  await page.getByText('看起来是客户名单：4 行、4 列，工作表“会员”').waitFor()
  await page.getByText('标题行像是第 3 行').waitFor()
  expect(await findBarriers(page)).toEqual([])

  await page.getByRole('button', { name: '试运行' }).click()
  await page.getByRole('button', { name: '开始导入' }).waitFor()
  expect(await page.getByRole('region', { name: '被拒绝的行' }).textContent()).toContain('手机号（C6）')
  await page.getByRole('button', { name: '开始导入' }).click()
  await page.getByRole('heading', { name: '导入带来了什么？' }).waitFor({ timeout: 60_000 })
  expect(await page.locator('.rg-answer').textContent()).toContain('新客户 2 位，拒绝 2 行')
  expect(await findBarriers(page)).toEqual([])

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载为 Excel' }).click()])
  const refused = (await readXlsx(readFileSync(await download.path()))).sheets[0]?.rows ?? []
  expect(refused[0]).toEqual(['行号', '原因', '会员号', '姓名', '手机号', '生日'])
  expect(refused[1]?.slice(2, 5)).toEqual(['S3', '坏电话', '1380000'])
  expect(page.troubles).toEqual([])
  await page.context().close()
})

test('another sheet is chosen, on a phone, and the same file is known again', { timeout: 60_000 }, async () => {
  const page = await served.open('/import', { language: 'en', phone: true, dark: true })
  await page.getByLabel('Drop an Excel or CSV file here').setInputFiles(file)
  await page.getByText('A file with the same contents was imported on').waitFor()
  const sheets = page.getByRole('combobox', { name: 'Sheet' })
  for (const key of ['ArrowDown', 'ArrowUp', 'Enter']) await sheets.press(key)
  await page.getByText('The file has a header line and no rows').waitFor()
  expect(await findBarriers(page)).toEqual([])
  await page.context().close()
})

test('the customers that a filter finds are taken away as a workbook, with the columns on screen', { timeout: 90_000 }, async () => {
  const page = await served.open('/customers?search=%2213800000001%22')
  await page.getByRole('link', { name: '单雄信' }).waitFor()
  await page.getByRole('button', { name: '导出' }).click()
  const dialog = page.getByRole('dialog', { name: '导出为文件' })
  await dialog.getByText('Excel（.xlsx）').waitFor()
  expect(await findBarriers(page)).toEqual([])
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '开始导出' }).click()])
  expect(download.suggestedFilename()).toMatch(/^客户-\d{4}-\d\d-\d\d\.xlsx$/)
  const rows = (await readXlsx(readFileSync(await download.path()))).sheets[0]?.rows ?? []
  expect(rows).toHaveLength(2)
  expect(rows[0]?.slice(0, 3)).toEqual(['姓名', '客户编号', '手机号'])
  expect(rows[1]?.slice(0, 3)).toEqual(['单雄信', 'S1', '13800000001'])
  await dialog.getByText('已导出 1 行').waitFor()
  expect(await findBarriers(page)).toEqual([])
  expect(page.troubles).toEqual([])
  await page.context().close()
})
