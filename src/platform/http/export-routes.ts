import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isUuid } from '../../core/kit/id.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Language, Words } from '../../core/kit/words.ts'
import type { Ctx } from '../actions/context.ts'
import { readInput } from '../actions/run-inside.ts'
import { requireFreshFor } from '../access/require-fresh.ts'
import { makeContext, type Services } from '../actions/services.ts'
import { type ExportFormat, exportFormats, type OpenedExport } from '../exports/list-export.ts'
import { type Exported, mayExport } from '../exports/may-export.ts'
import { openRecordsExport } from '../exports/open-records.ts'
import { readExport, runExport, stopExport } from '../exports/run-export.ts'
import { readFields, readFilters, readSort, recordFilters } from './entity-routes.ts'
import { attachment } from './attachment.ts'
import type { Gate } from './gate.ts'
import { languageAsked } from './language-asked.ts'
import type { RouteDocument } from './route-document.ts'

const common = z.strictObject({
  format: z.enum(exportFormats).default('xlsx').describe('csv is UTF-8 with a byte order mark, for Excel · csv 为带 BOM 的 UTF-8'),
  fields: z
    .string()
    .max(4_000)
    .describe('Names of fields with commas between, in this order; all where left out · 字段名，以逗号分隔；不填为全部')
    .optional(),
  language: z.enum(['zh', 'en']).describe('Of headers and choices; by Accept-Language where left out · 表头与选项的语言').optional(),
  id: z.uuid().describe('An id of your own, to ask how far it is · 自定的编号，用于查询进度').optional(),
})

const progress = z.object({ state: z.enum(['waiting', 'running', 'done', 'stopped', 'failed']), rows: z.int(), total: z.int() })
const byId = z.object({ id: z.uuid() })
const documented = (document: RouteDocument): RouteDocument => document

/** Every list as a file, how far it is, and a way to stop it. */
export function addExportRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  const contextFor = async (request: Parameters<Gate['actorOf']>[0]) =>
    makeContext(services, await gate.actorOf(request), 'app', { db: services.database.questions, client: null })
  const exporterOf = async (request: Parameters<Gate['actorOf']>[0], of: Exported) => {
    const actor = await gate.actorOf(request)
    await mayExport(services, actor, of)
    await requireFreshFor('exports', { actor, now: services.clock(), services })
    return makeContext(services, actor, 'app', {
      db: services.database.questions,
      client: null,
      reads: { verb: 'export', kind: of.kind ?? 'customer' },
    })
  }

  const add = (path: string, of: Exported, plural: Words, filters: z.ZodObject, open: Opening) => {
    const query = common.extend(filters.shape)
    app.get(`/api/${path}/export`, {
      schema: documented({
        operationId: `${path}.export`,
        summary: `Export ${plural.en.toLowerCase()} as a file · 导出${plural.zh}`,
        description:
          'Needs the role manager or above. Streams; formulas are disarmed.\n\n需要经理（manager）及以上角色。以流的方式输出，公式已解除。',
        tags: [path],
        querystring: query,
        answer: z.string().describe('The file · 文件内容'),
      }),
      handler: async (request, reply) => {
        const ctx = await exporterOf(request, of)
        const {
          format,
          fields,
          language: said = languageAsked(request),
          id = ctx.newId(),
          ...asked
        } = readInput(query, request.query) as Asked
        const opened = await open(ctx, asked, fields)
        const file = await runExport(ctx, opened, {
          id,
          list: path,
          entity: [...services.registry.cards.values()].find(({ entity }) => entity.path === path)?.entity.name ?? null,
          asked,
          name: plural,
          format,
          language: said,
        })
        const ending = format === 'xlsx' ? 'xlsx' : 'csv'
        const name = `${plural[said]}-${ctx.now.toISOString().slice(0, 10)}.${ending}`
        return reply
          .type(types[format])
          .header('x-export-id', id)
          .header('content-disposition', attachment(name, `${path}.${ending}`))
          .send(file)
      },
    })
  }

  for (const { entity } of services.registry.cards.values())
    add(entity.path, { kind: entity.name }, entity.plural, recordFilters, async (ctx, asked, names) => {
      const card = ctx.card(entity.name)
      const { rule, search, sort } = recordFilters.parse(asked)
      return openRecordsExport(ctx, card, {
        ...readFilters(ctx, card, { rule, search }),
        sort: readSort(sort),
        fields: readFields(card, names),
      })
    })
  for (const list of services.registry.features.flatMap((feature) => feature.exports ?? []))
    add(list.path, list, list.plural, list.query, (ctx, asked, names) =>
      list.open(
        ctx,
        asked,
        names?.split(',').map((name) => name.trim()),
      ),
    )

  app.get('/api/exports/:id', {
    schema: documented({
      operationId: 'exports.read',
      summary: 'How far an export is · 导出进度',
      description:
        'By the id that the export was begun with, while it runs and shortly after.\n\n按开始导出时的编号查询，进行中和刚结束时可用。',
      tags: ['exports'],
      params: byId,
      answer: progress,
    }),
    handler: async (request) => {
      const ctx = await contextFor(request)
      const progress = readExport(ctx, idOf(request.params))
      // Asked before it begins: a page learns in time that a proof is wanted, which a download could not say.
      if (progress.state === 'waiting') await requireFreshFor('exports', ctx)
      return progress
    },
  })
  app.post('/api/exports/:id/stop', {
    schema: documented({
      operationId: 'exports.stop',
      summary: 'Stop an export · 停止导出',
      description: 'Yours alone. The file ends there and is not whole.\n\n只能停止自己的。文件到此为止，不完整。',
      tags: ['exports'],
      params: byId,
      answer: z.object({}),
    }),
    handler: async (request) => {
      stopExport(await contextFor(request), idOf(request.params))
      return {}
    },
  })
}

type Asked = {
  readonly format: ExportFormat
  readonly fields?: string
  readonly language?: Language
  readonly id?: string
} & Readonly<Record<string, unknown>>

type Opening = (ctx: Ctx, asked: Readonly<Record<string, unknown>>, fields: string | undefined) => Promise<OpenedExport>

const types: Readonly<Record<ExportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  'csv-gb18030': 'text/csv; charset=gb18030',
}

function idOf(params: unknown): string {
  const { id } = Object(params)
  if (!isUuid(id)) throw new Problem('export.missing')
  return id
}
