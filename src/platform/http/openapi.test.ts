import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor } from '../../../test/door.ts'
import { makeWorld, type World } from '../../../test/world.ts'
import type { RoleBody } from '../../core/rights/role-body.ts'
import { createCustomField } from '../../know/custom-fields/actions.ts'
import { noComponents } from './describe-schema.ts'
import { usualLimits } from './limit-requests.ts'
import { sampleOf } from './sample-of.ts'

type Json = Readonly<Record<string, unknown>>

let world: World
let document: Json
beforeAll(async () => {
  world = await makeWorld()
  const answer = await (await world.http()).inject({ url: '/api/openapi.json', headers: { 'x-test-role': 'member' } })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  document = answer.json()
})
afterAll(() => world.end())

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null
const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, name) => (isJson(inner) ? inner[name] : undefined), value)

type Operation = { readonly name: string; readonly path: string; readonly operation: Json }

function operations(): Operation[] {
  const found: Operation[] = []
  for (const [path, item] of Object.entries(Object(document.paths)))
    for (const [method, operation] of Object.entries(Object(item)))
      if (isJson(operation)) found.push({ name: `${method.toUpperCase()} ${path}`, path, operation })
  return found
}

function* everyPart(value: unknown, path = '#'): Generator<readonly [string, Json]> {
  if (!isJson(value)) return
  yield [path, value]
  for (const [name, inner] of Object.entries(value)) yield* everyPart(inner, `${path}/${name}`)
}

