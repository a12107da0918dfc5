import { expect, test } from 'vitest'
import { Problem } from '../../core/kit/problem.ts'
import { readJsonBody, readJsonText } from './read-json.ts'

const reasonOf = (text: string): unknown => {
  try {
    return readJsonText(text)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.details['reason']
  }
}

test.each([
  ['{"name": "x"', 'its JSON ends too early', 'JSON 不完整，后面缺了内容'],
  ['{"name": "x"\n "phone": 1}', 'it is not valid JSON; see line 2, character 2', '不是有效的 JSON，第 2 行第 2 个字符处有误'],
  ['name=x', 'it is not valid JSON', '不是有效的 JSON'],
  ['{"a":'.repeat(70) + '1' + '}'.repeat(70), 'its JSON is nested more than 64 levels deep', 'JSON 嵌套超过 64 层'],
  ['{"__proto__": 1}', 'its JSON must not have a field named __proto__', 'JSON 里不能有名为 __proto__ 的字段'],
])('what is wrong with a text that is no JSON is said in both languages (%#)', (text, en, zh) => {
  expect(reasonOf(text)).toEqual({ en, zh })
})

test('deep brackets that never close are refused without being walked', () => {
  expect(reasonOf('['.repeat(100_000))).toEqual({ en: 'its JSON ends too early', zh: 'JSON 不完整，后面缺了内容' })
})

test('a body that is not UTF-8 is refused, for its letters would be lost; one with a byte order mark is read', () => {
  const name = Buffer.from([0xcd, 0xf5, 0xb7, 0xbc])
  expect(() => readJsonBody(Buffer.concat([Buffer.from('{"name":"'), name, Buffer.from('"}')]))).toThrow('input.unreadable')
  expect(() => readJsonBody(Buffer.from('{"name":"王"}').subarray(0, -3))).toThrow('input.unreadable')
  expect(readJsonBody(Buffer.from('\ufeff{"name":"王芳"}'))).toEqual({ name: '王芳' })
  expect(readJsonBody(Buffer.alloc(0))).toBeUndefined()
})
