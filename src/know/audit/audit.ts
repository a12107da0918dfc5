import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'

export const auditKinds = ['change', 'reading', 'refusal', 'sign-in'] as const
export type AuditKind = (typeof auditKinds)[number]

const value = z.unknown()
const guard = { role: 'owner', right: 'audit', about: 'nothing' } as const

/** Which entries: each may be left out. */
export const auditFilters = {
  kind: z.enum(auditKinds).optional(),
  person: z.string().max(100).optional().describe('An actor’s id, as `user:…` or `key:…` · 谁'),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional().describe('The id of the record; of a customer also what is about them · 记录编号'),
  from: z.iso.date().optional().describe('The first day, on the shop’s calendar · 从哪一天起'),
  to: z.iso.date().optional().describe('The last day · 到哪一天为止'),
  search: z
    .string()
    .trim()
    .max(100)
    .optional()
    .describe('In names, reasons, addresses and values; of the last 90 days unless `from` is given · 不填起始日期时只搜最近 90 天'),
}

export const auditEntry = z.object({
  id: z.uuid(),
  at: z.string(),
  kind: z.string(),
  actor: z.string(),
  actorName: z.string(),
  source: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  action: z.string(),
  label: words.nullable().describe('What the action is called'),
  entity: z.string().nullable(),
  entityLabel: words.nullable(),
  subject: z.string().nullable(),
  subjectName: z.string().nullable().describe('What the record is called now, where it is there'),
  to: z.string().nullable().describe('The record’s page'),
  outcome: z.string(),
  code: z.string().nullable(),
  why: words.nullable().describe('Why it was refused'),
  reason: z.string().nullable(),
  records: z.number().nullable(),
  details: z.record(z.string(), value),
  fields: z.array(z.object({ name: z.string(), label: words.nullable(), type: z.string().nullable(), before: value, after: value })),
  sent: z.array(z.object({ name: z.string(), label: words.nullable(), value })).describe('What was sent or asked, where no change is told'),
  erased: z.boolean().describe('Its values were taken out with the person’s'),
})
export type AuditEntryAnswer = z.output<typeof auditEntry>

export const listAudit = defineQuestion({
  name: 'list-audit',
  label: { zh: '审计记录', en: 'Audit' },
  help: {
    zh: '谁在何时从哪里做了什么、看了什么、被拒绝了什么；最新的在前。查阅审计本身也会留下记录。',
    en: 'Who did, read or was refused what, when and from where; newest first. Reading the audit is itself noted.',
  },
  method: 'GET',
  path: '/audit',
  ...guard,
  input: z.object({ ...auditFilters, after: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ entries: z.array(auditEntry), next: z.string().nullable() }),
})

export const listAuditPeople = defineQuestion({
  name: 'list-audit-people',
  label: { zh: '审计中出现过的人', en: 'Who appears in the audit' },
  method: 'GET',
  path: '/audit/people',
  ...guard,
  input: z.object({}),
  output: z.object({
    people: z.array(z.object({ actor: z.string(), name: z.string() })),
    actions: z.array(z.object({ name: z.string(), label: words.nullable() })),
  }),
})

const chainBreak = z.object({ kind: z.string(), seq: z.number().nullable(), entryId: z.string().nullable(), at: z.string().nullable() })

const check = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'whole', 'broken', 'stopped']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  checked: z.number(),
  total: z.number(),
  broken: z.number(),
  breaks: z.array(chainBreak),
})

export const auditAlarm = z.object({
  id: z.uuid(),
  actor: z.string(),
  actorName: z.string(),
  raisedAt: z.string(),
  seenAt: z.string(),
  records: z.number(),
  usual: z.number(),
  addresses: z.array(z.string()),
})

export const readAuditState = defineQuestion({
  name: 'read-audit-state',
  label: { zh: '审计链的状态', en: 'The state of the audit' },
  method: 'GET',
  path: '/audit/state',
  ...guard,
  input: z.object({}),
  output: z.object({
    isProtected: z.boolean().describe('The program’s database role can neither change nor remove entries'),
    role: z.string(),
    holes: z.array(z.string()),
    statements: z.string().describe('What a superuser of the database runs to protect it; empty where it is'),
    chained: z.number().describe('How many entries stand in the chain'),
    newest: z.object({ seq: z.number(), hash: z.string(), at: z.string() }).nullable(),
    gone: z.number().describe('Entries that were let go by age'),
    check: check.nullable().describe('The newest look over the chain'),
    keepDays: z.number(),
    usualRecords: z.number(),
    alarms: z.array(auditAlarm),
  }),
})

export const startAuditCheck = defineAction({
  name: 'start-audit-check',
  label: { zh: '核对审计链', en: 'Check the audit' },
  help: {
    zh: '从头逐条核对，可随时停止；每天夜里也会自动核对一次。',
    en: 'Looks at every entry from the first; can be stopped. Done each night by itself too.',
  },
  method: 'POST',
  path: '/audit/checks',
  ...guard,
  input: z.strictObject({}),
  output: z.object({ id: z.uuid() }),
})

export const stopAuditCheck = defineAction({
  name: 'stop-audit-check',
  label: { zh: '停止核对审计链', en: 'Stop checking the audit' },
  method: 'POST',
  path: '/audit/checks/stop',
  ...guard,
  input: z.strictObject({}),
  output: z.object({}),
})

export const leastKeepDays = 180

export const saveAuditPlan = defineAction({
  name: 'save-audit-plan',
  label: { zh: '保存审计设置', en: 'Save the audit settings' },
  method: 'PUT',
  path: '/audit/plan',
  ...guard,
  input: z.strictObject({
    keepDays: z.int().max(36_500).describe('How long entries are kept, 180 days at least · 保留天数，至少 180'),
    usualRecords: z
      .int()
      .min(10)
      .max(1_000_000)
      .describe('How many records an hour are usual for who has no history yet · 新人每小时的通常查看量'),
  }),
  output: z.object({}),
})

export const settleAlarm = defineAction({
  name: 'settle-audit-alarm',
  label: { zh: '处理异常查看提醒', en: 'Settle an alarm of unusual reading' },
  method: 'POST',
  path: '/audit/alarms/:id/settle',
  ...guard,
  input: z.strictObject({ id: z.uuid(), reason: soundText(500).optional() }),
  output: z.object({ id: z.uuid() }),
})

export const endAccess = defineAction({
  name: 'end-access',
  label: { zh: '结束某人的全部登录和密钥', en: 'End all sessions and keys of a person' },
  help: {
    zh: '立即退出该用户在所有设备上的登录，并吊销其建立的 API 密钥；5 秒内全部失效。用户本人仍可凭密码重新登录，不放心请再停用账号。',
    en: 'Signs the user out everywhere and revokes the API keys that they made; in force within 5 seconds. They can sign in again with their password: disable the account as well if in doubt.',
  },
  method: 'POST',
  path: '/audit/end-access',
  ...guard,
  input: z.strictObject({ actor: z.string().regex(/^(user|key):[0-9a-f-]{36}$/), reason: soundText(500).optional() }),
  output: z.object({ sessions: z.int(), keys: z.int() }),
})
