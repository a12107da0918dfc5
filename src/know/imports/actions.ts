import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { countLookAlikes } from '../identity/matching-actions.ts'
import { counts, delimiters, encodings, importChoices, importSettings, importStates, inspection } from './import.ts'
import { mappingCard, mappingSettings, savedColumns } from './mapping.ts'
import { scheduleCard, scheduleFields } from './schedule.ts'
import { importKinds } from './targets.ts'
import { soundText } from '../../fields/sound-text.ts'

const byId = z.strictObject({ id: z.uuid() })
const state = z.object({ id: z.uuid(), state: z.enum(importStates) })
const refusal = z.object({ line: z.int(), reason: words, cells: z.array(z.string()) })

/** One import as lists and its page show it. */
export const importCard = z.object({
  id: z.uuid(),
  name: z.string().describe('The file’s name'),
  kind: z.enum(importKinds),
  state: z.enum(importStates),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  undoneAt: z.string().nullable(),
  rowsDone: z.int(),
  rowsExpected: z.int(),
  /** Rows a second while it runs; null before there is anything to measure. */
  rate: z.number().nullable(),
  counts,
  undo: z.object({ done: z.int(), of: z.int() }).nullable(),
  undone: z
    .object({
      customersRemoved: z.int(),
      customersRestored: z.int(),
      purchasesRemoved: z.int(),
      purchasesRestored: z.int(),
      recordsRemoved: z.int().default(0).describe('Contacts, tags, interactions and further phones'),
      recordsRestored: z.int().default(0),
      stayed: z.int().describe('Customers of this import to whom something else has happened since: they were kept'),
      stayedExamples: z.array(z.object({ id: z.uuid(), name: z.string().nullable() })),
    })
    .nullable(),
  failure: words.nullable(),
})

export const listImports = defineQuestion({
  name: 'list-imports',
  label: { zh: '导入记录', en: 'List imports' },
  method: 'GET',
  path: '/imports',
  role: 'member',
  about: { customer: '*' },
  verb: 'import',
  input: z.object({ after: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }),
  output: z.object({ imports: z.array(importCard), next: z.uuid().nullable() }),
})

export const readImport = defineQuestion({
  name: 'read-import',
  label: { zh: '查看一次导入', en: 'Read an import' },
  help: { zh: '进度、结果、设置和前 100 条被拒绝的行', en: 'Progress, result, settings and the first hundred refused rows' },
  method: 'GET',
  path: '/imports/:id',
  people: 'refusals',
  role: 'member',
  about: { customer: '*' },
  verb: 'import',
  input: byId,
  output: importCard.extend({
    settings: importSettings.nullable(),
    inspection: inspection.nullable(),
    refusals: z.array(refusal),
    sameFile: z
      .object({ id: z.uuid(), name: z.string(), at: z.string() })
      .nullable()
      .default(null)
      .describe('An earlier import of a file with the same contents that was not undone'),
  }),
})

/** The same look at the file as at its arrival, with another encoding or delimiter. */
export const inspectImport = defineQuestion({
  name: 'inspect-import',
  label: { zh: '预览上传的文件', en: 'Look into an uploaded file' },
  method: 'GET',
  path: '/imports/:id/inspection',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: z.object({
    id: z.uuid(),
    encoding: z.enum(encodings).optional(),
    delimiter: z.enum(delimiters).optional(),
    kind: z.enum(importKinds).optional(),
    sheet: z.coerce.number().int().min(0).max(999).optional().describe('Of a workbook: which sheet, from 0'),
    joinedSheets: z
      .string()
      .regex(/^(?:\d{1,3}(?:,\d{1,3})*)?$/)
      .optional()
      .describe(
        'Further sheets that are read with it, from 0, with commas; empty for none; left out, all visible ones with the same columns',
      ),
    headerRow: z.coerce.number().int().min(0).max(200).optional(),
    mapping: z.string().max(60).optional().describe('A mapping by its id; none for the file’s own guess'),
  }),
  output: inspection,
})

const choices = importChoices.extend({ id: z.uuid() })

export const dryRunImport = defineAction({
  name: 'dry-run-import',
  label: { zh: '试运行导入', en: 'Dry-run an import' },
  help: { zh: '说明导入会带来什么变化，不保存任何内容', en: 'Says what the import would change, and keeps none of it' },
  method: 'POST',
  path: '/imports/:id/dry-run',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: choices,
  output: z.object({
    counts,
    rowsExpected: z.int(),
    sampled: z.boolean().describe('True when the file is large and only its first rows were tried'),
    refusals: z.array(refusal).describe('The first two hundred'),
    stages: z
      .array(z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: z.int() }))
      .describe('Customers whose lifecycle stage would change'),
    suppressed: z.int().describe('Customers who come with an address of somebody who was erased: nobody markets to it'),
    lookAlikes: countLookAlikes.output.describe('New customers who look like somebody who is there already'),
  }),
})

/** For programs, and for files that are not big: larger ones are uploaded as they are. */
export const createImport = defineAction({
  name: 'create-import',
  label: { zh: '以文本新建导入', en: 'Create an import from text' },
  help: {
    zh: '把 CSV 文本作为一个文件导入；没有指定的设置按内容推断。较大的文件请用上传。',
    en: 'Imports CSV text as a file; what is not chosen is guessed from it. Upload larger files instead.',
  },
  method: 'POST',
  path: '/imports',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: importChoices.extend({
    name: z.string().min(1).max(200),
    text: z
      .string()
      .min(1)
      .max(256 * 1024 * 1024),
  }),
  example: { name: '会员.csv', text: '姓名,手机号\n王芳,13800001111\n' },
  output: state,
  secret: ['text'],
})

