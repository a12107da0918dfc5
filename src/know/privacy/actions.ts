import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'
import { askers, jurisdictions, privacySettings, requestKinds, requestStates, verifyWays } from './privacy.ts'

const id = z.uuid()
const words = z.object({ zh: z.string(), en: z.string() })
const note = soundText(2_000)
const state = z.enum(requestStates)
const requestAnswer = z.object({ id, state })
const right = 'privacy' as const

export const openRequest = defineAction({
  name: 'open-request',
  label: { zh: '登记权利请求', en: 'Open a request' },
  help: {
    zh: '客户要求查阅、复制、更正、删除、限制、拒绝或说明其个人信息。法定期限从收到之日起算。',
    en: 'A customer asks to see, get, correct, erase, restrict, object or have explained. The legal clock runs from receipt.',
  },
  method: 'POST',
  path: '/privacy/requests',
  role: 'member',
  about: { customer: 'customerId' },
  verb: 'read',
  input: z.strictObject({
    customerId: id,
    kind: z.enum(requestKinds),
    askedBy: z.enum(askers).default('self'),
    askerName: soundText(200).nullable().optional(),
    askerContact: soundText(200).nullable().optional(),
    details: note.nullable().optional(),
    receivedAt: z.iso.datetime({ offset: true }).optional().describe('Left out: now · 不填为现在'),
    jurisdiction: z.enum(jurisdictions).optional().describe('Left out: as set · 不填按设置'),
    verifiedHow: z.enum(verifyWays).optional(),
    verifiedNote: soundText(500).nullable().optional(),
  }),
  output: z.object({ id, dueAt: z.string() }),
})

export const verifyRequest = defineAction({
  name: 'verify-request',
  label: { zh: '记下身份核实', en: 'Note how they were verified' },
  method: 'POST',
  path: '/privacy/requests/:id/verify',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id, how: z.enum(verifyWays), note: soundText(500).nullable().optional() }),
  output: requestAnswer,
})

export const assignRequest = defineAction({
  name: 'assign-request',
  label: { zh: '指派请求', en: 'Assign a request' },
  help: { zh: '为负责人添加一条到期待办。', en: 'Makes a to-do with the due date for whoever it is.' },
  method: 'POST',
  path: '/privacy/requests/:id/assign',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id, assigneeId: z.string().max(100) }),
  output: requestAnswer,
})

export const noteRequest = defineAction({
  name: 'note-request',
  label: { zh: '备注请求', en: 'Add a note to a request' },
  method: 'POST',
  path: '/privacy/requests/:id/notes',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id, note }),
  output: requestAnswer,
})

export const extendRequest = defineAction({
  name: 'extend-request',
  label: { zh: '延长期限', en: 'Extend the time' },
  help: { zh: '仅 GDPR：可再延两个月，须告知理由。', en: 'GDPR alone: two further months, with the reason told.' },
  method: 'POST',
  path: '/privacy/requests/:id/extend',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id, reason: note }),
  output: z.object({ id, state, dueAt: z.string() }),
})

export const finishRequest = defineAction({
  name: 'finish-request',
  label: { zh: '答复请求', en: 'Answer a request' },
  method: 'POST',
  path: '/privacy/requests/:id/finish',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id, answer: note.describe('What the person was told · 告知本人的内容') }),
  output: requestAnswer,
})

export const refuseRequest = defineAction({
  name: 'refuse-request',
  label: { zh: '拒绝请求', en: 'Refuse a request' },
  help: { zh: '法律要求说明理由（个人信息保护法第五十条、GDPR 12(4)）。', en: 'The law asks for a reason (PIPL art. 50, GDPR 12(4)).' },
  method: 'POST',
  path: '/privacy/requests/:id/refuse',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id, reason: soundText(2_000).refine((text) => text.trim().length >= 10, { error: '≥ 10' }) }),
  output: requestAnswer,
})

export const withdrawRequest = defineAction({
  name: 'withdraw-request',
  label: { zh: '本人撤回请求', en: 'The person withdraws a request' },
  method: 'POST',
  path: '/privacy/requests/:id/withdraw',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id, note: note.nullable().optional() }),
  output: requestAnswer,
})

const request = z.object({
  id,
  kind: z.enum(requestKinds),
  state,
  customerId: id,
  customerName: z.string().nullable().describe('null: erased, or never named'),
  erased: z.boolean(),
  askedBy: z.enum(askers),
  door: z.string(),
  verifiedHow: z.enum(verifyWays).nullable(),
  jurisdiction: z.enum(jurisdictions),
  receivedAt: z.string(),
  dueAt: z.string(),
  daysLeft: z.number().int().describe('Whole days; below 0: late'),
  extended: z.boolean(),
  assigneeName: z.string().nullable(),
  endedAt: z.string().nullable(),
})

