import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'

const id = z.uuid()
const right = 'privacy' as const

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

export const erasure = z.object({
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
