import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { checkWays, qualityItem, qualityPlan, selfCheckDays, verdicts } from './quality.ts'

const fieldName = z.string().min(1).max(60)

export const checkFields = defineAction({
  name: 'check-fields',
  label: { zh: '确认或质疑资料', en: 'Confirm or doubt details' },
  help: {
    zh: '记下谁在何时说这些字段的现值是对的，或不再对。值改变后，旧的质疑自动作废。',
    en: 'Keeps who said when that the values of these fields are right, or no longer so. A doubt ends when the value changes.',
  },
  method: 'POST',
  path: '/customers/:id/checks',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'fields',
  input: z.strictObject({ id: z.uuid(), fields: z.array(fieldName).min(1).max(40), verdict: z.enum(verdicts) }),
  output: z.object({ id: z.uuid(), score: z.int() }),
})

const link = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'answered', 'revoked', 'expired']),
  fields: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  openedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
})

export const createSelfCheck = defineAction({
  name: 'create-self-check',
  label: { zh: '生成自查链接', en: 'Make a self-check link' },
  help: {
    zh: '客户打开链接，逐项说“对”“改为…”或“不再对”，确认后才生效。',
    en: 'The customer opens it and says of each detail: right, corrected, or no longer right. Nothing changes until they confirm.',
  },
  method: 'POST',
  path: '/customers/:id/self-checks',
  role: 'member',
  about: { customer: 'id' },
  fieldsIn: 'fields',
  input: z.strictObject({
    id: z.uuid(),
    fields: z.array(fieldName).min(1).max(20).optional().describe('The planned ones when left out · 不填为计划中的字段'),
    days: z.int().min(1).max(90).default(selfCheckDays),
  }),
  output: z.object({ id: z.uuid(), url: z.string(), expiresAt: z.string() }),
  secret: ['url'],
})

export const revokeSelfCheck = defineAction({
  name: 'revoke-self-check',
  label: { zh: '作废自查链接', en: 'Revoke a self-check link' },
  method: 'DELETE',
  path: '/customers/:id/self-checks/:checkId',
  role: 'member',
  about: { customer: 'id' },
  verb: 'change',
  input: z.strictObject({ id: z.uuid(), checkId: z.uuid() }),
  output: z.object({ id: z.uuid() }),
})

export const saveQualityPlan = defineAction({
  name: 'save-quality-plan',
  label: { zh: '保存资料要求', en: 'Save what should be known' },
  help: { zh: '所有客户的质量分随后逐步重算。', en: 'Everybody’s score is worked out anew soon after.' },
  method: 'PUT',
  path: '/quality/plan',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ items: qualityPlan }),
  output: z.object({ items: z.int() }),
})

export const readQualityPlan = defineQuestion({
  name: 'read-quality-plan',
  label: { zh: '资料要求', en: 'What should be known' },
  method: 'GET',
  path: '/quality/plan',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    items: z.array(qualityItem),
    offered: z.array(z.object({ field: z.string(), label: words })).describe('Fields that may be chosen'),
  }),
})

/** How one customer's details stand, field by field. */
export const readQuality = defineQuestion({
  name: 'read-quality',
  label: { zh: '一位客户的资料质量', en: 'Quality of one customer’s details' },
  method: 'GET',
  path: '/customers/:id/quality',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({
    score: z.int(),
    fields: z.array(
      z.object({
        field: z.string(),
        label: words,
        weight: z.int(),
        state: z.enum(['good', 'missing', 'doubted', 'stale']),
        checkedAt: z.string().describe('When it was last written or confirmed'),
        how: z.enum(checkWays).nullable().describe('null: since the customer is on record'),
        by: z.string().nullable(),
        freshUntil: z.string().nullable(),
      }),
    ),
    links: z.array(link),
  }),
})

/** How the whole base stands. */
export const qualitySummary = defineQuestion({
  name: 'quality-summary',
  label: { zh: '资料质量概览', en: 'Quality of the whole base' },
  method: 'GET',
  path: '/quality',
  role: 'member',
  about: { customer: null },
  fields: ['qualityScore'],
  input: z.object({}),
  output: z.object({
    asOf: z.string(),
    customers: z.int(),
    scored: z.int().describe('Customers whose score has been worked out'),
    working: z.boolean().describe('Scores are being worked out anew'),
    score: z.number().nullable().describe('The mean'),
    bands: z.array(z.object({ from: z.int(), to: z.int(), customers: z.int() })),
    fields: z.array(
      z.object({
        field: z.string(),
        label: words,
        weight: z.int(),
        freshFor: z.int(),
        expected: z.int().describe('Customers of whom it is expected'),
        missing: z.int(),
        doubted: z.int(),
        stale: z.int(),
      }),
    ),
    answered: z.int().describe('Self-checks answered in the last 90 days'),
    sent: z.int().describe('Self-check links made in the last 90 days'),
  }),
})

/** Whom to ask next: those whose details lack most, by how much they have spent. */
export const listToMend = defineQuestion({
  name: 'list-to-mend',
  label: { zh: '先补哪些资料', en: 'What to mend next' },
  method: 'GET',
  path: '/quality/to-mend',
  people: 'rows',
  role: 'member',
  about: { customer: null },
  fields: ['qualityScore'],
  fieldsIn: 'field',
  input: z.strictObject({
    field: fieldName.optional(),
    lack: z.enum(['missing', 'doubted', 'stale']).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    rows: z.array(
      z.object({
        id: z.uuid(),
        name: z.string().nullable(),
        score: z.int(),
        spend: z.int().nullable(),
        atStake: z.int().nullable().describe('Spend × what the score lacks to 100'),
        missing: z.array(z.string()),
        doubted: z.array(z.string()),
        stale: z.array(z.string()),
      }),
    ),
  }),
})
