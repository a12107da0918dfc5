import { sql } from 'kysely'
import { z } from 'zod'
import { mayRun } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { columnOf, defineExport, type ExportColumn, type ExportRow } from '../../../platform/exports/list-export.ts'
import { readPortions } from '../../../platform/exports/read-portions.ts'
import { type AuditEntryAnswer, auditFilters, listAudit } from '../audit.ts'
import { readEntries } from './list-audit.ts'

const text = columnOf('text')
const time = columnOf('time')

const columns: readonly ExportColumn[] = [
  time('at', '时间', 'Time'),
  text('actorName', '谁', 'Who'),
  text('actor', '编号', 'Id'),
  text('kind', '类别', 'Kind'),
  text('action', '操作', 'Action'),
  text('entity', '对象', 'About'),
  text('subject', '对象编号', 'Record'),
  text('subjectName', '对象名称', 'Its name'),
  text('outcome', '结果', 'Outcome'),
  text('code', '拒绝原因', 'Why refused'),
  text('reason', '理由', 'Reason'),
  text('records', '条数', 'Records'),
  text('address', '来源地址', 'From'),
  text('agent', '设备', 'Agent'),
  text('values', '改动', 'Values'),
]

const portion = 1_000

/** The audit as a file, by the same filters as its page. */
export const auditExport = defineExport({
  path: 'audit',
  plural: { zh: '审计记录', en: 'Audit' },
  right: 'audit',
  query: z.object(auditFilters),
  open: async (ctx, filters, fields) => {
    if (!ctx.sight.limits && !mayRun(ctx.actor.role, listAudit.role)) throw new Problem('access.denied')
    const isWhole = Object.values(filters).every((value) => value === undefined)
    const { rows } = await sql<{ n: number }>`select count(*) as n from audit.entries`.execute(ctx.db)
    return {
      columns: fields ? columns.filter(({ name }) => fields.includes(name)) : columns,
      total: isWhole ? (rows[0]?.n ?? 0) : 0,
      pages: (moment) => pages(moment, filters),
    }
  },
})

const pages = (ctx: Ctx, filters: z.output<z.ZodObject<typeof auditFilters>>) =>
  readPortions(async (from) => {
    const { entries, next } = await readEntries(ctx, { ...filters, limit: portion, ...from })
    return { rows: entries.map(rowOf), next }
  })

function rowOf(entry: AuditEntryAnswer): ExportRow {
  const values = [
    ...entry.fields.map(({ name, before, after }) => `${name}: ${said(before)} → ${said(after)}`),
    ...entry.sent.map(({ name, value }) => `${name}: ${said(value)}`),
  ]
  return { ...entry, records: entry.records === null ? null : String(entry.records), values: values.join('\n') }
}

const said = (value: unknown) => (value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value))
