import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeXlsx, makeZip, rowsOf } from '../../../../test/make-xlsx.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { dryRunImport, inspectImport, readImport, startImport, undoImport } from '../actions.ts'
import { runImports, type Working } from './run-imports.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

async function upload(body: string | Buffer, name: string) {
  const answer = await (await world.http()).inject({
    method: 'POST',
    url: `/api/imports/files?name=${encodeURIComponent(name)}`,
    headers: { 'x-test-role': 'manager', 'content-type': 'application/octet-stream' },
    payload: body,
  })
  const told: { id: string; code?: string; detail?: string } = answer.json()
  return { status: answer.statusCode, ...told, inspection: told.code ? null : (await world.ask(readImport, { id: told.id })).inspection }
}

async function work(how: Working = {}): Promise<void> {
  for (let round = 0; round < 500; round++) if (!(await runImports(world.services, how))) return
}

async function bring(body: string | Buffer, name: string, choices: object = {}, how: Working = {}) {
  const { id } = await upload(body, name)
  await world.act(startImport, { id, ...choices })
  await work(how)
  return await world.ask(readImport, { id })
}

const customersBy = async (prefix: string) =>
  (await world.database.pool.query('select code, name, phone, birthday from customers where code like $1 order by code', [`${prefix}%`]))
    .rows

const members = (prefix: string) =>
  rowsOf(
    [
      ['2024 年会员名单', null, null, null],
      [null, '导出人：王芳', null, null],
      [null, null, null, null],
      ['会员号', '姓名', '手机号', '生日'],
      [`${prefix}1`, '单雄信', 13_800_000_001, '1990-05-01'],
      [`${prefix}2`, '𠮷田', '13800000002', 32_994],
      [null, null, null, null],
      [`${prefix}3`, '坏电话', 1.38e9, null],
      ['合计', '3 人', null, null],
    ],
    2,
  )

test('a sheet below its title is found, understood and brought in, and what is refused says its cell', async () => {
  const book = makeXlsx([
    { name: '说明', rows: rowsOf([['请看第二张']]) },
    { name: '会员', rows: members('XA') },
    { name: '旧', state: 'hidden', rows: members('XX') },
  ])
  const { inspection } = await upload(book, '会员.xlsx')
  expect(inspection).toMatchObject({
    sheet: 1,
    headerRow: 3,
    header: ['会员号', '姓名', '手机号', '生日'],
    kind: 'customers',
    columns: { code: 0, name: 1, phone: 2, birthday: 3 },
    rowsExpected: 4,
    sheets: [
      { name: '说明', hidden: false },
      { name: '会员', rows: 7 },
      { name: '旧', hidden: true },
    ],
  })
  const done = await bring(book, '会员.xlsx', {}, { rows: 2 })
  expect(done).toMatchObject({ state: 'done', rowsDone: 4, counts: { customersNew: 2, refused: 2 } })
  expect(done.refusals).toMatchObject([
    { line: 9, reason: { zh: expect.stringContaining('手机号（C9）'), en: expect.stringContaining('Phone (C9)') } },
    { line: 10, reason: { zh: expect.stringContaining('合计') } },
  ])
  expect(await customersBy('XA')).toEqual([
    { code: 'XA1', name: '单雄信', phone: '+8613800000001', birthday: '1990-05-01' },
    { code: 'XA2', name: '𠮷田', phone: '+8613800000002', birthday: '1990-05-01' },
  ])
  await world.act(undoImport, { id: done.id })
  await work()
  expect(await customersBy('XA')).toEqual([])
})

test('another sheet may be chosen, and another row be the header', async () => {
  const book = makeXlsx([
    {
      name: '甲',
      rows: rowsOf([
        ['会员号', '姓名'],
        ['XB1', '甲'],
        ['XB2', '乙'],
        ['XB3', '丙'],
      ]),
    },
    {
      name: '乙',
      rows: rowsOf([
        ['a', 'b', 'c'],
        ['手机号', '姓名', '编号'],
        [13_800_000_011, '丁', 'XB4'],
      ]),
    },
  ])
  const { id } = await upload(book, 'two.xlsx')
  const seen = await world.ask(inspectImport, { id, sheet: 1, headerRow: 2 })
  expect(seen).toMatchObject({ sheet: 1, headerRow: 2, columns: { phone: 0, name: 1, code: 2 }, rowsExpected: 1 })
  expect(await world.ask(inspectImport, { id, sheet: 1, headerRow: 0 })).toMatchObject({ header: ['', '', ''], rowsExpected: 3 })
  await expect(world.ask(inspectImport, { id, sheet: 5 })).rejects.toMatchObject({ code: 'import.unknown-sheet' })
  const { counts } = await world.act(dryRunImport, { id, sheet: 1, headerRow: 2, columns: seen.columns })
  expect(counts).toMatchObject({ customersNew: 1, refused: 0 })
  await world.act(startImport, { id, sheet: 1 })
  await work()
  expect(await customersBy('XB')).toMatchObject([{ code: 'XB4', phone: '+8613800000011' }])
})

