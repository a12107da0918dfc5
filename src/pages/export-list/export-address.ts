import { z } from 'zod'

export const exportFormats = ['xlsx', 'csv', 'csv-gb18030'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What a list is asked for; anything but text goes as JSON. */
export type ExportFilters = Readonly<Record<string, unknown>>

export type ExportOrder = {
  readonly id: string
  readonly format: ExportFormat
  readonly language: 'zh' | 'en'
  /** All columns where left out. */
  readonly fields?: readonly string[] | undefined
}

/** Where the file of a list is fetched from. */
export function exportAddress(path: string, filters: ExportFilters, { id, format, language, fields }: ExportOrder): string {
  const query = new URLSearchParams({ id, format, language })
  if (fields) query.set('fields', fields.join(','))
  for (const [name, value] of Object.entries(filters))
    if (value !== undefined && value !== null) query.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  return `/api/${path}/export?${query}`
}

const byId = z.object({ id: z.uuid() })

export const readExport = {
  name: 'read-export',
  method: 'GET',
  path: '/exports/:id',
  input: byId,
  output: z.object({ state: z.enum(['waiting', 'running', 'done', 'stopped', 'failed']), rows: z.int(), total: z.int() }),
} as const

export const stopExport = { name: 'stop-export', method: 'POST', path: '/exports/:id/stop', input: byId, output: z.object({}) } as const
