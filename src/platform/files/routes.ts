import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { isPicture, largestAttachment } from '../../core/kit/attached-file.ts'
import { isUuid } from '../../core/kit/id.ts'
import { Problem } from '../../core/kit/problem.ts'
import { onlookerOf, type Services } from '../actions/services.ts'
import { mayCall, mayReach } from '../rights/decide.ts'
import { noteReading, noteReadingNow } from '../audit/note-reading.ts'
import type { Actor } from '../actions/context.ts'
import type { Gate } from '../http/gate.ts'
import { contentPath } from './content-place.ts'
import { attachment } from '../http/attachment.ts'
import { keepFile } from './keep-file.ts'

type Row = { id: string; hash: string; name: string; type: string; size: number; created_by: string; used_by: string | null }

/** The way in for a file, as the request's raw body, and the way out. Nobody gets one without signing in. */
export function addFileRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Not a type that a form of another site can send without asking first.
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
    // Strangers are turned away before a byte of theirs is read.
    const onRequest = async (request: FastifyRequest) => void (await gate.actorOf(request))
    scope.post('/api/files', { bodyLimit: largestAttachment * 2, schema: uploadSchema, onRequest }, async (request) => {
      const actor = await gate.actorOf(request)
      await mayCall(services, actor, { ...asked, method: 'POST', isQuestion: false })
      const name: unknown = Object(request.query).name
      const given = typeof name === 'string' ? name : ''
      if (!(request.body instanceof Readable)) throw new Problem('file.empty', { name: given })
      return await keepFile(services, actor, given, request.body)
    })
  })

  app.get('/api/files/:id', { schema: downloadSchema }, async (request, reply) => {
    const row = await findFile(services, gate, request)
    await noteReadingNow(
      { actor: await gate.actorOf(request), services, source: 'app' },
      { what: 'download', entity: 'file', subject: row.id, asked: { name: row.name } },
    )
    return send(services, request, reply, row, attachment(row.name))
  })
  app.get('/api/files/:id/picture', { schema: pictureSchema }, async (request, reply) => {
    const row = await findFile(services, gate, request)
    if (!isPicture(row.type)) throw new Problem('file.missing')
    noteReading({ actor: await gate.actorOf(request), services, source: 'app' }, { what: 'picture', entity: 'file', subject: row.id })
    return send(services, request, reply, row, 'inline')
  })
}

/** What is not used yet, or no longer, is there only for whoever uploaded it. */
async function findFile(services: Services, gate: Gate, request: FastifyRequest): Promise<Row> {
  const actor = await gate.actorOf(request)
  const { id }: { id?: unknown } = Object(request.params)
  if (!isUuid(id)) throw new Problem('file.missing')
  const { rows } = await sql<Row>`select id, hash, name, type, size, created_by, used_by from kept_files where id = ${id}`.execute(
    services.database.questions,
  )
  const row = rows[0]
  if (!row || (row.used_by === null && row.created_by !== actor.id)) throw new Problem('file.missing')
  await mayOpen(services, actor, row)
  return row
}

const asked = { role: 'member', about: 'nothing' } as const

/** Whoever sees what a file hangs on may open it. @throws Problem access.denied, file.missing */
async function mayOpen(services: Services, actor: Actor, { used_by }: Row): Promise<void> {
  const [kind, id] = used_by?.split(':') ?? []
  const opened = { role: 'member', about: kind === undefined ? 'nothing' : { [kind]: 'id' }, method: 'GET', isQuestion: true } as const
  const sight = await mayCall(services, actor, opened)
  if (!sight.limits) return
  await mayReach(services, await onlookerOf(services, actor), opened, { id }).catch(() => {
    throw new Problem('file.missing')
  })
}

/** Whatever a file says of itself, a browser saves it or draws a picture; nothing in it runs. */
async function send(services: Services, request: FastifyRequest, reply: FastifyReply, row: Row, disposition: string) {
  const path = contentPath(services.filesFolder, row.hash)
  const { size } = await stat(path).catch(() => {
    throw new Problem('file.missing')
  })
  const tag = `"${row.hash}"`
  reply
    .header('content-disposition', disposition)
    .header('content-security-policy', "default-src 'none'; sandbox")
    // Kept by the browser, but asked for again each time: who has signed out gets it no more.
    .header('cache-control', 'private, no-cache')
    .header('etag', tag)
    .type(row.type)
  if (request.headers['if-none-match'] === tag) return reply.status(304).send()
  return reply.header('content-length', size).send(createReadStream(path))
}

const uploadSchema = {
  tags: ['files'],
  operationId: 'upload-file',
  summary: 'Upload a file as the raw body (application/octet-stream), its name as ?name= · 上传附件（请求体即文件内容，文件名放在 ?name=）',
}
const downloadSchema = { tags: ['files'], operationId: 'download-file', summary: 'Download a file · 下载附件' }
const pictureSchema = { tags: ['files'], operationId: 'show-picture', summary: 'A picture, to be shown · 查看图片附件' }
