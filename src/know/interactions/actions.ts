import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { attachedFile } from '../../core/kit/attached-file.ts'
import { soundText } from '../../fields/sound-text.ts'
import { dueInput } from '../todos/due.ts'
import { directions, interactionKinds, outcomes } from './interaction-kinds.ts'

const id = z.uuid()
const oneOf = (options: readonly { readonly value: string }[]) => z.enum(options.map(({ value }) => value))
const when = z.iso.datetime({ offset: true })
const mostAttachments = 10

const written = {
  direction: oneOf(directions).nullable().optional(),
  occurredAt: when.optional().describe('Now where it is left out · 不填为现在'),
  outcome: oneOf(outcomes).nullable().optional(),
  summary: soundText(5_000).nullable().optional(),
  nextStep: soundText(500).nullable().optional(),
  nextStepDue: dueInput.nullable().optional(),
  person: soundText(200).nullable().optional().describe('Of a company: with whom · 企业客户的联系人姓名'),
  contactId: id.nullable().optional(),
  minutes: z.int().min(0).max(10_000).nullable().optional(),
  place: soundText(200).nullable().optional(),
}

const attachments = z.array(id).max(mostAttachments).describe('Ids of files that were uploaded to /api/files · 已上传文件的编号')

const promise = z.strictObject({
  title: soundText(500),
  dueAt: dueInput.nullable(),
  words: soundText(500).optional(),
  assigneeId: z.string().max(100).nullable().optional(),
})

const proposed = z.object({ title: z.string(), dueAt: z.string(), words: z.string() })

export const recordInteraction = defineAction({
  name: 'record-interaction',
  label: { zh: '记录互动', en: 'Record an interaction' },
  help: {
    zh: '时间不填为现在，发起方不填为我方。todos 里的约定会同时建成待办；文字中读到而没有列出的约定只在回答的 promises 里提出，不会自动建立。',
    en: 'Now and outgoing unless said otherwise. To-dos are made of what `todos` lists; promises that are read in the text are only proposed in `promises` of the answer, never made by themselves.',
  },
  method: 'POST',
  path: '/interactions',
  role: 'member',
  about: { interaction: null, customer: 'customerId' },
  verb: 'create',
  input: z.strictObject({
    customerId: id,
    kind: oneOf(interactionKinds),
    ...written,
    attachments: attachments.default([]),
    todos: z.array(promise).max(5).default([]),
  }),
  output: z.object({ id, customerId: id, todos: z.array(id), promises: z.array(proposed) }),
})

export const changeInteraction = defineAction({
  name: 'change-interaction',
  label: { zh: '更正互动记录', en: 'Change an interaction' },
  help: {
    zh: '本人在 7 天内、或经理以上可以更正。只改动传入的字段；null 表示清空；attachments 为全部附件。',
    en: 'By whoever wrote it within 7 days, or a manager. Changes only what is sent; null clears; `attachments` are all that it then has.',
  },
  method: 'PATCH',
  path: '/interactions/:id',
  role: 'member',
  about: { interaction: 'id' },
  input: z.strictObject({
    id,
    kind: oneOf(interactionKinds).optional(),
    ...written,
    attachments: attachments.optional(),
    version: z.int().optional(),
  }),
  output: z.object({ id, version: z.int() }),
})

export const removeInteraction = defineAction({
  name: 'remove-interaction',
  label: { zh: '删除互动记录', en: 'Remove an interaction' },
  help: {
    zh: '本人在 7 天内、或经理以上可以删除；由它建立且未完成的待办一并取消。可以恢复。',
    en: 'By whoever wrote it within 7 days, or a manager; open to-dos made of it are cancelled too. It can be restored.',
  },
  method: 'DELETE',
  path: '/interactions/:id',
  role: 'member',
  about: { interaction: 'id' },
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

export const restoreInteraction = defineAction({
  name: 'restore-interaction',
  label: { zh: '恢复互动记录', en: 'Restore an interaction' },
  method: 'POST',
  path: '/interactions/:id/restore',
  role: 'member',
  about: { removed_interactions: 'id' },
  input: z.strictObject({ id }),
  output: z.object({ id }),
})

/** Whole interactions of one customer, for what the timeline shows: with their files, and whether one may change them. */
export const readInteractions = defineQuestion({
  name: 'read-interactions',
  label: { zh: '查看互动记录', en: 'Read interactions' },
  help: { zh: '按编号查看，含附件。', en: 'By their ids, with their files.' },
  method: 'GET',
  path: '/customers/:id/interactions',
  role: 'member',
  about: { interaction: null, customer: 'id' },
  input: z.strictObject({
    id,
    ids: z.string().max(4_000).optional().describe('Ids with commas between; the newest where left out · 以逗号分隔的编号，不填为最近的'),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  }),
  output: z.object({
    interactions: z.array(
      z.object({
        id,
        kind: z.string(),
        direction: z.string().nullable(),
        occurredAt: z.string(),
        outcome: z.string().nullable(),
        summary: z.string().nullable(),
        nextStep: z.string().nullable(),
        nextStepDue: z.string().nullable(),
        person: z.string().nullable(),
        contactId: z.string().nullable(),
        minutes: z.int().nullable(),
        place: z.string().nullable(),
        byId: z.string(),
        byName: z.string(),
        recordedAt: z.string(),
        attachments: z.array(attachedFile),
        version: z.int(),
        mayChange: z.boolean(),
      }),
    ),
  }),
})
