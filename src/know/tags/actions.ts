import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { soundText } from '../../fields/sound-text.ts'
import { tagCard, tagColours, tagName, tagOrigins } from './tag.ts'

const byId = z.strictObject({ id: z.uuid() })
const state = z.object({ id: z.uuid() })
const described = { colour: z.enum(tagColours).optional(), group: soundText(30).nullable().optional() }
const instant = z.iso.datetime({ offset: true })
const verb = z.enum(['add', 'remove']).default('add')

export const createTag = defineAction({
  name: 'create-tag',
  label: { zh: '新建标签', en: 'Create a tag' },
  method: 'POST',
  path: '/tags',
  role: 'manager',
  about: { tag: null },
  input: z.strictObject({ name: tagName, ...described }),
  example: { name: '茶会嘉宾' },
  output: state,
})

export const changeTag = defineAction({
  name: 'change-tag',
  label: { zh: '修改标签', en: 'Change a tag' },
  help: {
    zh: '改名后，已打上的客户和用到它的条件都跟着变。',
    en: 'Whoever has it, and every rule that asks for it, goes by the new name.',
  },
  method: 'PATCH',
  path: '/tags/:id',
  role: 'manager',
  about: { tag: 'id' },
  input: z.strictObject({ id: z.uuid(), name: tagName.optional(), ...described }),
  output: state,
})

export const retireTag = defineAction({
  name: 'retire-tag',
  label: { zh: '停用标签', en: 'Retire a tag' },
  help: { zh: '从各处隐藏；谁有过它仍保留，可恢复。', en: 'Hides it everywhere; who had it is kept, and it can be brought back.' },
  method: 'POST',
  path: '/tags/:id/retire',
  role: 'manager',
  about: { tag: 'id' },
  verb: 'remove',
  input: byId,
  output: state,
})

export const restoreTag = defineAction({
  name: 'restore-tag',
  label: { zh: '恢复标签', en: 'Bring a tag back' },
  method: 'POST',
  path: '/tags/:id/restore',
  role: 'manager',
  about: { tag: 'id' },
  input: byId,
  output: state,
})

export const mergeTags = defineAction({
  name: 'merge-tags',
  label: { zh: '合并标签', en: 'Merge two tags' },
  help: {
    zh: '把这个标签并入另一个：有它的客户改为有另一个，用到它的条件也改用另一个。人数多时在后台进行；30 天内可以撤销。',
    en: 'Makes this tag part of another: whoever has it has the other instead, and rules that ask for it ask for the other. Of many customers it goes on in the background; within 30 days it can be undone.',
  },
  method: 'POST',
  path: '/tags/:id/merge',
  role: 'manager',
  about: { tag: ['id', 'into'] },
  input: z.strictObject({ id: z.uuid(), into: z.uuid() }),
  output: z.object({
    id: z.uuid(),
    moved: z.int().describe('Customers who have the other tag now and did not before'),
    round: z.uuid().describe('Asked for how far it is, and to take it back · 用于查询进度与撤销'),
  }),
})

export const tagCustomers = defineAction({
  name: 'tag-customers',
  label: { zh: '给客户打标签', en: 'Tag customers' },
  help: {
    zh: '已有这个标签的客户不重复打，只更新到期时间。',
    en: 'A customer who has the tag already is not tagged again; only its end is set anew.',
  },
  method: 'POST',
  path: '/tags/:id/customers',
  role: 'member',
  about: { customer: 'customerIds' },
  fields: ['tags'],
  input: z.strictObject({
    id: z.uuid(),
    customerIds: z.array(z.uuid()).min(1).max(5_000),
    verb,
    expiresAt: instant.nullable().optional().describe('The tag goes by itself at that time · 到时自动去掉'),
    origin: z.enum(tagOrigins).optional().describe('By whom it was called, where left out'),
  }),
  output: z.object({
    id: z.uuid(),
    changed: z.int(),
    round: z.uuid().optional().describe('Of several tagged by hand: with it they are untagged again · 用于撤销'),
  }),
  step: {
    label: { zh: '打上或去掉标签', en: 'Add or take off a tag' },
    input: z.strictObject({
      id: z.uuid().meta({ description: '标签 · Tag', answerOf: 'tags' }),
      verb: verb.meta({
        description: '打上还是去掉 · Add it or take it off',
        words: { add: { zh: '打上', en: 'add' }, remove: { zh: '去掉', en: 'take off' } },
      }),
    }),
    customer: 'customerIds',
    many: true,
  },
})