export const listRequests = defineQuestion({
  name: 'list-requests',
  label: { zh: '权利请求', en: 'Requests' },
  method: 'GET',
  path: '/privacy/requests',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.object({
    among: z.enum(['open', 'ended', 'all']).default('open'),
    customerId: id.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: z.object({
    rows: z.array(request),
    open: z.int(),
    late: z.int(),
    soon: z.int().describe('Due within the days of warning'),
    ended: z.int().describe('In the last twelve months'),
    inTime: z.int().describe('Of these, answered in time'),
    meanDays: z.number().nullable(),
    meanClosed: z.array(z.object({ kind: z.enum(requestKinds), count: z.int(), days: z.number() })),
  }),
})

const step = z.object({ number: z.int(), at: z.string(), what: z.string(), note: z.string().nullable(), by: z.string() })

export const readRequest = defineQuestion({
  name: 'read-request',
  label: { zh: '一个权利请求', en: 'One request' },
  method: 'GET',
  path: '/privacy/requests/:id',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.object({ id }),
  output: request.extend({
    clock: words,
    askerName: z.string().nullable(),
    askerContact: z.string().nullable(),
    details: z.string().nullable(),
    verifiedNote: z.string().nullable(),
    verifiedAt: z.string().nullable(),
    extensionReason: z.string().nullable(),
    canExtend: z.boolean(),
    assigneeId: z.string().nullable(),
    answer: z.string().nullable(),
    createdBy: z.string(),
    exportId: id.nullable(),
    erasureId: id.nullable(),
    steps: z.array(step),
  }),
})

const exportState = z.enum(['waiting', 'running', 'done', 'failed', 'stopped', 'gone'])
const madeExport = z.object({
  id,
  state: exportState,
  language: z.enum(['zh', 'en']),
  done: z.int(),
  total: z.int(),
  size: z.int().nullable(),
  fetched: z.int(),
  lastFetchedAt: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
})

export const startExport = defineAction({
  name: 'start-person-export',
  label: { zh: '生成个人数据副本', en: 'Make a copy of a person’s data' },
  help: { zh: '按数据地图收集这个人的全部数据，打包为 ZIP。', en: 'Gathers everything by the data map into a ZIP.' },
  method: 'POST',
  path: '/privacy/exports',
  role: 'manager',
  about: { customer: 'customerId' },
  verb: 'export',
  right,
  input: z.strictObject({ customerId: id, requestId: id.optional(), language: z.enum(['zh', 'en']).default('zh') }),
  output: z.object({ id }),
})

export const stopPersonExport = defineAction({
  name: 'stop-person-export',
  label: { zh: '停止生成', en: 'Stop the making of a copy' },
  method: 'POST',
  path: '/privacy/exports/:id/stop',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id }),
  output: z.object({ id, state: exportState }),
})

export const linkExport = defineAction({
  name: 'link-person-export',
  label: { zh: '生成给本人的下载链接', en: 'Make the person’s download link' },
  method: 'POST',
  path: '/privacy/exports/:id/link',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id }),
  output: z.object({ url: z.string(), expiresAt: z.string() }),
  secret: ['url'],
})

export const restrictCustomer = defineAction({
  name: 'restrict-customer',
  label: { zh: '限制处理', en: 'Restrict' },
  help: { zh: '只存储，停止其他一切处理：不发消息，不进旅程。', en: 'Only store, stop all else: no messages, no journeys.' },
  method: 'POST',
  path: '/customers/:id/restriction',
  role: 'manager',
  about: { customer: 'id' },
  right,
  input: z.strictObject({ id, requestId: z.uuid().optional(), note: soundText(500).nullable().optional() }),
  output: z.object({ id, since: z.string() }),
})

