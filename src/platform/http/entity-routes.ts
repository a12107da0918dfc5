import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import type { Card } from '../actions/registry.ts'
import { makeContext, type Services } from '../actions/services.ts'
import { countRecords, findRecords, readRecord } from '../records/find-records.ts'
import { searchCondition } from '../records/search-condition.ts'
import { readInput } from '../actions/run-inside.ts'
import type { Gate } from './gate.ts'

const listQuery = z.strictObject({
  /** A rule as JSON. */
  rule: z.string().max(50_000).optional(),
  /** `name` or `-spend`. */
  sort: z.string().max(60).optional(),
  search: z.string().max(100).optional(),
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Names with commas between. */
  fields: z.string().max(2_000).optional(),
})

/** The list, the count and the single record of every entity. */
export function addEntityRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  for (const card of services.registry.cards.values()) {
    const { entity } = card
    const tags = [entity.path]
    const record = recordSchema(services, card)
    const contextFor = async (request: Parameters<Gate['actorOf']>[0]) =>
      makeContext(services, await gate.actorOf(request), 'app', { db: services.database.db, client: null })

    app.get(`/api/${entity.path}`, {
      schema: { tags, operationId: `list-${entity.path}`, summary: `List ${entity.plural.en} · ${entity.plural.zh}列表`, querystring: listQuery, response: { 200: z.object({ rows: z.array(record), next: z.string().nullable() }) } },
      handler: async (request) => {
        const ctx = await contextFor(request)
        const query = readInput(listQuery, request.query) as z.output<typeof listQuery>
        return findRecords(ctx, card, { ...readFilters(card, query), limit: query.limit, after: query.after, sort: readSort(query.sort), fields: query.fields?.split(',') })
      },
    })
    app.get(`/api/${entity.path}/count`, {
      schema: { tags, operationId: `count-${entity.path}`, summary: `Count ${entity.plural.en} · ${entity.plural.zh}数量`, querystring: listQuery.pick({ rule: true, search: true }), response: { 200: z.object({ count: z.int() }) } },
      handler: async (request) => {
        const ctx = await contextFor(request)
        const query = readInput(listQuery, request.query) as z.output<typeof listQuery>
        return { count: await countRecords(ctx, card, readFilters(card, query)) }
      },
    })
    app.get(`/api/${entity.path}/:id`, {
      schema: { tags, operationId: `read-${entity.name}`, summary: `Read one ${entity.label.en} · 查看${entity.label.zh}`, params: z.object({ id: z.uuid() }), response: { 200: record } },
      handler: async (request) => {
        const ctx = await contextFor(request)
        const id = z.uuid().safeParse(Object(request.params).id)
        const found = id.success ? await readRecord(ctx, card, id.data) : null
        if (!found) throw new Problem('record.missing', { what: entity.label })
        return found
      },
    })
  }
}

function readFilters(card: Card, query: { rule?: string | undefined; search?: string | undefined }) {
  const search = query.search && card.entity.searchColumn ? searchCondition(card.entity.searchColumn, query.search) : null
  if (query.rule === undefined) return { search }
  try {
    const rule: unknown = JSON.parse(query.rule)
    return { rule, search }
  } catch {
    throw new Problem('input.invalid', { path: 'rule', reason: 'JSON' })
  }
}

function readSort(text: string | undefined) {
  if (!text) return undefined
  return text.startsWith('-') ? { field: text.slice(1), direction: 'desc' as const } : { field: text, direction: 'asc' as const }
}

function recordSchema(services: Services, card: Card) {
  const fields = [...card.fields].map(([name, { field }]) => {
    const schema = services.registry.types[field.type]?.schema(field) ?? z.unknown()
    return [name, schema.nullable().optional().describe(`${field.label.en} · ${field.label.zh}${field.help ? ` — ${field.help.en}` : ''}`)] as const
  })
  return z.object({ id: z.uuid(), ...Object.fromEntries(fields) })
}
