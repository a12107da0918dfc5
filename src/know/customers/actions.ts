import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import type { Fields } from '../../core/entity/field.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { customer, writableFields } from './customer.ts'

const fields: Fields = customer.fields

/** What may be written of a customer: each field may be left out, or be null for "nothing known". */
const writable: Record<string, z.ZodType> = Object.fromEntries(
  writableFields.map((name) => {
    const field = fields[name]
    const schema = field ? (fieldTypes[field.type]?.schema(field) ?? z.unknown()) : z.unknown()
    return [
      name,
      schema
        .nullable()
        .optional()
        .describe(field ? `${field.label.en} · ${field.label.zh}` : name),
    ]
  }),
)

export const createCustomer = defineAction({
  name: 'create-customer',
  label: { zh: '新建客户', en: 'Create a customer' },
  help: {
    zh: '手机号、邮箱、客户编号中任一已属于某位客户时，默认拒绝；onMatch 为 update 时更新那位客户。若只有手机号或邮箱相同而姓名完全不同，则另建客户，号码留在原客户名下，两位列入“疑似重复”。',
    en: 'Refused when the phone, e-mail or number belongs to a customer already; with onMatch "update" that customer is updated instead. Where only the phone or e-mail agrees and the name is quite another, a customer of their own is made, the phone stays where it is, and the two wait among the likely duplicates.',
  },
  method: 'POST',
  path: '/customers',
  role: 'member',
  about: { customer: null },
  input: z.strictObject({ ...writable, onMatch: z.enum(['refuse', 'update']).default('refuse') }),
  withFieldsOf: 'customer',
  example: { name: '李娜', phone: '+8613812345678', email: 'li.na@example.com', city: '杭州', onMatch: 'update' },
  output: z.object({ id: z.uuid(), created: z.boolean() }),
})

export const updateCustomer = defineAction({
  name: 'update-customer',
  label: { zh: '更新客户', en: 'Update a customer' },
  help: { zh: '只改动传入的字段；null 表示清空。', en: 'Changes only the fields that are sent; null clears one.' },
  method: 'PATCH',
  path: '/customers/:id',
  role: 'member',
  about: { customer: 'id' },
  input: z.strictObject({ ...writable, id: z.uuid() }),
  withFieldsOf: 'customer',
  example: { city: '苏州', emailConsent: 'granted' },
  output: z.object({ id: z.uuid(), changed: z.array(z.string()) }),
  step: {
    label: { zh: '修改客户字段', en: 'Set fields of the customer' },
    help: {
      zh: '填写要改成的值；留空（null）的字段会被清空。',
      en: 'The values that fields are to have; one that is left empty (null) is cleared.',
    },
    input: z
      .record(z.string().max(100), z.json())
      .refine((fields) => Object.keys(fields).length > 0 && !('id' in fields))
      .meta({ fieldsOf: 'customer' }),
    customer: 'id',
  },
})

/** What some customers are called, for whoever shows records that point to them. */
export const nameCustomers = defineQuestion({
  name: 'name-customers',
  label: { zh: '客户名称', en: 'Names of customers' },
  help: { zh: '按编号查名称；没有的不在回答里。', en: 'By their ids; those that are not there are left out.' },
  method: 'POST',
  path: '/customers/names',
  people: 'names',
  role: 'member',
  about: { customer: null },
  input: z.strictObject({ ids: z.array(z.guid()).max(200) }),
  output: z.object({ names: z.array(z.object({ id: z.guid(), name: z.string().nullable() })) }),
})

/** The facts of one customer, newest first by when they happened, whenever we heard of them. */
export const readTimeline = defineQuestion({
  name: 'read-timeline',
  label: { zh: '客户时间线', en: 'Timeline of a customer' },
  method: 'GET',
  path: '/customers/:id/timeline',
  role: 'member',
  about: { customer: 'id' },
  input: z.object({
    id: z.uuid(),
    before: z.string().max(100).optional(),
    kind: z.string().max(100).optional().describe('A fact, or a kind of it: `interaction.recorded/call` · 某种行为，或其中一类'),
    by: z.string().max(100).optional().describe('Only what this user wrote, as `user:…` · 只看这位同事写下的'),
    from: z.iso.date().optional().describe('The first day, on the shop’s calendar · 从哪一天起'),
    to: z.iso.date().optional().describe('The last day · 到哪一天为止'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  output: z.object({
    facts: z.array(
      z.object({
        seq: z.int(),
        kind: z.string(),
        occurredAt: z.string(),
        recordedAt: z.string(),
        source: z.string(),
        payload: z.record(z.string(), z.unknown()),
      }),
    ),
    next: z.string().nullable().describe('Pass as `before` for older facts'),
  }),
})
