import type { Words } from '../../core/kit/words.ts'
import type { Mapping, MappingSettings } from './mapping.ts'
import type { ImportKind } from './targets.ts'

type Names = Readonly<Record<string, string | readonly string[]>>

function ready(
  id: string,
  name: Words,
  kind: ImportKind,
  headers: readonly string[],
  names: Names,
  settings: MappingSettings = {},
): Mapping {
  const columns = Object.fromEntries(
    Object.entries(names).map(([target, given]) => [target, [given].flat().map((header) => ({ header, nth: 0 }))]),
  )
  return { id: `ready:${id}`, name, kind, headers, columns, settings }
}

/**
 * Exports of other programs, known by the names of their columns. The names are those of real exports: of Shopify after
 * its help pages “Customers CSV” and “Order export” and exports in public repositories; of HubSpot after exports of all
 * contacts and all companies (`Record ID`, in views with several kinds `Record ID - Contact`); of Zoho CRM after exports
 * with record ids (`Contact Owner.id`) and without; of 有赞 after exports of 客户 and 订单; of 纷享销客 after the labels of its standard
 * objects AccountObj and ContactObj.
 *
 * Numbers of HubSpot’s records are left out: a contact and a company may have the same one.
 */
export const readyMappings: readonly Mapping[] = [
  ready(
    'shopify-customers',
    { zh: 'Shopify 客户', en: 'Shopify customers' },
    'customers',
    ['First Name', 'Last Name', 'Email', 'Total Spent', 'Total Orders'],
    {
      code: 'Customer ID',
      firstName: 'First Name',
      lastName: 'Last Name',
      email: 'Email',
      phone: ['Phone', 'Default Address Phone'],
      phone2: 'Default Address Phone',
      emailConsent: ['Accepts Email Marketing', 'Accepts Marketing'],
      address: ['Default Address Address1', 'Address1'],
      city: ['Default Address City', 'City'],
      province: ['Default Address Province Code', 'Province', 'Province Code'],
      note: 'Note',
      tags: 'Tags',
    },
  ),
  ready(
    'shopify-orders',
    { zh: 'Shopify 订单', en: 'Shopify orders' },
    'purchases',
    ['Name', 'Created at', 'Lineitem quantity', 'Lineitem name', 'Lineitem price'],
    {
      // An order’s totals stand in its first line only, so each line counts quantity × price.
      number: 'Name',
      email: 'Email',
      phone: ['Phone', 'Billing Phone', 'Shipping Phone'],
      name: ['Billing Name', 'Shipping Name'],
      occurredAt: 'Created at',
      quantity: 'Lineitem quantity',
      productName: 'Lineitem name',
      product: 'Lineitem sku',
      price: 'Lineitem price',
      refunded: 'Refunded Amount',
      currency: 'Currency',
      channel: 'Source',
      status: 'Financial Status',
      cancelledAt: 'Cancelled at',
    },
    { source: 'Shopify' },
  ),
  ready(
    'zoho-contacts',
    { zh: 'Zoho CRM 联系人', en: 'Zoho CRM contacts' },
    'contacts',
    // Known without ids as well. HubSpot’s owner is headed alike but for case, so this stands before it.
    ['Contact Owner', 'First Name', 'Last Name', 'Account Name'],
    {
      company: 'Account Name',
      companyCode: 'Account Name.id',
      firstName: 'First Name',
      lastName: 'Last Name',
      title: 'Title',
      department: 'Department',
      phone: ['Mobile', 'Phone'],
      email: 'Email',
      noMail: 'Email Opt Out',
      note: 'Description',
    },
  ),
  ready(
    'hubspot-contacts',
    { zh: 'HubSpot 联系人', en: 'HubSpot contacts' },
    'customers',
    ['First Name', 'Last Name', 'Email', 'Contact owner'],
    {
      firstName: 'First Name',
      lastName: 'Last Name',
      email: 'Email',
      phone: ['Mobile Phone Number', 'Phone Number'],
      phone2: 'Phone Number',
      address: 'Street Address',
      city: 'City',
      province: 'State/Region',
      origin: 'Original Source',
      emailOptOut: 'Unsubscribed from all email',
      joinedAt: 'Create Date',
    },
  ),
  ready('hubspot-companies', { zh: 'HubSpot 公司', en: 'HubSpot companies' }, 'companies', ['Company name', 'Company owner'], {
    name: 'Company name',
    phone: 'Phone Number',
    address: 'Street Address',
    city: 'City',
    province: 'State/Region',
    note: 'Description',
    joinedAt: 'Create Date',
  }),
  ready(
    'zoho-accounts',
    { zh: 'Zoho CRM 客户（Accounts）', en: 'Zoho CRM accounts' },
    'companies',
    ['Record Id', 'Account Owner', 'Account Name'],
    {
      code: 'Record Id',
      name: 'Account Name',
      phone: 'Phone',
      address: ['Billing Street', 'Billing Address - Street Address', 'Billing Address - Address Line 1'],
      city: ['Billing City', 'Billing Address - City'],
      province: ['Billing State', 'Billing Address - State / Province'],
      note: 'Description',
      tags: 'Tag',
      joinedAt: 'Created Time',
    },
  ),
  ready('zoho-leads', { zh: 'Zoho CRM 线索', en: 'Zoho CRM leads' }, 'customers', ['Record Id', 'Lead Owner', 'Last Name'], {
    code: 'Record Id',
    firstName: 'First Name',
    lastName: 'Last Name',
    phone: ['Mobile', 'Phone'],
    phone2: 'Phone',
    email: 'Email',
    email2: 'Secondary Email',
    address: ['Street', 'Address - Street Address', 'Address - Address Line 1'],
    city: ['City', 'Address - City'],
    province: ['State', 'Address - State / Province'],
    origin: 'Lead Source',
    emailOptOut: 'Email Opt Out',
    note: 'Description',
    tags: 'Tag',
    joinedAt: 'Created Time',
  }),
  ready(
    'youzan-customers',
    { zh: '有赞客户', en: 'Youzan customers' },
    'customers',
    ['客户姓名', '客户手机号', '来源渠道', '成为客户时间'],
    {
      name: '客户姓名',
      nickname: '客户昵称',
      phone: '客户手机号',
      birthday: '客户生日',
      gender: '客户性别',
      tags: '标签',
      origin: '来源渠道',
      joinedAt: '成为客户时间',
    },
  ),
  ready(
    'youzan-orders',
    { zh: '有赞订单', en: 'Youzan orders' },
    'purchases',
    // Which columns an export has is chosen there; these stand in every one that can be imported.
    ['订单号', '全部商品名称', '订单实付金额'],
    {
      number: '订单号',
      phone: ['买家手机号', '收货人手机号/提货人手机号'],
      name: ['买家姓名', '收货人/提货人'],
      nickname: '买家昵称',
      occurredAt: ['订单创建时间', '买家付款时间'],
      productName: '全部商品名称',
      amount: '订单实付金额',
      channel: '销售渠道',
      status: '订单状态',
    },
    { source: '有赞' },
  ),
  ready(
    'youzan-order-items',
    { zh: '有赞订单商品', en: 'Youzan order items' },
    'purchases',
    ['订单号', '商品名称', '商品数量', '商品单价'],
    {
      number: '订单号',
      phone: ['买家手机号', '收货人手机号/提货人手机号'],
      name: ['买家姓名', '收货人/提货人'],
      nickname: '买家昵称',
      occurredAt: ['订单创建时间', '买家付款时间', '交易成功时间'],
      product: ['商品编码', '规格编码'],
      productName: '商品名称',
      quantity: '商品数量',
      price: '商品单价',
      amount: '商品实际成交金额',
      channel: '销售渠道',
      status: '订单状态',
      lineStatus: '订单商品状态',
    },
    { source: '有赞' },
  ),
  ready('fxiaoke-contacts', { zh: '纷享销客联系人', en: 'Fxiaoke contacts' }, 'contacts', ['姓名', '客户名称', '负责人主属部门'], {
    company: '客户名称',
    name: '姓名',
    title: '职务',
    department: '部门',
    phone: ['手机', '手机1', '电话', '电话1'],
    email: ['邮件', '邮箱'],
    wechat: '微信',
    note: '备注',
  }),
  ready('fxiaoke-accounts', { zh: '纷享销客客户', en: 'Fxiaoke accounts' }, 'companies', ['客户名称', '负责人主属部门'], {
    code: '客户编号',
    name: '客户名称',
    creditCode: ['统一社会信用代码', '纳税人识别号'],
    phone: '电话',
    email: ['邮件', '邮箱'],
    province: '省',
    city: '市',
    district: '区',
    address: '详细地址',
    origin: ['1级来源', '来源'],
    note: '备注',
    joinedAt: '创建时间',
  }),
]
