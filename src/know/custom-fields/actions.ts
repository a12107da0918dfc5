import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { customTypes, fieldName, mostFields, mostOptions, optionInput, saidWords } from './custom-field.ts'

const byId = z.strictObject({ id: z.uuid() })
const entity = z.string().max(40).default('customer')

const described = {
  label: saidWords(40).describe('In one language or in both · 一种或两种语言'),
  help: saidWords(200).nullable().optional(),
  options: z.array(optionInput).max(mostOptions).optional().describe('Of a choice, in their order · 单选的选项，按顺序'),
  required: z.boolean().optional().describe('Asked of people and programs that create; files and sources are not asked'),
  listed: z.boolean().optional().describe('Shown in the list unless the reader chose otherwise'),
  sensitive: z
    .boolean()
    .optional()
    .describe('Kept encrypted; found by the whole value and its last four characters only · 加密保存，只能按完整的值或后四位查找'),
  indexed: z.boolean().optional().describe('Builds an index, after which lists may be sorted by it'),
}

const state = z.object({ id: z.uuid(), name: z.string() })

export const createCustomField = defineAction({
  name: 'create-custom-field',
  label: { zh: '新建字段', en: 'Create a field' },
  help: {
    zh: '新字段立即出现在列表、表单、筛选、规则、导入和接口中。',
    en: 'The new field is at once in lists, forms, filters, rules, imports and the API.',
  },
  method: 'POST',
  path: '/custom-fields',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ entity, name: fieldName.optional(), type: z.enum(customTypes), ...described }),
  example: { entity: 'customer', type: 'text', label: { zh: '喜欢的茶', en: 'Favourite tea' } },
  output: state,
})

export const changeCustomField = defineAction({
  name: 'change-custom-field',
  label: { zh: '修改字段', en: 'Change a field' },
  help: {
    zh: '名称、说明、选项、必填随时可改；改变类型时，读不成新类型的值原样保留。',
    en: 'Label, help, options and the rest at any time. Where the type changes, values that cannot be read in it are kept as they are.',
  },
  method: 'PATCH',
  path: '/custom-fields/:id',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({
    id: z.uuid(),
    ...described,
    label: described.label.optional(),
    type: z.enum(customTypes).optional(),
    keepUnreadable: z.boolean().default(false).describe('Change the type although some values cannot be read in it'),
  }),
  output: state,
})

export const retireCustomField = defineAction({
  name: 'retire-custom-field',
  label: { zh: '停用字段', en: 'Retire a field' },
  help: { zh: '从各处隐藏，已有的值保留，可随时恢复。', en: 'Hides it everywhere; its values are kept, and it can be brought back.' },
  method: 'POST',
  path: '/custom-fields/:id/retire',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: byId,
  output: state,
})

export const restoreCustomField = defineAction({
  name: 'restore-custom-field',
  label: { zh: '恢复字段', en: 'Bring a field back' },
  method: 'POST',
  path: '/custom-fields/:id/restore',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: byId,
  output: state,
})

export const orderCustomFields = defineAction({
  name: 'order-custom-fields',
  label: { zh: '调整字段顺序', en: 'Order the fields' },
  method: 'PUT',
  path: '/custom-fields/order',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ ids: z.array(z.uuid()).min(1).max(mostFields) }),
  output: z.object({}),
})

const option = z.object({ value: z.string(), label: words, tone: z.string().optional() })

export const customFieldCard = z.object({
  id: z.uuid(),
  entity: z.string(),
  name: z.string(),
  type: z.string(),
  label: words,
  help: words.nullable(),
  options: z.array(option),
  required: z.boolean(),
  listed: z.boolean(),
  indexed: z.boolean(),
  indexReady: z.boolean(),
  converting: z.boolean().describe('Its values are being read in a new type'),
  sensitive: z.boolean().describe('Kept encrypted'),
  sealing: z
    .object({ doing: z.enum(['seal', 'open']), done: z.int(), total: z.int() })
    .nullable()
    .describe('Its values are being sealed, or opened again'),
  retiredAt: z.string().nullable(),
})

export const listCustomFields = defineQuestion({
  name: 'list-custom-fields',
  label: { zh: '自定义字段', en: 'Custom fields' },
  help: { zh: '包括已停用的字段。', en: 'Retired ones too.' },
  method: 'GET',
  path: '/custom-fields',
  role: 'member',
  about: 'nothing',
  input: z.object({ entity }),
  output: z.object({ fields: z.array(customFieldCard) }),
})

export const readFieldUse = defineQuestion({
  name: 'read-field-use',
  label: { zh: '字段使用情况', en: 'Use of a field' },
  help: {
    zh: '有多少客户填了值，哪些细分、旅程、视图在用。',
    en: 'How many customers have a value, and which segments, journeys and views need it.',
  },
  method: 'GET',
  path: '/custom-fields/:id/use',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: byId,
  output: z.object({
    values: z.int(),
    unreadable: z.int().describe('Values that are kept but cannot be read in the field’s type: they count as missing'),
    examples: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), value: z.string() })).describe('The first unreadable ones'),
    uses: z.array(z.object({ kind: words, name: z.string(), address: z.string() })),
  }),
})

export const tryFieldType = defineQuestion({
  name: 'try-field-type',
  label: { zh: '试改字段类型', en: 'Try another type' },
  help: { zh: '说明有多少值能读成新类型，不做改动。', en: 'Says how many values can be read in the new type, and changes nothing.' },
  method: 'GET',
  path: '/custom-fields/:id/type-trial',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.object({ id: z.uuid(), type: z.enum(customTypes) }),
  output: z.object({
    values: z.int(),
    unreadable: z.int(),
    sampled: z.boolean().describe('True when there are very many values and only the first were tried'),
    examples: z.array(z.object({ id: z.uuid(), name: z.string().nullable(), value: z.string() })),
  }),
})
