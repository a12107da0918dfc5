import type { Words } from '../../../core/kit/words.ts'

/** What sort of data a column holds. Those up to `opinion` are a person's own and stand in their export. */
export const dataClasses = {
  identity: { zh: '身份', en: 'Identity' },
  contact: { zh: '联系方式', en: 'Contact' },
  sensitive: { zh: '敏感信息', en: 'Sensitive' },
  commerce: { zh: '交易', en: 'Commerce' },
  behaviour: { zh: '行为', en: 'Behaviour' },
  communication: { zh: '沟通内容', en: 'Communication' },
  opinion: { zh: '评价与推断', en: 'Judgements and conclusions' },
  staff: { zh: '员工', en: 'Staff' },
  technical: { zh: '技术', en: 'Technical' },
  config: { zh: '配置', en: 'Configuration' },
  secret: { zh: '密钥与凭证', en: 'Keys and credentials' },
} as const satisfies Record<string, Words>
export type DataClass = keyof typeof dataClasses

/** The classes of which a person gets a copy. */
export const ownClasses: readonly DataClass[] = ['identity', 'contact', 'sensitive', 'commerce', 'behaviour', 'communication', 'opinion']

export const headings = {
  profile: { zh: '基本资料', en: 'Profile' },
  contact: { zh: '联系方式', en: 'Ways to reach you' },
  consent: { zh: '同意与偏好', en: 'Consent and preferences' },
  purchases: { zh: '消费记录', en: 'Purchases' },
  interactions: { zh: '互动与待办', en: 'Interactions and to-dos' },
  messages: { zh: '消息', en: 'Messages' },
  behaviour: { zh: '行为与经过', en: 'What happened' },
  groups: { zh: '标签、细分与阶段', en: 'Tags, segments and stages' },
  journeys: { zh: '旅程', en: 'Journeys' },
  scores: { zh: '指标与评分', en: 'Figures and scores' },
  records: { zh: '导入与合并的留存', en: 'What imports and merges kept' },
  received: { zh: '收到的原始数据', en: 'Raw data received' },
  rights: { zh: '权利请求', en: 'Requests and rights' },
} as const satisfies Record<string, Words>
export type Heading = keyof typeof headings

/** What happens to a table's rows when a person is erased. */
export const treatments = {
  delete: { zh: '删除', en: 'Deleted' },
  remainder: { zh: '去除身份后保留用于统计', en: 'Kept for statistics, without the person' },
  matching: { zh: '凡含此人标识的行一律删除', en: 'Rows that hold a mark of the person are deleted' },
  scrub: { zh: '行保留，其中的个人标识抹去', en: 'Rows stay; marks of the person in them are blotted out' },
  empty: { zh: '行保留，写有此人的内容清空', en: 'Rows stay; what names the person is emptied' },
  law: { zh: '依法保留', en: 'Kept because of law' },
  none: { zh: '不涉及客户', en: 'Says nothing of customers' },
} as const satisfies Record<string, Words>
export type Treatment = keyof typeof treatments

export const laws = {
  trade: {
    zh: '《电子商务法》第三十一条：交易信息保存不少于三年；会计资料依《会计法》',
    en: 'E-Commerce Law of China, art. 31: transactions are kept for three years; books by the Accounting Law',
  },
  audit: {
    zh: '《网络安全法》：网络日志留存不少于六个月',
    en: 'Cybersecurity Law of China: logs are kept for at least six months',
  },
  proof: {
    zh: '《个人信息保护法》第五十四至五十六条、GDPR 第 5(2) 条：证明请求已获处理，保存三年',
    en: 'PIPL art. 54–56 and GDPR art. 5(2): proof that requests were answered, for three years',
  },
  refusal: {
    zh: '《个人信息保护法》第四十四条、GDPR 第 21 条：为遵守拒绝营销的意愿，只留带密钥的散列',
    en: 'PIPL art. 44 and GDPR art. 21: keyed hashes only, so that the refusal is obeyed',
  },
} as const satisfies Record<string, Words>
export type Law = keyof typeof laws

export const purposes = {
  knowing: { zh: '认识客户、避免重复', en: 'To know customers and keep each once' },
  reaching: { zh: '联系客户', en: 'To reach customers' },
  trading: { zh: '履行交易与记账', en: 'To fulfil and book purchases' },
  serving: { zh: '服务与互动', en: 'To serve and follow up' },
  marketing: { zh: '经同意的营销', en: 'Marketing, with consent' },
  understanding: { zh: '统计与细分', en: 'Figures and groups' },
  asking: { zh: '记录同意与权利请求', en: 'To keep consent and requests' },
  running: { zh: '系统运行与安全', en: 'To run the program safely' },
} as const satisfies Record<string, Words>
export type Purpose = keyof typeof purposes

export const lengths = {
  customer: { zh: '客户关系存续期间，直到删除', en: 'While they are a customer, until erased' },
  trade: { zh: '至少三年', en: 'Three years at least' },
  proof: { zh: '三年', en: 'Three years' },
  month: { zh: '约一个月', en: 'About a month' },
  days: { zh: '数日', en: 'Some days' },
  audit: { zh: '不少于 180 天，按设置', en: '180 days at least, as set' },
  ever: { zh: '系统使用期间', en: 'While the program is used' },
} as const satisfies Record<string, Words>
export type Length = keyof typeof lengths