test('merged order numbers fill their lines, and a merged amount counts once', async () => {
  const rows = rowsOf([
    ['订单号', '会员号', '下单时间', '商品名称', '数量', '实付金额'],
    ['XM1', 'XM', '2026-01-05 10:00', '龙井', 1, 300],
    [null, null, null, '茶杯', 2, null],
    ['XM2', 'XM', '2026-01-06 10:00', '普洱', 1, 100],
  ])
  const after = `<mergeCells>${['A', 'B', 'C', 'F'].map((c) => `<mergeCell ref="${c}2:${c}3"/>`).join('')}</mergeCells>`
  const done = await bring(makeXlsx([{ rows, after }]), '订单.xlsx')
  expect(done.counts).toMatchObject({ purchasesNew: 2, lines: 3, refused: 0 })
  expect(done.inspection?.warnings.map((warning) => warning.zh).join()).toContain('合并')
  const { rows: kept } = await world.database.pool.query(
    `select number, amount, items from purchases where number like 'XM%' order by number`,
  )
  expect(kept).toMatchObject([
    { number: 'XM1', amount: 30_000 },
    { number: 'XM2', amount: 10_000 },
  ])
})

test('a cell that cannot be trusted refuses its row only where its column is used', async () => {
  const rows = `${rowsOf([['会员号', '姓名', '备用']])}<row r="2"><c r="A2"><v>110101199003070000</v></c><c r="B2" t="e"><v>#N/A</v></c></row><row r="3"><c r="A3" t="str"><v>XC1</v></c><c r="B3" t="str"><v>好</v></c><c r="C3"><f>1/0</f></c></row>`
  const done = await bring(makeXlsx([{ rows }]), 'c.xlsx')
  expect(done.counts).toMatchObject({ customersNew: 1, refused: 1 })
  const reason = done.refusals[0]?.reason
  expect(reason?.zh).toMatch(/A2.*15 位.*B2.*#N\/A/)
  expect(reason?.en).toMatch(/A2.*15 digits.*B2.*#N\/A/)
})

const oldBook = (kind: 'biff8' | 'xlml' | 'html') => {
  const sheet = utils.aoa_to_sheet([
    ['会员号', '姓名', '手机号', '生日'],
    [
      `XO-${kind}`,
      '王芳',
      kind === 'biff8' ? 13_900_000_021 : '13900000022',
      kind === 'biff8' ? { t: 'n', v: 32_994, z: 'yyyy-mm-dd' } : '1990-05-01',
    ],
  ])
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, '会员')
  return book
}

test.each([
  [
    'a workbook of before 2007',
    'xls',
    () => Buffer.from(write(oldBook('biff8'), { type: 'buffer', bookType: 'biff8' })),
    'XO-biff8',
    '+8613900000021',
  ],
  [
    'XML of Excel 2003 called .xls',
    'xls',
    () => Buffer.from(write(oldBook('xlml'), { type: 'buffer', bookType: 'xlml' })),
    'XO-xlml',
    '+8613900000022',
  ],
  [
    'a table of HTML in GBK called .xls',
    'xls',
    () =>
      iconv.encode(
        '<html><meta charset="gbk"><table><tr><th>会员号</th><th>姓名</th><th>手机号</th><th>生日</th></tr><tr><td>007</td><td>王芳芳</td><td>13900000023</td><td>1990年5月1日</td></tr></table></html>',
        'gb18030',
      ),
    '007',
    '+8613900000023',
  ],
  [
    'a workbook called .csv',
    'csv',
    () =>
      makeXlsx([
        {
          rows: rowsOf([
            ['会员号', '姓名', '手机号', '生日'],
            ['XO-csv', '王芳', 13_900_000_024, '1990-05-01'],
          ]),
        },
      ]),
    'XO-csv',
    '+8613900000024',
  ],
])('%s is known by what stands in it', async (_, ending, make, code, phone) => {
  const done = await bring(make(), `名单.${ending}`)
  expect(done).toMatchObject({ state: 'done', counts: { customersNew: 1, refused: 0 } })
  expect(await customersBy(code)).toMatchObject([{ code, phone, birthday: '1990-05-01' }])
})

test.each([
  [
    'a workbook with a password',
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(600),
    ]),
    'spreadsheet.locked',
  ],
  ['a zip of texts', makeZip({ 'orders.csv': 'a,b' }), 'spreadsheet.other-kind'],
  ['a workbook with nothing in it', makeXlsx([{ rows: '' }]), 'spreadsheet.no-sheet'],
  ['a workbook with a header alone', makeXlsx([{ rows: rowsOf([['会员号', '姓名']]) }]), 'import.header-only'],
  ['an old workbook of noise', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5_000, 7)]), 'spreadsheet.broken'],
])('%s is refused in words, and nothing is kept of it', async (_, body, code) => {
  const folder = join(world.services.filesFolder, 'imports')
  const before = existsSync(folder) ? readdirSync(folder).length : 0
  const answer = await upload(body, 'x.xlsx')
  expect(answer.code).toBe(code)
  expect(answer.detail).toMatch(/\p{Script=Han}/u)
  expect(readdirSync(folder)).toHaveLength(before)
})

