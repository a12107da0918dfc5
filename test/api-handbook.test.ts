import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isUuid } from '../src/core/kit/id.ts'
import { createKey } from '../src/know/shop/keys.ts'
import { createSource } from '../src/know/sources/actions.ts'
import { createHook } from '../src/know/sources/hook-actions.ts'
import { makeGate } from '../src/platform/access/make-gate.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { readCurl } from './read-curl.ts'
import { makeWorld } from './world.ts'

const handbook = readFileSync(join(import.meta.dirname, '..', 'docs', 'api.md'), 'utf8')
const world = await makeWorld()
const app = await buildServer({ services: world.services, gate: await makeGate(world.services, { url: 'http://localhost' }) })
afterAll(async () => {
  await app.close()
  await world.end()
})

/** The commands in their order, each with the answer that stands below it. */
const examples: readonly { readonly command: string; readonly answer: unknown }[] = [
  ...handbook.matchAll(/```sh\n(curl [\s\S]*?)```\n\n```json\n([\s\S]*?)```/g),
].map(([, command = '', answer = '']) => ({
  command,
  answer: JSON.parse(answer),
}))

/** Ids and times differ from run to run; `…` stands for more words. */
function isSame(shown: unknown, real: unknown): boolean {
  if (typeof shown !== 'string' || typeof real !== 'string') return shown === real
  if (shown.includes('…')) return real.startsWith(shown.slice(0, shown.indexOf('…')))
  return shown === real || (isUuid(shown) && isUuid(real)) || (shown.endsWith('Z') && !Number.isNaN(Date.parse(real)))
}

/** Where the answer lacks something that the handbook shows, or says something else. */
function missing(shown: unknown, real: unknown, path = 'answer'): string[] {
  if (Array.isArray(shown))
    return shown.length > 0 && Array.isArray(real) ? (real.length > 0 ? missing(shown[0], real[0], `${path}.0`) : [`${path} is empty`]) : []
  if (typeof shown !== 'object' || shown === null) return isSame(shown, real) ? [] : [`${path} is ${JSON.stringify(real)}`]
  if (typeof real !== 'object' || real === null) return [`${path} is no object`]
  return Object.entries(shown).flatMap(([name, inner]) =>
    name in real ? missing(inner, Reflect.get(real, name), `${path}.${name}`) : [`${path}.${name} is missing`],
  )
}

/** What later commands speak of: the first customer that was made, the second, and the merge. */
function nameIds(told: unknown, variables: Record<string, string>): void {
  if (typeof told !== 'object' || told === null) return
  if ('created' in told && 'id' in told) variables[variables['ID'] === undefined ? 'ID' : 'OTHER'] = String(told.id)
  if ('mergeId' in told) variables['MERGE'] = String(told.mergeId)
}

test('every example of the handbook does what stands below it', async () => {
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const { key } = await world.act(createKey, { name: '手册', role: 'member' })
  const { writeKey } = await world.act(createSource, { name: '手册' })
  const { key: managerKey } = await world.act(createKey, { name: '手册（经理）', role: 'manager' })
  const mapping = { customer: { name: '$.contact.name', phone: '$.contact.mobile' }, event: { name: '$.form' } }
  const hook = await world.act(createHook, { name: '手册（表单）', scheme: 'bearer', mapping, isOn: true })
  const variables: Record<string, string> = {
    REGULARS: address,
    KEY: key,
    MANAGER_KEY: managerKey,
    WRITE_KEY: writeKey,
    HOOK: hook.id,
    HOOK_TOKEN: hook.secret,
  }
  expect(examples.length).toBeGreaterThan(8)
  for (const { command, answer } of examples) {
    const { method, url, headers, body } = readCurl(command, variables)
    const real = await fetch(url, { method, headers, body })
    const told: unknown = await real.json()
    const status = typeof answer === 'object' && answer !== null && 'status' in answer ? answer.status : 200
    expect(real.status, `${command}\n${JSON.stringify(told)}`).toBe(status)
    expect(missing(answer, told), `${command}\n${JSON.stringify(told)}`).toEqual([])
    nameIds(told, variables)
  }
})

test('no command of the handbook stands without its answer', () => {
  expect([...handbook.matchAll(/^curl /gm)]).toHaveLength(examples.length)
})

test('the statuses of the handbook are those that the document of the API names', async () => {
  const { key } = await world.act(createKey, { name: '文档', role: 'member' })
  const document = (await app.inject({ url: '/api/openapi.json', headers: { authorization: `Bearer ${key}` } })).json()
  const named = Object.keys(document.paths['/api/customers'].post.responses).filter((status) => status !== '200')
  for (const status of named) expect(handbook, status).toMatch(new RegExp(`^\\|.*\\b${status}\\b`, 'm'))
})
