import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { addressOf, call, fetchJson, ProblemError, readProblem } from './call.ts'

const rename = {
  name: 'rename',
  method: 'POST',
  path: '/customers/:id/rename',
  input: z.object({ id: z.string(), name: z.string() }),
  output: z.object({ name: z.string() }),
} as const

function answerWith(status: number, body: string) {
  const heard: { url: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    heard.push({ url, init })
    return new Response(body, { status })
  })
  return heard
}

afterEach(() => void vi.unstubAllGlobals())

it('what stands in the path is taken from the input, the rest is the body', () => {
  expect(addressOf(rename, { id: 'a/b', name: '林' })).toEqual({ url: '/api/customers/a%2Fb/rename', body: '{"name":"林"}' })
})

it('a question over GET carries its input in the address, rules as JSON, nothing for what is missing', () => {
  const { url, body } = addressOf({ method: 'GET', path: '/value' }, { days: 30, rule: { all: [] }, stage: undefined })
  expect(body).toBeUndefined()
  expect(Object.fromEntries(new URL(url, 'http://shop').searchParams)).toEqual({ days: '30', rule: '{"all":[]}' })
})

it('an action carries its idempotency key', async () => {
  const heard = answerWith(200, '{"name":"林"}')
  expect(await call(rename, { id: '1', name: '林' }, { key: 'key-12345' })).toEqual({ name: '林' })
  expect(new Headers(heard[0]?.init.headers).get('idempotency-key')).toBe('key-12345')
})

it('a refusal comes with the words of the server', () => {
  const problem = readProblem(409, {
    code: 'import.running',
    words: { zh: '正在导入', en: 'An import is running' },
    details: { path: 'file', deep: {} },
  })
  expect([problem.code, problem.status, problem.words.zh, problem.details]).toEqual(['import.running', 409, '正在导入', { path: 'file' }])
})

it.each([null, 'no', [], { error: 1 }])('an answer of no known shape (%j) still gives words in both languages', (body) => {
  const problem = readProblem(502, body)
  expect(problem.words.zh).toContain('502')
  expect(problem.words.en).toContain('502')
})

it('a page of HTML where JSON was asked for is a problem, whatever its status', async () => {
  answerWith(200, '<html>')
  await expect(fetchJson('/api/x')).rejects.toBeInstanceOf(ProblemError)
})

it('an answer in another shape than promised is refused', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  answerWith(200, '{"name":7}')
  await expect(call(rename, { id: '1', name: 'x' })).rejects.toMatchObject({ code: 'answer.unexpected' })
})

it('a server that cannot be reached says so and has no status', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed')
  })
  await expect(fetchJson('/api/x')).rejects.toMatchObject({ code: 'server.unreachable', status: 0 })
})
