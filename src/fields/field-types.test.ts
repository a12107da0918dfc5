import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Field } from '../core/entity/field.ts'
import { ruleSchema } from '../core/rule/rule.ts'
import type { Parsed, Reading } from '../core/entity/field-type.ts'
import { instantOf } from '../core/kit/local-time.ts'
import { languages } from '../core/kit/words.ts'
import { operators } from '../core/rule/operators.ts'
import { guessDateOrder } from './date/guess-date-order.ts'
import { lunarDate } from './lunar-date/read-lunar-date.ts'
import { wallInstant } from './date/wall-instant.ts'
import { fieldTypes } from './field-types.ts'
import { innermost, sayIssue } from '../core/kit/say-issue.ts'

const zh: Reading = { language: 'zh', currency: 'CNY', timeZone: 'Asia/Shanghai' }
const en: Reading = { ...zh, language: 'en' }
const dmy: Reading = { ...zh, dateOrder: 'dmy' }
const mdy: Reading = { ...zh, dateOrder: 'mdy' }
const wrong = Symbol('wrong')

const tier: Field = {
  type: 'choice',
  label: { zh: '等级', en: 'Tier' },
  options: [
    { value: 'gold', label: { zh: '金卡', en: 'Gold' } },
    { value: '1', label: { zh: '一级', en: 'First' }, also: ['头等', 'A'] },
  ],
}
const days: Field = { type: 'number', label: { zh: '间隔', en: 'Gap' }, unit: { zh: '天', en: 'days' } }

const plain = (type: string): Field => ({ type, label: { zh: '字段', en: 'Field' } })

function typeNamed(name: string) {
  const type = fieldTypes[name]
  if (!type) throw new Error(`no type ${name}`)
  return type
}

function outcome(parsed: Parsed): unknown {
  return 'wrong' in parsed ? wrong : parsed.value
}

/** Whatever was read as a value is one that the schema lets through. */
function fitsOrIsNone(name: string, parsed: Parsed, field: Field): boolean {
  return 'wrong' in parsed || parsed.value === null || typeNamed(name).schema(field).safeParse(parsed.value).success
}

type Case = readonly [text: string, value: unknown, reading?: Reading, field?: Field]

