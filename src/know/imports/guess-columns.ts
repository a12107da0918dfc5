import { isEmail } from '../../fields/email/email.ts'
import { phone } from '../../fields/phone/phone.ts'
import type { Fields } from '../../core/entity/field.ts'
import { productColumnNames } from '../products/product-targets.ts'
import { type Columns, type ImportKind, targetsFor } from './targets.ts'

/** How shops and their programs head their columns, tidied by `tidy`. The first target that claims a column has it. */
type Names = Readonly<Record<string, readonly string[]>>

const optOuts = [
  '已退订邮件',
  '已退订',
  '邮件退订',
  '退订邮件',
  '拒收邮件',
  '不接收邮件',
  'emailoptout',
  'optedout',
  'optout',
  'optedoutofemail',
  'hasoptedoutofemail',
  'unsubscribed',
  'unsubscribedfromallemail',
  'donotemail',
]

const nicknames = ['昵称', '客户昵称', '会员昵称', '买家昵称', '微信昵称', '粉丝昵称', 'nickname', 'nick']

// biome-ignore format: a table, one target a row
const own: { readonly customers: Names; readonly purchases: Names; readonly contacts: Names; readonly interactions: Names } = {
  customers: {
    code: ['会员号', '会员编号', '会员卡号', '会员id', '客户编号', '客户号', '客户id', '用户id', '用户编号', '编号', '卡号', 'customernumber', 'customerid', 'customercode', 'custid', 'membernumber', 'memberid', 'memberno', 'userid', 'clientid', 'code', 'id'],
    name: ['姓名', '客户姓名', '客户名称', '会员姓名', '会员名', '名称', '名字', '客户', '昵称', '联系人', '收货人', 'name', 'fullname', 'customername', 'customer', 'nickname', 'contact'],
    nickname: nicknames,
    phone: ['手机号', '手机', '手机号码', '电话', '电话号码', '联系电话', '联系方式', '移动电话', 'mobile', 'phone', 'phonenumber', 'mobilephone', 'mobilenumber', 'telephone', 'tel', 'cell'],
    email: ['邮箱', '电子邮箱', '邮箱地址', '电子邮件', '邮件地址', '邮件', 'email', 'emailaddress', 'mail'],
    kind: ['客户类型', '客户性质', '类型', 'kind', 'customertype', 'customerkind'],
    shortName: ['简称', '企业简称', '公司简称', '客户简称', 'shortname'],
    wechat: ['微信号', '微信', '微信id', '微信号码', 'wechat', 'wechatid', 'weixin'],
    idCard: ['身份证号', '身份证', '身份证号码', '证件号', '证件号码', 'idcard', 'idcardnumber', 'idnumber'],
    creditCode: ['统一社会信用代码', '社会信用代码', '信用代码', '税号', '纳税人识别号', 'creditcode', 'uscc', 'taxid', 'taxnumber'],
    gender: ['性别', 'gender', 'sex'],
    birthday: ['生日', '出生日期', '出生年月日', 'birthday', 'birthdate', 'dateofbirth', 'dob'],
    lunarBirthday: ['农历生日', '阴历生日', '旧历生日', 'lunarbirthday'],
    province: ['省份', '省', '所在省', '所在省份', 'province', 'state', 'region'],
    city: ['城市', '市', '所在城市', '所在市', 'city', 'town'],
    district: ['区县', '区', '县', '所在区', '所在区县', 'district', 'county'],
    address: ['地址', '详细地址', '收货地址', '联系地址', 'address', 'street', 'addressline1', 'shippingaddress'],
    origin: ['来源', '客户来源', '注册来源', '来源渠道', '渠道', 'source', 'origin', 'channel', 'leadsource', 'referrer'],
    emailConsent: ['接收邮件', '邮件许可', '邮件订阅', '同意邮件', '营销许可', 'acceptsemail', 'emailconsent', 'acceptsmarketing', 'acceptsemailmarketing', 'optin', 'emailoptin', 'subscribed', 'newsletter'],
    emailOptOut: optOuts,
    noPersonalisation: ['不接受个性化推荐', 'nopersonalisation'],
    note: ['备注', '说明', '备注信息', 'note', 'notes', 'remark', 'remarks', 'comment', 'comments'],
    lastName: ['姓', '姓氏', 'lastname', 'surname', 'familyname'],
    firstName: ['名', 'firstname', 'givenname', 'forename'],
    phone2: ['手机号2', '手机2', '电话2', '其他电话', '备用电话', '备用手机', '第二手机', '座机', '固定电话', 'phone2', 'mobile2', 'otherphone', 'secondaryphone', 'homephone', 'workphone', 'landline'],
    phone3: ['手机号3', '手机3', '电话3', 'phone3', 'mobile3'],
    email2: ['邮箱2', '其他邮箱', '备用邮箱', 'email2', 'otheremail', 'secondaryemail', 'additionalemailaddresses'],
    wechat2: ['微信号2', '微信2', 'wechat2'],
    address2: ['地址2', '其他地址', '备用地址', 'otheraddress'],
    tags: ['标签', '客户标签', '会员标签', '标签名称', 'tags', 'tag', 'labels'],
    id: ['系统编号', 'idofthissystem', 'regularsid'],
    joinedAt: ['注册时间', '注册日期', '入会时间', '入会日期', '开卡时间', '加入时间', '创建时间', '建档时间', 'joinedat', 'joined', 'joindate', 'registeredat', 'registrationdate', 'createdat', 'created', 'signupdate', 'membersince'],
  },
  purchases: {
    number: ['订单号', '订单编号', '订单id', '单号', '单据号', '小票号', '交易号', '流水号', '销售单号', '主订单编号', 'ordernumber', 'orderid', 'orderno', 'invoiceno', 'invoice', 'invoicenumber', 'invoiceid', 'transactionid', 'receiptnumber', 'receiptno', 'order'],
    code: ['会员号', '会员编号', '会员卡号', '会员id', '客户编号', '客户号', '客户id', '买家id', '用户id', '用户编号', '卡号', 'customernumber', 'customerid', 'customercode', 'custid', 'membernumber', 'memberid', 'memberno', 'userid', 'clientid'],
    phone: ['手机号', '手机', '手机号码', '电话', '联系电话', '买家手机', '收货人手机', '联系手机', 'mobile', 'phone', 'phonenumber', 'mobilephone', 'telephone', 'tel'],
    email: ['邮箱', '电子邮箱', '邮箱地址', '买家邮箱', 'email', 'emailaddress', 'customeremail'],
    name: ['姓名', '客户姓名', '客户名称', '会员姓名', '买家姓名', '收货人', '收货人姓名', '买家', '买家会员名', '客户', 'customername', 'customer', 'buyer', 'fullname', 'billingname'],
    nickname: nicknames,
    occurredAt: ['下单时间', '付款时间', '支付时间', '订单付款时间', '订单创建时间', '交易时间', '成交时间', '消费时间', '购买时间', '订单时间', '销售时间', '下单日期', '订单日期', '交易日期', '消费日期', '销售日期', '购买日期', '时间', '日期', 'invoicedate', 'orderdate', 'orderedat', 'ordertime', 'purchasedate', 'purchasedat', 'purchasetime', 'purchasetimestamp', 'ordertimestamp', 'orderpurchasetimestamp', 'transactiondate', 'paidat', 'createdat', 'date', 'datetime', 'time', 'timestamp'],
    product: ['商品编码', '商品编号', '商品id', '商品货号', '货号', '货品编码', '产品编码', '产品编号', '商家编码', '条码', '商品条码', 'sku', 'skuid', 'sku编码', 'stockcode', 'productcode', 'productid', 'itemcode', 'itemid', 'itemnumber', 'lineitemsku', 'barcode', 'upc'],
    productName: ['商品名称', '商品名', '商品标题', '宝贝标题', '品名', '货品名称', '产品名称', '商品', '产品', 'description', 'productname', 'product', 'itemname', 'item', 'title', 'lineitemname', 'productdescription'],
    category: ['类目', '分类', '商品分类', '商品类目', '品类', '类别', 'category', 'productcategory', 'department', 'producttype'],
    quantity: ['数量', '商品数量', '购买数量', '件数', '销售数量', '宝贝数量', 'quantity', 'qty', 'units', 'lineitemquantity', 'count'],
    price: ['单价', '商品单价', '商品价格', '销售单价', '售价', '价格', 'unitprice', 'price', 'itemprice', 'lineitemprice'],
    amount: ['实付金额', '实付款', '实际支付金额', '买家实际支付金额', '实收金额', '实收', '成交金额', '支付金额', '付款金额', '消费金额', '销售金额', '销售额', '订单金额', '小计', '总金额', '总价', '金额', 'amountpaid', 'amount', 'paid', 'linetotal', 'lineamount', 'total', 'totalprice', 'totalamount', 'subtotal', 'revenue', 'sales', 'value', 'spend'],
    refunded: ['已退金额', '已退款金额', '订单退款金额', '订单已退款金额', '退款总额', 'refundedamount', 'amountrefunded', 'totalrefunded'],
    currency: ['币种', '货币', '币别', 'currency', 'currencycode'],
    channel: ['渠道', '销售渠道', '下单渠道', '店铺', '门店', '店铺名称', '门店名称', '平台', 'channel', 'store', 'shop', 'saleschannel', 'platform', 'outlet'],
    status: ['订单状态', '交易状态', '付款状态', '支付状态', 'orderstatus', 'paymentstatus', 'financialstatus', 'transactionstatus'],
    cancelledAt: ['取消时间', '订单取消时间', '交易取消时间', 'cancelledat', 'canceledat', 'cancelleddate', 'canceleddate', 'cancellationdate', 'cancelledon'],
    lineStatus: ['商品状态', '订单商品状态', '子订单状态', 'itemstatus', 'lineitemstatus'],
  },
  contacts: {
    company: ['企业名称', '公司名称', '公司', '企业', '单位', '单位名称', '客户名称', '所属客户', '所属公司', '所属企业', '客户', 'company', 'companyname', 'account', 'accountname', 'organization', 'organisation', 'associatedcompany', 'employer'],
    companyCode: ['企业编号', '公司编号', '客户编号', '客户编码', 'companycode', 'companynumber', 'accountnumber'],
    companyCreditCode: ['统一社会信用代码', '信用代码', '税号', '纳税人识别号', 'creditcode', 'taxid'],
    name: ['联系人', '联系人姓名', '姓名', '名字', '联系人名称', 'contactname', 'contact', 'name', 'fullname'],
    lastName: ['姓', '姓氏', 'lastname', 'surname'],
    firstName: ['名', 'firstname', 'givenname'],
    role: ['角色', '联系人角色', '决策角色', 'role', 'buyingrole'],
    title: ['职务', '职位', '头衔', '岗位', 'title', 'jobtitle', 'position'],
    department: ['部门', '所在部门', 'department'],
    phone: ['手机', '手机号', '手机号码', '电话', '联系电话', '手机1', '电话1', 'mobile', 'mobilephone', 'mobilephonenumber', 'phone', 'phonenumber', 'tel', 'telephone'],
    email: ['邮箱', '电子邮箱', '邮件', '邮箱地址', 'email', 'emailaddress', 'mail'],
    wechat: ['微信号', '微信', 'wechat', 'wechatid'],
    isPrimary: ['主要联系人', '首要联系人', '是否主要联系人', '默认联系人', 'primary', 'primarycontact', 'isprimary'],
    noMail: optOuts,
    note: ['备注', '说明', '描述', 'note', 'notes', 'remark', 'description'],
  },
  interactions: {
    name: ['姓名', '客户姓名', '客户名称', '客户', 'name', 'customername', 'customer'],
    occurredAt: ['跟进时间', '沟通时间', '联系时间', '拜访时间', '通话时间', '互动时间', '记录时间', '发生时间', '时间', '日期', 'occurredat', 'activitydate', 'calltime', 'date', 'time', 'datetime', 'when'],
    kind: ['跟进方式', '沟通方式', '联系方式类型', '互动方式', '互动类型', '跟进类型', '方式', '类型', 'kind', 'type', 'activitytype', 'channel'],
    direction: ['发起方', '呼叫方向', '方向', 'direction'],
    outcome: ['结果', '跟进结果', '通话结果', '沟通结果', 'outcome', 'result', 'calloutcome'],
    summary: ['跟进内容', '沟通内容', '联系内容', '跟进记录', '拜访内容', '互动内容', '通话内容', '内容', '记录', '备注', 'summary', 'notes', 'note', 'description', 'body', 'content'],
    nextStep: ['下一步', '下次计划', '后续计划', '下一步计划', 'nextstep', 'nextaction', 'followup'],
    nextStepDue: ['下次跟进时间', '下次联系时间', '下一步的期限', '下一步期限', 'nextstepdue', 'followupdate', 'nextactivitydate'],
    person: ['对方', '联系人', '联系人姓名', 'person', 'contact', 'contactname', 'spokewith'],
    minutes: ['时长', '通话时长', 'minutes', 'duration'],
    place: ['地点', '拜访地点', 'place', 'location'],
    byName: ['跟进人', '记录人', '负责人', '员工', '业务员', '销售', '创建人', 'by', 'owner', 'agent', 'user', 'createdby'],
  },
}

