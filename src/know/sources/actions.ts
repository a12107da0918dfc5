import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'

/** Names that facts carry when they come from the program itself. */
const reserved = ['app', 'api', 'import', 'engine', 'test']

const byId = z.strictObject({ id: z.uuid() })
const done = z.object({ id: z.uuid() })

export const sourceName = soundText(60).refine((name) => !reserved.includes(name.toLowerCase()), {
  error: `not one of: ${reserved.join(', ')}`,
})

export const createSource = defineAction({
  name: 'create-source',
  label: { zh: '新建数据来源', en: 'Create a source' },
  help: {
    zh: '按 Segment HTTP 规范接收消息。回答中的写入密钥只显示这一次，请立即保存。',
    en: 'Takes messages by the Segment HTTP spec. The write key in the answer is shown this once; keep it.',
  },
  method: 'POST',
  path: '/sources',
  role: 'owner',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({ name: sourceName }),
  example: { name: '官网' },
  output: z.object({ id: z.uuid(), writeKey: z.string() }),
  secret: ['writeKey'],
})

/** Two weeks are enough to bring out a new app; a month is the most. */
export const respites = [0, 1, 24, 168, 720] as const

export const rotateKey = defineAction({
  name: 'rotate-source-key',
  label: { zh: '更换来源密钥', en: 'Change a source’s key' },
  help: {
    zh: '新密钥只显示这一次。原密钥在 respiteHours 小时内仍有效，之后失效；0 为立即失效。Webhook 的密钥由对方给出时，填在 secret 中。',
    en: 'The new key is shown this once. The old one stays valid for respiteHours, at once none for 0. Where a webhook’s sender gives the secret, it goes into “secret”.',
  },
  method: 'POST',
  path: '/sources/:id/key',
  role: 'owner',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({ id: z.uuid(), respiteHours: z.int().min(0).max(720).default(24), secret: soundText(500).optional() }),
  output: z.object({ key: z.string(), oldEndsAt: z.string() }),
  secret: ['key', 'secret'],
})

export const pauseSource = defineAction({
  name: 'pause-source',
  label: { zh: '暂停数据来源', en: 'Pause a source' },
  help: {
    zh: '发送方得到 503，多数客户端会稍后重发；用 resume-source 恢复。',
    en: 'Senders are answered 503, and most clients send again later; resume-source opens it again.',
  },
  method: 'POST',
  path: '/sources/:id/pause',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: byId,
  output: done,
})

export const resumeSource = defineAction({
  name: 'resume-source',
  label: { zh: '恢复数据来源', en: 'Resume a source' },
  method: 'POST',
  path: '/sources/:id/resume',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: byId,
  output: done,
})

export const disableSource = defineAction({
  name: 'disable-source',
  label: { zh: '停用数据来源', en: 'Disable a source' },
  help: { zh: '它的密钥立即失效，不能恢复；收到的数据保留。', en: 'Its keys stop working at once and for good; what it sent stays.' },
  method: 'POST',
  path: '/sources/:id/disable',
  role: 'owner',
  about: 'nothing',
  right: 'sources',
  input: byId,
  output: z.object({ id: z.uuid(), disabledAt: z.string() }),
})

/** A site as browsers name it: `https://tea.example`, with no path. */
const origin = soundText(200).refine((text) => URL.parse(text)?.origin === text, { error: 'https://example.com' })

export const saveOrigins = defineAction({
  name: 'save-source-origins',
  label: { zh: '设置允许的网站', en: 'Set the allowed sites' },
  help: {
    zh: '只有这些网站的网页可以用此密钥发送；留空为所有网站。服务器和应用不受影响。',
    en: 'Only pages of these sites may send with the key; pages of all sites where the list is empty. Servers and apps are not affected.',
  },
  method: 'POST',
  path: '/sources/:id/origins',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({ id: z.uuid(), origins: z.array(origin).max(50) }),
  output: done,
})

const day = z.object({
  day: z.iso.date(),
  received: z.int(),
  refused: z.int(),
  found: z.int().describe('Messages that found or made a customer'),
})

const summary = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['segment', 'hook']),
  keyHint: z.string().describe('The last characters of the key'),
  createdAt: z.string(),
  disabledAt: z.string().nullable(),
  pausedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  received: z.int().describe('Messages that were taken, repeats included'),
  refused: z.int(),
  waiting: z.int().describe('Facts of visitors whom nobody has named yet'),
  days: z.array(day),
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
  about: 'nothing',
  right: 'sources',
  input: z.strictObject({}),
  output: z.object({ sources: z.array(summary) }),
})

export const readSource = defineQuestion({
  name: 'read-source',
  label: { zh: '一个数据来源', en: 'One source' },
  help: {
    zh: '在列表的内容之外，还有每天各类消息的数量、访客、密钥和 Webhook 的设置。',
    en: 'Beside what the list says: messages by day and kind, visitors, keys, and how a webhook is set up.',
  },
  method: 'GET',
  path: '/sources/:id',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: byId,
  output: summary.extend({
    address: z.string().describe('Where senders reach it'),
    today: z.iso.date(),
    kinds: z.array(z.object({ day: z.iso.date(), kind: z.string(), count: z.int() })),
    visitors: z.object({
      waiting: z.int().describe('Visitors whom nobody has named yet'),
      joined: z.int().describe('Visitors who got a name'),
      joinedFacts: z.int().describe('Facts that joined a customer then'),
    }),
    oldKeys: z.array(z.object({ hint: z.string(), endsAt: z.string() })),
    origins: z.array(z.string()),
    hook: z.object({ scheme: z.string(), header: z.string().nullable(), mapping: z.unknown(), isOn: z.boolean() }).nullable(),
  }),
})

export const listLatest = defineQuestion({
  name: 'list-source-latest',
  label: { zh: '来源的最近消息', en: 'Latest of a source' },
  help: { zh: '最近 30 条收下的消息，以及它们属于谁。', en: 'The newest 30 messages that were taken, and whose they are.' },
  method: 'GET',
  path: '/sources/:id/latest',
  people: 'messages',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: byId,
  output: z.object({
    messages: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        kind: z.string(),
        who: z.object({ id: z.uuid(), name: z.string().nullable() }).nullable(),
        message: z.unknown().describe('The message as it came; a long one by its beginning'),
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
  people: 'notes',
  role: 'manager',
  about: 'nothing',
  right: 'sources',
  input: byId,
  output: z.object({
    notes: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        refused: z.boolean(),
        code: z.string(),
        words,
        message: z.unknown().describe('The message as it came; a very long one by its beginning'),
        compare: z.array(z.string()).describe('Customers who may be one'),
      }),
    ),
  }),
})
