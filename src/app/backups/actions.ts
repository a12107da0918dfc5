import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { doctorShape } from './doctor.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const keep = z.int().min(0).max(400)

const schedule = z.object({ enabled: z.boolean(), time, drills: z.boolean() })

const target = z.object({
  id: z.uuid(),
  kind: z.enum(['folder', 's3']),
  name: z.string(),
  /** The folder's path, or the address with its bucket. */
  where: z.string(),
  isHome: z.boolean(),
  enabled: z.boolean(),
  daily: keep,
  weekly: keep,
  monthly: keep,
  lookedAt: z.iso.datetime().nullable(),
  free: z.int().nullable(),
  failure: words.nullable(),
  region: z.string(),
  accessKeyId: z.string(),
})

const copy = z.object({
  backupId: z.uuid(),
  name: z.string(),
  takenAt: z.iso.datetime(),
  bytes: z.int(),
  rows: z.int(),
  persons: z.int(),
  files: z.int(),
  program: z.string(),
  seconds: z.number(),
  tables: z.array(z.tuple([z.string(), z.int()])),
  /** Names of the targets where it lies; null for the data folder. */
  targets: z.array(z.string().nullable()),
})

const check = z.object({ name: z.string(), looked: z.int(), wrong: z.int() })

const run = z.object({
  id: z.uuid(),
  kind: z.enum(['backup', 'drill']),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
  cause: z.enum(['schedule', 'person', 'command']),
  by: z.string().nullable(),
  madeAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  stopping: z.boolean(),
  progress: z.object({ step: z.string(), done: z.number(), total: z.number() }).nullable(),
  failure: words.nullable(),
  /** Of a drill that came to its end. */
  drill: z
    .object({
      takenAt: z.iso.datetime(),
      how: z.enum(['database', 'reading']),
      seconds: z.number(),
      tables: z.int(),
      rows: z.int(),
      erasedRows: z.int(),
      files: z.int(),
      checks: z.array(check),
      isGood: z.boolean(),
    })
    .nullable(),
})

const owners = { role: 'owner', right: 'backups', about: 'nothing' } as const

export const readBackups = defineQuestion({
  name: 'read-backups',
  label: { zh: '查看备份', en: 'See the backups' },
  method: 'GET',
  path: '/backups',
  ...owners,
  input: z.object({}),
  output: z.object({
    schedule,
    nextAt: z.iso.datetime().nullable(),
    key: z.object({ mark: z.string(), takenAt: z.iso.datetime().nullable() }),
    targets: z.array(target),
    copies: z.array(copy),
    runs: z.array(run),
    dataFolder: z.string(),
  }),
})

export const saveSchedule = defineAction({
  name: 'save-backup-schedule',
  label: { zh: '设置自动备份', en: 'Set when backups are made' },
  method: 'PUT',
  path: '/backups/schedule',
  ...owners,
  input: schedule,
  output: z.object({}),
})

const place = {
  name: z.string().trim().min(1).max(60),
  daily: keep,
  weekly: keep,
  monthly: keep,
  enabled: z.boolean(),
}
const folderInput = z.object({ kind: z.literal('folder'), path: z.string().trim().min(1).max(500), ...place })
const s3Input = z.object({
  kind: z.literal('s3'),
  endpoint: z.url({ protocol: /^https?$/ }).max(500),
  region: z.string().trim().max(60),
  accessKeyId: z.string().trim().min(1).max(200),
  /** Left out, the one that is kept stays. */
  secretKey: z.string().min(1).max(500).optional(),
  ...place,
})

export const addTarget = defineAction({
  name: 'add-backup-target',
  label: { zh: '添加备份位置', en: 'Add a place for backups' },
  method: 'POST',
  path: '/backups/targets',
  ...owners,
  input: z.discriminatedUnion('kind', [folderInput, s3Input]),
  output: z.object({ id: z.uuid() }),
  secret: ['secretKey'],
})

export const changeTarget = defineAction({
  name: 'change-backup-target',
  label: { zh: '修改备份位置', en: 'Change a place for backups' },
  method: 'PUT',
  path: '/backups/targets/:id',
  ...owners,
  input: z.discriminatedUnion('kind', [folderInput.extend({ id: z.uuid() }), s3Input.extend({ id: z.uuid() })]),
  output: z.object({}),
  secret: ['secretKey'],
})

export const removeTarget = defineAction({
  name: 'remove-backup-target',
  label: { zh: '移除备份位置', en: 'Remove a place for backups' },
  help: { zh: '只是不再往那里备份；那里已有的备份不会删除。', en: 'No more backups go there; those that lie there stay.' },
  method: 'DELETE',
  path: '/backups/targets/:id',
  ...owners,
  input: z.object({ id: z.uuid() }),
  output: z.object({}),
})

export const tryTarget = defineAction({
  name: 'try-backup-target',
  label: { zh: '检查备份位置', en: 'Try a place for backups' },
  method: 'POST',
  path: '/backups/targets/:id/try',
  ...owners,
  input: z.object({ id: z.uuid() }),
  output: z.object({ backups: z.int() }),
})

export const startBackup = defineAction({
  name: 'start-backup',
  label: { zh: '立即备份', en: 'Back up now' },
  method: 'POST',
  path: '/backups/runs',
  ...owners,
  input: z.object({}),
  output: z.object({ id: z.uuid() }),
})

export const startDrill = defineAction({
  name: 'start-restore-drill',
  label: { zh: '立即演练恢复', en: 'Try a restore now' },
  method: 'POST',
  path: '/backups/drills',
  ...owners,
  input: z.object({}),
  output: z.object({ id: z.uuid() }),
})

export const stopRun = defineAction({
  name: 'stop-backup-run',
  label: { zh: '停止备份或演练', en: 'Stop a backup or a drill' },
  method: 'POST',
  path: '/backups/runs/:id/stop',
  ...owners,
  input: z.object({ id: z.uuid() }),
  output: z.object({}),
})

export const takeKey = defineAction({
  name: 'take-backup-key',
  label: { zh: '下载备份密钥', en: 'Download the backup key' },
  method: 'POST',
  path: '/backups/key',
  ...owners,
  input: z.object({}),
  output: z.object({ key: z.string(), mark: z.string() }),
  secret: ['key'],
})

export const readDoctor = defineQuestion({
  name: 'read-doctor',
  label: { zh: '系统体检', en: 'See how the program fares' },
  method: 'GET',
  path: '/doctor',
  ...owners,
  input: z.object({}),
  output: doctorShape,
})

export const readQuiet = defineQuestion({
  name: 'read-quiet',
  label: { zh: '是否为静默的恢复副本', en: 'Whether this is a quiet restored copy' },
  method: 'GET',
  path: '/quiet',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({ quiet: z.object({ since: z.iso.datetime(), takenAt: z.iso.datetime() }).nullable() }),
})

export const endQuiet = defineAction({
  name: 'end-quiet',
  label: { zh: '恢复正常运行', en: 'Let the restored copy work' },
  help: {
    zh: '旅程、定时任务和邮件从现在起照常进行。请先确认原来的系统已经停用。',
    en: 'Journeys, schedules and mails go on from now. Make sure first that the old system is off.',
  },
  method: 'POST',
  path: '/quiet/end',
  ...owners,
  input: z.object({}),
  output: z.object({}),
})
