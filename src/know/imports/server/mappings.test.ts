import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import {
  createImport,
  inspectImport,
  listImportMappings,
  pauseImport,
  readImport,
  removeImportMapping,
  saveImportMapping,
  startImport,
  undoImport,
} from '../actions.ts'
import { runImports } from './run-imports.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

async function work(rows = 20_000): Promise<void> {
  for (let round = 0; round < 200; round++) if (!(await runImports(world.services, { rows }))) return
  throw new Error('the imports do not come to rest')
}

async function bring(text: string, choices: object = {}) {
  const { id } = await world.act(createImport, { name: 'file.csv', text, ...choices })
  await work()
  return await world.ask(readImport, { id })
}

const one = async (query: string) => (await world.database.pool.query(query)).rows[0]

const youzanCustomers =
  '客户姓名,客户昵称,客户手机号,客户生日,客户性别,标签,是否会员,成长值,免费等级,付费等级,权益卡,客户积分,客户储值余额,消费次数,消费金额,累计退款金额,累计退款订单数,笔单价,上次消费时间,分销员,导购员,企微好友,来源渠道,来源方式,成为客户时间,成为会员时间,成为会员店铺,公众号,公众号关注时间,最近浏览时间,微信地域,所属区域,指定时间消费次数,指定时间消费金额,'
const youzanOrders =
  '订单号,销售渠道,归属店铺,订单类型,订单状态,推广方式,订单来源,订单创建时间,买家付款时间,交易成功时间,付款方式,支付流水号,商品金额合计,运费,店铺优惠合计,应收订单金额,订单实付金额,支付优惠合计,订单实收金额,订单抵用积分数,店铺优惠方式,支付优惠方式,全部商品名称,商品种类数,订单配送方式,同城送达时间/提货时间,收货人省份,收货人城市,收货人地区,详细收货地址/提货地址,收货人/提货人,收货人手机号/提货人手机号,买家备注,订单星级,买家昵称,买家是否会员,买家手机号'
const shopifyCustomers =
  'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags'
const shopifyOrders =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name'

/** A line with these values under these names, and nothing in the other columns. */
function line(header: string, values: Readonly<Record<string, string>>): string {
  const names = header.split(',')
  for (const name of Object.keys(values)) if (!names.includes(name)) throw new Error(`no column ${name}`)
  return names.map((name) => `"${values[name] ?? ''}"`).join(',')
}

