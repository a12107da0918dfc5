// What is wrong with the files that shops really have: each kind, from its bytes to what is kept of it or why it is refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, expect, test } from 'vitest'
import type { Words } from '../../../core/kit/words.ts'
import { importSettings } from '../import.ts'
import { type CustomerRow, makeCustomerReader } from '../read-customer-row.ts'
import { makePurchaseReader, type PurchaseRow } from '../read-purchase-row.ts'
import type { RowReading } from '../row-reading.ts'
import { havePointZero, inspectFile } from './inspect-file.ts'
import { openRecords } from './open-records.ts'

const folder = mkdtempSync(join(tmpdir(), 'regulars-misery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Read = {
  readonly kept: readonly object[]
  readonly refused: readonly { readonly line: number; readonly reason: Words }[]
  readonly warnings: string
}

async function read(bytes: Buffer | string, choices: object = {}): Promise<Read> {
  const path = join(folder, 'file.csv')
  writeFileSync(path, bytes)
  const found = await inspectFile(path)
  const { encoding, delimiter, sheet, headerRow, kind, columns, dateOrder, decimalMark } = found
  const settings = importSettings.parse({ encoding, delimiter, sheet, headerRow, kind, columns, dateOrder, decimalMark, ...choices })
  const rows: RowReading = {
    settings,
    width: found.header.length,
    header: found.header,
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    codesHavePointZero: await havePointZero(path, settings, columns['code']),
  }
  const records = await openRecords(path, settings, 0)
  const taken = await records.take(10_000)
  records.close()
  const [readCustomer, readPurchase] = [makeCustomerReader(rows), makePurchaseReader(rows)]
  const lines = taken.map((record) => (kind === 'customers' ? readCustomer(record) : readPurchase(record)))
  return {
    kept: lines.flatMap((row) => ('reason' in row ? [] : [keptOf(row)])),
    refused: lines.flatMap((row) => ('reason' in row ? [{ line: row.line, reason: row.reason }] : [])),
    warnings: found.warnings.map(({ zh }) => zh).join(' '),
  }
}

function keptOf(row: CustomerRow | PurchaseRow): object {
  if ('values' in row) return row.values
  const { keys, at, amount, quantity, kind, product } = row
  return { ...keys, at, amount, quantity, kind, product }
}

const head = '会员号,姓名,手机号\n'
const wang = [{ code: 'M1', name: '王芳', phone: '+8613800000001' }]
const list = `${head}M1,王芳,13800000001\n`
const gbk = (text: string) => iconv.encode(text, 'gb18030')
const mark = Buffer.from([0xef, 0xbb, 0xbf])
/** A file of one column beside the number, so that a cell's fate is told by itself. */
const column = (name: string, cell: string) => `会员号,${name}\nM1,"${cell.replaceAll('"', '""')}"\n`
const order = (cells: string, header = '订单号,会员号,下单时间,数量,实付金额') => `${header}\n${cells}\n`
const paid = (amount: string) => order(`D1,M1,2026-01-05,1,"${amount}"`)
const bought = (time: string) => order(`D1,M1,"${time}",1,10`)

type Kept = readonly [
  what: string,
  bytes: Buffer | string,
  kept: readonly object[],
  more?: { readonly warns?: string; readonly refused?: number; readonly choices?: object },
]

const kept: readonly Kept[] = [
  // 1–8: encodings
  ['a byte order mark of UTF-8', Buffer.concat([mark, Buffer.from(list)]), wang],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${list}`, 'utf16le'), wang],
  ['UTF-16 the other way round, with its mark', Buffer.from(`\ufeff${list}`, 'utf16le').swap16(), wang],
  [
    'UTF-16 without a mark, hardly a Latin letter in it',
    Buffer.from(list.replace('M1', '甲一'), 'utf16le'),
    [{ ...wang[0], code: '甲一' }],
  ],
  ['UTF-16 the other way round, without a mark', Buffer.from(list, 'utf16le').swap16(), wang],
  ['GBK', gbk(list), wang],
  ['characters of four bytes in GB18030', gbk(list.replace('王芳', '𠮷㐂')), [{ ...wang[0], name: '𠮷㐂' }]],
  ['GBK that claims to be UTF-8', Buffer.concat([mark, gbk(list)]), wang],
  // 9–14: letters
  ['zero-width characters and marks of direction', column('姓名', '\u200b王\u200e芳\ufeff\u202c'), [{ code: 'M1', name: '王芳' }]],
  ['full-width digits and letters', `${head}Ｍ１,王芳,１３８０００００００１\n`, wang],
  [
    'emoji, families of them, and characters of every plane',
    column('姓名', '王👨‍👩‍👧芳𠮷𪚥𰻝'),
    [{ code: 'M1', name: '王👨‍👩‍👧芳𠮷𪚥𰻝' }],
  ],
  ['spaces of every kind around a value', column('手机号', '\u3000 13800000001\u00a0\t'), [{ code: 'M1', phone: '+8613800000001' }]],
  ['a tab and a line break in a cell', column('姓名', '王\t芳\n小姐'), [{ code: 'M1', name: '王 芳 小姐' }]],
  // 15–26: lines, quotes, delimiters
  ['lines that end with CR alone', list.replaceAll('\n', '\r'), wang],
  [
    'every line ends in another way',
    `${head}M1,王芳,13800000001\r\nM2,李雷,13800000002\rM3,赵六,13800000003\r\r\nM4,钱七,13800000004`,
    ['王芳', '李雷', '赵六', '钱七'].map((name, i) => ({ code: `M${i + 1}`, name, phone: `+861380000000${i + 1}` })),
  ],
  ['a line that tells Excel the delimiter', `sep=;\r\n${list.replaceAll(',', ';')}`, wang],
  ['full-width commas, as a Chinese keyboard types them', list.replaceAll(',', '，'), wang],
  ['a quote inside of a cell', `会员号,姓名\nM1,王"大"芳\n`, [{ code: 'M1', name: '王"大"芳' }]],
  ['quotes that are doubled, with the delimiter inside', column('姓名', '王"大",芳'), [{ code: 'M1', name: '王"大",芳' }]],
  ['text behind a closing quote', '会员号,姓名\nM1,"王"芳\n', [{ code: 'M1', name: '王芳' }]],
  ['empty lines, and lines of delimiters alone', `${head}\n,,\nM1,王芳,13800000001\n  , ,\n\n`, wang],
  ['delimiters behind the last cell', list.replaceAll('\n', ',,\n'), wang],
  ['the header once more, amid the rows', `${list}${head}`, wang, { refused: 1 }],
  ['two columns of one name', '会员号,姓名,手机号,手机号\nM1,王芳,13800000001,13900000009\n', wang, { warns: '同名' }],
  [
    'no header: the first line is data',
    'M1,王芳,13800000001\nM2,李雷,13800000002\nM3,赵六,13800000003\n',
    [{ name: '王芳' }, { name: '李雷' }, { name: '赵六', phone: '+8613800000003' }],
    { warns: '第一行看起来是数据', refused: 0, choices: { columns: { phone: 2, name: 1 } } },
  ],
  [
    'a title above the header',
    `2024年会员名单\n导出日期：今天\n${list}M2,李雷,13800000002\n`,
    [...wang, { code: 'M2', name: '李雷', phone: '+8613800000002' }],
    { warns: '标题行像是第 3 行' },
  ],
  ['a line of totals at the foot', `${list}合计,1 人,\n`, wang, { refused: 1 }],
  // 27–31: numbers
  ['a thousand, with its comma', paid('1,234.56'), [{ amount: 123_456 }]],
  [
    'a thousand as Germans write it',
    order('D1;M1;05.01.2026;1;1.234,56\nD2;M1;06.01.2026;1;12,50', '订单号;会员号;下单时间;数量;实付金额'),
    [{ amount: 123_456 }, { amount: 1_250 }],
    { choices: { dateOrder: 'dmy' } },
  ],
  ['ten thousands in a word', paid('1.2万'), [{ amount: 1_200_000 }]],
  ['signs and words of the currency', paid('￥ 1234.50元'), [{ amount: 123_450 }]],
  ['brackets for what came back', paid('(12.00)'), [{ amount: 1_200, kind: 'refund' }]],
  // 32–36: days and times
  ['a day in Chinese', column('生日', '1990年5月1日'), [{ code: 'M1', birthday: '1990-05-01' }]],
  ['a day in eight digits', column('生日', '19900501'), [{ code: 'M1', birthday: '1990-05-01' }]],
  ['a day as Excel’s number', column('生日', '32994'), [{ code: 'M1', birthday: '1990-05-01' }]],
  ['no day, as databases say it', column('生日', '0000-00-00'), [{ code: 'M1' }]],
  ['a time without a zone', bought('2026/1/5 8:26'), [{ at: '2026-01-05T00:26:00.000Z' }]],
  ['a time with its zone', bought('2026-01-05T00:26:00Z'), [{ at: '2026-01-05T00:26:00.000Z' }]],
  [
    'a purchase in a year of two digits, the order of day and month known',
    bought('3/25/24 10:00'),
    [{ at: '2024-03-25T02:00:00.000Z' }],
    { choices: { dateOrder: 'mdy' } },
  ],
  // 37–: what spreadsheets do to texts
  ['yes by a tick', column('接收邮件', '√'), [{ code: 'M1', emailConsent: 'granted' }]],
  ['no by a word', column('接收邮件', '否'), [{ code: 'M1', emailConsent: 'withdrawn' }]],
  ['an apostrophe that says "this is text"', `${head}'007,王芳,'13800000001\n`, [{ code: '007', name: '王芳', phone: '+8613800000001' }]],
  ['a number held as a formula', `${head}"=""007""",王芳,"=""13800000001"""\n`, [{ code: '007', name: '王芳', phone: '+8613800000001' }]],
  ['a formula is a text like any other', column('姓名', '=cmd|"/c calc"!A0'), [{ code: 'M1', name: '=cmd|"/c calc"!A0' }]],
  ['a phone with country, spaces and dashes', column('手机号', '+86 138-0000 0001'), [{ code: 'M1', phone: '+8613800000001' }]],
  ['a phone with a point', column('手机号', '13800000001.0'), [{ code: 'M1', phone: '+8613800000001' }]],
  ['a phone in scientific notation with all its digits', column('手机号', '1.3812345678E+10'), [{ code: 'M1', phone: '+8613812345678' }]],
  ['an e-mail with full-width signs', column('邮箱', 'Wang＠shop．example'), [{ code: 'M1', email: 'wang@shop.example' }]],
]

test.each(kept.map(([what, bytes, rows, more = {}]) => ({ what, bytes, rows, ...more })))(
  'kept as it was meant: $what',
  async ({ bytes, rows, warns, refused = 0, choices = {} }) => {
    const found = await read(bytes, choices)
    expect(found.kept).toMatchObject(rows)
    expect(found.kept).toHaveLength(rows.length)
    expect(found.refused).toHaveLength(refused)
    expect(found.warnings).toContain(warns ?? '')
  },
)

test.each([
  ['spaces', '会员号 姓名 手机号\nM1 王芳 13800000001\n'],
  ['a sign that no program uses', '会员号~姓名~手机号\nM1~王芳~13800000001\n'],
])('a file whose columns are parted by %s says that one column was found, and what to do', async (_, text) => {
  expect((await read(text)).warnings).toMatch(/只读出一列.*分列/)
})

test('a list of one column that is known says nothing of delimiters', async () => {
  expect(await read('手机号\n13800000001\n13800000002\n')).toMatchObject({ warnings: '', refused: [] })
})

test('columns that only what stands in brackets tells apart share no name', async () => {
  const found = await read('会员号,姓名,消费（最早）,消费（最晚）\nM1,王芳,2024-01-01,2024-02-01\n')
  expect(found).toMatchObject({ kept: [{ code: 'M1', name: '王芳' }], refused: [], warnings: '' })
})

type Refused = readonly [what: string, bytes: Buffer | string, line: number, zh: RegExp, en: RegExp]

const refused: readonly Refused[] = [
  [
    'a line of UTF-8 in a file of GBK',
    Buffer.concat([
      gbk(`${head}M1,王芳,13800000001\n`.repeat(1)),
      Buffer.from('M2,李雷,13800000002\n'),
      gbk('M3,赵六六,13800000003\n'.repeat(40)),
    ]),
    3,
    /编码与文件其余部分不同/,
    /another encoding/,
  ],
  [
    'a line of GBK in a file of UTF-8',
    Buffer.concat([Buffer.from(`${head}${'M1,王芳芳,13800000001\n'.repeat(40)}`), gbk('M2,李雷,13800000002\n')]),
    42,
    /姓名（第 2 列）.*损坏的字符/,
    /Name \(column 2\).*broken characters/,
  ],
  ['a null character', `${head}M1,王\0芳,13800000001\n`, 2, /姓名（第 2 列）.*无法保存/, /column 2.*cannot be stored/],
  ['a quote that never closes', `${head}M1,"王芳,13800000001\nM2,李雷,13800000002\n`, 2, /引号没有闭合/, /never closes/],
  ['too few cells', `${head}M1,王芳\n`, 2, /有 2 格，而标题行有 3 格/, /2 cells where the header has 3/],
  ['too many cells', `${head}M1,王芳,13800000001,又一格\n`, 2, /有 4 格/, /4 cells/],
  ['a cell of ten megabytes', `${head}M1,${'王'.repeat(3_500_000)},13800000001\n`, 2, /一百万个字符/, /million characters/],
  ['a day that never was', column('生日', '2023-02-29'), 2, /生日（第 2 列）.*2023-02-29/, /Birthday \(column 2\)/],
  ['a birthday in a year of two digits', column('生日', '3/5/24'), 2, /生日（第 2 列）.*两位/, /two digits/],
  ['a day whose order is in doubt', column('生日', '03/05/1990'), 2, /生日.*选定顺序/, /choose the order/],
  ['a phone whose last digits Excel has lost', column('手机号', '1.38123E+10'), 2, /手机号（第 2 列）.*科学记数法/, /scientific notation/],
  [
    'a number whose last digits Excel has lost',
    '会员号,姓名\n1.10101E+17,王芳\n',
    2,
    /客户编号（第 1 列）.*科学记数法/,
    /column 1.*scientific/,
  ],
  ['an amount in another currency', paid('$12.00'), 2, /实付金额.*（第 5 列）/, /column 5/],
  [
    'a comma where a point is meant, in a file of points',
    order('D1,M1,2026-01-05,1,"1,234.50"\nD2,M1,2026-01-05,1,"12,5"'),
    3,
    /“12,5”不是金额/,
    /“12,5” is not an amount/,
  ],
  [
    'several faults at once',
    '会员号,手机号,邮箱,生日\nM1,12,x@,1990-13-01\n',
    2,
    /手机号（第 2 列）.*；邮箱（第 3 列）.*；生日（第 4 列）/,
    /Phone \(column 2\).*; E-mail \(column 3\).*; Birthday \(column 4\)/,
  ],
  ['nobody', `${head},王芳,\n`, 2, /不知道是谁/, /nobody knows who/],
]

test.each(refused)('refused with line, column and reason in both languages: %s', async (_, bytes, line, zh, en) => {
  const found = await read(bytes)
  expect(found.refused.map((row) => row.line)).toEqual([line])
  expect(found.refused[0]?.reason.zh).toMatch(zh)
  expect(found.refused[0]?.reason.en).toMatch(en)
})

test.each([
  ['a header alone', head, 'import.header-only'],
  ['nothing', '', 'import.empty'],
  ['a mark of byte order and nothing', mark, 'import.empty'],
  ['empty lines', '\n\n  \n', 'import.empty'],
  ['JSON', '[\n  {"会员号": "M1", "姓名": "王芳"}\n]', 'import.json'],
  ['JSON line by line, behind a byte order mark', '\ufeff{"code":"M1"}\n{"code":"M2"}\n', 'import.json'],
  ['GBK behind the mark of UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), gbk(list)]), 'import.false-mark'],
  [
    'UTF-8 behind the mark of UTF-16 the other way round',
    Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(list)]),
    'import.false-mark',
  ],
  ['six hundred columns', `${Array.from({ length: 600 }, (_x, i) => `c${i}`).join(',')}\n1\n`, 'import.too-many-columns'],
])('a file that is no table is refused as a whole: %s', async (_, bytes, code) => {
  await expect(read(bytes)).rejects.toMatchObject({ code })
})
