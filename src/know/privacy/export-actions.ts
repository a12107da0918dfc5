import { z } from 'zod'
import { defineAction } from '../../core/action/action.ts'

const id = z.uuid()
const right = 'privacy' as const

const exportState = z.enum(['waiting', 'running', 'done', 'failed', 'stopped', 'gone'])
export const madeExport = z.object({
  id,
  state: exportState,
  language: z.enum(['zh', 'en']),
  done: z.int(),
  total: z.int(),
  size: z.int().nullable(),
  fetched: z.int(),
  lastFetchedAt: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
})

export const startExport = defineAction({
  name: 'start-person-export',
  label: { zh: '生成个人数据副本', en: 'Make a copy of a person’s data' },
  help: { zh: '按数据地图收集这个人的全部数据，打包为 ZIP。', en: 'Gathers everything by the data map into a ZIP.' },
  method: 'POST',
  path: '/privacy/exports',
  role: 'manager',
  about: { customer: 'customerId' },
  verb: 'export',
  right,
  input: z.strictObject({ customerId: id, requestId: id.optional(), language: z.enum(['zh', 'en']).default('zh') }),
  output: z.object({ id }),
})

export const stopPersonExport = defineAction({
  name: 'stop-person-export',
  label: { zh: '停止生成', en: 'Stop the making of a copy' },
  method: 'POST',
  path: '/privacy/exports/:id/stop',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id }),
  output: z.object({ id, state: exportState }),
})

export const linkExport = defineAction({
  name: 'link-person-export',
  label: { zh: '生成给本人的下载链接', en: 'Make the person’s download link' },
  method: 'POST',
  path: '/privacy/exports/:id/link',
  role: 'manager',
  about: 'nothing',
  right,
  input: z.strictObject({ id }),
  output: z.object({ url: z.string(), expiresAt: z.string() }),
  secret: ['url'],
})