const cases: readonly {
  mapping: string
  header: string
  row: Readonly<Record<string, string>>
  query: string
  is: object
  kind: string
}[] = [
  {
    mapping: '有赞客户',
    kind: 'customers',
    header: youzanCustomers,
    row: {
      客户姓名: '王芳',
      客户手机号: '13800138000',
      客户生日: '1990-01-01',
      客户性别: '女',
      标签: '生日蛋糕',
      来源渠道: '有赞后台',
      成为客户时间: '2024-01-01 10:00:00',
    },
    query:
      'select name, phone, gender, origin, created_at::date::text as day, (select count(*)::int from customer_tags) as tags from customers',
    is: { name: '王芳', phone: '+8613800138000', gender: 'female', origin: '有赞后台', day: '2024-01-01', tags: 1 },
  },
  {
    mapping: '有赞订单',
    kind: 'purchases',
    header: youzanOrders,
    row: {
      订单号: 'E2026',
      销售渠道: '网店',
      订单创建时间: '2026-06-01 10:00:00',
      商品金额合计: '120.00',
      订单实付金额: '100.00',
      全部商品名称: '草莓蛋糕',
      '收货人/提货人': '王芳',
      买家昵称: '芳',
      买家手机号: '13800138000',
    },
    query: `select p.amount::int, p.source, p.number, p.channel, c.name from purchases p join customers c on c.id = p.customer_id`,
    is: { amount: 10_000, source: '有赞', number: 'E2026', channel: '网店', name: '王芳' },
  },
  {
    mapping: '有赞订单',
    kind: 'purchases',
    header: '订单号,买家付款时间,收货人手机号/提货人手机号,全部商品名称,商品种类数,订单实付金额,订单状态,买家备注,商家订单备注',
    row: {
      订单号: 'E2027',
      买家付款时间: '2026-06-02 10:00:00',
      '收货人手机号/提货人手机号': '13800138001',
      全部商品名称: '明前龙井',
      订单实付金额: '88.50',
      订单状态: '交易成功',
    },
    query: `select p.amount::int, p.source, p.number, c.phone from purchases p join customers c on c.id = p.customer_id`,
    is: { amount: 8_850, source: '有赞', number: 'E2027', phone: '+8613800138001' },
  },
  {
    mapping: '有赞订单商品',
    kind: 'purchases',
    header:
      '订单号,外部订单号,订单商品状态,交易成功时间,商品名称,商品类型,商品类目,商品规格,规格编码,商品编码,商品单价,商品成本价,商品优惠方式,商品优惠后价格,商品数量,商品金额小计,店铺优惠（分摊）,商品实际成交金额,商品抵用积分数,商品留言,收货人/提货人,收货人手机号/提货人手机号,收货人省份,收货人城市,收货人地区,详细收货地址/提货地址,买家备注,商品发货状态',
    row: {
      订单号: 'E20220331142238091806171',
      交易成功时间: '2026-06-03 09:30:00',
      商品名称: '环保袋',
      商品编码: 'BAG-1',
      商品单价: '73.5',
      商品数量: '2',
      商品实际成交金额: '122.50',
      '收货人/提货人': '孙悟空',
      '收货人手机号/提货人手机号': '13666666666',
    },
    query: `select p.amount::int, p.source, l.name, l.quantity::int, c.name as buyer from purchases p
      join purchase_lines l on l.purchase_id = p.id join customers c on c.id = p.customer_id`,
    is: { amount: 12_250, source: '有赞', name: '环保袋', quantity: 2, buyer: '孙悟空' },
  },
  {
    mapping: 'Shopify 客户',
    kind: 'customers',
    header: shopifyCustomers,
    row: {
      'Customer ID': "'7012345678901",
      'First Name': 'Anna',
      'Last Name': 'Jansen',
      Email: 'Anna@Example.com',
      'Accepts Email Marketing': 'yes',
      'Default Address City': 'Utrecht',
      Phone: "'+31612345678",
      'Total Spent': '12.00',
      Tags: 'vip, horeca',
    },
    query: 'select code, name, email, phone, email_consent, city, (select count(*)::int from customer_tags) as tags from customers',
    is: {
      code: '7012345678901',
      name: 'Anna Jansen',
      email: 'anna@example.com',
      phone: '+31612345678',
      email_consent: 'granted',
      city: 'Utrecht',
      tags: 2,
    },
  },
  {
    mapping: 'Shopify 客户',
    kind: 'customers',
    header:
      'First Name,Last Name,Email,Accepts Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Total Spent,Total Orders,Tags,Note,Tax Exempt',
    row: {
      'First Name': 'Anna',
      'Last Name': 'Jansen',
      Email: 'anna@example.com',
      'Accepts Marketing': 'yes',
      Address1: 'Oudegracht 1',
      City: 'Utrecht',
    },
    query: 'select name, email, email_consent, address, city from customers',
    is: { name: 'Anna Jansen', email: 'anna@example.com', email_consent: 'granted', address: 'Oudegracht 1', city: 'Utrecht' },
  },
  {
    mapping: 'Shopify 订单',
    kind: 'purchases',
    header: shopifyOrders,
    row: {
      Name: '#1001',
      Email: 'anna@example.com',
      Currency: 'CNY',
      Total: '56.29',
      'Created at': '2026-05-03 10:14:00 -0400',
      'Lineitem quantity': '2',
      'Lineitem name': 'Fern Print',
      'Lineitem price': '16.00',
      'Lineitem sku': 'FERN-1',
      'Billing Name': 'Anna Jansen',
    },
    query: `select p.amount::int, p.number, p.source, p.occurred_at, c.email from purchases p join customers c on c.id = p.customer_id`,
    is: { amount: 3_200, number: '#1001', source: 'Shopify', occurred_at: new Date('2026-05-03T14:14:00Z'), email: 'anna@example.com' },
  },
  {
    mapping: 'HubSpot 联系人',
    kind: 'customers',
    header:
      'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Last Activity Date,Lead Status,Marketing contact status,Create Date',
    row: {
      'Record ID': '101',
      'First Name': 'Bo',
      'Last Name': 'Kim',
      Email: 'bo@example.com',
      'Phone Number': '+8613800000001',
      'Create Date': '2025-01-02 08:00',
    },
    query: 'select code, name, email, phone from customers',
    is: { code: null, name: 'Bo Kim', email: 'bo@example.com', phone: '+8613800000001' },
  },
  {
    mapping: 'HubSpot 公司',
    kind: 'companies',
    header: 'Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry',
    row: { 'Record ID': '101', 'Company name': 'Wayne Enterprises', City: 'Gotham', 'Create Date': '2025-01-02 08:00' },
    query: 'select kind, name, city from customers',
    is: { kind: 'company', name: 'Wayne Enterprises', city: 'Gotham' },
  },
  {
    mapping: 'Zoho CRM 联系人',
    kind: 'contacts',
    header:
      'Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name.id,Account Name,Email,Title,Department,Phone,Mobile,Email Opt Out,Created By.id,Created By,Created Time,Description',
    row: {
      'Record Id': 'zcrm_1',
      'First Name': 'Sara',
      'Last Name': 'Chen',
      'Account Name.id': 'zcrm_9',
      'Account Name': 'Wayne Enterprises',
      Email: 'sara@wayne.example',
      Title: 'CFO',
      Mobile: '+8613800000002',
      'Email Opt Out': 'true',
    },
    query: `select n.name, n.title, n.company, n.phone, n.no_mail, c.code from contacts n join customers c on c.id = n.customer_id`,
    is: { name: 'Sara Chen', title: 'CFO', company: 'Wayne Enterprises', phone: '+8613800000002', no_mail: true, code: 'zcrm_9' },
  },
  {
    mapping: 'Zoho CRM 联系人',
    kind: 'contacts',
    header: 'Contact Owner,Lead Source,First Name,Last Name,Account Name,Email,Title,Department,Phone,Mobile,Description',
    row: { 'First Name': 'Sara', 'Last Name': 'Chen', 'Account Name': 'Wayne Enterprises', Mobile: '+8613800000002' },
    query: `select n.name, n.company, n.phone, c.kind, c.name as firm from contacts n join customers c on c.id = n.customer_id`,
    is: { name: 'Sara Chen', company: 'Wayne Enterprises', phone: '+8613800000002', kind: 'company', firm: 'Wayne Enterprises' },
  },
  {
    mapping: 'Zoho CRM 客户（Accounts）',
    kind: 'companies',
    header:
      'Record Id,Account Owner.id,Account Owner,Account Name,Phone,Parent Account.id,Website,Account Type,Created Time,Modified Time,Billing Street,Billing City,Billing State,Billing Code,Billing Country,Description',
    row: {
      'Record Id': 'zcrm_9',
      'Account Name': '北京纷扬科技有限公司',
      'Billing Street': '中关村大街1号',
      'Billing City': '北京',
      'Created Time': '2025-01-01 08:00:00',
    },
    query: 'select kind, code, name, address from customers',
    is: { kind: 'company', code: 'zcrm_9', name: '北京纷扬科技有限公司', address: '中关村大街1号' },
  },
  {
    mapping: 'Zoho CRM 线索',
    kind: 'customers',
    header:
      'Record Id,Lead Owner.id,Lead Owner,Is Converted,Company,First Name,Last Name,Email,Phone,Mobile,Lead Source,Lead Status,Street,City,State,Description,Created Time',
    row: { 'Record Id': 'zcrm_3', 'First Name': '芳', 'Last Name': '王', Mobile: '13800000003', 'Lead Source': 'Chat', City: '杭州' },
    query: 'select code, name, phone, origin from customers',
    is: { code: 'zcrm_3', name: '王芳', phone: '+8613800000003', origin: 'Chat' },
  },
  {
    mapping: '纷享销客客户',
    kind: 'companies',
    header: '客户名称,客户编号,客户级别,1级来源,电话,省,市,区,详细地址,负责人,负责人主属部门,生命状态,业务类型,创建时间,最后修改时间,备注',
    row: {
      客户名称: '北京纷扬科技有限公司',
      客户编号: 'C-001',
      '1级来源': '展会',
      电话: '010-62345678',
      省: '北京市',
      区: '海淀区',
      创建时间: '2025-03-01 09:00',
    },
    query: 'select kind, code, name, origin, district from customers',
    is: { kind: 'company', code: 'C-001', name: '北京纷扬科技有限公司', origin: '展会', district: '海淀区' },
  },
  {
    mapping: '纷享销客联系人',
    kind: 'contacts',
    header: '姓名,客户名称,职务,部门,手机,邮件,负责人,负责人主属部门,生命状态,业务类型,创建时间',
    row: { 姓名: '覃海洋', 客户名称: '北京纷扬科技有限公司', 职务: '总经理', 手机: '13800000004' },
    query: 'select name, company, title, phone from contacts',
    is: { name: '覃海洋', company: '北京纷扬科技有限公司', title: '总经理', phone: '+8613800000004' },
  },
]