export const liftRestriction = defineAction({
  name: 'lift-restriction',
  label: { zh: '解除限制', en: 'Lift the restriction' },
  method: 'DELETE',
  path: '/customers/:id/restriction',
  role: 'manager',
  about: { customer: 'id' },
  verb: 'change',
  right,
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

export const liftSuppression = defineAction({
  name: 'lift-suppression',
  label: { zh: '移出不再营销名单', en: 'Take off the list of whom nobody markets to' },
  help: { zh: '仅当本人重新同意时；须写明依据。', en: 'Only when the person has agreed anew; say on what ground.' },
  method: 'POST',
  path: '/customers/:id/suppression/lift',
  role: 'manager',
  about: { customer: 'id' },
  right,
  input: z.strictObject({ id, reason: soundText(500).refine((text) => text.trim().length >= 10, { error: '≥ 10' }) }),
  output: z.object({ id, lifted: z.int() }),
})

const part = z.object({ table: z.string(), label: words, rows: z.int(), law: words.nullable() })

export const previewErasure = defineQuestion({
  name: 'preview-erasure',
  label: { zh: '预览删除', en: 'Preview an erasure' },
  method: 'GET',
  path: '/customers/:id/erasure',
  role: 'manager',
  about: { customer: 'id' },
  right,
  input: z.object({ id }),
  output: z.object({
    id,
    name: z.string().nullable(),
    merged: z.int().describe('Others that became part of this customer; erased too'),
    goes: z.array(part),
    stays: z.array(part.extend({ why: words })),
    files: z.int(),
    openTodos: z.int(),
    queued: z.int().describe('Messages that wait to be sent'),
    runs: z.int().describe('Journeys under way'),
    purchases: z.int(),
    importsWithFile: z.int().describe('Uploaded files that will be deleted'),
    fourEyes: z.boolean(),
    version: z.string().describe('Send back with start-erasure: what was previewed'),
  }),
})

export const startErasure = defineAction({
  name: 'start-erasure',
  label: { zh: '删除个人信息', en: 'Erase a person' },
  help: {
    zh: '不可撤销。要求第二人确认时，确认后才开始。',
    en: 'Cannot be undone. Where a second person is asked for, it begins when they confirm.',
  },
  method: 'POST',
  path: '/customers/:id/erasure',
  role: 'manager',
  about: { customer: 'id' },
  verb: 'remove',
  right,
  input: z.strictObject({ id, requestId: z.uuid().optional(), version: z.string().max(100), reason: soundText(500).nullable().optional() }),
  output: z.object({ id, state: z.enum(['asked', 'running']) }),
})

export const confirmErasure = defineAction({
  name: 'confirm-erasure',
  label: { zh: '确认删除', en: 'Confirm an erasure' },
  method: 'POST',
  path: '/privacy/erasures/:id/confirm',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

export const dropErasure = defineAction({
  name: 'drop-erasure',
  label: { zh: '放弃删除', en: 'Drop an erasure' },
  method: 'POST',
  path: '/privacy/erasures/:id/drop',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

const erasure = z.object({
  id,
  state: z.enum(['asked', 'running', 'done', 'dropped']),
  step: z.string(),
  requestId: id.nullable(),
  customerId: id,
  askedBy: z.string(),
  askedAt: z.string(),
  mine: z.boolean().describe('Asked for by whoever reads this'),
  confirmedBy: z.string().nullable(),
  doneAt: z.string().nullable(),
  rows: z.int(),
  appliedAgain: z.int(),
  certificateHash: z.string().nullable(),
})

export const listErasures = defineQuestion({
  name: 'list-erasures',
  label: { zh: '删除与证明', en: 'Erasures and certificates' },
  method: 'GET',
  path: '/privacy/erasures',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.object({ rows: z.array(erasure) }),
})

export const checkCertificate = defineQuestion({
  name: 'check-certificate',
  label: { zh: '核验删除证明', en: 'Check a certificate' },
  method: 'POST',
  path: '/privacy/certificates/check',
  role: 'member',
  about: 'nothing',
  input: z.strictObject({ text: z.string().max(100_000) }),
  output: z.object({ genuine: z.boolean(), erasureId: id.nullable(), doneAt: z.string().nullable() }),
})

export const readDataMap = defineQuestion({
  name: 'read-data-map',
  label: { zh: '数据地图', en: 'Data map' },
  method: 'GET',
  path: '/privacy/data-map',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    tables: z.array(
      z.object({
        table: z.string(),
        label: words,
        of: z.enum(['customer', 'staff', 'nobody']),
        purpose: words,
        kept: words,
        erasure: z.string(),
        erasureWords: words,
        law: words.nullable(),
        heading: words.nullable(),
        rows: z.int(),
        estimated: z.boolean().describe('By the statistics of the database: large tables are not counted'),
        columns: z.array(z.object({ name: z.string(), class: z.string(), inExport: z.boolean() })),
      }),
    ),
  }),
})

/** How the rights of one customer stand, for their page. */
export const customerPrivacy = defineQuestion({
  name: 'customer-privacy',
  label: { zh: '客户的权利状态', en: 'How a customer’s rights stand' },
  method: 'GET',
  path: '/customers/:id/privacy',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id }),
  output: z.object({
    restriction: z.object({ since: z.string(), reason: z.string(), note: z.string().nullable(), by: z.string() }).nullable(),
    suppressed: z.array(z.string()).describe('Kinds of addresses: phone, email, wechat'),
    requests: z.array(request),
    exports: z.array(madeExport),
    erasure: erasure.nullable(),
  }),
})

export const readPrivacySettings = defineQuestion({
  name: 'read-privacy-settings',
  label: { zh: '隐私设置', en: 'Privacy settings' },
  method: 'GET',
  path: '/privacy/settings',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.object({}),
  output: privacySettings,
})

export const savePrivacySettings = defineAction({
  name: 'save-privacy-settings',
  label: { zh: '保存隐私设置', en: 'Save privacy settings' },
  method: 'PUT',
  path: '/privacy/settings',
  role: 'owner',
  about: 'nothing',
  right,
  input: privacySettings,
  output: privacySettings,
})
