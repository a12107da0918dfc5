import { isEmail } from '../../fields/email/email.ts'
import { phone } from '../../fields/phone/phone.ts'
import type { Fields } from '../../core/entity/field.ts'
import { type Columns, type ImportKind, targetsFor } from './targets.ts'

/** How shops and their programs head their columns, tidied by `tidy`. The first target that claims a column has it. */
// biome-ignore format: a table, one target a row
const synonyms: Readonly<Record<ImportKind, Readonly<Record<string, readonly string[]>>>> = {
  customers: {
    code: ['会员号', '会员编号', '会员卡号', '会员id', '客户编号', '客户号', '客户id', '用户id', '用户编号', '编号', '卡号', 'customernumber', 'customerid', 'customercode', 'custid', 'membernumber', 'memberid', 'memberno', 'userid', 'clientid', 'code', 'id'],
    name: ['姓名', '客户姓名', '客户名称', '会员姓名', '会员名', '名称', '名字', '客户', '昵称', '联系人', '收货人', 'name', 'fullname', 'customername', 'customer', 'nickname', 'contact'],
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
    note: ['备注', '说明', '备注信息', 'note', 'notes', 'remark', 'remarks', 'comment', 'comments'],
    joinedAt: ['注册时间', '注册日期', '入会时间', '入会日期', '开卡时间', '加入时间', '创建时间', '建档时间', 'joinedat', 'joined', 'joindate', 'registeredat', 'registrationdate', 'createdat', 'created', 'signupdate', 'membersince'],
  },
  purchases: {
    number: ['订单号', '订单编号', '订单id', '单号', '单据号', '小票号', '交易号', '流水号', '销售单号', '主订单编号', 'ordernumber', 'orderid', 'orderno', 'invoiceno', 'invoice', 'invoicenumber', 'invoiceid', 'transactionid', 'receiptnumber', 'receiptno', 'order'],
    code: ['会员号', '会员编号', '会员卡号', '会员id', '客户编号', '客户号', '客户id', '买家id', '用户id', '用户编号', '卡号', 'customernumber', 'customerid', 'customercode', 'custid', 'membernumber', 'memberid', 'memberno', 'userid', 'clientid'],
    phone: ['手机号', '手机', '手机号码', '电话', '联系电话', '买家手机', '收货人手机', '联系手机', 'mobile', 'phone', 'phonenumber', 'mobilephone', 'telephone', 'tel'],
    email: ['邮箱', '电子邮箱', '邮箱地址', '买家邮箱', 'email', 'emailaddress', 'customeremail'],
    name: ['姓名', '客户姓名', '客户名称', '会员姓名', '买家姓名', '收货人', '收货人姓名', '买家', '买家会员名', '客户', 'customername', 'customer', 'buyer', 'fullname', 'billingname'],
    occurredAt: ['下单时间', '付款时间', '支付时间', '订单付款时间', '订单创建时间', '交易时间', '成交时间', '消费时间', '购买时间', '订单时间', '销售时间', '下单日期', '订单日期', '交易日期', '消费日期', '销售日期', '购买日期', '时间', '日期', 'invoicedate', 'orderdate', 'orderedat', 'ordertime', 'purchasedate', 'purchasedat', 'transactiondate', 'paidat', 'createdat', 'date', 'datetime', 'time', 'timestamp'],
    product: ['商品编码', '商品编号', '商品id', '商品货号', '货号', '货品编码', '产品编码', '产品编号', '商家编码', '条码', '商品条码', 'sku', 'skuid', 'sku编码', 'stockcode', 'productcode', 'productid', 'itemcode', 'itemid', 'itemnumber', 'lineitemsku', 'barcode', 'upc'],
    productName: ['商品名称', '商品名', '商品标题', '宝贝标题', '品名', '货品名称', '产品名称', '商品', '产品', 'description', 'productname', 'product', 'itemname', 'item', 'title', 'lineitemname', 'productdescription'],
    category: ['类目', '分类', '商品分类', '商品类目', '品类', '类别', 'category', 'productcategory', 'department', 'producttype'],
    quantity: ['数量', '商品数量', '购买数量', '件数', '销售数量', '宝贝数量', 'quantity', 'qty', 'units', 'lineitemquantity', 'count'],
    price: ['单价', '商品单价', '商品价格', '销售单价', '售价', '价格', 'unitprice', 'price', 'itemprice', 'lineitemprice'],
    amount: ['实付金额', '实付款', '实际支付金额', '买家实际支付金额', '实收金额', '实收', '成交金额', '支付金额', '付款金额', '消费金额', '销售金额', '销售额', '订单金额', '小计', '总金额', '总价', '金额', 'amountpaid', 'amount', 'paid', 'linetotal', 'lineamount', 'total', 'totalprice', 'totalamount', 'subtotal', 'revenue', 'sales', 'value', 'spend'],
    currency: ['币种', '货币', '币别', 'currency', 'currencycode'],
    channel: ['渠道', '销售渠道', '下单渠道', '店铺', '门店', '店铺名称', '门店名称', '平台', 'channel', 'store', 'shop', 'saleschannel', 'platform', 'outlet'],
  },
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
  for (const [target, looksRight] of contents)
    take(
      target,
      header.findIndex((_, at) => !taken.has(at) && mostly(rows, at, looksRight)),
    )
  return columns
}

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

/** A file with an order number or a product, and a time or an amount, tells purchases; any other tells customers. */
export function guessKind(header: readonly string[], rows: readonly (readonly string[])[]): ImportKind {
  const found = guessColumns('purchases', header, rows)
  const what = ['number', 'product', 'productName', 'quantity'].filter((target) => target in found).length
  const much = ['amount', 'price', 'occurredAt'].filter((target) => target in found).length
  return (what >= 1 && much >= 1) || much >= 2 ? 'purchases' : 'customers'
}