export const undoTagging = defineAction({
  name: 'undo-tagging',
  label: { zh: '撤销打标签', en: 'Undo the tagging of customers' },
  help: {
    zh: '这些客户的这个标签恢复到那次操作之前；之后又改过的保持不变。30 天内有效。',
    en: 'The tag is again as it was before, for these customers; what was changed again since stays. For 30 days.',
  },
  method: 'POST',
  path: '/tags/:id/customers/undo',
  role: 'member',
  about: { customer: 'customerIds' },
  fields: ['tags'],
  input: z.strictObject({ id: z.uuid(), round: z.uuid(), customerIds: z.array(z.uuid()).min(1).max(5_000) }),
  output: z.object({ id: z.uuid(), changed: z.int() }),
})

export const undoTagRound = defineAction({
  name: 'undo-tag-round',
  label: { zh: '撤销批量打标签', en: 'Undo a bulk change of tags' },
  help: {
    zh: '每位客户的这个标签恢复到之前的样子，在后台进行；之后又改过的保持不变。30 天内有效。合并标签也能撤销，但细分和旅程里已换成的标签不会换回。',
    en: 'The tag is again as it was before, for each customer, in the background; what was changed again since stays. For 30 days. A merge of tags can be undone too, but segments and journeys go on asking for the other tag.',
  },
  method: 'POST',
  path: '/tag-rounds/:id/undo',
  role: 'manager',
  about: { customer: '*' },
  input: byId,
  output: state,
})

export const tagByRule = defineAction({
  name: 'tag-by-rule',
  label: { zh: '给符合条件的客户打标签', en: 'Tag everybody who fits' },
  help: {
    zh: '在后台一批一批进行，可以离开页面，也可以停止。',
    en: 'Goes on in the background, a portion at a time; it can be left, and stopped.',
  },
  method: 'POST',
  path: '/tags/:id/rounds',
  role: 'manager',
  about: { customer: '*' },
  input: z.strictObject({
    id: z.uuid(),
    rule: ruleSchema,
    search: z.string().max(100).optional(),
    verb,
    expiresAt: instant.nullable().optional(),
  }),
  output: z.object({ id: z.uuid(), of: z.int().describe('How many fit now') }),
})

export const stopTagRound = defineAction({
  name: 'stop-tag-round',
  label: { zh: '停止批量打标签', en: 'Stop tagging' },
  method: 'POST',
  path: '/tag-rounds/:id/stop',
  role: 'manager',
  about: { customer: '*' },
  input: byId,
  output: state,
})

const round = z.object({
  id: z.uuid(),
  tag: z.string(),
  into: z.string().nullable().describe('Of a merge: the tag that it became part of'),
  verb: z.enum(['add', 'remove', 'merge']),
  state: z.enum(['running', 'done', 'stopped', 'undoing', 'undone']),
  seen: z.int(),
  changed: z.int(),
  of: z.int(),
  by: z.string().nullable(),
  endedAt: z.string().nullable(),
})

export const readTagRound = defineQuestion({
  name: 'read-tag-round',
  label: { zh: '批量打标签的进度', en: 'Progress of a bulk change of tags' },
  method: 'GET',
  path: '/tag-rounds/:id',
  role: 'member',
  about: { tag: null },
  input: byId,
  output: round,
})

export const listTags = defineQuestion({
  name: 'list-tags',
  label: { zh: '标签列表', en: 'List tags' },
  help: { zh: '每个标签的人数和最近一次使用，包括已停用的。', en: 'How many have each, and when it was last given; retired ones too.' },
  method: 'GET',
  path: '/tags',
  role: 'member',
  about: { tag: null },
  input: z.object({}),
  output: z.object({
    tags: z.array(tagCard),
    rounds: z.array(round).describe('Bulk changes under way'),
    recent: z.array(round).describe('Those of the last 30 days that can be undone, the latest first'),
  }),
})

export const listCustomerTags = defineQuestion({
  name: 'list-customer-tags',
  label: { zh: '客户的标签', en: 'Tags of a customer' },
  method: 'GET',
  path: '/customers/:id/tags',
  role: 'member',
  about: { customer: 'id', tag: null },
  input: byId,
  output: z.object({
    tags: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        colour: z.string(),
        taggedAt: z.string(),
        expiresAt: z.string().nullable(),
        origin: z.string(),
        by: z.string().nullable(),
      }),
    ),
  }),
})
