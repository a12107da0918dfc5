import { z } from 'zod'
import { defineExtension } from '../../core/entity/entity.ts'
import type { Words } from '../../core/kit/words.ts'

export const requestKinds = ['see', 'export', 'correct', 'erase', 'restrict', 'object', 'explain'] as const
export type RequestKind = (typeof requestKinds)[number]

export const kindWords: Readonly<Record<RequestKind, Words>> = {
  see: { zh: '查阅', en: 'See' },
  export: { zh: '复制或转移', en: 'Get a copy' },
  correct: { zh: '更正', en: 'Correct' },
  erase: { zh: '删除', en: 'Erase' },
  restrict: { zh: '限制处理', en: 'Restrict' },
  object: { zh: '拒绝', en: 'Object' },
  explain: { zh: '说明', en: 'Explain' },
}

export const requestStates = ['open', 'working', 'done', 'refused', 'withdrawn'] as const
export type RequestState = (typeof requestStates)[number]

export const stateWords: Readonly<Record<RequestState, Words>> = {
  open: { zh: '待处理', en: 'Open' },
  working: { zh: '处理中', en: 'Under way' },
  done: { zh: '已答复', en: 'Answered' },
  refused: { zh: '已拒绝', en: 'Refused' },
  withdrawn: { zh: '本人撤回', en: 'Withdrawn' },
}

export const askers = ['self', 'guardian', 'relative', 'agent'] as const
export const askerWords: Readonly<Record<(typeof askers)[number], Words>> = {
  self: { zh: '本人', en: 'The person' },
  guardian: { zh: '监护人', en: 'A guardian' },
  relative: { zh: '近亲属', en: 'A close relative' },
  agent: { zh: '代理人', en: 'Somebody on their behalf' },
}

export const verifyWays = ['link', 'account', 'phone', 'document', 'in-person'] as const
export const verifyWords: Readonly<Record<(typeof verifyWays)[number], Words>> = {
  link: { zh: '本人专属链接', en: 'Their own signed link' },
  account: { zh: '登录的账号', en: 'The account they signed in with' },
  phone: { zh: '回拨登记的电话', en: 'A call to the number on record' },
  document: { zh: '核对证件', en: 'A document' },
  'in-person': { zh: '当面', en: 'In person' },
}

export const jurisdictions = ['cn', 'eu', 'other'] as const
export type Jurisdiction = (typeof jurisdictions)[number]
export const jurisdictionWords: Readonly<Record<Jurisdiction, Words>> = {
  cn: { zh: '中国（个人信息保护法）', en: 'China (PIPL)' },
  eu: { zh: '欧盟（GDPR）', en: 'European Union (GDPR)' },
  other: { zh: '其他（30 天）', en: 'Elsewhere (30 days)' },
}

export const doorWords: Readonly<Record<string, Words>> = {
  staff: { zh: '员工登记', en: 'By staff' },
  link: { zh: '客户链接', en: 'The customer’s link' },
  api: { zh: 'API', en: 'API' },
}

export const stepWords: Readonly<Record<string, Words>> = {
  opened: { zh: '收到请求', en: 'Request received' },
  verified: { zh: '核实了身份', en: 'Identity verified' },
  assigned: { zh: '指派', en: 'Assigned' },
  noted: { zh: '备注', en: 'Note' },
  extended: { zh: '延长期限', en: 'Extended' },
  exported: { zh: '生成了数据副本', en: 'Copy made' },
  erasing: { zh: '开始删除', en: 'Erasing begun' },
  erased: { zh: '已删除', en: 'Erased' },
  restricted: { zh: '已限制处理', en: 'Restricted' },
  finished: { zh: '已答复', en: 'Answered' },
  refused: { zh: '已拒绝', en: 'Refused' },
  withdrawn: { zh: '本人撤回', en: 'Withdrawn' },
}

/** Kept as `privacy`. */
export const privacySettings = z.strictObject({
  /** A second person confirms every erasure. */
  fourEyes: z.boolean(),
  jurisdiction: z.enum(jurisdictions),
  /** Of China; the law names no number. */
  workdays: z.int().min(1).max(30),
  /** Days that an export lies ready. */
  exportDays: z.int().min(1).max(30),
  /** Days before the end at which a request is warned of. */
  warnDays: z.int().min(1).max(14),
})
export type PrivacySettings = z.output<typeof privacySettings>
export const usualPrivacy: PrivacySettings = { fourEyes: false, jurisdiction: 'cn', workdays: 15, exportDays: 7, warnDays: 3 }

/** As kept: what is missing or unreadable takes its usual value. */
export const keptPrivacy = z.object({
  fourEyes: z.boolean().catch(usualPrivacy.fourEyes),
  jurisdiction: privacySettings.shape.jurisdiction.catch(usualPrivacy.jurisdiction),
  workdays: privacySettings.shape.workdays.catch(usualPrivacy.workdays),
  exportDays: privacySettings.shape.exportDays.catch(usualPrivacy.exportDays),
  warnDays: privacySettings.shape.warnDays.catch(usualPrivacy.warnDays),
})

/** Whose data are only stored. Rules may ask for it; nothing is sent to them and no journey takes them. */
export const customerRestriction = defineExtension({
  of: 'customer',
  table: 'restrictions',
  key: 'customer_id',
  fields: {
    restrictedSince: {
      type: 'time',
      column: 'since',
      label: { zh: '限制处理自', en: 'Restricted since' },
      help: {
        zh: '只存储、停止其他一切处理：不发消息，不进旅程',
        en: 'Only stored, nothing else: no messages go out and no journey takes them',
      },
      computed: true,
    },
  },
})