test('the same file a second time is told so before it runs', async () => {
  const file = '会员号,姓名\nXS1,王芳\n'
  const first = await bring(file, '一月.csv')
  expect(first.sameFile).toBeNull()
  const { id } = await upload(file, '又一次.csv')
  expect((await world.ask(readImport, { id })).sameFile).toMatchObject({ id: first.id, name: '一月.csv' })
  const { id: other } = await upload(`${file}XS2,李雷\n`, '一月.csv')
  expect((await world.ask(readImport, { id: other })).sameFile).toBeNull()
})

test('sheets with the same columns come in together, each line told by its sheet, or one alone', async () => {
  const head = ['会员号', '姓名', '手机号']
  const sheet = (name: string, rows: (string | number | null)[][], more: object = {}) => ({ name, rows: rowsOf(rows), ...more })
  const book = makeXlsx([
    sheet('一月', [head, ['J1', '甲一', '13800007001'], ['J2', '甲二', '13800007002'], ['J3', '甲三', '13800007003']]),
    sheet('说明', [['请勿修改']]),
    sheet('二月', [['2024 年 2 月', null, null], head, ['J4', '乙一', '13800007004'], ['J5', '坏电话', '1380']]),
    sheet('草稿', [head, ['J9', '草稿', '13800007009']], { state: 'hidden' }),
  ])
  const { id, inspection } = await upload(book, 'months.xlsx')
  expect(inspection).toMatchObject({ sheet: 0, alikeSheets: [2, 3], joinedSheets: [2], rowsExpected: 5 })
  expect(await world.ask(inspectImport, { id, sheet: 0, joinedSheets: '' })).toMatchObject({ joinedSheets: [], rowsExpected: 3 })
  await expect(world.ask(inspectImport, { id, sheet: 0, joinedSheets: '1' })).rejects.toMatchObject({ code: 'import.other-columns' })
  expect(await world.ask(inspectImport, { id, sheet: 0, joinedSheets: '2,2' })).toMatchObject({ joinedSheets: [2], rowsExpected: 5 })
  expect((await world.act(dryRunImport, { id, sheet: 0 })).counts).toMatchObject({ customersNew: 3, refused: 0 })
  expect((await world.act(dryRunImport, { id, sheet: 0, joinedSheets: [2, 2] })).counts).toMatchObject({ customersNew: 4, refused: 1 })
  const tried = await world.act(dryRunImport, { id })
  expect(tried.counts).toMatchObject({ customersNew: 4, refused: 1 })
  await world.act(startImport, { id })
  // Broken off between the sheets and taken up again.
  await work({ rows: 2 })
  const done = await world.ask(readImport, { id })
  expect(done.counts).toMatchObject({ rows: 5, customersNew: 4, refused: 1 })
  expect(done.refusals[0]?.reason).toMatchObject({
    en: expect.stringContaining('sheet 3, C4'),
    zh: expect.stringContaining('第 3 张表 C4'),
  })
  expect((await customersBy('J')).map(({ code }) => code)).toEqual(['J1', 'J2', 'J3', 'J4'])
  const refused = await (await world.http()).inject({
    url: `/api/imports/${id}/refusals.csv?language=en`,
    headers: { 'x-test-role': 'manager' },
  })
  expect(refused.body).toContain('"sheet 3, line 4"')
  await world.act(undoImport, { id })
  await work()
  expect((await bring(book, 'again.xlsx', { sheet: 2, joinedSheets: [] })).counts).toMatchObject({ rows: 2, customersNew: 1 })
})

test('sheets of months are read in their order, so that what the newest says holds', async () => {
  const month = (name: string, many: number) => ({
    name,
    rows: rowsOf([['会员号', '姓名'], ...Array.from({ length: many }, (_, i) => [`MO${10 + i}`, `${name}${i}`])]),
  })
  const { id, inspection } = await upload(makeXlsx([month('一月', 13), month('二月', 15)]), 'in-order.xlsx')
  expect(inspection).toMatchObject({ sheet: 0, joinedSheets: [1], rowsExpected: 28 })
  await world.act(startImport, { id })
  await work()
  expect((await customersBy('MO'))[0]).toMatchObject({ code: 'MO10', name: '二月0' })
})