test.each(cases)('an export of $mapping is known by its columns and brought in', async ({ mapping, kind, header, row, query, is }) => {
  const done = await bring(`${header}\n${line(header, row)}\n`)
  expect(done.inspection?.mapping?.name.zh).toBe(mapping)
  expect(done).toMatchObject({ kind, state: 'done', refusals: [], counts: { refused: 0 } })
  expect(await one(query)).toEqual(is)
})

test('orders that were never paid or came to nothing are refused whole, and those sold come in', async () => {
  const shopify: readonly Readonly<Record<string, string>>[] = [
    {
      Name: '#1',
      Email: 'a@x.example',
      'Financial Status': 'paid',
      'Created at': '2026-06-01 10:00:00 +0800',
      'Lineitem quantity': '1',
      'Lineitem name': 'Tea',
      'Lineitem price': '10',
    },
    {
      Name: '#2',
      Email: 'b@x.example',
      'Financial Status': 'voided',
      'Created at': '2026-06-01 10:00:00 +0800',
      'Lineitem quantity': '1',
      'Lineitem name': 'Tea',
      'Lineitem price': '10',
    },
    {
      Name: '#2',
      Email: 'b@x.example',
      'Created at': '2026-06-01 10:00:00 +0800',
      'Lineitem quantity': '1',
      'Lineitem name': 'Cup',
      'Lineitem price': '5',
    },
    {
      Name: '#3',
      Email: 'c@x.example',
      'Financial Status': 'partially_refunded',
      'Created at': '2026-06-01 10:00:00 +0800',
      'Lineitem quantity': '1',
      'Lineitem name': 'Tea',
      'Lineitem price': '10',
    },
  ]
  const done = await bring(`${shopifyOrders}\n${shopify.map((row) => line(shopifyOrders, row)).join('\n')}\n`)
  expect(done.counts).toMatchObject({ purchasesNew: 2, customersNew: 2, refused: 2 })
  expect(done.refusals[0]?.reason.zh).toContain('不算消费')
  const youzan = ['交易成功', '交易关闭', '待付款', '待发货'].map((status, i) => ({
    订单号: `Z${i}`,
    订单状态: status,
    订单创建时间: '2026-06-01 10:00:00',
    订单实付金额: '10',
    全部商品名称: '茶',
    买家手机号: `1380013800${i}`,
  }))
  const other = await bring(`${youzanOrders}\n${youzan.map((row) => line(youzanOrders, row)).join('\n')}\n`)
  expect(other.counts).toMatchObject({ purchasesNew: 2, refused: 2 })
})