export const startImport = defineAction({
  name: 'start-import',
  label: { zh: '开始导入', en: 'Start an import' },
  help: {
    zh: '在后台运行，可以离开页面；停止的导入再次开始时接着做',
    en: 'It runs in the background and the page can be left; a stopped import goes on where it was',
  },
  method: 'POST',
  path: '/imports/:id/start',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: choices,
  output: state,
})

export const stopImport = defineAction({
  name: 'stop-import',
  label: { zh: '停止导入', en: 'Stop an import' },
  help: { zh: '已导入的行保留，可接着导入，也可撤销', en: 'What was imported stays; go on later, or undo it' },
  method: 'POST',
  path: '/imports/:id/stop',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: byId,
  output: state,
})

export const pauseImport = defineAction({
  name: 'pause-import',
  label: { zh: '暂停导入', en: 'Pause an import' },
  help: {
    zh: '正在处理的一批做完后停下，别的导入可以先做；再次开始时接着做',
    en: 'Rests after the portion under way, so that other imports can go first; starting it again goes on where it was',
  },
  method: 'POST',
  path: '/imports/:id/pause',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: byId,
  output: state,
})

export const listImportMappings = defineQuestion({
  name: 'list-import-mappings',
  label: { zh: '导入对应方案', en: 'List import mappings' },
  method: 'GET',
  path: '/import-mappings',
  role: 'member',
  about: { customer: '*' },
  verb: 'import',
  input: z.object({}),
  output: z.object({ mappings: z.array(mappingCard) }),
})

export const saveImportMapping = defineAction({
  name: 'save-import-mapping',
  label: { zh: '保存对应方案', en: 'Save an import mapping' },
  help: {
    zh: '按列名记住每一列是什么；有这些列的文件再来时会自动用上。同名的会被替换。',
    en: 'Keeps by the columns’ names what each is; it is offered when a file with these columns comes. One of the same name is replaced.',
  },
  method: 'POST',
  path: '/import-mappings',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: z.strictObject({ name: soundText(60), kind: z.enum(importKinds), columns: savedColumns, settings: mappingSettings.default({}) }),
  output: z.object({ id: z.uuid() }),
})

export const removeImportMapping = defineAction({
  name: 'remove-import-mapping',
  label: { zh: '删除对应方案', en: 'Remove an import mapping' },
  method: 'DELETE',
  path: '/import-mappings/:id',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: byId,
  output: z.object({ id: z.uuid() }),
})

export const listImportSchedules = defineQuestion({
  name: 'list-import-schedules',
  label: { zh: '定时导入', en: 'Scheduled imports' },
  method: 'GET',
  path: '/import-schedules',
  role: 'member',
  about: { customer: '*' },
  verb: 'import',
  input: z.object({}),
  output: z.object({
    schedules: z.array(scheduleCard),
    inbox: z.string().describe('The folder on the server in which files are looked for'),
  }),
})

export const createImportSchedule = defineAction({
  name: 'create-import-schedule',
  label: { zh: '新建定时导入', en: 'Schedule an import' },
  help: {
    zh: '按时从收件文件夹或 https 地址取文件导入；内容没有变过的不再导入；失败后隔一会儿再试，间隔逐渐变长。',
    en: 'Fetches a file from the inbox folder or an https address at set times. The same content is not imported twice; after a failure it is tried again with growing gaps.',
  },
  method: 'POST',
  path: '/import-schedules',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: z.strictObject(scheduleFields),
  output: z.object({ id: z.uuid() }),
  secret: ['auth'],
})

export const changeImportSchedule = defineAction({
  name: 'change-import-schedule',
  label: { zh: '修改定时导入', en: 'Change a scheduled import' },
  method: 'PUT',
  path: '/import-schedules/:id',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: z.strictObject({ id: z.uuid(), ...scheduleFields, paused: z.boolean().default(false) }),
  output: z.object({ id: z.uuid() }),
  secret: ['auth'],
})

export const removeImportSchedule = defineAction({
  name: 'remove-import-schedule',
  label: { zh: '删除定时导入', en: 'Remove a scheduled import' },
  help: { zh: '已经导入的内容保留。', en: 'What it imported stays.' },
  method: 'DELETE',
  path: '/import-schedules/:id',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: byId,
  output: z.object({ id: z.uuid() }),
})

export const runImportSchedule = defineAction({
  name: 'run-import-schedule',
  label: { zh: '立即运行定时导入', en: 'Run a scheduled import now' },
  method: 'POST',
  path: '/import-schedules/:id/run',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: byId,
  output: z.object({ id: z.uuid() }),
})

export const undoImport = defineAction({
  name: 'undo-import',
  label: { zh: '撤销导入', en: 'Undo an import' },
  help: {
    zh: '去掉它新建的客户和消费记录，恢复它改过的资料；此后又有别的往来或又被改过的保留不动',
    en: 'Takes away the customers and purchases it made and puts back what it changed; whatever something else has happened to since stays',
  },
  method: 'POST',
  path: '/imports/:id/undo',
  role: 'manager',
  about: { customer: '*' },
  verb: 'import',
  input: byId,
  output: state,
})