const parseCases: Readonly<Record<string, readonly Case[]>> = {
  text: [
    ['  李\u00a0娜 ', '李 娜'],
    ['ＡＢ１２', 'ＡＢ１２'],
    ['two\r\nlines', 'two lines'],
    ['', null],
    [' \u3000 ', null],
    ['a\u0000b', wrong],
    ['half \ud83d', wrong],
    ['x'.repeat(500), 'x'.repeat(500)],
    ['x'.repeat(501), wrong],
  ],
  longtext: [
    ['two\r\nlines\r', 'two\nlines'],
    ['', null],
    ['\u0000', wrong],
    ['x'.repeat(20_001), wrong],
  ],
  number: [
    ['1,234.5', 1234.5],
    ['１，２３４', 1234],
    ['1 234 567', 1234567],
    ['17850.0', 17850],
    ['-3', -3],
    ['−3', -3],
    ['(12)', -12],
    ['.5', 0.5],
    ['1.2e3', 1200],
    ['1.1万', 11000],
    ['2亿', 200_000_000],
    ['45 天', 45, zh, days],
    ['45 days', 45, en, days],
    ['', null],
    ['1,5', wrong],
    ['1.234,56', wrong],
    ['12%', wrong],
    ['--5', wrong],
    ['e5', wrong],
    ['.', wrong],
    ['1e999', wrong],
    ['0x10', wrong],
    ['NaN', wrong],
    ['Infinity', wrong],
    ['一百', wrong],
  ],
  money: [
    ['1,234.50', 123450],
    ['¥1,234.5', 123450],
    ['￥８８', 8800],
    ['88元', 8800],
    ['1.2万元', 1_200_000],
    ['1.2万', 1_200_000],
    ['CNY 12', 1200],
    ['-¥12.00', -1200],
    ['(12.00)', -1200],
    ['2.555', 256],
    ['1200', 1200, { ...zh, currency: 'JPY' }],
    ['$12.00', 1200, { ...en, currency: 'USD' }],
    ['', null],
    ['12,50', wrong],
    ['$12', wrong],
    ['USD 12', wrong],
    ['twelve', wrong],
    ['99999999999999999', wrong],
    ['1.2.3', wrong],
  ],
  date: [
    ['2026-1-5', '2026-01-05'],
    ['2026/1/5', '2026-01-05'],
    ['2026.01.05', '2026-01-05'],
    ['2026年1月5日', '2026-01-05'],
    ['２０２６年１月５日', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['5/1/2026', '2026-01-05', dmy],
    ['5/1/2026', '2026-05-01', mdy],
    ['5/1/2026', wrong],
    ['25/1/2026', '2026-01-25'],
    ['25/1/2026', wrong, mdy],
    ['5/5/2026', '2026-05-05'],
    ['5 Jan 2026', '2026-01-05'],
    ['January 5, 2026', '2026-01-05'],
    ['1/12/2010 8:26', '2010-12-01', dmy],
    ['2026-01-05 08:00', '2026-01-05'],
    ['2026-01-05T23:00:00Z', '2026-01-06'],
    ['46027', '2026-01-05'],
    ['46027.0', '2026-01-05'],
    ['2024-02-29', '2024-02-29'],
    ['', null],
    ['2025-02-29', wrong],
    ['2026-13-01', wrong],
    ['2026-00-10', wrong],
    ['1849-12-31', wrong],
    ['2201-01-01', wrong],
    ['25568', '1969-12-31'],
    ['10000', '1927-05-18'],
    ['9999', wrong],
    ['73051', wrong],
    ['2026-01-05 25:00', wrong],
    ['2026-01-05 soon', wrong],
    ['5/1/26', wrong],
    ['yesterday', wrong],
    ['20261305', wrong],
  ],
  time: [
    ['2026-01-05 08:26', '2026-01-05T00:26:00.000Z'],
    ['2026-01-05 8:26:30', '2026-01-05T00:26:30.000Z'],
    ['1/12/2010 8:26', '2010-12-01T00:26:00.000Z', dmy],
    ['12/1/2010 8:26', '2010-12-01T08:26:00.000Z', { ...mdy, timeZone: 'Europe/London' }],
    ['2026-01-05T08:26:00Z', '2026-01-05T08:26:00.000Z'],
    ['2026-01-05T08:26:00.123456+08:00', '2026-01-05T00:26:00.123Z'],
    ['2026-01-05T08:26:00-0500', '2026-01-05T13:26:00.000Z'],
    ['2026年1月5日 下午3:05', '2026-01-05T07:05:00.000Z'],
    ['5 Jan 2026, 15:05', '2026-01-05T07:05:00.000Z'],
    ['1/5/2026 12:10 AM', '2026-01-04T16:10:00.000Z', mdy],
    ['2026-01-05', '2026-01-04T16:00:00.000Z'],
    ['46027.5', '2026-01-05T04:00:00.000Z'],
    ['25568', wrong],
    ['2026-03-29 01:30', '2026-03-29T01:30:00.000Z', { ...zh, timeZone: 'Europe/London' }],
    ['', null],
    ['2026-01-05 24:30', wrong],
    ['2026-01-05 13:05 PM', wrong],
    ['2026-01-05 08:61', wrong],
    ['2026-01-05T08:26+99:00', wrong],
    ['08:26', wrong],
  ],
  boolean: [
    ['是', true],
    ['有', true],
    ['TRUE', true],
    ['Y', true],
    ['１', true],
    ['1.0', true],
    ['同意', true],
    ['否', false],
    ['无', false],
    ['no', false],
    ['0', false],
    ['拒绝', false],
    ['', null],
    ['也许', wrong],
    ['2', wrong],
  ],
  choice: [
    ['gold', 'gold', zh, tier],
    ['金卡', 'gold', en, tier],
    ['GOLD ', 'gold', zh, tier],
    ['1.0', '1', zh, tier],
    ['', null, zh, tier],
    ['头等', '1', en, tier],
    ['Ａ', '1', zh, tier],
    ['银卡', wrong, zh, tier],
    ['anything', 'anything'],
    ['x'.repeat(201), wrong],
    ['a\u0000', wrong],
  ],
  email: [
    ['Li.Na@Example.COM', 'li.na@example.com'],
    ['ｌｉ＠example．com', 'li@example.com'],
    ['mailto:a@b.cn', 'a@b.cn'],
    ['', null],
    ['a@b', wrong],
    ['a..b@c.com', wrong],
    ['.a@c.com', wrong],
    ['a b@c.com', wrong],
    ['a@-c.com', wrong],
    ['a@c.com, b@c.com', wrong],
    [`${'a'.repeat(65)}@c.com`, wrong],
    ['a@1.2.3.4', wrong],
  ],
  phone: [
    ['13812345678', '+8613812345678'],
    ['138 1234 5678', '+8613812345678'],
    ['138-1234-5678', '+8613812345678'],
    ['+86 138 1234 5678', '+8613812345678'],
    ['8613812345678', '+8613812345678'],
    ['13812345678.0', '+8613812345678'],
    ['１３８１２３４５６７８', '+8613812345678'],
    ['400-123-4567', '+864001234567'],
    ['010-12345678', '+861012345678'],
    ['(0571) 8765 4321', '+8657187654321'],
    ['+44 20 7946 0958', '+442079460958'],
    ['', null],
    ['1381234567', wrong],
    ['138123456789', wrong],
    ['010-12345678 ext 801', '+861012345678;ext=801'],
    ['010-8888 8888转801', '+861088888888;ext=801'],
    ['(010) 88888888-801', wrong],
    ['010-88888888 分机：12', '+861088888888;ext=12'],
    ['010 8888 8888', '+861088888888'],
    ['008613812345678', '+8613812345678'],
    ['86-13812345678', '+8613812345678'],
    ['(86)13812345678', '+8613812345678'],
    ['(+86) 138 1234 5678', '+8613812345678'],
    ['0086-10-88888888', '+861088888888'],
    ['+86-010-88888888', '+861088888888'],
    ['86 571 8765 4321', '+8657187654321'],
    ['\u200b138\u200b1234\u200d5678\ufeff', '+8613812345678'],
    ["'13812345678", '+8613812345678'],
    ['1.3812345678E10', '+8613812345678'],
    ['1.3812345678E+10', '+8613812345678'],
    ['1.381234567E10', '+8613812345670'],
    ['1.38123E+10', wrong],
    ['4001234567', '+864001234567'],
    ['400 123 4567 转 3', '+864001234567;ext=3'],
    ['8008101234', '+868008101234'],
    ['+852 5123 4567', '+85251234567'],
    ['00852 5123 4567', '+85251234567'],
    ['0044 20 7946 0958', '+442079460958'],
    ['+1 415 555 2671', '+14155552671'],
    ['13812345678/13912345678', wrong],
    ['95588', wrong],
    ['not a number', wrong],
    ['1.38E+10', wrong],
  ],
  'id-card': [
    ['11010519491231002X', '11010519491231002X'],
    ['11010519491231002x', '11010519491231002X'],
    [' １１０１０５１９４９１２３１００２ｘ ', '11010519491231002X'],
    ['110105 19491231 002X', '11010519491231002X'],
    ["'440524188001010014", '440524188001010014'],
    ['110105491231002', '11010519491231002X'],
    ['110105 491231 002', '11010519491231002X'],
    ['', null],
    ['110105194912310021', wrong],
    ['11010519491331002X', wrong],
    ['11010519490229002X', wrong],
    ['01010519491231002X', wrong],
    ['1101051949123100', wrong],
    ['11010519491231O02X', wrong],
    ['X1010519491231002X', wrong],
    ['110105194912310000', wrong],
    ['1.10105E+17', wrong],
    ['110105491331002', wrong],
    ['张三', wrong],
  ],
  'credit-code': [
    ['91350100M000100Y43', '91350100M000100Y43'],
    ['91350100m000100y43', '91350100M000100Y43'],
    ['９１３５０１００Ｍ０００１００Ｙ４３', '91350100M000100Y43'],
    ['9135 0100 M000 100Y 43', '91350100M000100Y43'],
    ['', null],
    ['91350100M000100Y44', wrong],
    ['91350100M000100Y4', wrong],
    ['9135O100M000100Y43', wrong],
    ['91350100M0001O0Y43', wrong],
    ['91AB0100M000100Y43', wrong],
    ['某公司', wrong],
  ],
  'lunar-date': [
    ['08-15', '08-15'],
    ['leap-04-01', 'leap-04-01'],
    ['八月十五', '08-15'],
    ['农历八月十五日', '08-15'],
    ['农历8月15', '08-15'],
    ['农历8月15日', '08-15'],
    ['阴历 8-15', '08-15'],
    ['8-15', '08-15'],
    ['8/15', '08-15'],
    ['闰四月初一', 'leap-04-01'],
    ['闰4月1日', 'leap-04-01'],
    ['腊月三十', '12-30'],
    ['除夕', '12-30'],
    ['大年三十', '12-30'],
    ['正月初一', '01-01'],
    ['冬月廿三', '11-23'],
    ['十一月二十三', '11-23'],
    ['十月初十', '10-10'],
    ['二月二', '02-02'],
    ['中秋', '08-15'],
    ['１９９０年八月十五', '08-15'],
    ['一九九〇年八月十五', '08-15'],
    ['庚午年八月十五', '08-15'],
    ['农历1990-08-15', '08-15'],
    ['', null],
    ['八月三十一', wrong],
    ['十三月初一', wrong],
    ['13-01', wrong],
    ['8-31', wrong],
    ['00-10', wrong],
    ['闰', wrong],
    ['生日', wrong],
  ],
  province: [
    ['广东', '广东省'],
    ['粤', '广东省'],
    ['广东省', '广东省'],
    ['Guangdong', '广东省'],
    ['Ontario', 'Ontario'],
    ['', null],
  ],
  city: [
    ['杭州', '杭州市'],
    [' 杭州市 ', '杭州市'],
    ["xi'an", '西安市'],
    ['Paris', 'Paris'],
    ['', null],
    ['a\u0000b', wrong],
  ],
  reference: [
    ['0190A6E2-7C1B-7D3E-9F4A-2B5C6D7E8F90', '0190a6e2-7c1b-7d3e-9f4a-2b5c6d7e8f90'],
    ['', null],
    ['0190a6e2', wrong],
  ],
}

describe.each(Object.entries(parseCases))('text read as %s', (name, cases) => {
  for (const [text, value, reading = zh, field = plain(name)] of cases)
    test(`${JSON.stringify(text.slice(0, 40))} is read as ${String(value).slice(0, 40)}`, () => {
      const parsed = typeNamed(name).parse(text, field, reading)
      expect(outcome(parsed)).toBe(value)
      const words = 'wrong' in parsed ? parsed.wrong : { zh: '对', en: 'right' }
      expect(words.zh).toMatch(/\p{Script=Han}/u)
      expect(words.en).toMatch(/[a-z]{3}/)
    })

  test('whatever is read fits the schema', () => {
    for (const [text, , reading = zh, field = plain(name)] of cases) {
      expect(fitsOrIsNone(name, typeNamed(name).parse(text, field, reading), field)).toBe(true)
    }
  })
})

const refused: readonly (readonly [string, unknown, Field?])[] = [
  ['text', ''],
  ['text', '   '],
  ['text', 'a\u0000'],
  ['text', '\udc00'],
  ['text', 5],
  ['text', 'x'.repeat(501)],
  ['longtext', 'x'.repeat(20_001)],
  ['longtext', '\ud800x'],
  ['number', '5'],
  ['number', Number.NaN],
  ['number', Number.POSITIVE_INFINITY],
  ['money', 1.5],
  ['money', 2 ** 53],
  ['money', '100'],
  ['date', '2026-02-30'],
  ['date', '1849-12-31'],
  ['date', '2201-01-01'],
  ['date', '2026-1-5'],
  ['date', 20260105],
  ['time', '2026-01-05'],
  ['time', '2026-01-05T08:26:00'],
  ['time', '2026-02-30T08:26:00Z'],
  ['time', '9999-01-05T08:26:00Z'],
  ['time', '2026-01-05T25:26:00Z'],
  ['boolean', 'true'],
  ['boolean', 1],
  ['choice', 'silver', tier],
  ['choice', '金卡', tier],
  ['choice', ''],
  ['email', 'Anna@example.com'],
  ['email', 'a@b'],
  ['email', `${'a.'.repeat(130)}a@c.com`],
  ['phone', '13812345678'],
  ['phone', '+86 138 1234 5678'],
  ['phone', '+0123456789'],
  ['phone', '+861012345678;ext='],
  ['id-card', '110105194912310021'],
  ['id-card', 5],
  ['credit-code', '91350100M000100Y44'],
  ['lunar-date', '13-01'],
  ['lunar-date', '08-31'],
  ['city', '  '],
  ['reference', 'abc'],
]

for (const [name, value, field = plain(name)] of refused)
  test(`${name} refuses ${String(value).slice(0, 40)} and says why in both languages`, () => {
    const read = typeNamed(name).schema(field).safeParse(value)
    expect(read.success).toBe(false)
    const issue = read.error?.issues[0]
    if (!issue) throw new Error('no issue')
    expect(sayIssue(issue, value).zh).toMatch(/\p{Script=Han}/u)
    expect(sayIssue(issue, value).en).toMatch(/[a-z]/)
  })

test.each([
  [
    'time',
    '3026-01-01 00:00',
    '“3026-01-01 00:00”：年份 3026 不对，应在 1850 至 2200 年间',
    '“3026-01-01 00:00”: the year 3026 cannot be meant; give one from 1850 to 2200',
  ],
  [
    'date',
    '1/2/0026',
    '“1/2/0026”：年份 0026 不对，应在 1850 至 2200 年间',
    '“1/2/0026”: the year 0026 cannot be meant; give one from 1850 to 2200',
  ],
  [
    'money',
    '99999999999999999999',
    '“99999999999999999999”太大，不像是金额，请核对',
    '“99999999999999999999” is too large for an amount; check it',
  ],
])('a %s like %s is told apart from what is not one at all', (name, text, chinese, english) => {
  expect(typeNamed(name).parse(text, plain(name), zh)).toEqual({ wrong: { zh: chinese, en: english } })
})

test.each([
  [z.uuid(), 'new', '不是有效的编号', 'is not a valid id'],
  [z.iso.datetime(), 'today', '不是有效的时间，应形如 2026-06-15T10:30:00+08:00', 'is not an instant like 2026-06-15T10:30:00+08:00'],
  [z.string(), 7, '填写的内容类型不对，应为文字', 'is not the right kind of value; text is expected'],
  [z.int(), '7', '填写的内容类型不对，应为数字', 'is not the right kind of value; a number is expected'],
  [z.undefined(), 'x', '这里不填值', 'takes no value'],
  [z.never(), 'x', '这里不填值', 'takes no value'],
  [z.map(z.string(), z.string()), 'x', '填得不对', 'is not right'],
])('what a schema refuses is said in the reader’s own words (%#)', (schema, value, chinese, english) => {
  const issue = schema.safeParse(value).error?.issues[0]
  if (!issue) throw new Error('no issue')
  expect(sayIssue(issue, value)).toEqual({ zh: chinese, en: english })
})

test.each([
  [{ field: 'spend', is: 'more', value: 1 }, 'rule', 'has unknown fields: is'],
  [{ any: [{ field: 'spend' }] }, 'rule.any.0.op', 'is required'],
  ['spend', 'rule', 'is not the right kind of value; an object is expected'],
  [
    { all: [{ any: [{ did: 'purchase', times: { op: 'often', count: 1 } }] }] },
    'rule.all.0.any.0.times.op',
    'is not one of the choices: at-least, at-most, exactly',
  ],
  [{ all: Array.from({ length: 101 }, () => ({ all: [] })) }, 'rule.all', 'has too many entries; use at most 100'],
  [{ bucket: { salt: 'tea', from: 5, to: 5 } }, 'rule.bucket.to', 'has to be greater than from'],
])('of a rule that has no right form, the place and the reason are said (%#)', (rule, path, english) => {
  const input = { rule }
  const issue = z.object({ rule: ruleSchema }).safeParse(input).error?.issues[0]
  if (!issue) throw new Error('no issue')
  const inner = innermost(issue)
  expect([inner.path.join('.'), sayIssue(inner, input).en]).toEqual([path, english])
})

const said: readonly (readonly [string, unknown, string, string, Field?])[] = [
  ['text', '李娜', '李娜', '李娜'],
  ['number', 1234.5, '1,234.5', '1,234.5'],
  ['number', '12.50', '12.5', '12.5'],
  ['number', 12, '12 天', '12 days', days],
  ['money', 123450, '¥1,234.50', '¥1,234.50'],
  ['date', '2026-01-05', '2026年1月5日', '5 Jan 2026'],
  ['time', '2026-01-05T00:26:00.000Z', '2026年1月5日 08:26', '5 Jan 2026, 08:26'],
  ['time', new Date('2026-01-05T00:26:00.000Z'), '2026年1月5日 08:26', '5 Jan 2026, 08:26'],
  ['boolean', true, '是', 'Yes'],
  ['boolean', false, '否', 'No'],
  ['choice', 'gold', '金卡', 'Gold', tier],
  ['choice', 'retired-value', 'retired-value', 'retired-value', tier],
  ['phone', '+8613812345678', '138 1234 5678', '138 1234 5678'],
  ['phone', '+864001234567', '400 123 4567', '400 123 4567'],
  ['phone', '+861088888888;ext=801', '010 8888 8888 转 801', '010 8888 8888 ext. 801'],
  ['lunar-date', '08-15', '八月十五', 'Lunar 8/15'],
  ['lunar-date', 'leap-04-01', '闰四月初一', 'Lunar leap 4/1'],
  ['lunar-date', '12-30', '腊月三十', 'Lunar 12/30'],
  ['phone', '+442079460958', '+44 20 7946 0958', '+44 20 7946 0958'],
  ['province', '陕西省', '陕西省', 'Shaanxi'],
  ['city', '杭州市', '杭州市', 'Hangzhou'],
  ['city', 'Paris', 'Paris', 'Paris'],
]

for (const [name, value, chinese, english, field = plain(name)] of said)
  test(`${name} ${String(value)} is said as ${chinese} and ${english}`, () => {
    expect(typeNamed(name).say(value, field, zh)).toBe(chinese)
    expect(typeNamed(name).say(value, field, en)).toBe(english)
  })

test.each(Object.keys(fieldTypes))('a %s that is missing is said as a dash', (name) => {
  for (const language of languages) {
    expect(typeNamed(name).say(null, plain(name), { ...zh, language })).toBe('—')
    expect(typeNamed(name).say(undefined, plain(name), { ...zh, language })).toBe('—')
  }
})

/** Everything that is said must be read back as it was. */
function staysItself(name: string, values: fc.Arbitrary<unknown>, field: Field = plain(name), reading: Reading = zh): void {
  const type = typeNamed(name)
  fc.assert(
    fc.property(values, fc.constantFrom(...languages), (value, language) => {
      const customs = { ...reading, language }
      expect(outcome(type.parse(type.say(value, field, customs), field, customs))).toEqual(value)
    }),
    { numRuns: 300 },
  )
}

const day = fc
  .integer({ min: Date.UTC(1850, 0, 1) / 86_400_000, max: Date.UTC(2200, 11, 31) / 86_400_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10))
const minute = fc
  .integer({ min: Date.UTC(1992, 0, 1) / 60_000, max: Date.UTC(2099, 11, 30) / 60_000 })
  .map((n) => new Date(n * 60_000).toISOString())

test('a day that is said is read back', () => staysItself('date', day))
test('a minute that is said is read back', () => staysItself('time', minute))
test('a number of four decimals that is said is read back', () =>
  staysItself(
    'number',
    fc.integer({ min: -1e12, max: 1e12 }).map((n) => n / 10_000 + 0),
    days,
  ))
test.each(['CNY', 'USD', 'JPY', 'EUR', 'GBP', 'HKD', 'KWD', 'SEK', 'INR', 'KRW', 'CHF', 'BRL'])(
  'an amount in %s that is said is read back',
  (currency) => staysItself('money', fc.integer({ min: -1e13, max: 1e13 }), plain('money'), { ...zh, currency }),
)
test('a yes or no that is said is read back', () => staysItself('boolean', fc.boolean()))
test('a choice that is said is read back', () => staysItself('choice', fc.constantFrom('gold', '1'), tier))
test('a phone number that is said is read back', () =>
  staysItself(
    'phone',
    fc.oneof(
      fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map((n) => `+86${n}`),
      fc.integer({ min: 20_000_000, max: 89_999_999 }).map((n) => `+8610${n}`),
      fc.constantFrom('+442079460958', '+14155552671', '+85251234567', '+864001234567', '+8657187654321'),
    ),
  ))

test('a lunar day that is said is read back', () =>
  staysItself(
    'lunar-date',
    fc
      .tuple(fc.boolean(), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 }))
      .map(([leap, month, date]) => lunarDate({ leap, month, day: date })),
  ))

