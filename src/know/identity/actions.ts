import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'

const ids = z.array(z.uuid()).min(2).max(100)

export const mergeCustomers = defineAction({
  name: 'merge-customers',
  label: { zh: '合并客户', en: 'Merge customers' },
  help: {
    zh: '把几份档案合成一位客户，随时可以拆分。into 是保留的那位（不填则为建档最早的）；choices 指明每个字段用谁的值，没指明的用保留者的，保留者没有的用最近更新者的。邮件许可总取较严的。',
    en: 'Makes one customer of several records; it can be undone at any time. `into` is the one that stays (the earliest when left out); `choices` says whose value each field keeps, otherwise the survivor’s, else that of the most recently updated. Of consents the stricter always wins.',
  },
  method: 'POST',
  path: '/customers/merge',
  role: 'member',
  about: { customer: ['ids', 'into'] },
  verb: 'merge',
  fieldsIn: 'choices',
  input: z.strictObject({
    ids,
    into: z.uuid().optional(),
    choices: z.record(z.string().max(100), z.uuid()).default({}),
  }),
  output: z.object({
    id: z.uuid().describe('The customer that stays · 保留的客户'),
    mergeId: z.uuid(),
    facts: z.int(),
    purchases: z.int(),
  }),
})

export const unmergeCustomers = defineAction({
  name: 'unmerge-customers',
  label: { zh: '拆分客户', en: 'Un-merge customers' },
  help: {
    zh: '撤销一次合并：各人拿回自己的一切。ids 只拆出其中几份（不填则全部）；assignments 指明合并之后发生的事归谁，没指明的留给保留的客户。',
    en: 'Undoes a merge: each part gets back what was its own. `ids` parts only some of them (all when left out); `assignments` says whose is what happened since, the rest stays with the survivor.',
  },
  method: 'POST',
  path: '/merges/:id/undo',
  role: 'member',
  about: { merges: 'id' },
  verb: 'merge',
  input: z.strictObject({
    id: z.uuid().describe('The merge · 合并编号'),
    ids: z.array(z.uuid()).min(1).max(100).optional(),
    assignments: z
      .array(
        z.strictObject({
          id: z.string().max(100).describe('A fact, purchase, to-do …, or a field’s name · 事实、消费、待办的编号，或字段名'),
          to: z.uuid(),
        }),
      )
      .max(5_000)
      .default([]),
  }),
  output: z.object({
    id: z.uuid().describe('The customer they were part of · 原来合在一起的客户'),
    parted: z.array(z.uuid()),
    lost: z
      .array(z.object({ id: z.uuid(), field: z.string(), value: z.string(), owner: z.uuid() }))
      .describe('Keys that somebody else has by now · 期间已归他人的手机号等'),
  }),
})

const values = z.record(z.string(), z.unknown())
const moved = z.record(z.string(), z.int()).describe('Rows by table · 各类记录数')

const record = z.object({
  id: z.uuid(),
  values,
  updatedAt: z.string(),
  createdAt: z.string(),
  facts: z.int(),
  purchases: z.int(),
  spend: z.int(),
  lastPurchaseAt: z.string().nullable(),
  rows: moved,
})

/** All that the page of comparison shows; nothing is changed. */
export const previewMerge = defineQuestion({
  name: 'preview-merge',
  label: { zh: '合并预览', en: 'Preview of a merge' },
  method: 'GET',
  path: '/merge-preview',
  people: 'records',
  role: 'member',
  about: { customer: 'into' },
  verb: 'merge',
  input: z.object({ ids: z.string().max(4_000).describe('With commas between · 以逗号分隔'), into: z.uuid().optional() }),
  output: z.object({
    into: z.uuid().or(z.literal('')).describe('Empty where `ids` names nobody · `ids` 里没有客户编号时为空'),
    records: z.array(record),
    /** Field → what it would be where nobody chooses. */
    values,
    differing: z.array(z.string()),
    gone: z.array(z.object({ id: z.string(), mergedInto: z.uuid().nullable() })),
    purchases: z.int(),
    spend: z.int(),
    firstPurchaseAt: z.string().nullable(),
    lastPurchaseAt: z.string().nullable(),
  }),
})

/** What the one that stays would be like: its stage, scores and tier, and what would be told of it. */
export const tryMerge = defineQuestion({
  name: 'try-merge',
  label: { zh: '试合并', en: 'Try a merge' },
  help: {
    zh: '在一笔会撤回的事务里真的合并一次，看阶段、RFM 分、等级和细分会怎样变。什么都不留下。',
    en: 'Merges them in a transaction that is taken back, to see what becomes of stage, RFM scores, tier and segments. Nothing is left of it.',
  },
  method: 'GET',
  path: '/merge-preview/outcome',
  role: 'member',
  about: { customer: 'into' },
  verb: 'merge',
  input: z.object({ ids: z.string().max(4_000).describe('With commas between · 以逗号分隔'), into: z.uuid() }),
  output: z.object({
    figures: z.array(z.object({ name: z.string(), before: z.unknown(), after: z.unknown() })),
    facts: z.array(z.object({ kind: z.string(), payload: z.record(z.string(), z.unknown()) })),
  }),
})

const part = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  code: z.string().nullable(),
  facts: z.int(),
  purchases: z.int(),
  /** Its fields as they come back. */
  values,
  parted: z.boolean(),
})

const mergeSummary = z.object({
  id: z.uuid(),
  into: z.uuid(),
  at: z.string(),
  by: z.string(),
  parts: z.array(part),
  undoneAt: z.string().nullable(),
})

/** The merges that made this customer, newest first. */
export const listMerges = defineQuestion({
  name: 'list-merges',
  label: { zh: '客户的合并记录', en: 'Merges of a customer' },
  method: 'GET',
  path: '/customers/:id/merges',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({ id: z.uuid() }),
  output: z.object({ merges: z.array(mergeSummary) }),
})

/** One merge, what undoing it gives back, and what has happened since. */
export const readMerge = defineQuestion({
  name: 'read-merge',
  label: { zh: '合并详情', en: 'One merge' },
  help: { zh: '拆分时各人拿回什么，合并后又发生了什么。', en: 'What each part gets back, and what has happened since.' },
  method: 'GET',
  path: '/merges/:id',
  role: 'member',
  about: { merges: 'id' },
  input: z.object({ id: z.uuid() }),
  output: mergeSummary.extend({
    intoName: z.string().nullable(),
    /** The later merge that must be undone first. */
    blockedBy: z.object({ id: z.uuid(), into: z.uuid(), intoName: z.string().nullable(), at: z.string() }).nullable(),
    since: z.object({
      facts: z.array(
        z.object({
          id: z.uuid(),
          seq: z.int(),
          kind: z.string(),
          occurredAt: z.string(),
          source: z.string(),
          payload: z.record(z.string(), z.unknown()),
        }),
      ),
      purchases: z.array(
        z.object({ id: z.uuid(), kind: z.string(), number: z.string(), occurredAt: z.string(), amount: z.int(), currency: z.string() }),
      ),
      fields: z.array(z.object({ name: z.string(), merged: z.unknown(), now: z.unknown(), back: z.unknown() })),
      /** More facts than are shown. */
      more: z.boolean(),
    }),
  }),
})
