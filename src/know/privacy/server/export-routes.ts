import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { isUuid } from '../../../core/kit/id.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Language, Words } from '../../../core/kit/words.ts'
import type { Actor } from '../../../platform/actions/context.ts'
import { makeContext, readShop, type Services } from '../../../platform/actions/services.ts'
import { noteReadingNow } from '../../../platform/audit/note-reading.ts'
import type { Gate } from '../../../platform/http/gate.ts'
import { attachment } from '../../../platform/http/attachment.ts'
import { customerPage, takeForms, tokenIn } from '../../../platform/http/customer-page.ts'
import { languageAsked } from '../../../platform/http/language-asked.ts'
import { mayCall } from '../../../platform/rights/decide.ts'
import { checkReach } from './check-reach.ts'
import { mapAsCsv } from './map-file.ts'
import { exportPath } from './export-place.ts'
import { readExportToken } from './export-token.ts'

const files = {
  copy: { zh: '个人数据', en: 'my-data' },
  certificate: { zh: '删除证明', en: 'erasure' },
  map: { zh: '数据地图', en: 'data-map' },
} satisfies Record<string, Words>

/** The copy for staff who may, the person's own page by a signed link, certificates and the map as files. */
export function addPrivacyRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  app.get('/api/privacy/exports/:id/file', { schema: { hide: true } }, async (request, reply) => {
    const actor = await checkRight(services, gate, request)
    const ctx = await makeContext(services, actor, 'app', { db: services.database.questions, client: null })
    const customerId = await checkReach(ctx, idIn(request))
    await noteReadingNow(ctx, { what: 'export', entity: 'customer', subject: customerId, count: 1, details: { export: idIn(request) } })
    return sendCopy(services, request, reply, idIn(request))
  })
  app.get('/api/privacy/erasures/:id/certificate', { schema: { hide: true } }, async (request, reply) => {
    await checkRight(services, gate, request)
    const { rows } = await sql<{
      certificate: string | null
      certificate_hash: string | null
      certificate_signature: string | null
    }>`select certificate, certificate_hash, certificate_signature from erasures where id = ${idIn(request)}`.execute(services.database.db)
    const [row] = rows
    if (!row?.certificate) throw new Problem('erasure.missing')
    const name = `${files.certificate[languageAsked(request)]}-${idIn(request)}.txt`
    reply.type('text/plain; charset=utf-8').header('content-disposition', attachment(name, `erasure-${idIn(request)}.txt`))
    return `${row.certificate}\nSHA-256: ${row.certificate_hash}\nSignature: ${row.certificate_signature}\n`
  })
  app.get('/api/privacy/data-map.csv', { schema: { hide: true } }, async (request, reply) => {
    await checkRight(services, gate, request)
    const language = languageAsked(request)
    reply.type('text/csv; charset=utf-8').header('content-disposition', attachment(`${files.map[language]}.csv`, 'data-map.csv'))
    return mapAsCsv(language)
  })
  void app.register(async (scope) => {
    takeForms(scope)
    scope.get('/my-data/:token', { schema: { hide: true } }, (request, reply) => showPage(services, request, reply))
    // Link scanners open every link of a mail: only the button fetches, and is counted.
    scope.post('/my-data/:token', { schema: { hide: true } }, (request, reply) => fetchOwn(services, request, reply))
  })
}

async function checkRight(services: Services, gate: Gate, request: FastifyRequest): Promise<Actor> {
  const actor = await gate.actorOf(request)
  await mayCall(services, actor, { role: 'manager', about: 'nothing', right: 'privacy', method: 'GET', isQuestion: true })
  return actor
}

function idIn(request: FastifyRequest): string {
  const { id }: { id?: unknown } = Object(request.params)
  if (typeof id !== 'string' || !isUuid(id)) throw new Problem('export.gone')
  return id
}

async function sendCopy(services: Services, request: FastifyRequest, reply: FastifyReply, id: string) {
  const { rows } =
    await sql`select 1 from privacy_exports where id = ${id} and state = 'done' and expires_at > ${services.clock()}`.execute(
      services.database.db,
    )
  const path = exportPath(services.filesFolder, id)
  const size =
    rows.length === 0
      ? null
      : await stat(path).then(
          (found) => found.size,
          () => null,
        )
  if (size === null) throw new Problem('export.gone')
  const mark = id.slice(0, 8)
  reply
    .type('application/zip')
    .header('content-disposition', attachment(`${files.copy[languageAsked(request)]}-${mark}.zip`, `my-data-${mark}.zip`))
    .header('content-length', size)
  return reply.send(createReadStream(path))
}

function named(services: Services, request: FastifyRequest): string | null {
  return readExportToken(services.secrets, tokenIn(request), services.clock())?.id ?? null
}

async function fetchOwn(services: Services, request: FastifyRequest, reply: FastifyReply) {
  const id = named(services, request)
  const counted = id
    ? await sql`update privacy_exports set fetched = fetched + 1, last_fetched_at = ${services.clock()} where id = ${id} and state = 'done' returning 1`.execute(
        services.database.db,
      )
    : null
  if (!id || counted?.rows.length === 0) return showGone(services, request, reply)
  return sendCopy(services, request, reply, id)
}

const said = {
  title: { zh: '您的个人数据副本', en: 'A copy of your personal data' },
  intro: {
    zh: '压缩包里有网页（index.html）和可供其他系统读取的文件。请保存在只有您能打开的地方。',
    en: 'The archive holds a page to read (index.html) and files for other systems. Keep it where only you can open it.',
  },
  fetch: { zh: '下载', en: 'Download' },
  gone: {
    zh: '这个链接已失效：期限已过，或数据副本已被删除。请向商家重新索取。',
    en: 'This link no longer works: its time is over, or the copy was removed. Ask the shop for another.',
  },
} satisfies Record<string, Words>

async function showPage(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const id = named(services, request)
  const { rows } = id
    ? await sql`select 1 from privacy_exports where id = ${id} and state = 'done'`.execute(services.database.db)
    : { rows: [] }
  if (rows.length === 0) return showGone(services, request, reply)
  const language = languageAsked(request)
  return frame(
    services,
    reply,
    language,
    `<p>${said.intro[language]}</p><form method="post"><button>${said.fetch[language]}</button></form>`,
  )
}

async function showGone(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const language = languageAsked(request)
  reply.status(410)
  return frame(services, reply, language, `<p>${said.gone[language]}</p>`)
}

async function frame(services: Services, reply: FastifyReply, language: Language, body: string): Promise<string> {
  const shop = await readShop(services.database)
  reply.type('text/html; charset=utf-8')
  return customerPage({ language, shop: shop.name, title: said.title[language], body })
}