test('money that went back is a refund though its line says so, and an order stands whose refund came to nothing', async () => {
  const rows = [
    'R-1,13800138009,100,2026-06-01,交易成功',
    'R-1,13800138009,-100,2026-06-02,退款成功',
    'R-2,13800138009,50,2026-06-01,退款关闭',
    'R-3,13800138009,30,2026-06-01,已退款',
    'R-3,13800138009,-30,2026-06-02,已退款',
  ]
  const done = await bring(`订单号,手机号,金额,下单时间,订单状态\n${rows.join('\n')}\n`)
  expect(done.counts).toMatchObject({ purchasesNew: 2, refundsNew: 1, refused: 2 })
})

test('a phone that was masked is refused with the reason, and the other rows come in', async () => {
  const rows = [
    { 客户姓名: '甲', 客户手机号: '186******05' },
    { 客户姓名: '乙', 客户手机号: '13800138000' },
  ]
  const done = await bring(`${youzanCustomers}\n${rows.map((row) => line(youzanCustomers, row)).join('\n')}\n`)
  expect(done.counts).toMatchObject({ customersNew: 1, refused: 1 })
})

test('a nickname of Youzan is the name of whoever has none, tells nobody apart and writes over no name', async () => {
  const rows = [
    { 客户姓名: '王芳', 客户昵称: '芳芳', 客户手机号: '13800138000' },
    { 客户姓名: '', 客户昵称: '小太阳', 客户手机号: '13800138001' },
  ]
  const said = `select string_agg(name, ',' order by phone) as said from customers`
  const file = (all: object[]) => `${youzanCustomers}\n${all.map((row) => line(youzanCustomers, { ...row })).join('\n')}\n`
  await bring(file(rows))
  expect(await one(said)).toEqual({ said: '王芳,小太阳' })
  const again = await bring(file(rows.map((row) => ({ ...row, 客户姓名: '', 客户昵称: '月亮' }))))
  expect(again.counts).toMatchObject({ customersSame: 2, customersUpdated: 0, customersNew: 0 })
  const order = { 订单创建时间: '2026-06-01 10:00:00', 订单实付金额: '1', 全部商品名称: '茶' }
  const orders = [
    { ...order, 订单号: 'E1', 买家昵称: '月亮', 买家手机号: '13800138001' },
    { ...order, 订单号: 'E2', 买家昵称: '星星', 买家手机号: '13800138002' },
  ]
  await bring(`${youzanOrders}\n${orders.map((row) => line(youzanOrders, row)).join('\n')}\n`)
  expect(await one(said)).toEqual({ said: '王芳,小太阳,星星' })
  await bring('手机号,昵称\n13800138003,云\n')
  expect(await one(said)).toEqual({ said: '王芳,小太阳,星星,云' })
})

