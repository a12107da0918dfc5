import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx as readByHucre, writeXlsx } from 'hucre/xlsx'
import { afterAll, expect, test } from 'vitest'
import { makeXlsx, makeZip, rowsOf, xlsxParts } from '../../../test/make-xlsx.ts'
import { Problem } from '../../core/kit/problem.ts'
import { convertWorkbook } from './convert-workbook.ts'
import { type Limits, usualLimits } from './limits.ts'
import { readXlsx } from './read-xlsx.ts'
import { decodeRow, type SheetRow } from './sheet-row.ts'

const folder = mkdtempSync(join(tmpdir(), 'regulars-sheets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pathOf = (sheet: number) => join(folder, `rows.${sheet}`)
const rowsAt = (sheet: number): SheetRow[] => readFileSync(pathOf(sheet), 'utf8').split('\n').slice(0, -1).map(decodeRow)

async function read(bytes: Buffer | Uint8Array, limits: Partial<Limits> = {}) {
  const path = join(folder, 'book.xlsx')
  writeFileSync(path, bytes)
  const sheets = await readXlsx(path, pathOf, { ...usualLimits, ...limits })
  return { sheets, rows: sheets.map((_, at) => rowsAt(at)) }
}

const cellsOf = async (rows: string, book: Parameters<typeof makeXlsx>[1] = {}) => (await read(makeXlsx([{ rows }], book))).rows[0] ?? []
const one = async (cell: string, book: Parameters<typeof makeXlsx>[1] = {}) => (await cellsOf(`<row r="1">${cell}</row>`, book))[0]

test.each([
  ['a phone kept as a number', '<c r="A1"><v>13812345678</v></c>', '13812345678'],
  ['a phone with an exponent', '<c r="A1"><v>1.3812345678E+10</v></c>', '13812345678'],
  ['a phone with a point', '<c r="A1"><v>13812345678.0</v></c>', '13812345678'],
  ['a sum with the dust of binary', '<c r="A1"><v>0.30000000000000004</v></c>', '0.3'],
  ['a very small number', '<c r="A1"><v>1.5E-7</v></c>', '0.00000015'],
  ['yes', '<c r="A1" t="b"><v>1</v></c>', 'TRUE'],
  ['a formula’s kept text', '<c r="A1" t="str"><f>B1&amp;C1</f><v>王 &amp; 李</v></c>', '王 & 李'],
  ['a formula’s kept number', '<c r="A1"><f>1+1</f><v>2</v></c>', '2'],
  ['text in the cell, in runs', '<c r="A1" t="inlineStr"><is><r><t>常</t></r><r><rPr><b/></rPr><t>客</t></r></is></c>', '常客'],
  ['a line break and a tab', '<c r="A1" t="inlineStr"><is><t>a_x000D_&#10;b&#9;c\\</t></is></c>', 'a\r\nb\tc\\'],
  ['a null character and half an emoji', '<c r="A1" t="inlineStr"><is><t>a_x0000_b_xD83D_c</t></is></c>', 'ab\ufffdc'],
  ['rare characters and emoji', '<c r="A1" t="inlineStr"><is><t>𠮷野家👨‍👩‍👧</t></is></c>', '𠮷野家👨‍👩‍👧'],
  ['an ISO day', '<c r="A1" t="d"><v>2024-03-05T08:30:00.000</v></c>', '2024-03-05 08:30:00'],
  ['attributes in single quotes', `<c r='A1' t='n' ><v>7</v></c>`, '7'],
])('a cell is read as it is meant: %s', async (_, cell, text) => {
  const row = await one(cell)
  expect(row).toEqual({ row: 1, cells: [text] })
})

test.each([
  ['a day', 14, '45356', '2024-03-05'],
  ['a Chinese day', 'yyyy"年"m"月"d"日";@', '45356', '2024-03-05'],
  ['a Chinese day built in', 31, '45356', '2024-03-05'],
  ['a day and a time', 22, '45356.354166666664', '2024-03-05 08:30:00'],
  ['half a second before midnight', 'yyyy/m/d h:mm', '45356.999999', '2024-03-06 00:00:00'],
  ['a time alone', 'h:mm AM/PM', '0.75', '18:00:00'],
  ['a span', '[h]:mm', '1.25', '30:00:00'],
  ['a birthday of 1900', 'yyyy-mm-dd', '32', '1900-02-01'],
  ['the day before the one that never was', 'yyyy-mm-dd', '59', '1900-02-28'],
  ['an amount in yuan', '"¥"#,##0.00', '1234.5', '1234.5'],
  ['an amount in yuan, by its bracket', '[$¥-804]#,##0.00', '1234.5', '1234.5'],
  ['an amount in dollars keeps its sign', '[$$-409]#,##0.00', '1234.5', '$1234.5'],
  ['an amount in euros', '#,##0.00\\ [$€-407]', '9', '€9'],
  ['a percentage is its share', 9, '0.15', '0.15'],
  ['red for the negative is no day', '0.00;[Red]-0.00', '45356', '45356'],
  ['general', 'General', '45356', '45356'],
  ['an id with zeros before it', '00000000', '123', '123'],
])('a number is read by its format: %s', async (_, format, value, text) => {
  expect((await one(`<c r="A1" s="1"><v>${value}</v></c>`, { formats: [format] }))?.cells).toEqual([text])
})

test('in the system of 1904 the same number is another day', async () => {
  expect((await one('<c r="A1" s="1"><v>43894</v></c>', { formats: [14], is1904: true }))?.cells).toEqual(['2024-03-05'])
})

test.each([
  ['an 18-digit number that Excel has cut', '<c r="A1"><v>110101199003070000</v></c>', 'cut', 'cutNumbers'],
  ['an error', '<c r="A1" t="e"><v>#N/A</v></c>', 'error', 'errors'],
  ['a formula without its result', '<c r="A1"><f>SUM(B1:B9)</f></c>', 'formula', 'emptyFormulas'],
  ['the 29th of February 1900', '<c r="A1" s="1"><v>60</v></c>', 'date', 'badDates'],
  ['a day before time', '<c r="A1" s="1"><v>-3</v></c>', 'date', 'badDates'],
] as const)('a cell that cannot be trusted says why: %s', async (_, cell, fault, count) => {
  const { sheets, rows } = await read(makeXlsx([{ rows: `<row r="3">${cell}</row>` }], { formats: [14] }))
  expect(rows[0]?.[0]).toMatchObject({ row: 3, faults: { 0: fault } })
  expect(sheets[0]?.[count]).toBe(1)
})

test('shared texts are found by number, without their readings', async () => {
  const strings =
    '<si><t>编号</t></si><si><r><t>单</t></r><r><t xml:space="preserve"> 雄信</t></r><rPh sb="0" eb="1"><t>shan</t></rPh></si>'
  const rows = await cellsOf('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c r="D1" t="s"><v>9</v></c></row>', {
    strings,
  })
  expect(rows).toEqual([{ row: 1, cells: ['编号', '', '单 雄信'] }])
})

test('a cell merged over rows fills them, an empty row stays empty, and over columns it stays where it is', async () => {
  const after = '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="B2:C2"/><mergeCell ref="A5:A9"/></mergeCells>'
  const rows = rowsOf([
    ['订单号', '商品', '数量'],
    ['D1', '茶', null],
    [null, '壶', 1],
    [null, null, null],
    ['D2', '杯', 2],
  ])
  const { sheets, rows: found } = await read(makeXlsx([{ rows, after }]))
  expect(found[0]?.map((row) => [row.row, ...row.cells])).toEqual([
    [1, '订单号', '商品', '数量'],
    [2, 'D1', '茶'],
    [3, 'D1', '壶', '1'],
    [5, 'D2', '杯', '2'],
  ])
  expect(found[0]?.[2]?.filled).toEqual(new Set([0]))
  expect(sheets[0]).toMatchObject({ mergedDown: 2, mergedAcross: 1, rows: 4 })
})

test('sheets are listed with what is hidden; prefixes, absolute targets and cells without places are read', async () => {
  const parts = xlsxParts([
    { name: '说明 &amp; 目录', rows: rowsOf([['a']]) },
    { name: '数据', state: 'veryHidden', rows: '', before: '<cols><col min="2" max="3" hidden="1"/></cols>' },
  ])
  parts['xl/worksheets/sheet2.xml'] =
    '<x:worksheet xmlns:x="m"><x:cols><x:col min="2" max="3" hidden="1"/></x:cols><x:sheetData><x:row hidden="1"><x:c><x:v>1</x:v></x:c><x:c t="inlineStr"><x:is><x:t>二</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
  parts['xl/_rels/workbook.xml.rels'] =
    parts['xl/_rels/workbook.xml.rels']?.replace('worksheets/sheet2.xml', '/xl/worksheets/sheet2.xml') ?? ''
  const { sheets, rows } = await read(makeZip(parts))
  expect(sheets).toMatchObject([
    { name: '说明 & 目录', hidden: false, rows: 1 },
    { name: '数据', hidden: true, rows: 1, hiddenRows: 1, hiddenColumns: [2, 3] },
  ])
  expect(rows[1]).toEqual([{ row: 1, cells: ['1', '二'] }])
})

test('what another program writes is read as that program reads it', async () => {
  const table = Array.from({ length: 300 }, (_, i) => [`M${i}`, i % 7 ? `客户"${i}"<&>` : null, i * 1.1, i % 2 === 0, `多\n行${i}`])
  const written = await writeXlsx({ sheets: [{ name: 'S', rows: table }] })
  const [mine] = (await read(Buffer.from(written))).rows
  const theirs = (await readByHucre(written)).sheets[0]?.rows ?? []
  const say = (value: unknown) =>
    value === null || value === undefined
      ? ''
      : typeof value === 'boolean'
        ? String(value).toUpperCase()
        : typeof value === 'number'
          ? String(Number(value.toPrecision(15)))
          : typeof value === 'string'
            ? value
            : JSON.stringify(value)
  expect(mine?.map((row) => row.cells)).toEqual(theirs.map((row) => row.map(say)))
})

const problemOf = async (bytes: Buffer, limits: Partial<Limits> = {}): Promise<string> => {
  try {
    await read(bytes, limits)
    return 'read'
  } catch (error) {
    return error instanceof Problem ? error.code : String(error)
  }
}

type Bomb = readonly [string, () => Buffer, string, Partial<Limits>?]

const bombs: readonly Bomb[] = [
  ['two hundred megabytes of nothing', () => makeXlsx([{ rows: `<row r="1">${' '.repeat(200 * 1024 ** 2)}</row>` }]), 'spreadsheet.bomb'],
  [
    'texts that weigh too much',
    () => makeXlsx([{ rows: '' }], { strings: `<si><t>${'x'.repeat(9_000)}</t></si>`.repeat(1_000) }),
    'spreadsheet.bomb',
    { strings: 1_000_000 },
  ],
  [
    'one long text, ten thousand times',
    () =>
      makeXlsx(
        [{ rows: Array.from({ length: 10_000 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`).join('') }],
        { strings: `<si><t>${'x'.repeat(30_000)}</t></si>` },
      ),
    'spreadsheet.bomb',
    { output: 10_000_000 },
  ],
  ['a hundred thousand parts', () => makeZip({ 'xl/workbook.xml': '<workbook/>' }, 65_000), 'spreadsheet.bomb'],
  [
    'entities that multiply',
    () => {
      const parts = xlsxParts([{ rows: '' }])
      parts['xl/workbook.xml'] = `<!DOCTYPE lolz [<!ENTITY lol "lol">]>${parts['xl/workbook.xml']}`
      return makeZip(parts)
    },
    'spreadsheet.trick',
  ],
  [
    'an entity of a file',
    () => {
      const parts = xlsxParts([{ rows: '' }])
      parts['xl/worksheets/sheet1.xml'] =
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>'
      return makeZip(parts)
    },
    'spreadsheet.trick',
  ],
  ['a tag that never ends', () => makeXlsx([{ rows: `<row ${'a'.repeat(3 * 1024 ** 2)}` }]), 'spreadsheet.trick'],
  [
    'rows that go back',
    () => makeXlsx([{ rows: '<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>' }]),
    'spreadsheet.trick',
  ],
  ['a row beyond the last', () => makeXlsx([{ rows: '<row r="99999999"><c><v>1</v></c></row>' }]), 'spreadsheet.trick'],
  [
    'half a file',
    () => {
      const whole = makeXlsx([{ rows: rowsOf([['a']]) }])
      return whole.subarray(0, whole.length / 2)
    },
    'spreadsheet.broken',
  ],
  ['a zip of something else', () => makeZip({ 'orders.csv': 'a,b' }), 'spreadsheet.other-kind'],
  ['a text document', () => makeZip({ 'word/document.xml': '<a/>' }), 'spreadsheet.other-kind'],
  [
    'a sheet that is not there',
    () => {
      const { 'xl/worksheets/sheet1.xml': _, ...parts } = xlsxParts([{ rows: '' }])
      return makeZip(parts)
    },
    'spreadsheet.broken',
  ],
]

test.each(bombs.map(([name, make, code, limits]) => ({ name, make, code, limits })))(
  'what is no table is refused in words: $name',
  async ({ make, code, limits }) => {
    expect(await problemOf(make(), limits)).toBe(code)
  },
)

test('a million formatted rows without anything in them cost nothing', async () => {
  const empty = Array.from(
    { length: 300_000 },
    (_, i) => `<row r="${i + 3}" s="1" customFormat="1"><c r="A${i + 3}" s="1"/><c r="B${i + 3}" s="1"/></row>`,
  ).join('')
  const { sheets, rows } = await read(
    makeXlsx([
      {
        rows: `${rowsOf([
          ['a', 'b'],
          ['1', '2'],
        ])}${empty}`,
      },
    ]),
  )
  expect(sheets[0]).toMatchObject({ rows: 2, columns: 2 })
  expect(rows[0]).toHaveLength(2)
})

test('a row with something in column XFD is marked, not written out to there', async () => {
  const { sheets, rows } = await read(makeXlsx([{ rows: '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>' }]))
  expect(rows[0]).toEqual([{ row: 1, cells: ['1'], isTooWide: true }])
  expect(sheets[0]).toMatchObject({ columns: 1, wideRows: 1 })
})

test('a workbook that takes too long or too much is ended with its thread', async () => {
  const path = join(folder, 'slow.xlsx')
  writeFileSync(
    path,
    makeXlsx([{ rows: Array.from({ length: 200_000 }, (_, i) => `<row r="${i + 1}"><c><v>${i}</v></c></row>`).join('') }]),
  )
  const job = { path, kind: 'zip', encoding: 'utf-8', folder, name: 'slow' } as const
  await expect(convertWorkbook(job, { deadlineMs: 30 })).rejects.toMatchObject({ code: 'spreadsheet.too-heavy' })
  expect(await convertWorkbook(job)).toMatchObject([{ rows: 200_000 }])
})
