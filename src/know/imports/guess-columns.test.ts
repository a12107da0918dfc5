import { expect, test } from 'vitest'
import { guessColumns, guessKind } from './guess-columns.ts'
import { guessDelimiter } from './guess-delimiter.ts'

const retail = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'.split(',')

test.each([
  ['a British wholesaler', retail, 'purchases', { number: 0, product: 1, productName: 2, quantity: 3, occurredAt: 4, price: 5, code: 6 }],
  [
    'a Chinese till',
    '订单号,会员号,手机号,下单时间,商品编码,商品名称,类目,数量,单价,实付金额,渠道'.split(','),
    'purchases',
    { number: 0, code: 1, phone: 2, occurredAt: 3, product: 4, productName: 5, category: 6, quantity: 7, price: 8, amount: 9, channel: 10 },
  ],
  [
    'units in brackets',
    ['订单编号', '实付金额（元）', '买家手机', '订单付款时间'],
    'purchases',
    { number: 0, amount: 1, phone: 2, occurredAt: 3 },
  ],
  [
    'a member list',
    '会员号,姓名,手机号,邮箱,性别,生日,省份,城市,注册时间,来源,接收邮件'.split(','),
    'customers',
    { code: 0, name: 1, phone: 2, email: 3, gender: 4, birthday: 5, province: 6, city: 7, joinedAt: 8, origin: 9, emailConsent: 10 },
  ],
  [
    'a marketplace of Brazil',
    'customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state'.split(','),
    'customers',
    { code: 0, city: 3, province: 4 },
  ],
  [
    'a list with 客户 before each',
    '客户编号,客户姓名,客户手机,客户生日,客户地址'.split(','),
    'customers',
    { code: 0, name: 1, phone: 2, birthday: 3, address: 4 },
  ],
  [
    'orders without an amount',
    'order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_estimated_delivery_date'.split(','),
    'purchases',
    { number: 0, code: 1, status: 2, occurredAt: 3 },
  ],
  ['an English list', ['Full Name', 'E-mail', 'Date of birth', 'Phone number'], 'customers', { name: 0, email: 1, birthday: 2, phone: 3 }],
])('the columns of %s are known by their names', (_, header, kind, columns) => {
  expect(guessKind(header, [])).toBe(kind)
  expect(guessColumns(kind === 'purchases' ? 'purchases' : 'customers', header, [])).toEqual(columns)
})

test('of a heading that names two things the one that is known counts', () => {
  const header = ['订单号', '收货人/提货人', '收货人手机号/提货人手机号', '订单创建时间', '订单实付金额']
  expect(guessColumns('purchases', header, [])).toMatchObject({ number: 0, phone: 2, occurredAt: 3, amount: 4 })
})

test('columns without telling names are known by what stands in them', () => {
  const rows = Array.from({ length: 5 }, (_, i) => [`甲${i}`, `1380000000${i}`, `a${i}@shop.example`])
  expect(guessColumns('customers', ['a', 'b', 'c'], rows)).toEqual({ phone: 1, email: 2 })
})

test('the delimiter is the one that cuts all lines alike', () => {
  expect(guessDelimiter('a;b;c\n1,5;2;3\n1,5;2;3\n', '\n')).toBe(';')
  expect(guessDelimiter('a\tb\n"x\ty"\tz\n', '\n')).toBe('\t')
  expect(guessDelimiter('姓名，手机号\n王芳，13800000001\n', '\n')).toBe('，')
  expect(guessDelimiter('姓名,地址\n王芳,解放路 1 号，三单元，501\n', '\n')).toBe(',')
  expect(guessDelimiter('alone\n1\n', '\n')).toBe(',')
})

test.each([
  ['会员号,手机号,姓名,标签', 'customers'],
  ['手机号,标签,到期时间', 'tags'],
  ['企业名称,联系人,职务,手机', 'contacts'],
  ['公司名称,统一社会信用代码,地址', 'companies'],
  ['姓名,公司,手机号,生日', 'customers'],
  ['account,sector,year_established,revenue,employees,office_location,subsidiary_of', 'companies'],
  ['公司,行业,城市', 'companies'],
  ['客户名称,跟进方式,跟进时间,跟进内容', 'interactions'],
  ['客户编号,方式,时间,内容,结果,下一步', 'interactions'],
  ['date,customer number,type,summary', 'interactions'],
  ['客户编号,时间,内容', 'customers'],
  ['订单号,下单时间,实付金额,手机号,标签', 'purchases'],
])('%s are %s', (header, kind) => {
  expect(guessKind(header.split(','), [])).toBe(kind)
})