const odd = '甲,乙,丙\nM1,王芳,13800000001\n'

test('a mapping that was saved is used when a file with its columns comes, wherever they stand', async () => {
  const columns = { code: { header: '甲' }, name: { header: '乙' }, phone: { header: '丙' } }
  const { id } = await world.act(saveImportMapping, { name: '老系统', kind: 'customers', columns, settings: { mode: 'update' } })
  const done = await bring('丁,丙,乙,甲\nx,13800000001,王芳,M1\n')
  expect(done).toMatchObject({ inspection: { mapping: { id } }, settings: { mode: 'update', mapping: id }, counts: { refused: 1 } })
  const again = await world.act(saveImportMapping, { name: '老系统', kind: 'customers', columns })
  expect(again.id).toBe(id)
  expect((await bring(odd)).counts).toMatchObject({ customersNew: 1 })
  expect(await one('select code, name, phone from customers')).toEqual({ code: 'M1', name: '王芳', phone: '+8613800000001' })
  const { mappings } = await world.ask(listImportMappings, {})
  expect(mappings[0]).toMatchObject({ name: { zh: '老系统' }, ready: false })
  await world.act(removeImportMapping, { id })
  await expect(world.act(removeImportMapping, { id })).rejects.toMatchObject({ code: 'import.unknown-mapping' })
})

test('columns of one name are told apart, a mapping may be declined, and one that is not there is refused', async () => {
  const columns = { phone: { header: '电话', nth: 1 }, name: { header: '乙' } }
  await world.act(saveImportMapping, { name: '两个电话', kind: 'customers', columns })
  const text = '电话,乙,电话\n13800000001,王芳,13800000002\n'
  const { id } = await world.act(createImport, { name: 'f.csv', text })
  await work()
  expect(await one('select phone from customers')).toEqual({ phone: '+8613800000002' })
  const plain = await world.ask(inspectImport, { id, mapping: 'none' })
  expect(plain).toMatchObject({ mapping: null, columns: { phone: 0 } })
  await expect(world.ask(inspectImport, { id, mapping: 'gone' })).rejects.toMatchObject({ code: 'import.unknown-mapping' })
  await expect(world.act(saveImportMapping, { name: 'x', kind: 'customers', columns: {} })).rejects.toMatchObject({
    code: 'import.mapping-empty',
  })
})

const list = (rows: string) => `会员号,手机号,姓名,备注\n${rows}`

test('the column that finds a customer can be chosen; a row that lacks it, or that means several, is refused', async () => {
  await bring(list('M1,13800000001,王芳,旧\nM2,13800000002,陈一,旧\n'))
  const byPhone = await bring(list('M9,13800000001,,新\nM8,,,新\n'), { findBy: 'phone' })
  expect(byPhone.counts).toMatchObject({ customersUpdated: 1, customersNew: 0, refused: 1 })
  expect(await one(`select code, note from customers where phone = '+8613800000001'`)).toEqual({ code: 'M9', note: '新' })
  await expect(bring(list('M1,,,\n'), { findBy: 'email' })).rejects.toMatchObject({ code: 'import.find-by' })
})

