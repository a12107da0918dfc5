import { defineEntity } from '../../core/entity/entity.ts'

/** Whoever buys, or may buy. */
export const customer = defineEntity({
  name: 'customer',
  label: { zh: '客户', en: 'Customer' },
  plural: { zh: '客户', en: 'Customers' },
  path: 'customers',
  table: 'customers',
  title: 'name',
  searchColumn: 'search',
  sort: { field: 'createdAt', direction: 'desc' },
  fields: {
    name: { type: 'text', label: { zh: '姓名', en: 'Name' }, listed: true },
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
    gender: {
      type: 'choice',
      label: { zh: '性别', en: 'Gender' },
      options: [
        { value: 'female', label: { zh: '女', en: 'Female' } },
        { value: 'male', label: { zh: '男', en: 'Male' } },
        { value: 'other', label: { zh: '其他', en: 'Other' } },
      ],
    },
    birthday: { type: 'date', label: { zh: '生日', en: 'Birthday' } },
    province: { type: 'text', label: { zh: '省份', en: 'Province' } },
    city: { type: 'text', label: { zh: '城市', en: 'City' }, listed: true },
    address: { type: 'text', label: { zh: '地址', en: 'Address' } },
    origin: {
      type: 'text',
      label: { zh: '来源', en: 'Origin' },
      help: { zh: '客户最初从哪里来', en: 'Where the customer first came from' },
    },
    emailConsent: {
      type: 'choice',
      label: { zh: '邮件许可', en: 'E-mail consent' },
      help: { zh: '未许可的客户不会收到营销邮件', en: 'Marketing mail goes only to those who agreed' },
      options: [
        { value: 'granted', label: { zh: '已同意', en: 'Granted' }, tone: 'good' },
        { value: 'unknown', label: { zh: '未知', en: 'Unknown' }, tone: 'neutral' },
        { value: 'withdrawn', label: { zh: '已退订', en: 'Withdrawn' }, tone: 'danger' },
      ],
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
