import type { ZodType } from 'zod'
import { ruleSchema } from '../../core/rule/rule.ts'
import type { Cards } from '../actions/live-cards.ts'
import { usualLimits } from './limit-requests.ts'
import { type Components, describeSchema, type JsonSchema, noComponents } from './describe-schema.ts'
import { problemAnswers, problemSchema } from './problem-schema.ts'
import type { RouteDocument } from './route-document.ts'
import { sampleOf } from './sample-of.ts'

export type DocumentedRoute = { readonly method: string; readonly url: string; readonly document: RouteDocument }

const { key, heavy } = usualLimits
const introduction = `Everything the web app does goes through this API. For programs it is described in [/api/openapi.json](/api/openapi.json) (OpenAPI 3.1).

* Send \`Authorization: Bearer <API key>\`; keys are made in Settings.
* Send an \`Idempotency-Key\` with every write: the same key gives the same answer and no second effect.
* Lists are read page by page: pass \`next\` of one answer as \`after\` of the next request.
* A refusal says in \`code\` what is wrong; [/api/problems](/api/problems) lists all codes.
* Amounts are integers of the currency's minor unit; times are ISO 8601.
* A body holds at most 1 MB and 64 levels of JSON; what comes in bulk goes through \`/v1/batch\` or an import.
* A key may ask ${key.atOnce} times at once and ${key.aSecond} times a second from then on, and take ${heavy.atOnce} lists as files at once and one every ${1 / heavy.aSecond} seconds. Beyond that the answer is 429, and \`Retry-After\` says in how many seconds to try again.

网页所做的一切都经由此接口。供程序读取的说明在 [/api/openapi.json](/api/openapi.json)（OpenAPI 3.1）。

* 请求头带上 \`Authorization: Bearer <API 密钥>\`，密钥在“设置”中创建。
* 每次写入都带上 \`Idempotency-Key\`：同一个键得到同一个回答，且不会再次生效。
* 列表逐页读取：把上一次回答中的 \`next\` 作为下一次请求的 \`after\`。
* 出错时由 \`code\` 说明原因，全部代码见 [/api/problems](/api/problems)。
* 金额是以币种最小单位（如分）计的整数；时间为 ISO 8601。
* 请求内容最大 1 MB，JSON 最多 64 层；大批数据请用 \`/v1/batch\` 或文件导入。
* 每个密钥可以一次连发 ${key.atOnce} 个请求，之后每秒 ${key.aSecond} 个；导出文件可连续 ${heavy.atOnce} 次，之后每 ${1 / heavy.aSecond} 秒一次。超出时回答 429，\`Retry-After\` 写明几秒后再试。`

/** The OpenAPI 3.1 document of these routes. */
export function writeOpenApi(routes: readonly DocumentedRoute[], cards: Cards): JsonSchema {
  const components = noComponents()
  describeSchema(ruleSchema, 'input', components)
  describeSchema(problemSchema, 'output', components)
  const paths: Record<string, Record<string, JsonSchema>> = {}
  for (const { method, url, document } of routes) {
    const path = url.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation({ ...document, ...document.live?.(cards) }, url, components) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Regulars 常客', version: '1', description: introduction, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    // Wherever the document was read from, by whichever address.
    servers: [{ url: '/' }],
    tags: [...new Set(routes.flatMap(({ document }) => document.tags))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `rk_…` · API 密钥' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'regulars-3210.session_token',
          description: 'The session of the web app; its port stands in the name · 网页登录，名称中是它的端口',
        },
        writeKey: {
          type: 'http',
          scheme: 'basic',
          description: 'A source’s write key as the user name, no password · 以来源的写入密钥为用户名，密码留空',
        },
      },
      parameters: { IdempotencyKey: idempotencyKey, AcceptLanguage: acceptLanguage },
      responses: Object.fromEntries(
        Object.values(problemAnswers).map(({ name, description }) => [name, { description, content: problemContent }]),
      ),
      schemas: Object.fromEntries([...components.schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    security: [{ apiKey: [] }, { session: [] }],
  }
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key gives the same answer and no second effect; with another body it is refused (422) · 同一个键得到同一个回答且不会再次生效；内容不同则拒绝（422）',
  schema: { type: 'string', minLength: 8, maxLength: 200 },
}

const acceptLanguage = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description: 'The language of `detail` in problems: zh (the default) or en · 出错说明的语言：zh（默认）或 en',
  schema: { type: 'string', examples: ['zh', 'en'] },
}

const refer = (to: string) => ({ $ref: `#/components/${to}` })

function describeOperation(document: RouteDocument, url: string, components: Components): JsonSchema {
  const { operationId, summary, description, tags, body, security, isWrite } = document
  const ok = describeSchema(document.answer, 'output', components)
  const problems = Object.entries(problemAnswers).map(([status, { name }]) => [status, refer(`responses/${name}`)])
  return {
    operationId,
    summary,
    ...(description ? { description } : {}),
    tags,
    parameters: [
      ...describeParams(document, url, components),
      ...describeQuery(document, components),
      ...(isWrite ? [refer('parameters/IdempotencyKey')] : []),
      refer('parameters/AcceptLanguage'),
    ],
    ...(body ? { requestBody: { required: true, content: { 'application/json': describeBody(document, body, components) } } } : {}),
    responses: { 200: { description: 'Done · 成功', content: { 'application/json': { schema: ok } } }, ...Object.fromEntries(problems) },
    ...(security ? { security } : {}),
  }
}

function describeBody({ example }: RouteDocument, body: ZodType, components: Components): JsonSchema {
  const schema = describeSchema(body, 'input', components)
  return { schema, example: example ?? sampleOf(schema, components) }
}

type Described = { readonly properties?: Readonly<Record<string, JsonSchema>>; readonly required?: readonly string[] }

function describeParams({ params }: RouteDocument, url: string, components: Components): JsonSchema[] {
  const described: Described = params ? describeSchema(params, 'input', components) : {}
  return [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: described.properties?.[name] ?? { type: 'string' },
  }))
}

function describeQuery({ querystring }: RouteDocument, components: Components): JsonSchema[] {
  if (!querystring) return []
  const { properties = {}, required = [] }: Described = describeSchema(querystring, 'input', components)
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description ? { description } : {}),
    schema,
  }))
}