test('customers are found again by their id in an export of all columns, though they have nothing else to be found by', async () => {
  const id = await world.customer({ name: '王芳' })
  const http = await world.http()
  const { body } = await http.inject({
    url: '/api/customers/export?format=csv',
    headers: { 'x-test-role': 'owner', 'accept-language': 'zh' },
  })
  expect(body).toContain(id)
  const done = await bring(`${body.replace('王芳', '王芳芳')}\n`, { kind: 'customers', findBy: 'id', mode: 'update' })
  expect(done.counts).toMatchObject({ customersUpdated: 1, refused: 0 })
  expect(await one('select name from customers')).toEqual({ name: '王芳芳' })
  const english = await http.inject({ url: '/api/customers/export?format=csv&language=en', headers: { 'x-test-role': 'owner' } })
  expect(english.body.split('\r\n')[0]).toMatch(/,Id of this system$/)
  const strange = await bring(`系统编号,姓名\n01920000-0000-7000-8000-000000000000,无\n`, {
    kind: 'customers',
    findBy: 'id',
    mode: 'update',
  })
  expect(strange.counts).toMatchObject({ customersUpdated: 0, refused: 1 })
})

test('an import may only update, or only add, and an empty cell may clear; an undo gives all of it back', async () => {
  await bring(list('M1,13800000001,王芳,旧\n'))
  const two = list('M1,13800000001,,\nM2,13800000002,陈一,\n')
  expect((await bring(two, { mode: 'add' })).counts).toMatchObject({ customersNew: 1, customersUpdated: 0, customersSame: 1 })
  const cleared = await bring(list('M1,13800000001,,\nM3,13800000003,李二,\n'), { mode: 'update', emptyCells: 'clear' })
  expect(cleared).toMatchObject({ counts: { customersUpdated: 1, customersNew: 0, refused: 1, fieldsUpdated: { name: 1, note: 1 } } })
  expect(await one(`select name, note, phone from customers where code = 'M1'`)).toEqual({
    name: null,
    note: null,
    phone: '+8613800000001',
  })
  await world.act(undoImport, { id: cleared.id })
  await work()
  expect(await one(`select name, note from customers where code = 'M1'`)).toEqual({ name: '王芳', note: '旧' })
})

test('whoever opted out of e-mail in the other program gets none here, and whoever did not has not agreed by that', async () => {
  await bring('手机号,邮箱,接收邮件\n13800000001,wang@shop.example,是\n13800000002,chen@shop.example,\n')
  const leads = 'Record Id,Lead Owner,Last Name,Mobile,Email Opt Out\nz1,李娜,王芳,13800000001,true\nz2,李娜,陈一,13800000002,false\n'
  const done = await bring(leads)
  expect(done).toMatchObject({ counts: { customersUpdated: 2, fieldsUpdated: { emailConsent: 1 } }, refusals: [] })
  const said = `select string_agg(email_consent, ',' order by phone) as said from customers`
  expect(await one(said)).toEqual({ said: 'withdrawn,unknown' })
  await world.act(undoImport, { id: done.id })
  await work()
  expect(await one(said)).toEqual({ said: 'granted,unknown' })
  // Some programs write when it was.
  const dated = await bring('手机号,Unsubscribed\n13800000001,2026-05-01 10:00\n13800000002,0000-00-00 00:00:00\n13800000003,昨天\n')
  expect(dated).toMatchObject({ counts: { refused: 1, fieldsUpdated: { emailConsent: 1 } } })
  expect(await one(said)).toEqual({ said: 'withdrawn,unknown' })
})

test('a paused import lets another go first, and goes on where it was', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `P${i},1380000${String(1000 + i)},客${i},\n`).join('')
  const { id } = await world.act(createImport, { name: 'big.csv', text: list(rows) })
  await runImports(world.services, { rows: 10 })
  await world.act(pauseImport, { id })
  expect((await bring(list('Q1,13900000001,后来,\n'))).state).toBe('done')
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'paused', rowsDone: 10 })
  await expect(world.act(pauseImport, { id })).resolves.toMatchObject({ state: 'paused' })
  await world.act(startImport, { id })
  await work(10)
  expect(await world.ask(readImport, { id })).toMatchObject({ state: 'done', rowsDone: 30, counts: { customersNew: 30 } })
  await expect(world.act(pauseImport, { id })).rejects.toMatchObject({ code: 'import.wrong-state' })
})
