import { defineEntity } from '../../core/entity/entity.ts'
import type { Fields } from '../../core/entity/field.ts'

/** Whoever buys, or may buy. */
export const customer = defineEntity({
  name: 'customer',
  label: { zh: '客户', en: 'Customer' },
  plural: { zh: '客户', en: 'Customers' },
  path: 'customers',
  table: 'customers',
  title: 'name',
  searchColumn: 'search',
  calledBy: ['name', 'code', 'phone'],
  customColumn: 'custom',
  sort: { field: 'createdAt', direction: 'desc' },
  fields: {
    kind: {
      type: 'choice',
      label: { zh: '客户类型', en: 'Kind' },
      help: { zh: '个人或企业', en: 'A person or a company' },
      otherwise: 'person',
      options: [
        { value: 'person', label: { zh: '个人', en: 'Person' } },
        { value: 'company', label: { zh: '企业', en: 'Company' } },
      ],
    },
    name: {
      type: 'text',
      label: { zh: '姓名', en: 'Name' },
      help: { zh: '企业填写全称', en: 'The full name, of a company too' },
      listed: true,
    },
    shortName: {
      type: 'text',
      label: { zh: '简称', en: 'Short name' },
      help: { zh: '企业的简称', en: 'What a company is called for short' },
    },
    code: {
      type: 'text',
      label: { zh: '客户编号', en: 'Customer number' },
      help: { zh: '您自己系统里的编号，如会员号；不会有两位客户相同', en: 'The number in your own systems; no two customers share one' },
      listed: true,
    },
    phone: {
      type: 'phone',
      label: { zh: '手机号', en: 'Phone' },
      help: { zh: '用于识别同一位客户', en: 'Tells that two records are one customer' },
      listed: true,
    },
    email: {
      type: 'email',
      label: { zh: '邮箱', en: 'E-mail' },
      help: { zh: '用于识别同一位客户，也用于发信', en: 'Tells that two records are one customer; mails go here' },
    },
    wechat: {
      type: 'text',
      label: { zh: '微信号', en: 'WeChat id' },
      help: { zh: '用于识别同一位客户', en: 'Tells that two records are one customer' },
    },
    idCard: {
      type: 'id-card',
      label: { zh: '身份证号', en: 'ID card number' },
      help: {
        zh: '18 位，15 位旧号会自动换成 18 位；加密保存',
        en: '18 characters; an old number of 15 digits is lengthened. Kept encrypted',
      },
      sensitive: true,
      sealed: true,
    },
    creditCode: {
      type: 'credit-code',
      label: { zh: '统一社会信用代码', en: 'Unified social credit code' },
      help: { zh: '企业的 18 位代码', en: 'The 18 characters that name a Chinese company' },
    },
    gender: {
      type: 'choice',
      label: { zh: '性别', en: 'Gender' },
      options: [
        { value: 'female', label: { zh: '女', en: 'Female' }, also: ['f', 'woman', '女士', '女性', '小姐'] },
        { value: 'male', label: { zh: '男', en: 'Male' }, also: ['m', 'man', '先生', '男士', '男性'] },
        { value: 'other', label: { zh: '其他', en: 'Other' } },
      ],
    },
    birthday: { type: 'date', label: { zh: '生日', en: 'Birthday' } },
    lunarBirthday: {
      type: 'lunar-date',
      label: { zh: '农历生日', en: 'Lunar birthday' },
      help: { zh: '例如 八月十五、闰四月初一、8-15', en: 'Like 8-15, leap 4-1 or 八月十五' },
    },
    province: { type: 'province', label: { zh: '省份', en: 'Province' } },
    city: { type: 'city', label: { zh: '城市', en: 'City' }, listed: true },
    district: { type: 'district', label: { zh: '区县', en: 'District' } },
    address: { type: 'text', label: { zh: '地址', en: 'Address' } },
    origin: {
      type: 'text',
      label: { zh: '来源', en: 'Origin' },
      help: { zh: '客户最初从哪里来', en: 'Where the customer first came from' },
    },
    owner: {
      type: 'person',
      column: 'owner_id',
      label: { zh: '负责人', en: 'Owner' },
      help: {
        zh: '跟进这位客户的同事；没有负责人的客户在公海，谁都可以领取',
        en: 'The colleague who looks after the customer; without one the customer stands in the public pool, for anybody to claim',
      },
      listed: true,
    },
    emailConsent: {
      type: 'choice',
      label: { zh: '邮件许可', en: 'E-mail consent' },
      help: { zh: '没有同意的客户不会收到营销邮件', en: 'Marketing mail goes only to those who agreed' },
      otherwise: 'unknown',
      options: [
        { value: 'granted', label: { zh: '已同意', en: 'Granted' }, tone: 'good' },
        { value: 'unknown', label: { zh: '未知', en: 'Unknown' }, tone: 'neutral' },
        { value: 'withdrawn', label: { zh: '已退订', en: 'Withdrawn' }, tone: 'danger' },
      ],
    },
    noPersonalisation: {
      type: 'boolean',
      label: { zh: '不接受个性化推荐', en: 'No personalisation' },
      help: {
        zh: '开启后，不再按其价值、细分或购买记录挑选营销内容',
        en: 'Nothing is chosen for them by their value, their segments or what they bought',
      },
      otherwise: 'false',
    },
    note: { type: 'longtext', label: { zh: '备注', en: 'Note' } },
    createdAt: { type: 'time', label: { zh: '建档时间', en: 'Created' }, computed: true, required: true, sortable: true },
    updatedAt: { type: 'time', label: { zh: '更新时间', en: 'Updated' }, computed: true, required: true },
    namePinyin: { type: 'text', label: { zh: '姓名拼音', en: 'Name (pinyin)' }, computed: true, sortable: true },
    importId: { type: 'reference', to: 'import', label: { zh: '导入批次', en: 'Import' }, computed: true },
  },
})

/** The fields that a person or a file may fill. */
export const writableFields = Object.entries(customer.fields)
  .filter(([, field]) => !('computed' in field && field.computed))
  .map(([name]) => name)

const fields: Fields = customer.fields

/** What is written for a field that nothing is known of: null, but for the few whose column is never empty. */
export function emptyValue(name: string): string | boolean | null {
  const field = fields[name]
  return field?.type === 'boolean' && field.otherwise !== undefined ? field.otherwise === 'true' : (field?.otherwise ?? null)
}