test('what a schema lets through is in its normal form', () => {
  for (const [name, typed, kept] of [
    ['id-card', '11010519491231002x', '11010519491231002X'],
    ['id-card', '110105491231002', '11010519491231002X'],
    ['credit-code', '91350100m000100y43', '91350100M000100Y43'],
    ['lunar-date', '八月十五', '08-15'],
    ['province', '粤', '广东省'],
    ['city', '杭州', '杭州市'],
  ] as const)
    expect(typeNamed(name).schema(plain(name)).parse(typed)).toBe(kept)
})

test('no text whatever makes a type throw, and what it reads fits its schema', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...Object.keys(fieldTypes)), (text, name) => {
      expect(fitsOrIsNone(name, typeNamed(name).parse(text, plain(name), zh), plain(name))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('every operator that a type names exists, and every type can be asked whether it is known', () => {
  for (const type of Object.values(fieldTypes)) {
    for (const name of type.operators) expect(operators[name]?.name).toBe(name)
    expect(
      type.operators.some((name) => name === 'is-known' || name === 'has-tags' || name === 'is-somebody' || name === 'agreed-to-any'),
    ).toBe(true)
  }
})

test('every type can be written into the API description', () => {
  for (const [name, type] of Object.entries(fieldTypes)) expect(z.toJSONSchema(type.schema(plain(name)))).toHaveProperty('type')
})

test('reading many times of day gives what reading one gives, clock changes too', () => {
  const zones = fc.constantFrom('Asia/Shanghai', 'Europe/London', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu')
  const part = (most: number) => fc.integer({ min: 0, max: most })
  fc.assert(
    fc.property(day, part(23), part(59), part(59), zones, (on, hour, minute, second, zone) => {
      const clock = [hour, minute, second].map((n) => String(n).padStart(2, '0')).join(':')
      expect(wallInstant(on, hour, minute, second, zone)).toEqual(instantOf(on, clock, zone))
    }),
    { numRuns: 500 },
  )
  for (const on of ['2026-03-29', '2026-10-25', '2026-04-05', '2026-10-04', '2026-03-08', '2026-11-01'])
    for (const zone of ['Europe/London', 'Australia/Lord_Howe', 'America/New_York'])
      for (let minute = 0; minute < 240; minute += 15) {
        const clock = `0${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}:00`
        expect(wallInstant(on, Math.floor(minute / 60), minute % 60, 0, zone)).toEqual(instantOf(on, clock, zone))
      }
})

test('a column of dates tells its order where a number above twelve decides', () => {
  expect(guessDateOrder(['1/12/2010 8:26', '13/12/2010 9:00'])).toBe('dmy')
  expect(guessDateOrder(['12/1/2010 8:26', '12/13/2010 9:00'])).toBe('mdy')
  expect(guessDateOrder(['2010-12-01', 'x'])).toBe('ymd')
  expect(guessDateOrder(['1/2/2010', '3/4/2010'])).toBe(null)
  expect(guessDateOrder([])).toBe(null)
})
