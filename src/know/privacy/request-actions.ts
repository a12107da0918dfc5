import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { refusal, soundText } from '../../fields/sound-text.ts'
import { askers, jurisdictions, requestKinds, requestStates, verifyWays } from './privacy.ts'

const id = z.uuid()
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
  input: z.strictObject({
    id,
    reason: soundText(2_000)
      .refine((text) => text.length >= 10, refusal({ zh: '请写明理由，至少 10 个字', en: 'takes a reason of at least 10 letters' }))
      .meta({ examples: ['已在上个月的请求里提供过同一份副本'] }),
  }),
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

export const request = z.object({
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
  input: z.strictObject({
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