const resolve = (reference: string) => at(document, ...reference.replace(/^#\//, '').split('/'))

test('the document says what it is and how one gets in', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(at(document, 'info', 'title')).toContain('常客')
  expect(document.servers).toEqual([{ url: '/' }])
  const said = String(at(document, 'info', 'description'))
  for (const pace of [usualLimits.key.atOnce, usualLimits.key.aSecond]) expect(said.split(` ${pace} `)).toHaveLength(3)
  expect(Object.keys(Object(at(document, 'components', 'securitySchemes'))).sort()).toEqual(['apiKey', 'session', 'writeKey'])
  for (const scheme of Object.values(Object(at(document, 'components', 'securitySchemes'))))
    expect(['http', 'apiKey']).toContain(at(scheme, 'type'))
})

test('every reference leads somewhere', () => {
  const broken = [...everyPart(document)].flatMap(([path, part]) =>
    typeof part.$ref === 'string' && !isJson(resolve(part.$ref)) ? [`${path}: ${part.$ref}`] : [],
  )
  expect(broken).toEqual([])
})

test('what must be there is described, and what is shown as an example has all of it', () => {
  for (const [path, part] of everyPart(document)) {
    if (path.endsWith('/properties') || !Array.isArray(part.required)) continue
    const properties = isJson(part.properties) ? part.properties : {}
    expect([path, part.required.filter((name) => !(name in properties))]).toEqual([path, []])
    const examples: unknown[] = Array.isArray(part.examples) ? part.examples : []
    for (const example of examples) expect(Object.keys(Object(example)), path).toEqual(expect.arrayContaining(part.required))
  }
})

test('every operation has a summary in both languages, an answer, and the problems it may give instead', () => {
  for (const { name, operation } of operations()) {
    expect(operation.summary, name).toMatch(/^[^·]+ · .*\p{Script=Han}/u)
    expect(operation.description, name).toMatch(/^[^\n]+[.)`]\n\n.*\p{Script=Han}/u)
    expect(isJson(at(operation, 'responses', '200', 'content', 'application/json', 'schema')), name).toBe(true)
    for (const status of ['400', '401', '403', '404', '409', '413', '422', '429']) {
      const reference = at(operation, 'responses', status, '$ref')
      expect(at(resolve(String(reference)), 'content', 'application/problem+json', 'schema', '$ref'), `${name} ${status}`).toBe(
        '#/components/schemas/Problem',
      )
    }
  }
})

test('operations have names of their own, and every part of a path is a parameter', () => {
  const names = operations().map(({ operation }) => String(operation.operationId))
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  for (const { name, path, operation } of operations()) {
    const parameters: unknown[] = Array.isArray(operation.parameters) ? operation.parameters : []
    const inPath = parameters.filter((parameter) => at(parameter, 'in') === 'path').map((parameter) => at(parameter, 'name'))
    expect(inPath, name).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))
    for (const parameter of parameters) {
      const described = isJson(parameter) && typeof parameter.$ref === 'string' ? resolve(parameter.$ref) : parameter
      expect(isJson(at(described, 'schema')), `${name} ${String(at(described, 'name'))}`).toBe(true)
    }
  }
})

test('every entity, action and question of the program is in it, and nothing else that it does not have', () => {
  const { cards, actions, questions } = world.services.registry
  const described = new Map(operations().map(({ name, operation }) => [String(operation.operationId), name]))
  const pathOf = (path: string) => `/api${path}`.replace(/:(\w+)/g, '{$1}')
  for (const { definition } of [...actions.values(), ...questions.values()])
    expect(described.get(definition.name), definition.name).toBe(`${definition.method} ${pathOf(definition.path)}`)
  for (const { entity } of cards.values())
    for (const verb of ['list', 'count', 'read']) expect(described.has(`${entity.path}.${verb}`), `${entity.path}.${verb}`).toBe(true)
  const known = [
    ...actions.keys(),
    ...questions.keys(),
    ...[...cards.values()].flatMap(({ entity }) => ['list', 'count', 'read'].map((verb) => `${entity.path}.${verb}`)),
  ]
  expect([...described.keys()].filter((name) => !known.includes(name) && !name.includes('.'))).toEqual([])
})

test('writes take an idempotency key; questions and lists do not', () => {
  const takesKey = (operation: Json) => JSON.stringify(operation.parameters).includes('#/components/parameters/IdempotencyKey')
  const { actions } = world.services.registry
  for (const { name, operation } of operations()) expect(takesKey(operation), name).toBe(actions.has(String(operation.operationId)))
})

test('a rule is described once and speaks of itself', () => {
  const rule = JSON.stringify(at(document, 'components', 'schemas', 'Rule'))
  expect(rule).toContain('"$ref":"#/components/schemas/Rule"')
  expect(rule).not.toContain('$defs')
  const list = operations().find(({ operation }) => operation.operationId === 'customers.list')
  expect(JSON.stringify(list?.operation)).toContain('"contentSchema":{"$ref":"#/components/schemas/Rule"}')
})

test('what is sent is described field by field, in both languages', () => {
  const create = operations().find(({ operation }) => operation.operationId === 'create-customer')?.operation
  const schema = at(create, 'requestBody', 'content', 'application/json', 'schema')
  expect(String(at(schema, 'properties', 'phone', 'description'))).toContain('手机号')
  expect(at(schema, 'additionalProperties')).toBe(false)
  const update = operations().find(({ operation }) => operation.operationId === 'update-customer')?.operation
  expect(at(update, 'requestBody', 'content', 'application/json', 'schema', 'properties', 'id')).toBeUndefined()
  expect(at(update, 'parameters', 0)).toMatchObject({ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } })
})

const exampleOf = (operation: Json | undefined) => at(operation, 'requestBody', 'content', 'application/json', 'example')

/** What stands in the path of an operation, made of its own description. */
const inPath = (operation: Json) =>
  (Array.isArray(operation.parameters) ? operation.parameters : [])
    .filter((parameter) => at(parameter, 'in') === 'path')
    .map((parameter) => [String(at(parameter, 'name')), sampleOf(at(parameter, 'schema'), noComponents())] as const)

test('every body has an example that its own check takes', () => {
  const { actions, questions } = world.services.registry
  const refused = operations().flatMap(({ operation }) => {
    const definition = (actions.get(String(operation.operationId)) ?? questions.get(String(operation.operationId)))?.definition
    if (definition === undefined || operation.requestBody === undefined) return []
    const example = exampleOf(operation)
    const checked = definition.input.safeParse({ ...Object.fromEntries(inPath(operation)), ...Object(example) })
    return checked.success
      ? []
      : [`${definition.name}: ${JSON.stringify(example)}: ${checked.error.issues.map((issue) => issue.message).join(', ')}`]
  })
  expect(refused).toEqual([])
})

test('examples written by hand can be sent as they stand, one after the other', async () => {
  const app = await world.http()
  const headers = { 'x-test-role': 'owner' }
  const { actions, questions } = world.services.registry
  const canBeSent = (path: string) => !path.includes(':') || path.startsWith('/customers/:id')
  const written = [...actions.values(), ...questions.values()].filter(
    ({ definition }) => definition.example !== undefined && canBeSent(definition.path),
  )
  expect(written.length).toBeGreaterThan(12)
  const customer = actions.get('create-customer')?.definition
  const made = await app.inject({ method: 'POST', url: '/api/customers', headers, payload: Object(customer?.example) })
  for (const { definition } of written) {
    const url = `/api${definition.path}`.replace(':id', String(made.json().id))
    const answer = await app.inject({ method: definition.method, url, headers, payload: Object(definition.example) })
    expect([definition.name, answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([definition.name, 200, ''])
  }
})

test('the document and its page are for those who are inside', async () => {
  const app = await world.http()
  for (const url of ['/api/openapi.json', '/api/docs/', '/api/docs/json', '/api/docs/static/swagger-ui.css']) {
    expect((await app.inject({ url })).statusCode, url).toBe(401)
    expect((await app.inject({ url, headers: { 'x-test-role': 'member' } })).statusCode, url).toBe(200)
  }
  // The page bears our mark, not its maker's.
  const script = await app.inject({ url: '/api/docs/static/swagger-initializer.js', headers: { 'x-test-role': 'member' } })
  const mark = /data:image\/svg\+xml;base64,([\w+/=]+)/.exec(script.body)?.[1] ?? ''
  expect(Buffer.from(mark, 'base64').toString()).toContain('Regulars API')
  const visitor = await app.inject({ url: '/api/docs', headers: { accept: 'text/html,*/*' } })
  expect(visitor.statusCode).toBe(302)
  expect(visitor.headers.location).toBe('/sign-in')
})

test('who may not see a field finds no word of it in the document, and who may finds it', async () => {
  await world.act(createCustomField, {
    entity: 'customer',
    name: 'creditLimit',
    type: 'number',
    label: { zh: '信用额度', en: 'Credit limit' },
  })
  const grants = { customer: { read: ['all' as const] } }
  const door = await openDoor(world)
  const documentOf = async (fields: RoleBody['fields']) => {
    const person = await world.person({ rights: { grants, fields, rights: [] } })
    return (await door.send('GET', '/api/openapi.json', { headers: { cookie: await door.cookieOf(person.id) } })).body
  }
  expect(await documentOf({})).toContain('creditLimit')
  const hidden = await documentOf({ creditLimit: 'hidden' })
  expect(hidden).toContain('/api/customers')
  expect(hidden).not.toMatch(/creditLimit|信用额度|Credit limit/)
  await door.app.close()
})

test('a field that no list has is refused, not passed over in silence', async () => {
  const answer = await (await world.http()).inject({ url: '/api/customers?fields=name,nonsense', headers: { 'x-test-role': 'member' } })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().code).toBe('input.invalid')
})
