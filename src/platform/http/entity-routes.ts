import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isUuid } from '../../core/kit/id.ts'
import { inputReasons, notAmongFields } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Cards } from '../actions/live-cards.ts'
import type { Ctx } from '../actions/context.ts'
import type { Card } from '../actions/registry.ts'
import { makeContext, type Services } from '../actions/services.ts'
import { noteList, noteOpened } from '../audit/note-answer.ts'
import { markOutOfReach } from '../audit/out-of-reach.ts'
import { countRecords, findRecords, readRecord } from '../records/find-records.ts'
import { searchRecords } from '../records/search-condition.ts'
import { readInput } from '../actions/run-inside.ts'
import { mayCall } from '../rights/decide.ts'
import type { Gate } from './gate.ts'
import { inBoth, type RouteDocument } from './route-document.ts'

const listQuery = z.strictObject({
  rule: z
    .string()
    .max(50_000)
    .meta({ contentMediaType: 'application/json', contentSchema: { $ref: '#/components/schemas/Rule' } })
    .describe('Only records for which this rule, as JSON, holds · 以 JSON 写成的条件，只返回满足它的记录')
    .optional(),
  sort: z.string().max(60).describe('A field’s name, with - before it for descending · 字段名，前加 - 为倒序').optional(),
  search: z.string().max(100).describe('Words, pinyin, initials, the end of a phone number · 文字、拼音、首字母、手机尾号').optional(),
  after: z.string().max(1_000).describe('`next` of the page before · 上一页回答中的 next').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  fields: z
    .string()
    .max(2_000)
    .describe('Names of fields with commas between; all where left out · 字段名，以逗号分隔；不填为全部')
    .optional(),
})

/** The list, the count and the single record of every entity. */
export function addEntityRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  for (const standing of services.registry.cards.values()) {
    const { entity } = standing
    const tags = [entity.path]
    const recordOf = (cards: Cards) => recordSchema(services, cards.get(entity.name) ?? standing)
    const record = recordOf(services.registry.cards)
    const asked = { role: 'member', about: { [entity.name]: null }, method: 'GET', isQuestion: true } as const
    const contextFor = async (request: Parameters<Gate['actorOf']>[0]) => {
      const actor = await gate.actorOf(request)
      await mayCall(services, actor, asked)
      return makeContext(services, actor, 'app', { db: services.database.questions, client: null })
    }

    const { label, plural } = entity
    const pageOf = (row: z.ZodType) =>
      z.object({ rows: z.array(row), next: z.string().nullable().describe('Pass as `after` for the next page · 作为 after 读取下一页') })

    app.get(`/api/${entity.path}`, {
      schema: documented({
        operationId: `${entity.path}.list`,
        summary: `List ${lower(plural.en)} · ${plural.zh}列表`,
        description:
          'One page of those that match the search and the rule, in the order asked for; `fields` says which of theirs are told. What your role may not see is not among them.\n\n符合搜索和条件的一页，按所要的顺序；`fields` 指定要哪些字段。看不到的不在其中。',
        tags,
        querystring: listQuery,
        answer: pageOf(record),
        live: (cards) => ({ answer: pageOf(recordOf(cards)) }),
      }),
      handler: async (request) => {
        const ctx = await contextFor(request)
        const card = ctx.card(entity.name)
        const query = readInput(listQuery, request.query) as z.output<typeof listQuery>
        const found = await findRecords(ctx, card, {
          ...readFilters(ctx, card, query),
          limit: query.limit,
          after: query.after,
          sort: readSort(query.sort),
          fields: readFields(card, query.fields),
        })
        noteList(ctx, card, found.rows, query)
        return found
      },
    })
    app.get(`/api/${entity.path}/count`, {
      schema: documented({
        operationId: `${entity.path}.count`,
        summary: `Count ${lower(plural.en)} · ${plural.zh}数量`,
        description: 'How many match the search and the rule of a list.\n\n有多少符合列表的搜索和条件。',
        tags,
        querystring: countQuery,
        answer: z.object({ count: z.int() }),
      }),
      handler: async (request) => {
        const ctx = await contextFor(request)
        const card = ctx.card(entity.name)
        const query = readInput(countQuery, request.query) as z.output<typeof countQuery>
        return { count: await countRecords(ctx, card, readFilters(ctx, card, query)) }
      },
    })
    app.get(`/api/${entity.path}/:id`, {
      schema: documented({
        operationId: `${entity.path}.read`,
        summary: `Read one ${lower(label.en)} · 查看${label.zh}`,
        description:
          'All fields that your role may see. One out of its reach is answered as one that does not exist (404).\n\n角色看得到的全部字段。权限之外的，与不存在的回答相同（404）。',
        tags,
        params: z.object({ id: z.uuid() }),
        answer: record,
        live: (cards) => ({ answer: recordOf(cards) }),
      }),
      handler: async (request) => {
        const ctx = await contextFor(request)
        const { id } = Object(request.params)
        const found = isUuid(String(id)) ? await readRecord(ctx, ctx.card(entity.name), String(id)) : null
        if (!found) throw await missingRecord(ctx, ctx.card(entity.name), String(id))
        noteOpened(ctx, ctx.card(entity.name), found)
        return found
      },
    })
  }
}

/** One that went into another says so, in `mergedInto`. */
async function missingRecord(ctx: Ctx, { entity }: Card, id: string): Promise<Problem> {
  const what = { zh: entity.label.zh, en: lower(entity.label.en) }
  for (const feature of isUuid(id) ? ctx.registry.features : []) {
    const mergedInto = await feature.leadsTo?.(ctx.db, entity.name, id)
    if (mergedInto) return new Problem('record.missing', { what, mergedInto })
  }
  const missing = new Problem('record.missing', { what })
  return ctx.onlooker.sight.limits && isUuid(id) ? markOutOfReach(missing) : missing
}

const countQuery = listQuery.pick({ rule: true, search: true })
/** Which records, in which order. */
export const recordFilters = listQuery.pick({ rule: true, search: true, sort: true })
const documented = (document: RouteDocument): RouteDocument => document
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** @throws Problem input.invalid for a name that no field has */
export function readFields(card: Card, names: string | undefined): string[] | undefined {
  const fields = names?.split(',').map((name) => name.trim())
  const unknown = fields?.find((name) => !card.fields.has(name))
  if (unknown !== undefined) throw new Problem('input.invalid', { path: 'fields', reason: notAmongFields(unknown, card.fields.keys()) })
  return fields
}

export function readFilters(ctx: Ctx, card: Card, query: { rule?: string | undefined; search?: string | undefined }) {
  const search = query.search ? searchRecords(ctx, card, query.search) : null
  if (query.rule === undefined) return { search }
  try {
    const rule: unknown = JSON.parse(query.rule)
    return { rule, search }
  } catch {
    throw new Problem('input.invalid', { path: 'rule', reason: inputReasons.notJson })
  }
}

export function readSort(text: string | undefined) {
  if (!text) return undefined
  return text.startsWith('-') ? { field: text.slice(1), direction: 'desc' as const } : { field: text, direction: 'asc' as const }
}

function recordSchema(services: Services, card: Card) {
  const fields = [...card.fields].map(([name, { field }]) => {
    const schema = services.registry.types[field.type]?.schema(field) ?? z.unknown()
    return [
      name,
      schema
        .nullable()
        .optional()
        .describe(`${field.label.en} · ${field.label.zh}${field.help ? ` — ${field.help.en}` : ''}`),
    ] as const
  })
  const id = card.entity.name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
  return z.object({ id: z.uuid(), ...Object.fromEntries(fields) }).meta({ id, description: inBoth(card.entity.label) })
}
