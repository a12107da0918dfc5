import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'

/** Names that facts carry when they come from the program itself. */
const reserved = ['app', 'api', 'import', 'engine', 'test']

const words = z.object({ zh: z.string(), en: z.string() })

export const createSource = defineAction({
  name: 'create-source',
  label: { zh: '新建数据来源', en: 'Create a source' },
  help: {
    zh: '回答中的写入密钥只显示这一次，请立即保存。停用后以同名重建即为换密钥：已收过的消息不会重复。',
    en: 'The write key in the answer is shown this once; keep it. To change a key, disable the source and create one of the same name: messages that were kept are still known.',
  },
  method: 'POST',
  path: '/sources',
  role: 'owner',
  input: z.strictObject({
    name: soundText(60).refine((name) => !reserved.includes(name.toLowerCase()), { error: `not one of: ${reserved.join(', ')}` }),
  }),
  output: z.object({ id: z.uuid(), writeKey: z.string() }),
  secret: ['writeKey'],
})

export const disableSource = defineAction({
  name: 'disable-source',
  label: { zh: '停用数据来源', en: 'Disable a source' },
  help: { zh: '它的写入密钥立即失效；收到的数据保留。', en: 'Its write key stops working at once; what it sent stays.' },
  method: 'POST',
  path: '/sources/:id/disable',
  role: 'owner',
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ id: z.uuid(), disabledAt: z.string() }),
})

export const listSources = defineQuestion({
  name: 'list-sources',
  label: { zh: '数据来源', en: 'Sources' },
  help: {
    zh: '每个来源收到与拒收的消息数、最近一次来信，以及近 30 天每天的数量。',
    en: 'What each source sent and what was refused, when it was last heard of, and the last 30 days day by day.',
  },
  method: 'GET',
  path: '/sources',
  role: 'manager',
  input: z.strictObject({}),
  output: z.object({
    sources: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        keyHint: z.string().describe('The last characters of the write key'),
        createdAt: z.string(),
        disabledAt: z.string().nullable(),
        lastSeenAt: z.string().nullable(),
        received: z.int().describe('Messages that were taken, repeats included'),
        refused: z.int(),
        waiting: z.int().describe('Facts of visitors whom nobody has named yet'),
        days: z.array(z.object({ day: z.iso.date(), received: z.int(), refused: z.int() })),
      }),
    ),
  }),
})

export const listSourceNotes = defineQuestion({
  name: 'list-source-notes',
  label: { zh: '来源的问题消息', en: 'Trouble of a source' },
  help: {
    zh: '最近 200 条被拒收或只保存了一部分的消息及原因。',
    en: 'The newest 200 messages that were refused or kept only in part, with the reason.',
  },
  method: 'GET',
  path: '/sources/:id/notes',
  role: 'manager',
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({
    notes: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        refused: z.boolean(),
        code: z.string(),
        words,
        message: z.unknown().describe('The message as it came; a very long one by its beginning'),
      }),
    ),
  }),
})