const { code, phone: phones, email: emails, wechat, idCard, creditCode, tags } = own.customers
const companyNames = [
  '企业名称',
  '公司名称',
  '单位名称',
  '企业全称',
  '公司全称',
  '客户全称',
  '公司',
  '企业',
  'companyname',
  'accountname',
  'company',
  'account',
]
const whom: Names = { code: code ?? [], phone: phones ?? [], email: emails ?? [], wechat: wechat ?? [] }

const synonyms: Readonly<Record<ImportKind, Names>> = {
  ...own,
  companies: { ...own.customers, name: [...companyNames, ...(own.customers['name'] ?? [])] },
  tags: {
    ...whom,
    idCard: idCard ?? [],
    creditCode: creditCode ?? [],
    tags: tags ?? [],
    expiresAt: ['到期', '到期时间', '到期日', '有效期', '有效期至', '截止日期', 'expires', 'expiresat', 'until', 'validuntil'],
  },
  interactions: { ...whom, ...own.interactions },
  products: productColumnNames,
}

/** Case, spaces and marks do not matter: `Order No.` is `orderno`; a unit in brackets goes: `金额（元）` is `金额`. */
export function tidy(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Is this how some shop or program heads a column? */
export function isKnownName(header: string): boolean {
  return knownNames.has(tidy(header))
}

const knownNames = new Set(Object.values(synonyms).flatMap((targets) => Object.values(targets).flat()))

/** By the columns' names first, then by what stands in them. `customer` has the firm's own fields, found by label or name. */
export function guessColumns(
  kind: ImportKind,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  customer: Fields = {},
): Columns {
  const heads = header.map(tidy)
  const taken = new Set<number>()
  const columns: Record<string, number> = {}
  const take = (target: string, position: number) => {
    if (position < 0 || taken.has(position) || target in columns) return
    columns[target] = position
    taken.add(position)
  }
  // Each target by its best name, the earlier synonym winning over the earlier column.
  for (const [target, field] of Object.entries(targetsFor(kind, customer))) {
    const names = field.custom ? [field.label.zh, field.label.en, target].map(tidy) : (synonyms[kind][target] ?? [])
    for (const name of names)
      take(
        target,
        heads.findIndex((each, at) => each === name && !taken.has(at)),
      )
  }
  // Then what a name says of whom or of what, set aside: customer_city, 客户手机, payment_value.
  const plain = heads.map((head) => head.replace(aside, ''))
  for (const target of Object.keys(targetsFor(kind, customer)))
    for (const name of loosely.has(target) ? (synonyms[kind][target] ?? []) : [])
      take(
        target,
        plain.findIndex((each, at) => each === name && each !== heads[at] && !taken.has(at)),
      )
  // Then of a heading that names two, 收货人手机号/提货人手机号, the first that is known.
  const parts = header.map((head) => (/[/／]/.test(head) ? head.split(/[/／]/).map((part) => tidy(part).replace(aside, '')) : []))
  for (const target of Object.keys(targetsFor(kind, customer)))
    for (const name of loosely.has(target) ? (synonyms[kind][target] ?? []) : [])
      take(
        target,
        parts.findIndex((each, at) => each.includes(name) && !taken.has(at)),
      )
  for (const [target, looksRight] of contents)
    take(
      target,
      header.findIndex((_, at) => !taken.has(at) && mostly(rows, at, looksRight)),
    )
  return columns
}

const aside =
  /^(?:customer|client|buyer|member|user|contact|shipping|billing|payment|order|客户|会员|买家|顾客|用户|收货人?|收件人?|联系人?|订单)/
/** Numbers and names are left out: an order's id is no customer's, and a member's level no name. */
const loosely = new Set([
  'phone',
  'email',
  'wechat',
  'gender',
  'birthday',
  'province',
  'city',
  'district',
  'address',
  'amount',
  'occurredAt',
  'note',
])

const contents: readonly (readonly [string, (text: string) => boolean])[] = [
  [
    'phone',
    (text) =>
      /^\+?[\d -]{11,17}$/.test(text.trim()) &&
      /1[3-9]\d{9}$/.test(text.replace(/\D/g, '')) &&
      'value' in phone.parse(text, { type: 'phone', label: { zh: '', en: '' } }, { language: 'zh', currency: 'CNY', timeZone: 'UTC' }),
  ],
  ['email', (text) => isEmail(text.trim().toLowerCase())],
]

function mostly(rows: readonly (readonly string[])[], at: number, looksRight: (text: string) => boolean): boolean {
  const filled = rows.map((row) => row[at] ?? '').filter((text) => text.trim() !== '')
  return filled.length >= 3 && filled.filter(looksRight).length >= filled.length * 0.8
}

/**
 * What a file tells of, by the names of its columns: an order number or a product, and a time or an amount, are purchases;
 * what was said and when, interactions; a product with its cost or stock, products; a company and a job, contacts; hardly more than tags, tags; any other, customers.
 */
export function guessKind(header: readonly string[], rows: readonly (readonly string[])[]): ImportKind {
  const found = guessColumns('purchases', header, rows)
  const what = ['number', 'product', 'productName', 'quantity'].filter((target) => target in found).length
  const much = ['amount', 'price', 'occurredAt'].filter((target) => target in found).length
  const heads = new Set(header.map(tidy).filter((head) => head !== ''))
  const has = (names: readonly string[] | undefined) => names?.some((name) => heads.has(name)) === true
  if (isOfInteractions(has) || (what + much <= 1 && saysWhatWasSaid(has))) return 'interactions'
  if (isOfProducts(has)) return 'products'
  if ((what >= 1 && much >= 1) || much >= 2) return 'purchases'
  const person = has(['性别', '生日', '出生日期', 'gender', 'birthday']) || has(own.customers['idCard'])
  if (has(companyNames) && !person && has(contactJobs) && has(contactPeople)) return 'contacts'
  const isNamed = has(own.customers['name']) || has(contactPeople)
  if (has(tags) && !isNamed && heads.size <= 5 && Object.keys(guessColumns('tags', header, rows)).length >= heads.size - 1) return 'tags'
  if (has(unmistakably) && !person && !has(contactPeople)) return 'companies'
  // A list by company, in which nothing could tell who a person is.
  return has(companyNames) && !person && !isNamed && ![code, phones, emails].some(has) ? 'companies' : 'customers'
}

const contactJobs = ['职务', '职位', '部门', '联系人角色', 'title', 'jobtitle', 'department']
const contactPeople = ['联系人', '联系人姓名', '姓名', 'contactname', 'firstname', 'lastname', 'fullname', 'contact']
const unmistakably = ['企业名称', '公司名称', '单位名称', '企业全称', '公司全称', '客户全称', 'companyname', 'accountname']

/** A code or a name of a product with what it costs or how many there are, and neither a time nor who bought it. */
function isOfProducts(has: (names: readonly string[] | undefined) => boolean): boolean {
  const { product, name, cost, stock, onSale, price } = productColumnNames
  const { occurredAt, number, quantity, amount, code: buyer, phone: reached } = own.purchases
  const isSale = [occurredAt, number, quantity, amount, buyer, reached].some(has)
  return !isSale && has(product) && (has(cost) || has(stock) || has(onSale) || (has(name) && has(price)))
}

/** Plain headings, of which any alone may be anything: 时间、内容 beside how, what came of it, or what is next. */
function saysWhatWasSaid(has: (names: readonly string[] | undefined) => boolean): boolean {
  const { occurredAt, kind, outcome, nextStep } = own.interactions
  return has(['内容', '记录', 'summary', 'content', 'body', 'notes']) && has(occurredAt) && [kind, outcome, nextStep].some(has)
}

function isOfInteractions(has: (names: readonly string[] | undefined) => boolean): boolean {
  const said = [
    '跟进内容',
    '沟通内容',
    '联系内容',
    '跟进记录',
    '拜访内容',
    '互动内容',
    '通话内容',
    '通话时长',
    'calloutcome',
    'activitytype',
  ]
  const when = [
    '跟进时间',
    '沟通时间',
    '联系时间',
    '拜访时间',
    '通话时间',
    '互动时间',
    '跟进方式',
    '沟通方式',
    '互动方式',
    'activitydate',
    'calltime',
  ]
  return (has(said) && has(own.interactions['occurredAt'])) || (has(when) && has(own.interactions['summary']))
}
