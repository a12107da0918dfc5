import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { isUuid } from '../../../core/kit/id.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { attachment } from '../../../platform/http/attachment.ts'
import type { Gate } from '../../../platform/http/gate.ts'
import { mayCall } from '../../../platform/rights/decide.ts'
import { languageAsked } from '../../../platform/http/language-asked.ts'
import { type ImportRow, readImportRow } from './read-import-row.ts'
import { largestFile, receiveFile } from './receive-file.ts'
import { writeRefusals, writeRefusalsBook } from './write-refusals.ts'

const asked = { about: { customer: '*' }, verb: 'import' } as const
const refusedRows: Words = { zh: '被拒绝的行', en: 'Refused rows' }
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The way in for a file, as the request's raw body, and the way out for the rows that were refused. */
export function addImportRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // None of the types that a form of another site can send without asking first.
    scope.addContentTypeParser(
      ['text/csv', 'application/csv', 'application/octet-stream', 'application/vnd.ms-excel', workbookType],
      (_request, payload, done) => done(null, payload),
    )
    scope.post('/api/imports/files', { bodyLimit: largestFile + 1, schema: uploadSchema }, async (request) => {
      const actor = await gate.actorOf(request)
      await mayCall(services, actor, { role: 'manager', ...asked, method: 'POST', isQuestion: false })
      const name: unknown = Object(request.query).name
      if (!(request.body instanceof Readable)) throw new Problem('import.empty')
      return await receiveFile(services, actor, typeof name === 'string' ? name : '', request.body)
    })
  })

  const refusals = (ending: 'csv' | 'xlsx', type: string, write: (row: ImportRow, language: Language) => Readable) =>
    app.get(
      `/api/imports/:id/refusals.${ending}`,
      { schema: { ...refusalsSchema, operationId: `download-refusals-${ending}` } },
      async (request, reply) => {
        const actor = await gate.actorOf(request)
        await mayCall(services, actor, { role: 'member', ...asked, method: 'GET', isQuestion: true })
        const { id }: { id?: unknown } = Object(request.params)
        if (typeof id !== 'string' || !isUuid(id)) throw new Problem('import.missing')
        const row = await readImportRow(services.database.db, id)
        const said = languageAsked(request)
        const name = `${refusedRows[said]}-${row.name.replace(/\.\w{1,8}$/, '')}.${ending}`
        return reply
          .type(type)
          .header('content-disposition', attachment(name, `refused-${id}.${ending}`))
          .send(write(row, said))
      },
    )
  refusals('csv', 'text/csv; charset=utf-8', (row, language) => Readable.from(writeRefusals(services, row, language)))
  refusals('xlsx', workbookType, (row, language) => writeRefusalsBook(services, row, language))
}

const uploadSchema = {
  tags: ['imports'],
  operationId: 'upload-import-file',
  summary: 'Upload a CSV or a workbook as the raw body, its name as ?name= · 上传 CSV 或工作簿（请求体即文件内容，文件名放在 ?name=）',
}
const refusalsSchema = { tags: ['imports'], summary: 'Refused rows with their reasons · 下载被拒绝的行' }
